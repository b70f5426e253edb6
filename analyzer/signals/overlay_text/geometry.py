"""Rectangles and quadrilaterals around text, in pixels of the frame that it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Size(NamedTuple):
    """The size of a frame, in the order of an image's shape."""

    height: int
    width: int


class Bounds(NamedTuple):
    """An upright rectangle; ``right`` and ``bottom`` are the first pixels outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right; negative where the rectangle is empty."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom; negative where the rectangle is empty."""
        return self.bottom - self.top

    @property
    def area(self) -> int:
        """Pixels inside it, 0 where it is empty."""
        return max(0, self.width) * max(0, self.height)

    @property
    def center_x(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2

    def intersection(self, other: Bounds) -> Bounds:
        """Return what two rectangles have in common; empty where they lie apart."""
        return Bounds(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def union(self, other: Bounds) -> Bounds:
        """Return the smallest rectangle around both."""
        return Bounds(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shifted(self, right: int, down: int) -> Bounds:
        """Return the rectangle moved by that many pixels."""
        return Bounds(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def expanded(self, pixels: int) -> Bounds:
        """Return the rectangle with that many pixels more on every side."""
        return Bounds(
            self.left - pixels, self.top - pixels, self.right + pixels, self.bottom + pixels
        )

    def clipped(self, size: Size) -> Bounds:
        """Return the part of the rectangle that lies in a frame of ``size``."""
        return self.intersection(Bounds(0, 0, size.width, size.height))


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners around a line of text, clockwise from its top left, as the letters run."""

    corners: np.ndarray
    """float32 of shape (4, 2): x and y of each corner."""

    @property
    def bounds(self) -> Bounds:
        """The upright rectangle around it."""
        left, top = np.floor(self.corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(self.corners.max(axis=0)).astype(int)
        return Bounds(int(left), int(top), int(right), int(bottom))

    @property
    def tilt(self) -> float:
        """Degrees by which its top or bottom edge leans, the worse of the two."""
        edges = self.corners[[1, 2]] - self.corners[[0, 3]]
        return float(np.abs(np.degrees(np.arctan2(edges[:, 1], edges[:, 0]))).max())

    def shifted(self, right: int, down: int) -> Quad:
        """Return the quadrilateral moved by that many pixels."""
        return Quad(self.corners + np.array([right, down], np.float32))
