"""Proposals for hard cuts: changes that stand out from those around them.

The method is PySceneDetect's (``AdaptiveDetector``, version 0.7): a frame's change is the mean
difference of hue, saturation and value from the frame before it, and stands out by its ratio to the
mean change of the two frames on either side. Importing the package for it takes longer than all the
cuts of a minute of video.
"""

from __future__ import annotations

from collections import deque

import numpy as np

WINDOW = 2
"""Frames on either side with which a change is compared; PySceneDetect's default."""

ADAPTIVE_RATIO = 3.0
"""Ratio to the mean change around it from which a change stands out; PySceneDetect's default."""

MIN_CHANGE = 10.0
"""Mean change, in levels of hue, saturation and value, of a cut. PySceneDetect's default is 15; a
cut within a strip of the frame changes less."""

NO_CHANGE = 1e-5
"""Mean change under which nothing moves around a frame, as PySceneDetect has it."""


class AdaptiveDetector:
    """Finds the frames that differ much more from the one before than their neighbours do."""

    def __init__(self) -> None:
        self._previous: np.ndarray | None = None
        self._changes: deque[tuple[int, float]] = deque(maxlen=2 * WINDOW + 1)

    def add(self, number: int, image: np.ndarray, *, after_hold: bool = False) -> list[int]:
        """Take in a BGR frame; return the numbers of frames that are proposals.

        A picture that was held until now, as in a slideshow, counts as frames that do not change.
        """
        import cv2

        hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
        change = 0.0
        if self._previous is not None:
            change = cv2.norm(hsv, self._previous, cv2.NORM_L1) / hsv.size
        self._previous = hsv
        found = self.hold(number) if after_hold else []
        return [*found, *self._enter(number, change)]

    def hold(self, number: int) -> list[int]:
        """Take in that the last picture stands; return as ``add`` does."""
        return [found for _ in range(WINDOW) for found in self._enter(number, 0.0)]

    def _enter(self, number: int, change: float) -> list[int]:
        self._changes.append((number, change))
        is_whole = len(self._changes) == self._changes.maxlen
        return [self._changes[WINDOW][0]] if is_whole and self._stands_out() else []

    def _stands_out(self) -> bool:
        change = self._changes[WINDOW][1]
        around = (sum(other for _, other in self._changes) - change) / (2 * WINDOW)
        if change < MIN_CHANGE:
            return False
        return around < NO_CHANGE or change / around >= ADAPTIVE_RATIO
