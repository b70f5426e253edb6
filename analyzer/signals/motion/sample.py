"""One sampled frame, with what is derived from it when it is needed."""

from __future__ import annotations

from functools import cached_property

import numpy as np

BLUR_SIDE = 5
"""Pixels of the box that smooths the grain of a picture 320 pixels long; chosen by hand."""

NEIGHBOURHOOD = 31
"""Pixels of the box whose mean and contrast are normalised; chosen by hand."""

EVEN_CONTRAST = 40
"""Gray levels of standard deviation that every neighbourhood gets; chosen by hand."""

FLAT_CONTRAST = 8
"""Gray levels added to a neighbourhood's own, so that flat ones do not become noise; by hand."""

MAX_CORNERS = 300
"""Corners that are tracked at most; chosen by hand."""

CORNER_QUALITY = 0.03
"""Share of the best corner's strength that a corner needs; chosen by hand."""

CORNER_DISTANCE = 5
"""Pixels between two corners at least; chosen by hand."""


class Sample:
    """One sampled gray frame."""

    def __init__(self, time: float, image: np.ndarray) -> None:
        self.time = time
        self.image = image

    @cached_property
    def blurred(self) -> np.ndarray:
        """The picture without its grain."""
        import cv2

        return np.asarray(cv2.blur(self.image, (BLUR_SIDE, BLUR_SIDE)))

    @cached_property
    def normalised(self) -> np.ndarray:
        """The picture after local contrast normalisation, uint8: light does not show in it."""
        import cv2

        box = (NEIGHBOURHOOD, NEIGHBOURHOOD)
        mean = cv2.boxFilter(self.image, cv2.CV_32F, box)
        spread = cv2.sqrBoxFilter(self.image, cv2.CV_32F, box) - mean * mean
        spread = cv2.add(cv2.sqrt(cv2.max(spread, 0)), FLAT_CONTRAST)
        away = cv2.subtract(self.image, mean, dtype=cv2.CV_32F)
        return np.asarray(
            cv2.add(cv2.divide(away, spread, scale=EVEN_CONTRAST), 128, dtype=cv2.CV_8U)
        )

    @cached_property
    def corners(self) -> np.ndarray:
        """The best corners (Shi-Tomasi), float32 of shape (n, 2) as x and y."""
        import cv2

        found = cv2.goodFeaturesToTrack(
            self.normalised, MAX_CORNERS, CORNER_QUALITY, CORNER_DISTANCE
        )
        corners = np.empty((0, 2), np.float32) if found is None else found
        return np.asarray(corners).reshape(-1, 2)
