"""How well copies are found: real clips edited as people edit them, each against its source.

``python scripts/bench/originality.py FOLDER --half 0`` makes the copies in FOLDER (once) from
``ANALYZER_MEDIA``, and prints what was found of each edit, what was found that is not there, and
what it costs. Clips are parted into halves by their names: limits are set on 0 and told of 1.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analyzer.matching import Index, Seen, shared
from analyzer.matching.views import differing
from analyzer.media import binaries
from analyzer.media.decode import Media
from analyzer.media.frames import Frame
from analyzer.media.probe import probe
from analyzer.signals.looks.hashing import HASH_BYTES, WINDOWS
from analyzer.signals.looks.watcher import LookWatcher

SECONDS = 20
"""Seconds of each clip that are taken."""

SHORTEST = 2.5
"""Seconds of the shortest clip: trimmed, it has the 1.5 s from which a match is told."""

CAPTION = (
    "drawbox=x=iw*0.08:y=ih*0.7:w=iw*0.84:h=ih*0.1:color=white@1:t=fill,"
    "drawbox=x=iw*0.15:y=ih*0.73:w=iw*0.6:h=ih*0.04:color=black@1:t=fill"
)

EDITS = {
    "recode": ("scale=-2:480", ()),
    "mirror": ("hflip", ()),
    "crop": ("crop=iw*0.8:ih*0.8", ()),
    "border": ("pad=iw*1.2:ih*1.2:iw*0.1:ih*0.1:white", ()),
    "recolour": ("hue=h=20:s=1.4,eq=contrast=1.2:brightness=0.05:gamma=1.15", ()),
    "reframe": ("crop=min(iw\\,ih*9/16):ih", ()),
    "logo": ("drawbox=x=iw*0.78:y=ih*0.04:w=iw*0.16:h=ih*0.09:color=red@1:t=fill", ()),
    "caption": (CAPTION, ()),
    "faster": ("setpts=PTS/1.05", ("-af", "atempo=1.05")),
    "silent": ("null", ("-an",)),
    "trim": ("null", ()),
}
"""The filter of each edit, and further options."""

ENCODING = [
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-crf",
    "26",
    "-pix_fmt",
    "yuv420p",
    "-c:a",
    "aac",
    "-b:a",
    "96k",
]

PART = (
    "[{n}:v]trim={start}:{end},setpts=PTS-STARTPTS,fps=25,"
    "scale={size}:force_original_aspect_ratio=increase,crop={size},setsar=1[v{n}]"
)

PDQ = 31
"""Bits up to which PDQ takes two pictures for the same: the floor, on whole pictures."""


def half_of(clip: Path) -> int:
    """Which half a clip is in, by its name."""
    return int(hashlib.sha256(clip.stem.encode()).hexdigest(), 16) % 2


def clips(half: int) -> list[Path]:
    """The real clips of a half."""
    folder = Path(os.environ["ANALYZER_MEDIA"]) / "video"
    found = sorted(p for p in folder.iterdir() if p.suffix in {".mp4", ".mkv", ".webm", ".mpg"})
    return [c for c in found if half_of(c) == half and probe(c).duration >= SHORTEST]


def made(clip: Path, edit: str, folder: Path) -> Path:
    """The clip, edited; made once."""
    target = folder / f"{clip.stem}__{edit}.mp4"
    recipe, options = EDITS[edit]
    begin = ("-ss", "0.7") if edit == "trim" else ()
    chain = f"scale='min(640,iw)':-2,{recipe},scale=trunc(iw/2)*2:trunc(ih/2)*2"
    source = (*begin, "-t", str(SECONDS), "-i", str(clip))
    _encode(target, (*source, "-vf", chain, *options))
    return target


def part(clip: Path, host: Path, folder: Path) -> Path:
    """Five seconds of the clip between two parts of another, in the shape of the clip."""
    target = folder / f"{clip.stem}__part.mp4"
    cuts = ((0, 0, 6), (1, 1, 6), (2, 7, 11))
    shown = probe(clip)
    shape = shown.display_width / shown.display_height
    size = "640:360" if shape > 1.2 else "360:640" if shape < 0.8 else "480:480"
    chains = [PART.format(n=n, start=start, end=end, size=size) for n, start, end in cuts]
    graph = ";".join([*chains, "[v0][v1][v2]concat=n=3:v=1:a=0[v]"])
    sources = (a for one in (host, clip, host) for a in ("-i", str(one)))
    _encode(target, (*sources, "-filter_complex", graph, "-map", "[v]"))
    return target


def _encode(target: Path, options: tuple[str, ...]) -> None:
    if target.exists():
        return
    unfinished = target.with_suffix(".part.mp4")
    command = [str(binaries.ffmpeg()), "-nostdin", "-v", "error", "-y", *options, *ENCODING]
    subprocess.run([*command, str(unfinished)], check=True, stdin=subprocess.DEVNULL)
    unfinished.rename(target)


def seen(path: Path) -> Seen:
    """The fingerprint of a video, measured once and kept beside the copies."""
    watcher = LookWatcher()
    Media(path, probe(path)).watch([watcher], 1)
    return Seen.of(watcher.result())


def synthetic(number: int) -> Seen:
    """A made video: blobs that move over a background, which ten of them have in common."""
    import cv2

    scene, own = np.random.default_rng(number // 10), np.random.default_rng(10_000 + number)
    coarse = scene.integers(0, 255, (9, 6)).astype(np.uint8)
    background = cv2.resize(coarse, (90, 160), interpolation=cv2.INTER_CUBIC)
    starts, ways = own.uniform(20, 70, (4, 2)), own.uniform(-6, 6, (4, 2))
    radii, grays = own.integers(8, 26, 4), own.integers(0, 255, 4)
    watcher = LookWatcher()
    for at in range(40):
        image = background.copy()
        for start, way, radius, gray in zip(starts, ways, radii, grays, strict=True):
            x, y = (start + way * at) % (90, 160)
            cv2.circle(image, (int(x), int(y)), int(radius), int(gray), -1)
        watcher.observe(Frame(at / 4, image, 1.0))
    return Seen.of(watcher.result())


class Library:
    """Videos by name, and where they are looked up."""

    def __init__(self) -> None:
        self.index, self.names, self.videos = Index(), list[str](), list[Seen]()

    def add(self, name: str, seen: Seen) -> None:
        """Take in a video."""
        self.index.add(seen)
        self.names.append(name)
        self.videos.append(seen)

    def found(self, one: Seen) -> set[str]:
        """The names of the videos in which ``one`` is found."""
        likely = self.index.like(one)
        return {self.names[n] for n in likely if shared(one, self.videos[n]) is not None}


def is_pdq(ours: Seen, theirs: Seen) -> bool:
    """Whether PDQ alone, on whole pictures, takes most of ours for the same."""
    bits = differing(ours.hashes[:, None, 0], theirs.hashes[None, :, 0])
    return len(ours.times) > 0 and float((bits.min(axis=1) <= PDQ).mean()) >= 0.5


def copies(half: int, folder: Path) -> Iterator[tuple[str, Path, Path, set[str]]]:
    """Each edit, its source, the copy, and what else may be found in it."""
    sources = clips(half)
    long = [clip for clip in sources if probe(clip).duration >= 11.5]
    for clip in sources:
        for edit in EDITS:
            yield edit, clip, made(clip, edit, folder), set()
        host = next((other for other in long if other != clip), None)
        if host is not None and probe(clip).duration >= 6.2:
            yield "part", clip, part(clip, host, folder), {host.stem}


LOOKS = 120
"""Looks at a video of a made library: half a minute."""


def made_library(real: list[Seen], count: int, *, alike: bool) -> Library:
    """So many videos that change as real ones do: near copies of those, or each one its own.

    Near copies have a quarter of their bits turned. A video of its own has the bits of a real one
    that random ones of its own turn over in every look: the bits of two then agree by chance.
    """
    random, found = np.random.default_rng(1), Library()
    times = np.arange(LOOKS, dtype=np.float32) / 4
    for number in range(count):
        one = real[number % len(real)]
        looks = np.resize(np.arange(len(one.times)), LOOKS)
        size = (LOOKS if alike else 1, WINDOWS if alike else 1, HASH_BYTES)
        turned = random.integers(0, 256, size, np.uint8)
        if alike:
            turned &= random.integers(0, 256, size, np.uint8)
        hashes = one.hashes[looks] ^ turned.view(np.uint64)
        found.add(f"library {number}", Seen(times, hashes, one.textures[looks]))
    return found


def timed(real: list[Seen], count: int, *, alike: bool) -> None:
    """Print how long a draft is compared with a library, and how long that takes to make ready.

    It is processor time: what else the machine does is not in it.
    """
    large = made_library(real, count, alike=alike)
    began = time.process_time()
    ready = Index()
    for one in large.videos:
        ready.add(one)
    ready.like(real[0])
    seconds = time.process_time() - began
    times = []
    for one in real:
        began = time.process_time()
        large.found(one)
        times.append(1e3 * (time.process_time() - began))
    kind = "near copies" if alike else "videos of their own"
    print(
        f"library of {count:6} {kind}: {np.median(times):.0f} ms a draft, {max(times):.0f} at most "
        f"(for {max(len(one.times) for one in real) / 4:.0f} s); ready in {seconds:.1f} s"
    )


def main() -> None:
    """Print how much is found, how much wrongly, and how fast."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), default=0)
    parser.add_argument("--made", type=int, default=1000)
    parser.add_argument("--library", type=int, default=10_000)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    known = Library()
    for clip in clips(asked.half):
        known.add(clip.stem, seen(clip))
    real = list(known.videos)
    found: dict[str, list[bool]] = defaultdict(list)
    floor: dict[str, list[bool]] = defaultdict(list)
    false: list[tuple[str, str]] = []
    for edit, clip, copy, others in copies(asked.half, asked.folder):
        source = real[known.names.index(clip.stem)]
        if not len(source.times):
            continue
        one = seen(copy)
        hits = known.found(one)
        found[edit].append(clip.stem in hits)
        floor[edit].append(is_pdq(one, source))
        if clip.stem not in hits:
            print("missed:", copy.name)
        false += [(copy.name, hit) for hit in hits - {clip.stem} - others]
    for edit, right in found.items():
        print(f"{edit:9} {sum(right):3} of {len(right)}   PDQ alone {sum(floor[edit]):3}")
    everything = [hit for hits in found.values() for hit in hits]
    print(f"recall {np.mean(everything):.3f} of {len(everything)}")
    false += [
        (n, hit) for n, one in zip(known.names, real, strict=True) for hit in known.found(one) - {n}
    ]
    print("false pairs among real clips and their copies:", false or 0)
    for number in range(asked.made):
        known.add(f"made {number}", synthetic(number))
    wrong = [
        (n, hit)
        for n, one in zip(known.names, known.videos, strict=True)
        for hit in known.found(one) - {n}
    ]
    wrong = [pair for pair in wrong if any(name.startswith("made") for name in pair)]
    print(f"false pairs among {asked.made} made ones:", len(wrong), wrong[:6])
    those = [one for one in real if len(one.times)]
    for count in (asked.library // 4, asked.library // 2, asked.library):
        timed(those, count, alike=False)
    timed(those, asked.library, alike=True)


if __name__ == "__main__":
    main()
