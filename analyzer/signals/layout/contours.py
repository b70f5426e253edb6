"""What speaks for the contour of a smaller picture at each place, at half size.

Every pixel of a small picture may lie on an upright or on a level line. It speaks for a contour
where the two sides are two pictures, where movement ends, or where a sharp edge stands all the
time; against one where something moves across it as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .seams import GAP, Drops

LEAST_MOVING = 0.2
"""Share of an inset in which something moves, at least; a logo's plate has none. Chosen by hand on
half of the made insets; the next three likewise."""

LEAST_CUT_OFF = 0.12
"""Share of a contour at which what moves inside is cut off: the rest may be edges that stand."""

LEAST_APART = 0.5
"""Share of a contour that will do instead, at which its sides are two pictures or one is still."""

MOST_JOINED = 0.03
"""Share of a contour across which something moves as one, at most."""

FARTHEST = 0.15
"""Shares of the shorter side from an inset to the nearest side of the frame, at most: it lies in a
corner or at an edge, unlike a pan or a table that is filmed from above. Chosen by hand."""


class Lines(NamedTuple):
    """For upright or for level lines, what speaks for a contour: 0 to 1, shape (height, width)."""

    good: np.ndarray
    """It is one, or an edge that may be one."""
    apart: np.ndarray
    """The sides are two pictures, or one of them is still."""
    ends: np.ndarray
    """What moves before it ends there, or is another picture."""
    begins: np.ndarray
    """What moves after it begins there, or is another picture."""
    joined: np.ndarray
    """Something moves across it."""
    against: np.ndarray
    """Both sides move, and nothing says that they are two."""


class Contours(NamedTuple):
    """What speaks for a contour at half the size of a small picture."""

    upright: Lines
    level: Lines
    moving: np.ndarray
    """Where something moves."""


class Found(NamedTuple):
    """A smaller picture in the frame, in pixels of half size from its top left corner.

    Its edges go through the middle of its outermost pixels.
    """

    left: float
    top: float
    right: float
    bottom: float
    good: float
    """Share of its contour that speaks for it."""
    is_round: bool = False

    @property
    def around(self) -> float:
        """Half of the way around it."""
        return self.right - self.left + self.bottom - self.top

    def is_at_edge(self, height: int, width: int) -> bool:
        """Whether it lies in a corner or at an edge of a frame of that size."""
        nearest = min(self.left, self.top, width - self.right, height - self.bottom)
        return nearest <= FARTHEST * min(height, width)


def is_inset(apart: float, cut_off: float, joined: float, moving: float) -> bool:
    """Whether so large shares of a closed contour, and of what is in it, make an inset."""
    is_parted = cut_off >= LEAST_CUT_OFF or apart >= LEAST_APART
    return is_parted and joined <= MOST_JOINED and moving >= LEAST_MOVING


def contours(upright: Drops, level: Drops) -> Contours:
    """What upright and level lines say of contours; the level ones are columns, too."""
    moving = np.asarray(_halved(upright.moving).any(axis=(1, 3)), np.float32)
    return Contours(_lines(upright), Lines(*(one.T for one in _lines(level))), moving)


def _lines(drops: Drops) -> Lines:
    ends, begins = drops.parted | drops.ends, drops.parted | drops.begins
    apart = ends | begins | drops.hushed
    good = apart | (drops.edge & ~drops.joined)
    said = _pooled(good)
    joined, against = (
        _pooled(one) * (said == 0) for one in (drops.joined & ~apart, drops.lively & ~good)
    )
    return Lines(said, _pooled(apart), _pooled(ends), _pooled(begins), joined, against)


def _pooled(one: np.ndarray) -> np.ndarray:
    """The lines two by two: whatever is at either, on average along them."""
    centred = np.pad(one, ((0, 0), (GAP // 2 + 1, GAP // 2)))
    return np.asarray(_halved(centred).any(axis=3).mean(axis=1), np.float32)


def _halved(one: np.ndarray) -> np.ndarray:
    height, width = one.shape[0] // 2, one.shape[1] // 2
    return one[: 2 * height, : 2 * width].reshape(height, 2, width, 2)


def inset(found: Iterable[Found], seen: Contours) -> Found | None:
    """The one at an edge of which the most speaks for it; of two nested ones the larger."""
    height, width = seen.moving.shape
    beside = (one for one in found if one.is_at_edge(height, width))
    return max(beside, key=lambda one: one.good * one.around, default=None)
