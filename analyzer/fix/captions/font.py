"""The letters of captions: Manrope ExtraBold (SIL Open Font License), in its wheel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ...errors import DependencyError
from ...weights import locate

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FILE = "font_manrope/files/Manrope-ExtraBold.ttf"
"""Letters of Latin, Greek and Cyrillic scripts."""

NO_CHARACTER = "\U0010fffe"
"""What no font has a letter for, so that it is drawn as the font's box."""

INVISIBLE = "\u200c\u200d\u200e\u200f\u00a0 "
"""What shapes text and is not drawn."""


@cache
def letters(size: int) -> FreeTypeFont:
    """The font in so many pixels an em; raises DependencyError where it is missing."""
    from PIL import ImageFont

    path = locate(FILE)
    if path is None:
        raise DependencyError(
            "the captions' letters are missing from the package font-manrope; install it again"
        )
    return ImageFont.truetype(path, size)


def missing(text: str) -> str:
    """The characters of a text that the font has no letters for."""
    return "".join(c for c in text if c not in INVISIBLE and not _has(c))


@cache
def _has(character: str) -> bool:
    font = letters(64)
    return bytes(font.getmask(character)) != bytes(font.getmask(NO_CHARACTER))
