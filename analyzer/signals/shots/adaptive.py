"""Proposals for hard cuts: changes that stand out from those around them.

The method is PySceneDetect's (``AdaptiveDetector``, version 0.7): a frame's change is the mean
difference of hue, saturation and value from the frame before it, and stands out by its ratio to the
mean change of the two frames on either side. Importing the package for it takes longer than all the
cuts of a minute of video. A cut between pictures that move fast stands out less; it is proposed
where no change around it is larger and the shots part (``boundaries``).
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from .boundaries import parts

WINDOW = 2
"""Frames on either side with which a change is compared; PySceneDetect's default."""

ADAPTIVE_RATIO = 3.0
"""Ratio to the mean change around it from which a change stands out; PySceneDetect's default."""

MIN_CHANGE = 10.0
"""Mean change, in levels of hue, saturation and value, of a cut. PySceneDetect's default is 15; a
cut within a strip of the frame changes less."""

NO_CHANGE = 1e-5
"""Mean change under which nothing moves around a frame, as PySceneDetect has it."""


class Change(NamedTuple):
    """One frame, and how much it differs from the one before."""

    number: int
    mean: float
    """Levels of hue, saturation and value."""
    image: np.ndarray
    """BGR, uint8."""


class AdaptiveDetector:
    """Finds the frames that differ much more from the one before than their neighbours do."""

    def __init__(self) -> None:
        self._previous: np.ndarray | None = None
        self._changes: deque[Change] = deque(maxlen=2 * WINDOW + 1)

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
        return [*found, *self._enter(Change(number, change, image))]

    def hold(self, number: int) -> list[int]:
        """Take in that the last picture stands; return as ``add`` does."""
        standing = Change(number, 0.0, self._changes[-1].image)
        return [found for _ in range(WINDOW) for found in self._enter(standing)]

    def _enter(self, change: Change) -> list[int]:
        self._changes.append(change)
        is_whole = len(self._changes) == self._changes.maxlen
        return [self._changes[WINDOW].number] if is_whole and self._stands_out() else []

    def _stands_out(self) -> bool:
        changes = [change.mean for change in self._changes]
        change = changes.pop(WINDOW)
        around = sum(changes) / len(changes)
        if change < MIN_CHANGE:
            return False
        if around < NO_CHANGE or change / around >= ADAPTIVE_RATIO:
            return True
        return change > max(changes) and parts([one.image for one in self._changes][:-1])
