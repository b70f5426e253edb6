"""Overlay text as editors set it: captions that follow the voice, title boxes, outlined lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Frame = NDArray[np.uint8]
WHITE, INK, YELLOW = (255, 255, 255), (16, 16, 20), (255, 221, 51)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words shown together, each with the time at which it is said."""

    words: tuple[str, ...]
    times: tuple[float, ...]
    end: float


def phrases(timed: str, offset: float, end: float) -> list[Phrase]:
    """Reads ``"word 0.0 word 0.4 | word 0.9"``: times in seconds after ``offset``, ``|`` breaks."""
    found = []
    for group in timed.split("|"):
        parts = group.split()
        times = tuple(offset + float(time) for time in parts[1::2])
        found.append((tuple(parts[::2]), times))
    ends = [later[1][0] for _, later in pairwise(found)] + [end]
    return [Phrase(words, times, stop) for (words, times), stop in zip(found, ends, strict=True)]


@lru_cache(maxsize=64)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=256)
def words_line(
    font: Path, size: int, words: tuple[str, ...], active: int, colour: tuple[int, int, int] = WHITE
) -> NDArray[np.float32]:
    """Outlined words on one line as RGBA; the ``active`` one (-1: none) is yellow."""
    face, edge = _font(font, size), max(3, size // 9)
    gap = face.getlength(" ")
    widths = [face.getlength(word) for word in words]
    width = round(sum(widths) + gap * (len(words) - 1)) + 4 * edge
    canvas = Image.new("RGBA", (width, round(size * 1.4) + 2 * edge), (0, 0, 0, 0))
    draw, x = ImageDraw.Draw(canvas), 2.0 * edge
    for index, (word, wide) in enumerate(zip(words, widths, strict=True)):
        fill = YELLOW if index == active else colour
        draw.text((x, edge), word, font=face, fill=fill, stroke_width=edge, stroke_fill=INK)
        x += wide + gap
    return np.asarray(canvas, np.float32)


@lru_cache(maxsize=64)
def boxed(
    font: Path,
    size: int,
    lines: tuple[str, ...],
    ink: tuple[int, int, int] = INK,
    paper: tuple[int, int, int] = WHITE,
) -> NDArray[np.float32]:
    """Lines of text in rounded boxes, centred over each other, as RGBA."""
    face, pad = _font(font, size), round(size * 0.42)
    tall = round(size * 1.5)
    width = round(max(face.getlength(line) for line in lines)) + 2 * pad
    canvas = Image.new("RGBA", (width, tall * len(lines) + size // 4), (0, 0, 0, 0))
    draw = ImageDraw.Draw(canvas)
    for row, line in enumerate(lines):
        half = face.getlength(line) / 2 + pad
        box = (width / 2 - half, row * tall, width / 2 + half - 1, (row + 1) * tall + size // 5)
        draw.rounded_rectangle(box, radius=size // 3, fill=paper)
    for row, line in enumerate(lines):
        draw.text((width / 2, (row + 0.56) * tall), line, font=face, fill=ink, anchor="mm")
    return np.asarray(canvas, np.float32)


def lay(frame: Frame, text: NDArray[np.float32], x: float, y: float, opacity: float = 1.0) -> None:
    """Draws an RGBA text into the BGR frame, centred on ``x``, ``y`` (pixels)."""
    high, wide = text.shape[:2]
    left, top = round(x - wide / 2), round(y - high / 2)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(frame.shape[1], left + wide), min(frame.shape[0], top + high)
    if opacity <= 0 or x0 >= x1 or y0 >= y1:
        return
    part = text[y0 - top : y1 - top, x0 - left : x1 - left]
    alpha = part[..., 3:] * (min(1.0, opacity) / 255)
    under = frame[y0:y1, x0:x1]
    under[:] = (under * (1 - alpha) + part[..., 2::-1] * alpha + 0.5).astype(np.uint8)


def caption(frame: Frame, said: list[Phrase], time: float, font: Path, size: int, y: float) -> None:
    """Draws the phrase that is being said at ``time``, its current word in yellow."""
    for phrase in said:
        if phrase.times[0] <= time < phrase.end:
            active = sum(begin <= time for begin in phrase.times) - 1
            rise = 14 * max(0.0, 1 - (time - phrase.times[0]) / 0.1)
            text = words_line(font, size, phrase.words, active)
            lay(frame, text, frame.shape[1] / 2, y + rise)
            return
