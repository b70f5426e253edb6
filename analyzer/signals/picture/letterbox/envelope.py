"""What is kept of some frames, and what is said of the margins around their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from ....model import BarsKind

EDGE_STEP = 8
"""Gray levels from one pixel to the next, across the row, that are an edge; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How many pixels of the frame lie beside the content on each side, and what fills them."""

    kind: BarsKind
    top: int
    bottom: int
    left: int
    right: int

    @classmethod
    def along(cls, axis: int, kind: BarsKind, first: int, last: int) -> Self:
        """Return margins of rows (axis 0: a letterbox) or columns (axis 1: a pillarbox)."""
        sides = (first, last, 0, 0) if axis == 0 else (0, 0, first, last)
        return cls(kind, *sides)


class Envelope:
    """Every pixel's extremes over some frames, and their profiles, without keeping the frames."""

    def __init__(self) -> None:
        self.count = 0
        self.high: np.ndarray | None = None
        self.low: np.ndarray | None = None
        self._sum: np.ndarray | None = None
        self._profiles: list[np.ndarray] = []

    def add(self, image: np.ndarray) -> None:
        """Take in one gray frame."""
        self.count += 1
        self.high = image.copy() if self.high is None else np.maximum(self.high, image)
        self.low = image.copy() if self.low is None else np.minimum(self.low, image)
        if self._sum is None:
            self._sum = np.zeros(image.shape, np.float32)
        self._sum += image
        profiles = [*_profile(image), *_profile(image.T)]
        if self.count > 1:
            profiles = [a + b for a, b in zip(self._profiles, profiles, strict=True)]
        self._profiles = profiles

    def profile(self, axis: int) -> tuple[np.ndarray, np.ndarray]:
        """Return every row's (axis 0) or column's mean fine detail, and its share of edge pixels.

        Fine detail is the mean difference, in gray levels, between pixels two apart.
        """
        detail, edges = self._profiles[2 * axis : 2 * axis + 2]
        return detail / self.count, edges / self.count

    def mean(self, axis: int) -> np.ndarray:
        """Return the mean of the frames, float32, with ``axis`` first."""
        assert self._sum is not None
        mean = self._sum / self.count
        return mean if axis == 0 else mean.T

    def spread(self, axis: int) -> np.ndarray:
        """Return by how many gray levels each pixel changed, int16, with ``axis`` first."""
        assert self.high is not None
        assert self.low is not None
        high, low = (self.high, self.low) if axis == 0 else (self.high.T, self.low.T)
        return np.asarray(high.astype(np.int16) - low)


def _profile(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    plain = np.ascontiguousarray(image)
    fine = cv2.absdiff(plain[:, 2:], plain[:, :-2])
    step = cv2.absdiff(plain[1:], plain[:-1])
    is_edge = cv2.threshold(step, EDGE_STEP, 1, cv2.THRESH_BINARY)[1]
    share = cv2.reduce(is_edge, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    detail = cv2.reduce(fine, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return detail.ravel() / plain.shape[1], np.append(0, share.ravel() / plain.shape[1])
