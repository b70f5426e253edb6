"""Where seams lie: through the whole frame, or around a smaller picture in it."""

from __future__ import annotations

from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from .seams import GAP, Drops

MIDDLE = (0.3, 0.7)
"""Share of the width or height within which two videos meet; chosen by hand."""

LEAST_LENGTH = 0.3
"""Share of a line on which both sides have to move, so that it can be told; chosen by hand."""

LEAST_REACH = 0.6
"""Share of the frame from the first of these places to the last; chosen by hand."""

LEAST_PARTED = 0.7
"""Share of these places at which the sides do not move as one."""

INSET_SIDES = (0.15, 0.6)
"""Least and most share of the frame's width and of its height that an inset takes; by hand."""

INSET_LENGTH = 0.25
"""Share of an inset's side on which both have to move."""

INSET_PARTED = 0.6
"""Share of these places at which they do not move as one."""

LEAST_SIDES = 3
"""Sides of an inset that have to be seen: beside the fourth, both may stand still."""

MOST_LINES = 8
"""Lines each way that an inset is sought between: those with most parted places."""

AT_EDGE = 0.03
"""Share of the frame up to which an inset lies at its edge, where it has no side."""


class Seam(NamedTuple):
    """A line where two videos meet."""

    at: float
    """Where it is, as a share of the width or height."""
    parted: float
    """Share of the places at which the sides do not move as one."""


class Inset(NamedTuple):
    """The sides of a smaller picture, as shares of the width and height."""

    left: float
    top: float
    right: float
    bottom: float
    parted: float


def seam(drops: Drops, inside: slice) -> Seam | None:
    """The upright line at which two videos meet; null without one. ``inside`` are rows to see."""
    lively, parted = drops.lively[inside], drops.parted[inside]
    height, width = lively.shape
    if not height:
        return None
    best: Seam | None = None
    for x in range(round(MIDDLE[0] * width), round(MIDDLE[1] * width)):
        places = np.flatnonzero(lively[:, x])
        if len(places) < LEAST_LENGTH * height:
            continue
        reach = (places[-1] - places[0] + 1) / height
        share = float(parted[places, x].mean())
        is_seam = reach >= LEAST_REACH and share >= LEAST_PARTED
        if is_seam and (best is None or share > best.parted):
            best = Seam((x + GAP / 2) / (width + GAP), share)
    return best


def inset(upright: Drops, level: Drops) -> Inset | None:
    """The smaller picture that moves for itself; null without one.

    ``level`` is transposed, as ``Changes.drops`` gives it.
    """
    height, width = upright.lively.shape[0], level.lively.shape[0]
    columns = [0, *_strongest(upright), width - 1]
    rows = [0, *_strongest(level), height - 1]
    best: Inset | None = None
    for (x1, x2), (y1, y2) in product(
        combinations(sorted(columns), 2), combinations(sorted(rows), 2)
    ):
        across, down = (x2 - x1) / width, (y2 - y1) / height
        if not (_fits(across) and _fits(down)):
            continue
        sides = [
            *(_side(upright, x, y1, y2, width) for x in (x1, x2)),
            *(_side(level, y, x1, x2, height) for y in (y1, y2)),
        ]
        seen = [side for side in sides if side is not None]
        at_edge = sum(side is None for side in sides)
        good = [side for side in seen if side >= INSET_PARTED]
        if len(good) < LEAST_SIDES - (at_edge > 0) or len(good) < 2:
            continue
        share = float(np.mean(good)) * len(good)
        if best is None or share > best.parted:
            best = Inset(x1 / width, y1 / height, (x2 + GAP) / width, (y2 + GAP) / height, share)
    return best


def _fits(share: float) -> bool:
    return INSET_SIDES[0] <= share <= INSET_SIDES[1]


def _strongest(drops: Drops) -> list[int]:
    """The lines with most parted places, none of them beside a stronger one."""
    counts = drops.parted.sum(axis=0).astype(float)
    found: list[int] = []
    while len(found) < MOST_LINES and counts.max() >= INSET_SIDES[0] * INSET_LENGTH * len(
        drops.parted
    ):
        top = int(counts.argmax())
        found.append(top)
        counts[max(0, top - GAP) : top + GAP + 1] = 0
    return found


def _side(drops: Drops, at: int, first: int, last: int, room: int) -> float | None:
    """Share of a side's places that are parted; 0 where little moves, null at the frame's edge."""
    if at <= AT_EDGE * room or at >= (1 - AT_EDGE) * room:
        return None
    part = slice(first + 2 * GAP, last - GAP)
    lively, parted = drops.lively[part, at], drops.parted[part, at]
    if not len(lively) or lively.sum() < INSET_LENGTH * len(lively):
        return 0.0
    return float(parted.sum() / lively.sum())
