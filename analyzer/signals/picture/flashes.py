"""General flashes, after WCAG 2.2, success criterion 2.3.1 (three flashes or below threshold).

A flash is a pair of opposing changes in relative luminance of a tenth of its maximum or more,
where the darker picture is below 0.80. They count where they come together over more than a
quarter of a 341x256 window of a screen of 1024x768, which the draft fills as a player would.
https://www.w3.org/WAI/WCAG22/Understanding/three-flashes-or-below-threshold.html
"""

from __future__ import annotations

from collections import deque

import numpy as np

from ...model import Span, merge

LEAST_CHANGE = 0.1
"""Change of the window's mean relative luminance that counts, of its maximum; WCAG 2.2."""

DARKER_BELOW = 0.8
"""Relative luminance that the darker of the two pictures stays under; WCAG 2.2."""

SCREEN = (1024, 768)
"""Pixels across and down of the screen that the draft fills; WCAG 2.2."""

AREA = (341, 256)
"""Pixels across and down of the window of that screen whose mean is judged; WCAG 2.2."""

MOST_OF_IT = 0.75
"""Share of the window that has to change at once, so that a white cloth that flaps in it does not
count: stricter than the criterion's quarter of the window; chosen by hand."""

CELL_CHANGE = 0.05
"""Change of a cell's relative luminance that counts towards that share; chosen by hand."""

AT_ONCE = 0.12
"""Seconds in which a flash comes or goes; chosen by hand."""

SECOND = 1.0
"""Seconds in which flashes are counted; WCAG 2.2."""

MOST_CHANGES = 6
"""Opposing changes that the three flashes make that may fall into that time; WCAG 2.2."""

_LINEAR = np.array(
    [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        for level in np.arange(256) / 255
    ],
    np.float32,
)
"""Linear light of the 256 levels of sRGB; IEC 61966-2-1."""

_WEIGHTS = np.array([0.0722, 0.7152, 0.2126], np.float32)
"""Share of blue, green and red in relative luminance; ITU-R BT.709."""


def relative_luminance(image: np.ndarray) -> np.ndarray:
    """Return the relative luminance, 0 to 1, of a BGR picture in sRGB."""
    return np.asarray(_LINEAR[image] @ _WEIGHTS)


class FlashDetector:
    """Counts opposing changes of mean luminance, for every place of the area, as frames come in."""

    def __init__(self) -> None:
        self._high = self._low = self._direction = np.empty(0)
        self._area = (1, 1)
        self._recent: deque[tuple[float, np.ndarray]] = deque()
        self._changes: deque[tuple[float, np.ndarray]] = deque()
        self._spans: list[Span] = []

    def add(self, time: float, luminance: np.ndarray) -> None:
        """Take in the relative luminance of one frame's cells, float32, shape (rows, columns)."""
        import cv2

        if self._high.shape != luminance.shape:
            self._start(luminance)
        mean = cv2.blur(luminance, self._area)
        self._recent.append((time, luminance))
        while len(self._recent) > 2 and time - self._recent[0][0] > AT_ONCE:
            self._recent.popleft()
        self._high, self._low = np.maximum(self._high, mean), np.minimum(self._low, mean)
        falls = (self._high - mean >= LEAST_CHANGE) & (mean < DARKER_BELOW) & (self._direction >= 0)
        rises = (mean - self._low >= LEAST_CHANGE) & (self._low < DARKER_BELOW)
        rises &= self._direction <= 0
        if not (falls.any() or rises.any()):
            return
        gained = luminance - self._recent[0][1]
        falls &= self._most(gained <= -CELL_CHANGE)
        rises &= self._most(gained >= CELL_CHANGE)
        changed = falls | rises
        if changed.any():
            self._direction[falls], self._direction[rises] = -1, 1
            self._high[changed] = self._low[changed] = mean[changed]
            self._enter(time, changed)

    def _most(self, cells: np.ndarray) -> np.ndarray:
        """Return where most of the window around a cell is among ``cells``."""
        import cv2

        return np.asarray(cv2.blur(cells.astype(np.float32), self._area) >= MOST_OF_IT)

    def _start(self, luminance: np.ndarray) -> None:
        rows, columns = luminance.shape
        self._high, self._low = luminance + 0.0, luminance + 0.0
        self._direction = np.zeros(luminance.shape, np.int8)
        scale = min(SCREEN[0] / columns, SCREEN[1] / rows)
        self._area = (max(1, round(AREA[0] / scale)), max(1, round(AREA[1] / scale)))

    def _enter(self, time: float, changed: np.ndarray) -> None:
        """Count the changes, and see whether one place has changed too often in this second."""
        self._changes.append((time, changed))
        while time - self._changes[0][0] > SECOND:
            self._changes.popleft()
        if len(self._changes) <= MOST_CHANGES:
            return
        if np.sum([places for _, places in self._changes], axis=0).max() > MOST_CHANGES:
            self._spans.append(Span(round(self._changes[0][0], 3), round(time, 3)))

    def result(self) -> tuple[Span, ...]:
        """Return the stretches with more than three flashes within one second."""
        return merge(self._spans, gap=0.0)
