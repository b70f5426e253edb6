"""Thumbnails: pictures so small that they keep the scene and lose the grain."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

LONG_SIDE = 32
"""Pixels of a thumbnail's longer side; chosen by hand."""

FLAT = 6.0
"""Standard deviation, in gray levels, below which a thumbnail shows nothing; chosen by hand."""


class Thumbnail(NamedTuple):
    """One frame's number, time and gray levels, flattened, float32."""

    number: int
    time: float
    levels: np.ndarray

    @property
    def is_flat(self) -> bool:
        """Whether it is one shade: black, white, or any other."""
        return float(self.levels.std()) < FLAT


def thumbnail(number: int, time: float, image: np.ndarray) -> Thumbnail:
    """Return the thumbnail of one BGR frame."""
    return Thumbnail(number, time, reduced(image, LONG_SIDE).ravel())


def reduced(image: np.ndarray, long_side: int) -> np.ndarray:
    """Return the gray levels of a BGR frame at no more than this size, float32."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    height, width = gray.shape
    scale = min(1.0, long_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.float32)


def difference(some: Thumbnail, other: Thumbnail) -> float:
    """Return the mean absolute difference in gray levels."""
    return float(np.abs(some.levels - other.levels).mean())


def likeness(some: Thumbnail, other: Thumbnail) -> float:
    """Return the correlation of the two, whatever their light; 0 where one shows nothing."""
    if some.is_flat or other.is_flat:
        return 0.0
    return float(np.corrcoef(some.levels, other.levels)[0, 1])


def difference_beyond_exposure(before: Thumbnail, after: Thumbnail) -> float:
    """Return the difference that is left once ``before`` has the best brightness and contrast."""
    start = before.levels - before.levels.mean()
    end = after.levels - after.levels.mean()
    gain = float(start @ end) / max(float(start @ start), 1e-6)
    return float(np.abs(end - gain * start).mean())
