"""Parallax: whether the picture around a line of text moves, before it appears and while it stands.

What moves beside a line on one side only may pass in front of a sign, before a camera that stands
still. Behind burned-in text the picture moves on both sides.
"""

from __future__ import annotations

import numpy as np

from .edges import CELL, EdgeGrid, cells_of
from .geometry import Bounds

RING = 6
"""Cells around a line in which the picture behind it is watched; chosen by hand."""

MIN_CELLS = 8
"""Cells with edges in that ring from which movement in it can be told; chosen by hand."""

MOVING_RATIO = 0.4
"""Share of those cells that change where the picture behind moves; chosen by hand."""

MIN_SIDE_CELLS = 3
"""Cells with edges on one side from which its movement can be told; chosen by hand."""

MIN_SIDE_RATIO = 0.2
"""Share of the cells with edges on each side that change where the picture behind moves. Of 16
captions that nothing but parallax told, on the clips of ``registration.STEADY``, 14 are still told
when both sides are asked."""

COVERED_SECONDS = 0.5
"""Seconds before a line appears in which what moved about its place may have covered it: a hand
that moves on. Chosen by hand."""


def has_parallax(grid: EdgeGrid, bounds: Bounds, before: np.ndarray) -> bool:
    """Return whether the edges around a line that stands in ``bounds`` change, on both sides.

    They move, or are others than when the line was first seen and the cells' strength was
    ``before``: a line that outlives its picture is no part of it.
    """
    replaced = grid.is_replaced(before)
    around = (grid.has_edges | replaced) & _ring(grid, bounds)
    moving = around & (replaced | ~grid.is_static)
    edges = _count(around)
    if edges < MIN_CELLS or _count(moving) <= MOVING_RATIO * edges:
        return False
    rows, columns = cells_of(bounds, grid.shape)
    above, below = np.s_[: rows.start], np.s_[rows.stop :]
    left, right = np.s_[rows, : columns.start], np.s_[rows, columns.stop :]
    told = [
        min(_count(moving[side]) / _count(around[side]) for side in sides)
        for sides in ((above, below), (left, right))
        if all(_count(around[side]) >= MIN_SIDE_CELLS for side in sides)
    ]
    return bool(told) and min(told) > MIN_SIDE_RATIO


def was_covered(grid: EdgeGrid, bounds: Bounds, start: float) -> bool:
    """Return whether something moved about ``bounds`` before a line appeared there at ``start``.

    What changes with the line is the caption that it takes the place of.
    """
    around = _ring(grid, bounds) & ~np.isfinite(grid.appeared_at)
    moved = around & grid.changed_within((start - COVERED_SECONDS, start))
    return _count(moved) > MOVING_RATIO * _count(around & grid.has_edges | moved)


def _ring(grid: EdgeGrid, bounds: Bounds) -> np.ndarray:
    """Return which cells lie around ``bounds``."""
    ring = np.zeros(grid.shape, bool)
    ring[cells_of(bounds.expanded(RING * CELL), grid.shape)] = True
    ring[cells_of(bounds, grid.shape)] = False
    return ring


def _count(cells: np.ndarray) -> int:
    return int(np.count_nonzero(cells))
