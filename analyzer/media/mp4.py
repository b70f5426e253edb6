"""What ffprobe does not tell of a container, read without decoding.

Of MP4 and MOV (ISO/IEC 14496-12): whether the index comes first, that the last box is cut off,
and what edit lists hide. Of Matroska: whether it is WebM.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError

FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")

MOST_BOXES = 200_000
"""Top-level boxes that are read: an hour in fragments of a second is 7,200, ten minutes in
fragments of a frame, at 60 a second, 72,000."""

HEAD = 256
"""Bytes in which an EBML head ends: written by the known muxers it has 35 to 50."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an MP4 file is laid out on disk."""

    index_first: bool
    """Whether ``moov`` comes before the media data ("fast start")."""
    missing_bytes: int
    """How many bytes the last box promises beyond the end of the file."""


def layout(path: Path) -> Layout:
    """The order and completeness of the top-level boxes of the MP4 or MOV file at ``path``.

    Raises InputError where there are more than ``MOST_BOXES``.
    """
    size = path.stat().st_size
    first: dict[bytes, int] = {}
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
    return Layout(index_first, max(0, position - size) if cut_off else 0)


def looks_like_mp4(path: Path) -> bool:
    """Whether the file begins as an MP4 or MOV file does."""
    with path.open("rb") as file:
        return file.read(8)[4:8] in FIRST_BOXES


def document_type(path: Path) -> str | None:
    """The DocType in the head of a Matroska or WebM file (RFC 8794, 11.2.4); null where none is."""
    with path.open("rb") as file:
        found = re.search(rb"\x42\x82[\x81-\x90](matroska|webm)", file.read(HEAD), re.DOTALL)
    return found[1].decode() if found else None
