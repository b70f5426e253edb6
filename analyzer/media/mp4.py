"""What ffprobe does not tell of a container, read without decoding.

Of MP4 and MOV (ISO/IEC 14496-12): whether the index comes first, that the last box is cut off,
which colours the index claims, and what edit lists hide. Of Matroska: whether it is WebM, and
that it is cut off.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError

FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")

MOST_BOXES = 200_000
"""Top-level boxes that are read: an hour in fragments of a second is 7,200, ten minutes in
fragments of a frame, at 60 a second, 72,000."""

HEAD = 256
"""Bytes in which an EBML head ends: written by the known muxers it has 35 to 50."""

LONGEST_INDEX = 64_000_000
"""Bytes of an index (moov) that are read: an hour of 60 frames a second with sound takes 5 MB."""

SAMPLE_ENTRY = 86
"""Bytes of a video track's description (VisualSampleEntry) before the boxes inside it."""

SEGMENT = bytes.fromhex("18538067")
"""The id of what a Matroska file is all of, but for its head (RFC 9559, 5.1)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an MP4 file is laid out on disk."""

    index_first: bool
    """Whether ``moov`` comes before the media data ("fast start")."""
    missing_bytes: int
    """How many bytes the last box promises beyond the end of the file."""
    index: slice
    """Where in the file the inside of the index (``moov``) lies."""


def layout(path: Path) -> Layout:
    """The order and completeness of the top-level boxes of the MP4 or MOV file at ``path``.

    Raises InputError where there are more than ``MOST_BOXES``.
    """
    size = path.stat().st_size
    first: dict[bytes, int] = {}
    index = slice(0, 0)
    last, position = b"", 0
    with path.open("rb") as file:
        for count in range(MOST_BOXES + 1):
            if position + 8 > size:
                break
            file.seek(position)
            length, kind = struct.unpack(">I4s", file.read(8))
            if length == 1:
                extended = file.read(8)
                length = struct.unpack(">Q", extended)[0] if len(extended) == 8 else 0
            elif length == 0:
                length = size - position
            if length < 8:
                break
            if kind == b"moov" and kind not in first:
                index = slice(file.tell(), position + length)
            if kind in (b"moov", b"mdat"):
                first.setdefault(kind, count)
            last = kind
            position += length
        else:
            raise InputError(
                "the file is damaged: it is cut into more than {most:,} pieces; export it again",
                most=MOST_BOXES,
            )
    index_first = b"moov" in first and first[b"moov"] < first.get(b"mdat", MOST_BOXES + 1)
    cut_off = last in (b"mdat", b"moov", b"moof")
    return Layout(index_first, max(0, position - size) if cut_off else 0, index)


def looks_like_mp4(path: Path) -> bool:
    """Whether the file begins as an MP4 or MOV file does."""
    with path.open("rb") as file:
        return file.read(8)[4:8] in FIRST_BOXES


def document_type(path: Path) -> str | None:
    """The DocType in the head of a Matroska or WebM file (RFC 8794, 11.2.4); null where none is."""
    with path.open("rb") as file:
        found = re.search(rb"\x42\x82[\x81-\x90](matroska|webm)", file.read(HEAD), re.DOTALL)
    return found[1].decode() if found else None


def segment_end(path: Path) -> int | None:
    """How large a Matroska or WebM file is by its own account; null where it does not say."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    start = head.find(SEGMENT) + len(SEGMENT)
    if start < len(SEGMENT) or start >= len(head) or not head[start]:
        return None
    width = 9 - head[start].bit_length()
    unknown = (1 << 7 * width) - 1
    length = int.from_bytes(head[start : start + width]) & unknown
    return None if length == unknown else start + width + length


def index_of(path: Path, place: Layout) -> memoryview:
    """The inside of the index; nothing where it is larger than any could be."""
    with path.open("rb") as file:
        file.seek(place.index.start)
        length = place.index.stop - place.index.start
        return memoryview(file.read(length if length <= LONGEST_INDEX else 0))


def promised_seconds(index: memoryview) -> float:
    """How long the movie header (``mvhd``) says that it all lasts; 0 where it does not say."""
    for kind, body in _boxes(index):
        if kind == b"mvhd" and len(body) >= 32:
            clock, ticks = struct.unpack(
                ">IQ" if body[0] else ">II", body[20:32] if body[0] else body[12:20]
            )
            return ticks / clock if clock and ticks not in (2**32 - 1, 2**64 - 1) else 0.0
    return 0.0


def colour_codes(index: memoryview, track: int) -> tuple[int, int, int] | None:
    """Primaries, transfer and matrix (ITU-T H.273) that the index claims of the picture ``track``.

    Null where it claims none.
    """
    inside = [body for kind, body in _boxes(index) if kind == b"trak"][track : track + 1]
    for name in (b"mdia", b"minf", b"stbl", b"stsd"):
        inside = [body for part in inside for kind, body in _boxes(part) if kind == name]
    for description in inside:
        for kind, body in _boxes(description[8 + SAMPLE_ENTRY :]):
            if kind == b"colr" and bytes(body[:4]) in (b"nclx", b"nclc") and len(body) >= 10:
                return struct.unpack(">HHH", body[4:10])
    return None


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """The kind and the inside of each box, up to the first that is broken."""
    position = 0
    while position + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        if length < 8:
            break
        yield kind, data[position + 8 : position + length]
        position += length
