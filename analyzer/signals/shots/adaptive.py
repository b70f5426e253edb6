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
        self._changes: deque[float] = deque(maxlen=2 * WINDOW + 1)
        self._count = 0

    def add(self, image: np.ndarray) -> int | None:
        """Take in a BGR frame; return the number of a frame before it that is a proposal."""
        import cv2

        hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
        change = 0.0
        if self._previous is not None:
            change = cv2.norm(hsv, self._previous, cv2.NORM_L1) / hsv.size
        self._previous = hsv
        self._changes.append(change)
        self._count += 1
        if len(self._changes) == self._changes.maxlen and self._stands_out():
            return self._count - 1 - WINDOW
        return None

    def _stands_out(self) -> bool:
        change = self._changes[WINDOW]
        around = (sum(self._changes) - change) / (2 * WINDOW)
        if change < MIN_CHANGE:
            return False
        return around < NO_CHANGE or change / around >= ADAPTIVE_RATIO
