"""Captions burned in: what is said, as pictures to lay over the draft.

``font`` has the letters, ``place`` finds where a caption is clear of the platform's own buttons,
of faces and of text that is there, ``drawing`` draws. Which words stand together is told as for
caption files (``reports.phrases``), in shorter lines; doubtful words are left out, and so is a
phrase that the font has no letters for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from ...model import Box, SafeZone, Span, Transcript
from ...reports.phrases import Phrase, phrases
from . import drawing, font, place
from .drawing import Style

__all__ = ["CaptionPicture", "Style", "caption_pictures", "not_drawn"]

COLUMNS = 25
"""Characters of a line at most: what fits between a platform's buttons at a legible size."""

FEWEST_COLUMNS = 10
"""Characters of a line below which the letters are made smaller instead; chosen by hand."""


class CaptionPicture(NamedTuple):
    """One caption, or its state while one of its words is spoken."""

    start: float
    end: float
    """Seconds from the start of the draft."""
    picture: np.ndarray
    """RGBA, uint8 of shape (height, width, 4); its colours are not multiplied by its alpha."""
    left: int
    top: int
    """Where it lies in the draft's picture, in pixels from its top left corner."""


def caption_pictures(
    transcript: Transcript,
    style: Style,
    zone: SafeZone | None,
    avoid: Sequence[tuple[Span, Box]],
    size: tuple[int, int],
    duration: float | None = None,
) -> Iterator[CaptionPicture]:
    """Yield what is said as pictures, in order; no two of them are shown at once.

    ``zone`` is what the platform lays over a draft; ``avoid`` is when and where there are faces
    and overlay text, in pixels of the picture that is captioned, whose width and height ``size``
    is. The last caption ends by ``duration`` seconds.
    """
    screen = place.Screen.of(size, zone)
    said = replace(transcript, words=transcript.sure_words)
    shown, height = _fitted(said, screen, duration)
    blocks = [
        (phrase, drawing.measured([[unit.text for unit in line] for line in phrase.lines], height))
        for phrase in shown
        if not font.missing("".join(unit.text for line in phrase.lines for unit in line))
    ]
    spans = [Span(phrase.start / 1000, phrase.end / 1000) for phrase, _ in blocks]
    sizes = [block.size for _, block in blocks]
    places = place.places(screen, list(zip(spans, sizes, strict=True)), avoid)
    for (phrase, block), (left, top) in zip(blocks, places, strict=True):
        for start, end, spoken in _states(phrase, style):
            picture = drawing.draw(phrase.lines, block, style, spoken)
            yield CaptionPicture(start / 1000, end / 1000, picture, left, top)


def not_drawn(transcript: Transcript) -> tuple[str, ...]:
    """The spoken words that the font has no letters for; their phrases are left out."""
    return tuple(word.text for word in transcript.sure_words if font.missing(word.text))


def _fitted(
    said: Transcript, screen: place.Screen, duration: float | None
) -> tuple[tuple[Phrase, ...], int]:
    """The phrases, and the height of a line at which the widest of their lines fits."""
    least, most = (round(height / screen.scale) for height in drawing.LINE_HEIGHTS)
    room = screen.room(drawing.measured([[], []], most).size[1])
    for columns in range(COLUMNS, FEWEST_COLUMNS - 1, -1):
        shown = phrases(said, duration=duration, columns=columns)
        lines = [[unit.text for unit in line] for phrase in shown for line in phrase.lines]
        for height in range(most, least - 1, -1):
            if all(drawing.measured([line], height).size[0] <= room for line in lines):
                return shown, height
    return shown, least


def _states(phrase: Phrase, style: Style) -> Iterator[tuple[int, int, int | None]]:
    """From when to when, in milliseconds, a caption looks the same, and which unit is marked."""
    said = [unit for line in phrase.lines for unit in line]
    if style is not Style.KARAOKE:
        yield phrase.start, phrase.end, None
        return
    starts = [phrase.start, *(min(max(u.start, phrase.start), phrase.end) for u in said[1:])]
    for n, start in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else phrase.end
        if end > start:
            yield start, end, n
