"""General flashes, after WCAG 2.2, success criterion 2.3.1 (three flashes or below threshold).

A flash is a pair of opposing changes in relative luminance of a tenth of its maximum or more,
where the darker picture is below 0.80. They count where they come together over more than a
quarter of a 341x256 window of a screen of 1024x768, which the draft fills as a player would.
https://www.w3.org/WAI/WCAG22/Understanding/three-flashes-or-below-threshold.html
"""

from __future__ import annotations

from collections import deque

import numpy as np

from analyzer.model import Span

LEAST_CHANGE = 0.1
DARKER_BELOW = 0.8
AREA = (341, 256)
"""The window. Its mean is judged, and most of it has to change at once, so that a white cloth that
flaps in it does not count: a stricter reading than the criterion's quarter of the window."""
AT_ONCE = 0.12
"""Seconds in which a flash comes or goes."""
MOST_OF_IT = 0.75
CELL_CHANGE = 0.05
SCREEN = (1024, 768)
SECOND = 1.0
MOST_TURNS = 6
"""Changes in one second that three flashes make."""

_LINEAR = np.array(
    [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        for level in np.arange(256) / 255
    ],
    np.float32,
)
_WEIGHTS = np.array([0.0722, 0.7152, 0.2126], np.float32)


def relative_luminance(image: np.ndarray) -> np.ndarray:
    """The relative luminance, 0 to 1, of a BGR picture in sRGB."""
    return np.asarray(_LINEAR[image] @ _WEIGHTS)


class FlashFinder:
    """Counts opposing changes of mean luminance, for every place of the area, as frames come in."""

    def __init__(self) -> None:
        self._high = self._low = self._direction = np.empty(0)
        self._area = (1, 1)
        self._recent: deque[tuple[float, np.ndarray]] = deque()
        self._turns: deque[tuple[float, np.ndarray]] = deque()
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
        turned = falls | rises
        if turned.any():
            self._direction[falls], self._direction[rises] = -1, 1
            self._high[turned] = self._low[turned] = mean[turned]
            self._enter(time, turned)

    def _most(self, cells: np.ndarray) -> np.ndarray:
        """Where most of the window around a cell is among ``cells``."""
        import cv2

        return np.asarray(cv2.blur(cells.astype(np.float32), self._area) >= MOST_OF_IT)

    def _start(self, luminance: np.ndarray) -> None:
        rows, columns = luminance.shape
        self._high, self._low = luminance + 0.0, luminance + 0.0
        self._direction = np.zeros(luminance.shape, np.int8)
        scale = min(SCREEN[0] / columns, SCREEN[1] / rows)
        self._area = (max(1, round(AREA[0] / scale)), max(1, round(AREA[1] / scale)))

    def _enter(self, time: float, turned: np.ndarray) -> None:
        """Count the changes, and see whether one place has changed too often in this second."""
        self._turns.append((time, turned))
        while time - self._turns[0][0] > SECOND:
            self._turns.popleft()
        if len(self._turns) <= MOST_TURNS:
            return
        if np.sum([places for _, places in self._turns], axis=0).max() > MOST_TURNS:
            start = round(self._turns[0][0], 3)
            if self._spans and start <= self._spans[-1].end:
                start = self._spans.pop().start
            self._spans.append(Span(start, round(time, 3)))

    def result(self) -> tuple[Span, ...]:
        """The stretches with more than three flashes within one second."""
        return tuple(self._spans)
