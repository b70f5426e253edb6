"""Text tracking: is a line that was read once still there, and what moves behind it?

A track keeps the gradient of the line as a template. In each sampled frame the template is compared
with the same place (normalized cross-correlation), then searched close by. Gradients of text in one
place stay alike whatever the picture behind does, as long as the letters are the same.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

import numpy as np

from .edges import EdgeGrid
from .geometry import Bounds, Size
from .parallax import has_parallax, was_covered
from .reading import Reading, split_words
from .registration import is_followed, register, steady

MATCH_CORRELATION = 0.6
"""Correlation with the template from which a line is still there; chosen by hand."""

MOVED_CORRELATION = 0.7
"""The same where it is found a few pixels away, at the best of many places; chosen by hand."""

SUDDEN_DROP = 0.8
"""Share of the last sample's correlation under which another text may have taken the place.

Two captions of one size in one place correlate by up to 0.8. So does one that lets a bright picture
through with itself, so it is read to tell.
"""

MAX_SHIFT = 12
"""Pixels that a line may move between two samples and still be found; chosen by hand."""

SAME_PLACE = 0.6
"""Share of a detection that lies under a track whose text it is; chosen by hand."""

SHORT_WORD = 0.6
"""Width of the shortest word with the space before it, in line heights; chosen by hand."""

CONTAINED = 0.5
"""Share of a line that another has to lie over to contain it: most of it."""

UNREAD_RATIO = 3.0
"""Width by height from which a line holds a word or two; chosen by hand."""

UNREAD_LETTERS = 0.25
"""Letters that are read for each height of a line's width, up to which it cannot be read: of text
that can, they are 1.3 to 2.5. On 20 made clips, Cyrillic and Arabic lines have 0 to 0.2; on 53 real
videos nothing else that was found and not read is so wide and empty."""

LOGO_RATIO = 2.5
"""Width by height under which a line may be a logo of two lines or more; chosen by hand."""

CONTRAST_PERCENTILE = 90
"""Percentile of the gradient that is a line's contrast: the steepest tenth is its outlines."""


class Match(Enum):
    """How a track is found in the next sampled frame."""

    LOST = auto()
    SAME = auto()
    DOUBTFUL = auto()
    """It is there, but so much less alike all at once that it may be another text."""


class TextTrack:
    """A line of text over time: its reading, its place, and evidence of who set it."""

    def __init__(self, reading: Reading, start: float, time: float, grid: EdgeGrid) -> None:
        frame = Size(*grid.gradient.shape)
        self.reading = reading
        self.start = start
        self.seen_until = self.end = time
        self.bounds = reading.quad.bounds.clipped(frame)
        self.share = self.bounds.area / max(1, grid.gradient.size)
        """Share of the frame that it takes."""
        self.drift = 0
        """Pixels that it moved, all shifts together."""
        self.appeared = grid.is_new(self.bounds) and not was_covered(grid, self.bounds, start)
        """Whether it was not there before, and not covered either."""
        self.changed_ratio_at_start = grid.changed_ratio_at(start, self.bounds)
        """Share of the other edges in the frame that changed when it appeared."""
        self._places = [(float(self.bounds.left), float(self.bounds.top))]
        self._parallax = [False]
        self.moves_alone = self.moves_followed = 0
        """Moves from one sample to the next that its surroundings did not make, and did."""
        self._strength_at_start = grid.strength
        self._template = _crop(grid.gradient, self.bounds)
        self._last_correlation = 1.0
        self._was_read_again = False
        self.contrast = _contrast(self._template)

    @property
    def samples(self) -> int:
        """In how many samples it was seen."""
        return len(self._places)

    @property
    def steady_samples(self) -> int:
        """In how many of them it stood exactly where it stands for most of its time."""
        return int(np.count_nonzero(steady(np.array(self._places))))

    @property
    def parallax_samples(self) -> int:
        """In how many of these the picture behind it moved."""
        return int(np.count_nonzero(steady(np.array(self._places)) & self._parallax))

    @property
    def is_text(self) -> bool:
        """Whether what was read can be text at all."""
        return self.reading.is_text

    @property
    def is_unread(self) -> bool:
        """Whether it is a line of text of which hardly a letter was read.

        The recogniser takes the letters of a script that it does not have for gaps.
        """
        width, height = self.bounds.width, max(1, self.bounds.height)
        letters = sum(c.isalnum() for c in self.reading.text)
        is_line = width >= UNREAD_RATIO * height
        return not self.is_text and is_line and letters <= UNREAD_LETTERS * width / height

    @property
    def may_be_logo(self) -> bool:
        """Whether it may be a logo: unreadable, and so high that it may hold several lines."""
        return not self.is_text and self.bounds.width < LOGO_RATIO * self.bounds.height

    @property
    def may_lack_space(self) -> bool:
        """Whether it was read only once, and a space may have been missed in it."""
        return not self._was_read_again and self.reading.may_lack_space

    def take_better(self, reading: Reading) -> None:
        """Replace the reading by another one of higher confidence."""
        if reading.confidence > self.reading.confidence:
            self.reading = reading

    def take_spaces(self, reading: Reading) -> None:
        """Take over the spaces that another reading of the same letters has more."""
        self._was_read_again = True
        self.reading = split_words(self.reading, reading)

    def update(self, grid: EdgeGrid, time: float) -> Match:
        """Look for the line in the next sampled frame, where it was and close by."""
        if not self._template.size:
            return Match.LOST
        match = Match.SAME
        correlation, right, down = register(grid.gradient, self._template, self.bounds)
        if correlation >= MATCH_CORRELATION:
            if self.is_text and correlation < SUDDEN_DROP * self._last_correlation:
                match = Match.DOUBTFUL
            self._last_correlation = correlation
            is_parallax = has_parallax(grid, self.bounds, self._strength_at_start)
            self._note(grid, (right, down), parallax=is_parallax)
        elif self.is_text and self._find_nearby(grid.gradient):
            self._note(grid, (0.0, 0.0), parallax=False)
        else:
            return Match.LOST
        self.seen_until = time
        return match

    def is_redetected_at(self, bounds: Bounds) -> bool:
        """Return whether a detection is this line again, with no further word beside it."""
        overhang = max(self.bounds.left - bounds.left, bounds.right - self.bounds.right)
        overlap = self.bounds.intersection(bounds).area
        return overlap >= SAME_PLACE * bounds.area and overhang < SHORT_WORD * self.bounds.height

    def contains(self, bounds: Bounds) -> bool:
        """Return whether this line lies over most of ``bounds``."""
        return self.bounds.intersection(bounds).area >= CONTAINED * bounds.area

    def _find_nearby(self, gradient: np.ndarray) -> bool:
        """Search the template around its place; where it is found, move there."""
        import cv2

        window = self.bounds.expanded(MAX_SHIFT)
        x0, y0 = max(0, window.left), max(0, window.top)
        area = gradient[y0 : window.bottom, x0 : window.right]
        if area.shape[0] < self._template.shape[0] or area.shape[1] < self._template.shape[1]:
            return False
        scores = cv2.matchTemplate(area, self._template, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(scores)
        if best < MOVED_CORRELATION:
            return False
        dx, dy = x0 + x - self.bounds.left, y0 + y - self.bounds.top
        self.drift += abs(dx) + abs(dy)
        self.reading = replace(self.reading, quad=self.reading.quad.shifted(dx, dy))
        self.bounds = self.bounds.shifted(dx, dy)
        return True

    def _note(self, grid: EdgeGrid, off: tuple[float, float], *, parallax: bool) -> None:
        """Note how far from its bounds it is in a sample, and what moves with it or behind it."""
        place = self.bounds.left + off[0], self.bounds.top + off[1]
        left, top = self._places[-1]
        move = place[0] - left, place[1] - top
        stood = self.bounds.shifted(round(left) - self.bounds.left, round(top) - self.bounds.top)
        followed = is_followed(grid.gradient, grid.previous_gradient, stood, move)
        self.moves_alone += followed is False
        self.moves_followed += followed is True
        self._places.append(place)
        self._parallax.append(parallax)


def _crop(gradient: np.ndarray, bounds: Bounds) -> np.ndarray:
    return gradient[bounds.top : bounds.bottom, bounds.left : bounds.right].copy()


def _contrast(gradient: np.ndarray) -> float:
    return float(np.percentile(gradient, CONTRAST_PERCENTILE)) if gradient.size else 0.0
