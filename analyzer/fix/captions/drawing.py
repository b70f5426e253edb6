"""One caption drawn: white letters with a stroke or on a box, the spoken word in a colour."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...reports.phrasing import Unit
from .font import letters

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

LINE_HEIGHTS = (75, 86)
"""Pixels from a line's highest ascender to its lowest descender, on a screen of 1080x1920: what
advertisers' guides ask for captions."""

STROKE = 0.1
"""Width of the stroke around letters, as a share of a line's height; chosen by hand."""

LEADING = 0.12
"""Pixels between two lines, as a share of a line's height, beyond the stroke; chosen by hand."""

PADDING = 0.22
"""Pixels of the box around the letters, as a share of a line's height; chosen by hand."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)

SPOKEN = (255, 221, 51)
"""Yellow: 15.5 to 1 against black (WCAG 2.2, 1.4.3)."""

BOX_ALPHA = 204
"""Of 255: white letters have 8.7 to 1 against the box on a white picture."""


class Style(StrEnum):
    """How captions look."""

    PLAIN = "plain"
    """White letters with a black stroke."""
    BOXED = "boxed"
    """White letters on a black box that lets some of the picture through."""
    KARAOKE = "karaoke"
    """As plain, with the word in yellow that is spoken."""


class Block(NamedTuple):
    """A caption's size before it is drawn, in pixels."""

    size: tuple[int, int]
    """Width and height, all that is around the letters included."""
    line_height: int


def measured(lines: Sequence[Sequence[str]], height: int) -> Block:
    """How large a caption with lines of so many pixels' height is; lines come in their units."""
    around = _around(height)
    widest = max(font_of(height).getlength(" ".join(line)) for line in lines)
    down = len(lines) * height + (len(lines) - 1) * _between(height)
    return Block((round(widest) + 2 * around, down + 2 * around), height)


def draw(
    lines: Sequence[Sequence[Unit]], block: Block, style: Style, spoken: int | None
) -> np.ndarray:
    """Draw a caption: RGBA, uint8; ``spoken`` is the number of the unit that is marked."""
    from PIL import Image, ImageDraw

    height = block.line_height
    font, stroke = font_of(height), 0 if style is Style.BOXED else round(STROKE * height)
    # Black throughout, so that what is half transparent has no other colour in it.
    image = Image.new("RGBA", block.size, (*BLACK, 0))
    canvas = ImageDraw.Draw(image)
    if style is Style.BOXED:
        corner = round(PADDING * height)
        edge = (0, 0, block.size[0] - 1, block.size[1] - 1)
        canvas.rounded_rectangle(edge, corner, fill=(*BLACK, BOX_ALPHA))
    number = 0
    baseline = _around(height) + _ascent(height)
    for line in lines:
        text = _joined(line)
        left = (block.size[0] - font.getlength(text)) / 2
        canvas.text(
            (left, baseline), text, WHITE, font, "ls", stroke_width=stroke, stroke_fill=BLACK
        )
        for n, unit in enumerate(line):
            if number == spoken:
                before = font.getlength(_joined(line[: n + 1])) - font.getlength(unit.text)
                canvas.text((left + before, baseline), unit.text, SPOKEN, font, "ls")
            number += 1
        baseline += height + _between(height)
    return np.asarray(image)


def _joined(line: Sequence[Unit]) -> str:
    return "".join((unit.separator if n else "") + unit.text for n, unit in enumerate(line))


@cache
def font_of(height: int) -> FreeTypeFont:
    """The largest letters of which a line is no higher than so many pixels."""
    size = height
    while size > 1 and sum(_extent(letters(size))) > height:
        size -= 1
    return letters(size)


def _extent(font: FreeTypeFont) -> tuple[int, int]:
    """Pixels from the baseline to the top of the tallest plain letter, and to the lowest."""
    _, top, _, bottom = font.getbbox("Ålpgjy", anchor="ls")
    return round(-top), round(bottom)


def _ascent(height: int) -> int:
    return _extent(font_of(height))[0]


def _around(height: int) -> int:
    return round(max(PADDING, STROKE) * height)


def _between(height: int) -> int:
    return round((LEADING + STROKE) * height)
