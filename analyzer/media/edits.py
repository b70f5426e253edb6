"""What the edit list of an MP4 or MOV file does to its picture (ISO/IEC 14496-12, 8.6.6).

A trim without encoding leaves the frames that it cuts away in the file and an edit list that hides
them. Players keep to it; what re-encodes the file may not, and shows them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

MOST_INSIDE = 1_000
"""Boxes that are read within another one: an index holds some ten, and a track each."""

MOST_EDITS = 10_000
"""Entries of an edit list that are read: a phone's slow motion has three."""

MOST_OFFSET = 1.0
"""Seconds by which a first frame may be shown after it is decoded: 16 reordered frames at 16 a
second. An edit that starts there hides nothing."""

Box = tuple[bytes, int, int]
"""What a box is, and where its content begins and ends in the file."""


def edited_seconds(path: Path) -> float:
    """Seconds of picture that the edit list of the first video track hides or delays."""
    with path.open("rb") as file:
        top = _inside(file, 0, path.stat().st_size)
        moov = next((box for box in top if box[0] == b"moov"), None)
        if moov is None:
            return 0.0
        index = list(_inside(file, *moov[1:]))
        clock = _clock(file, index, b"mvhd")
        for track in (box for box in index if box[0] == b"trak"):
            parts = list(_inside(file, *track[1:]))
            media = _down(file, parts, b"mdia")
            handler = next((box for box in media if box[0] == b"hdlr"), None)
            if handler and _read(file, handler, 12)[8:] == b"vide":
                return _edited(file, parts, media, clock)
    return 0.0


def _edited(
    file: BinaryIO, parts: list[Box], media: list[Box], clock: tuple[int, int] | None
) -> float:
    """Return the seconds that one track's edit list hides or holds back."""
    entries = _entries(file, _down(file, parts, b"edts"))
    own = _clock(file, media, b"mdhd")
    if not entries or not clock or not own or not own[1]:
        return 0.0
    shown = sum(length for length, start in entries if start >= 0) / clock[0]
    late = sum(length for length, start in entries if start < 0) / clock[0]
    starts = [start / own[0] for _, start in entries if start >= 0]
    whole = own[1] / own[0]
    if not shown or not starts:  # to the end, as files that are written in fragments say
        return late + (starts[0] if starts and starts[0] > MOST_OFFSET else 0.0)
    return late + max(0.0, whole - shown)


def _entries(file: BinaryIO, edits: list[Box]) -> list[tuple[int, int]]:
    """Return length and first moment of every edit; the moment is -1 where nothing is shown."""
    box = next((box for box in edits if box[0] == b"elst"), None)
    if box is None:
        return []
    head = _read(file, box, 8)
    if len(head) < 8:
        return []
    form = ">QqI" if head[0] == 1 else ">IiI"
    size = min(struct.unpack(">I", head[4:])[0], MOST_EDITS) * struct.calcsize(form)
    data = _read(file, box, 8 + size)[8:]
    data = data[: len(data) // struct.calcsize(form) * struct.calcsize(form)]
    return [(length, start) for length, start, _ in struct.iter_unpack(form, data)]


def _clock(file: BinaryIO, boxes: list[Box], name: bytes) -> tuple[int, int] | None:
    """Return ticks a second and the length in ticks, as ``mvhd`` and ``mdhd`` say them."""
    box = next((box for box in boxes if box[0] == name), None)
    head = _read(file, box, 32) if box else b""
    form, at = (">IQ", 20) if head[:1] == b"\1" else (">II", 12)
    if len(head) < at + struct.calcsize(form):
        return None
    ticks, length = struct.unpack_from(form, head, at)
    return (ticks, length) if ticks else None


def _down(file: BinaryIO, boxes: list[Box], name: bytes) -> list[Box]:
    """Return what lies in the first box called ``name``."""
    box = next((box for box in boxes if box[0] == name), None)
    return list(_inside(file, *box[1:])) if box else []


def _inside(file: BinaryIO, position: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places in the file."""
    for _ in range(MOST_INSIDE):
        if position + 8 > end:
            return
        file.seek(position)
        length, kind = struct.unpack(">I4s", file.read(8))
        head = 8
        if length == 1:
            length, head = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))[0], 16
        elif length == 0:
            length = end - position
        if length < head:
            return
        yield kind, position + head, min(end, position + length)
        position += length


def _read(file: BinaryIO, box: Box, size: int) -> bytes:
    """Return the first bytes of what a box holds."""
    _, start, end = box
    file.seek(start)
    return file.read(max(0, min(size, end - start)))
