"""The top-level boxes of an MP4 or MOV file (ISO/IEC 14496-12), read without decoding.

ffprobe does not tell whether the index comes first, nor that the last box is cut off.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")


@dataclass(frozen=True, slots=True)
class Layout:
    """How an MP4 file is laid out on disk."""

    index_first: bool
    """Whether ``moov`` comes before the media data ("fast start")."""
    missing_bytes: int
    """How many bytes the last box promises beyond the end of the file."""


def layout(path: Path) -> Layout:
    """The order and completeness of the top-level boxes of the MP4 or MOV file at ``path``."""
    size = path.stat().st_size
    order: list[bytes] = []
    position = 0
    with path.open("rb") as file:
        while position + 8 <= size:
            file.seek(position)
            length, kind = struct.unpack(">I4s", file.read(8))
            if length == 1:
                extended = file.read(8)
                length = struct.unpack(">Q", extended)[0] if len(extended) == 8 else 0
            elif length == 0:
                length = size - position
            if length < 8:
                break
            order.append(kind)
            position += length
    index_first = b"moov" in order and (
        b"mdat" not in order or order.index(b"moov") < order.index(b"mdat")
    )
    cut_off = order and order[-1] in (b"mdat", b"moov", b"moof")
    return Layout(index_first, max(0, position - size) if cut_off else 0)


def looks_like_mp4(path: Path) -> bool:
    """Whether the file begins as an MP4 or MOV file does."""
    with path.open("rb") as file:
        return file.read(8)[4:8] in FIRST_BOXES
