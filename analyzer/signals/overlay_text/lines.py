"""One line of text as it is followed from look to look."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher

import numpy as np

from analyzer.signals.overlay_text.change import Strokes, cells_of
from analyzer.signals.overlay_text.reader import Reading

STANDS = 0.6
"""Correlation of a line's gradient with the one it was read from, from which it is still there."""

SUDDEN = 0.8
"""Share of the last look's correlation under which another text may have taken the line's place.

Two captions of one size in one place correlate by up to 0.8. So does one that lets a bright picture
through with itself, so it is read to tell.
"""

REACH = 12
"""Pixels that a line may move between two looks and still be found again."""

RING = 6
"""Cells around a line in which is looked whether the picture behind it moves."""

LEGIBLE = 0.75
"""The recogniser's certainty from which a reading is text at all."""

CERTAIN = 0.9
"""The certainty from which there is no doubt about a reading."""

FEW_LETTERS = 3
"""So many are easily seen where there are none, and want a surer reading."""

SHORT_WORD = 0.6
"""Heights of a line that its shortest further words are wide, with the space before them."""

MAY_BE_TWO = 6
"""Letters from which a word may be two, with an unread space between them."""

SIGN_SHAPE = 2.5
"""Widths per height under which two lines and more may have been taken for one."""

Bounds = tuple[int, int, int, int]


class Line:
    """A line of text: what it says, where and since when it stands, and what moves behind it."""

    def __init__(self, reading: Reading, start: float, time: float, strokes: Strokes) -> None:
        self.reading = reading
        self.start = start
        self.seen_until = self.end = time
        self.moved = 0
        """Pixels that it went, all shifts together."""
        self.tested = self.looks = 0
        """Looks at which the picture around it moved while it stood, and all looks."""
        self.unrest = strokes.unrest_before
        """How much of the picture moved when it appeared."""
        height, width = strokes.gradient.shape
        left, top, right, bottom = reading.quad.bounds
        self.bounds: Bounds = (max(0, left), max(0, top), min(width, right), min(height, bottom))
        self.share = _area(self.bounds) / max(1, strokes.gradient.size)
        self._patch = self._cut(strokes.gradient)
        self._likeness = 1.0
        """How much the last look was like the first."""
        self.may_be_another = False
        """Whether it looks so different all at once that another text may have come there."""
        self._is_new = True
        self.contrast = float(np.percentile(self._patch, 90)) if self._patch.size else 0.0

    @property
    def is_text(self) -> bool:
        """Whether what was read can be text at all."""
        return legible(self.reading)

    @property
    def is_certain(self) -> bool:
        """Whether it is text beyond doubt: read for sure, or more than a few letters."""
        is_long = len(plain(self.reading.text)) > FEW_LETTERS
        return self.is_text and (is_long or self.reading.confidence >= CERTAIN)

    @property
    def may_be_sign(self) -> bool:
        """Whether it may be a logo: it cannot be read, and is so high that it may hold lines."""
        left, _, right, _ = self.bounds
        return not self.is_text and right - left < SIGN_SHAPE * self.height

    @property
    def height(self) -> int:
        """Pixels from its top to its bottom."""
        return self.bounds[3] - self.bounds[1]

    def improve(self, reading: Reading) -> None:
        """Take another reading where it is the surer one."""
        if reading.confidence > self.reading.confidence:
            self.reading = reading

    @property
    def may_lack_space(self) -> bool:
        """Whether it was read once only, and a space may have been missed in it."""
        words = self.reading.text.split()
        return self.is_text and self._is_new and any(len(plain(w)) >= MAY_BE_TWO for w in words)

    def part(self, reading: Reading) -> None:
        """Take over the spaces of another reading that has the same letters and more of them."""
        self._is_new = False
        words, others = self.reading.text.split(), reading.text.split()
        if len(others) > len(words) and "".join(others) == "".join(words):
            self.reading = replace(self.reading, text=reading.text)

    def is_refuted(self, reading: Reading) -> bool:
        """Whether another reading of it is text, and not this one."""
        return legible(reading) and not similar(self.reading.text, reading.text)

    def follow(self, strokes: Strokes, time: float) -> bool:
        """Whether the line is still there, where it was or close by."""
        self.may_be_another = False
        if not self._patch.size:
            return False
        likeness = _correlation(self._cut(strokes.gradient), self._patch)
        if likeness >= STANDS:
            self.may_be_another = self.is_text and likeness < SUDDEN * self._likeness
            self._likeness = likeness
            self.looks += 1
            self.tested += self._background_moves(strokes)
        elif not self.is_text or not self._found_nearby(strokes.gradient):
            return False
        self.seen_until = time
        return True

    def covers(self, bounds: Bounds) -> bool:
        """Whether most of ``bounds`` lies under this line, and no further word beside it."""
        beyond = max(self.bounds[0] - bounds[0], bounds[2] - self.bounds[2])
        most = shared(self.bounds, bounds) >= 0.6 * _area(bounds)
        return most and beyond < SHORT_WORD * self.height

    def swallows(self, bounds: Bounds) -> bool:
        """Whether this line lies over most of ``bounds``."""
        return shared(self.bounds, bounds) >= 0.5 * _area(bounds)

    def _found_nearby(self, gradient: np.ndarray) -> bool:
        import cv2

        left, top, right, bottom = self.bounds
        wide = (left - REACH, top - REACH, right + REACH, bottom + REACH)
        x0, y0 = max(0, wide[0]), max(0, wide[1])
        area = gradient[y0 : wide[3], x0 : wide[2]]
        if area.shape[0] < self._patch.shape[0] or area.shape[1] < self._patch.shape[1]:
            return False
        found = cv2.matchTemplate(area, self._patch, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(found)
        if best < STANDS + 0.1:
            return False
        dx, dy = x0 + x - left, y0 + y - top
        self.moved += abs(dx) + abs(dy)
        self.reading = replace(self.reading, quad=self.reading.quad.shifted(dx, dy))
        self.bounds = (left + dx, top + dy, right + dx, bottom + dy)
        return True

    def _background_moves(self, strokes: Strokes) -> bool:
        left, top, right, bottom = self.bounds
        reach = RING * 8
        around = cells_of(
            (left - reach, top - reach, right + reach, bottom + reach), strokes.steep.shape
        )
        own = np.zeros(strokes.steep.shape, bool)
        own[cells_of(self.bounds, own.shape)] = True
        outside = (strokes.steep & ~own)[around]
        moving = (strokes.steep & ~own & ~strokes.still)[around]
        return bool(np.count_nonzero(outside) >= 8 and moving.sum() > 0.4 * outside.sum())

    def _cut(self, gradient: np.ndarray) -> np.ndarray:
        left, top, right, bottom = self.bounds
        return gradient[top:bottom, left:right].copy()


def legible(reading: Reading) -> bool:
    """Whether it can be text at all."""
    return reading.confidence >= LEGIBLE and any(c.isalnum() for c in reading.text)


def plain(text: str) -> str:
    """Text without capitals, accents, marks and spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if c.isalnum())


def similar(one: str, other: str) -> bool:
    """Whether two readings are of the same text."""
    a, b = plain(one), plain(other)
    return a == b or (len(a) > 3 and SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8)


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    import cv2

    if one.shape != other.shape:
        return 0.0
    return float(cv2.matchTemplate(one, other, cv2.TM_CCOEFF_NORMED)[0, 0])


def _area(bounds: Bounds) -> int:
    return max(0, bounds[2] - bounds[0]) * max(0, bounds[3] - bounds[1])


def shared(one: Bounds, other: Bounds) -> int:
    """The area that two rectangles have in common."""
    return _area(
        (
            max(one[0], other[0]),
            max(one[1], other[1]),
            min(one[2], other[2]),
            min(one[3], other[3]),
        )
    )


def united(one: Bounds, other: Bounds) -> Bounds:
    """The rectangle around two."""
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
