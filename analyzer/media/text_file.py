"""A text file as people's programs write them: UTF-8, UTF-16 or Windows-1252."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from ..errors import InputError

LARGEST = 4_000_000
"""Bytes that are read: a caption has 5,000 at most, a table of 1,000 of them this."""

TEXTUAL = frozenset("\t\n\r\f\u200b\u200c\u200d\u200e\u200f\ufeff")
"""Control and format characters that text may hold."""


def read_text(path: Path) -> str:
    """The text of the file, its lines ended by a line feed alone.

    A byte order mark is believed; else it is UTF-8, or UTF-16 where every other byte is zero, or
    Windows-1252. Raises InputError where it is none of these, cannot be read, or is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(
            "the text file {name} cannot be read: {what}",
            name=path.name,
            what=error.strerror or str(error),
        ) from None
    if len(data) > LARGEST:
        raise InputError(
            "the text file {name} is larger than {most:.0f} MB, so it is no text for a post",
            name=path.name,
            most=LARGEST / 1e6,
        )
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        text = "\0"
    if any(unicodedata.category(c) == "Cc" and c not in TEXTUAL for c in text):
        raise InputError(
            "the text file {name} cannot be read: it is neither UTF-8 nor UTF-16 nor "
            "Windows-1252; save it as UTF-8",
            name=path.name,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    """Return the encoding that the bytes are in; one that fails on them where none fits."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    if len(data) % 2 == 0 and b"\0" in data:
        return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
