"""Smaller pictures with straight sides: four lines of which most speaks for a contour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .contours import Contours, Found, Lines, is_inset

NARROWEST, WIDEST = 0.14, 0.55
"""Shares of the frame's width that an inset has."""

HIGHEST = 0.5
"""Share of the frame's height that an inset has at most."""

SMALLEST = 0.015
"""Share of the frame's area that an inset has at least: smaller ones are buttons and screens."""

LONGEST = 2.5
"""Times the shorter side that the longer one of an inset measures at most: phones film 9:20 (2.2),
the cinema 2.39:1. What is longer is a caption's plate or a banner, whose words change."""

SHORTEST = 10
"""Pixels of half size of an inset's shorter side: fewer tell too little."""

CORNER = 0.15
"""Share of a side that may be rounded away at either end."""

LEAST_SIDE = 0.65
"""Share of each side that speaks for it, at least; chosen by hand on half of the made insets."""

LEAST_GOOD = 0.92
"""Share of all four sides: where the rest fits, 0.92 at most in real clips and in bare parts of
them, and more in seven of ten made insets."""


class _Sums(NamedTuple):
    """Running sums of ``Lines`` along their direction, of shape (places + 1, lines)."""

    good: np.ndarray
    apart: np.ndarray
    ends: np.ndarray
    begins: np.ndarray
    joined: np.ndarray
    against: np.ndarray

    @classmethod
    def of(cls, lines: Lines) -> _Sums:
        return cls(*(np.pad(np.cumsum(one, axis=0), ((1, 0), (0, 0))) for one in lines))

    def along(self, line: int, part: slice) -> _Sums:
        """How much each says along a part of a line, as numbers."""
        return _Sums(*(one[part.stop, line] - one[part.start, line] for one in self))

    def speaks(self, line: int, part: slice) -> bool:
        """Whether enough of a part of a line speaks for a contour."""
        said = self.good[part.stop, line] - self.good[part.start, line]
        return bool(said >= LEAST_SIDE * _length(part))

    def windows(self) -> np.ndarray:
        """Where a part of a line, as short as a side may be, speaks for a contour."""
        length = round(SHORTEST * (1 - 2 * CORNER))
        return np.asarray(self.good[length:] - self.good[:-length] >= LEAST_SIDE * length)


def rectangles(seen: Contours) -> Iterator[Found]:
    """The insets with straight sides and corners that may be round."""
    height, width = seen.moving.shape
    upright = _Sums.of(seen.upright)
    level = _Sums.of(Lines(*(one.T for one in seen.level)))
    moving = np.pad(np.cumsum(np.cumsum(seen.moving, axis=0), axis=1), ((1, 0), (1, 0)))
    for left, top, right, bottom in _closed(upright, level, height, width):
        across, down = _middle(left, right), _middle(top, bottom)
        sides = [upright.along(x, down) for x in (left, right)]
        sides += [level.along(y, across) for y in (top, bottom)]
        length = 2 * (_length(down) + _length(across))
        good, apart, _, _, joined, _ = np.sum(sides, axis=0) / length
        cut_off = sides[0].begins + sides[1].ends + sides[2].begins + sides[3].ends
        inside = _inside(moving, left + 1, top + 1, right, bottom)
        if good >= LEAST_GOOD and is_inset(apart, cut_off / length, joined, inside):
            yield Found(left, top, right + 1, bottom + 1, float(good))


def _closed(
    upright: _Sums, level: _Sums, height: int, width: int
) -> Iterator[tuple[int, int, int, int]]:
    """Left, top, right and bottom of what four lines enclose that are good enough each."""
    least = max(SHORTEST, round(NARROWEST * width))
    rows = _side_by_side(level.windows())
    for left, right in np.argwhere(_side_by_side(upright.windows())).tolist():
        if not least <= right - left <= WIDEST * width:
            continue
        across = _middle(left, right)
        share = (level.good[across.stop] - level.good[across.start]) / _length(across)
        levels = np.flatnonzero(share >= LEAST_SIDE)
        lowest = max(SHORTEST, SMALLEST * height * width / (right - left), (right - left) / LONGEST)
        highest = min(HIGHEST * height, LONGEST * (right - left))
        apart = levels[None, :] - levels[:, None]
        fits = (apart >= lowest) & (apart <= highest) & rows[np.ix_(levels, levels)]
        for first, last in np.argwhere(fits).tolist():
            down = _middle(levels[first], levels[last])
            if all(upright.speaks(x, down) for x in (left, right)):
                yield left, int(levels[first]), right, int(levels[last])


def _side_by_side(windows: np.ndarray) -> np.ndarray:
    """Which lines speak for a contour at the same places, of shape (lines, lines)."""
    places = windows.astype(np.float32)
    return np.asarray(places.T @ places > 0)


def _middle(first: int, last: int) -> slice:
    """The part of a side that is never rounded away."""
    corner = max(1, int(CORNER * (last - first)))
    return slice(int(first) + corner, int(last) - corner + 1)


def _length(part: slice) -> int:
    return int(part.stop - part.start)


def _inside(sums: np.ndarray, left: int, top: int, right: int, bottom: int) -> float:
    """The mean of what was summed up, within a rectangle."""
    total = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return float(total / ((right - left) * (bottom - top)))
