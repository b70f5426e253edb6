"""Damaged copies of eight small videos, the same ones for the same seed."""

from __future__ import annotations

import random
import re
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from analyzer.media import binaries

SECONDS = 1.5
"""The length of every original."""

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "12")
AAC = ("-c:a", "aac", "-b:a", "64k")
ORIGINALS = {
    "h264.mp4": (*X264, *AAC),
    "frag.mp4": (*X264, *AAC, "-movflags", "frag_keyframe+empty_moov"),
    "turned.mp4": (*X264, *AAC, "-movflags", "+faststart"),
    "pcm.mov": (*X264, "-c:a", "pcm_s16le"),
    "h264.mkv": (*X264, *AAC),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "h264.ts": (*X264, *AAC),
    "mpeg4.avi": ("-c:v", "mpeg4", "-c:a", "mp3"),
}
"""Eight containers and codecs, as ffmpeg makes them."""

EXTREMES = (0, 1, 2, 255, 0x7FFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
"""Integers at which arithmetic goes wrong."""

BOXES = re.compile(
    rb"mvhd|tkhd|mdhd|hdlr|stsd|stts|ctts|stsz|stco|stsc|stss|elst|trun|tfhd|tfdt|trex|mfhd|moof|"
    rb"mdat|moov|trak|avcC|esds|ftyp|strh|strf|avih|idx1|LIST"
)
"""The boxes of MP4 and the chunks of AVI that say how long, how large and where things are."""

UPRIGHT = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
ON_ITS_SIDE = struct.pack(">9I", 0, 1 << 16, 0, 0xFFFF0000, 0, 0, 0, 0, 1 << 30)
"""Matrices of a track (ISO/IEC 14496-12, 8.3.2)."""


class Mutant(NamedTuple):
    """A damaged copy: a name that tells what was done to what, and its bytes."""

    name: str
    data: bytes


def make_originals(folder: Path) -> list[Path]:
    """The eight videos, made in ``folder``."""
    sources = ("testsrc2=size=180x320:rate=25", "sine=frequency=440:sample_rate=48000")
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    command = [binaries.ffmpeg(), "-nostdin", "-v", "error", "-y", *inputs, "-t", str(SECONDS)]
    made = []
    for name, options in ORIGINALS.items():
        target = folder / name
        subprocess.run([*command, *options, str(target)], check=True)
        if name == "turned.mp4":
            data = target.read_bytes()
            at = data.index(UPRIGHT, data.index(b"tkhd"))
            target.write_bytes(data[:at] + ON_ITS_SIDE + data[at + len(UPRIGHT) :])
        made.append(target)
    return made


def mutants(originals: list[Path], count: int, seed: int = 0) -> Iterator[Mutant]:
    """``count`` damaged copies of the originals in turn, each in one of seven ways."""
    dice = random.Random(seed)
    for number in range(count):
        original = originals[number % len(originals)]
        kind = dice.choice(DRAWN)
        data = KINDS[kind](original.read_bytes(), dice)
        yield Mutant(f"{number:04}-{kind}-{original.name}", data)


def _flip(data: bytes, dice: random.Random) -> bytes:
    """Change up to forty bytes anywhere."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 40)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _flip_index(data: bytes, dice: random.Random) -> bytes:
    """Change up to eight bytes of the index."""
    changed, places = bytearray(data), _index(data)
    for _ in range(dice.randint(1, 8)):
        changed[dice.choice(places)] = dice.randrange(256)
    return bytes(changed)


def _number(data: bytes, dice: random.Random) -> bytes:
    """Put an extreme integer somewhere into the index."""
    return _put(data, dice.choice(_index(data)), dice.choice(EXTREMES))


def _field(data: bytes, dice: random.Random) -> bytes:
    """Put an extreme integer into a field of a box."""
    boxes = [found.start() for found in BOXES.finditer(data)]
    if not boxes:
        return _number(data, dice)
    return _put(data, dice.choice(boxes) + 4 * dice.randint(1, 8), dice.choice(EXTREMES))


def _size(data: bytes, dice: random.Random) -> bytes:
    """Have a box claim another size."""
    boxes = [found.start() for found in BOXES.finditer(data) if found.start() >= 4]
    if not boxes:
        return _flip_index(data, dice)
    at = dice.choice(boxes) - 4
    near = struct.unpack_from(">I", data, at)[0] + dice.choice((-8, -4, 4, 8, 1024))
    return _put(data, at, dice.choice((*EXTREMES, near & 0xFFFFFFFF)))


def _cut(data: bytes, dice: random.Random) -> bytes:
    """End early."""
    return data[: dice.randrange(1, len(data))]


def _blank(data: bytes, dice: random.Random) -> bytes:
    """Have a stretch be nothing but zeros."""
    length = dice.randint(16, len(data) // 4)
    at = dice.randrange(len(data) - length)
    return data[:at] + bytes(length) + data[at + length :]


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "flip": _flip,
    "index": _flip_index,
    "number": _number,
    "field": _field,
    "size": _size,
    "cut": _cut,
    "blank": _blank,
}

DRAWN = (*KINDS, *("index", "number", "field", "size") * 2)
"""What is drawn from: damage to the index does more than damage to the picture."""


def _put(data: bytes, at: int, value: int) -> bytes:
    at = min(at, len(data) - 4)
    return data[:at] + struct.pack(">I", value) + data[at + 4 :]


def _index(data: bytes) -> list[int]:
    """Where a file says what it holds: the boxes that do, else its beginning and its end."""
    places = [*range(min(1024, len(data))), *range(max(0, len(data) - 512), len(data))]
    for found in re.finditer(rb"moov|moof", data):
        length = struct.unpack_from(">I", data, found.start() - 4)[0]
        places += range(found.start(), min(len(data), found.start() + length - 4))
    return places
