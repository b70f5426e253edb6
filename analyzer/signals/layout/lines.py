"""Where two videos meet: a seam through the whole frame, with a picture that moves on each side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .seams import GAP, Drops

MIDDLE = (0.3, 0.7)
"""Share of the width or height within which two videos meet; chosen by hand."""

LEAST_LENGTH = 0.45
"""Share of a line at which its sides have to be two pictures: 0.53 and more in made Duets
(``scripts/bench/layout.py``); the next three likewise."""

LEAST_REACH = 0.85
"""Share of the frame from the first of these places to the last: 0.92 and more."""

LEAST_PARTED = 0.9
"""Share of the places, of those that tell something, at which they are: 0.95 and more; at a line of
that length 0.87 at most in real clips."""

LEAST_AREA = 0.25
"""Share of either picture in which something moves: 0.33 and more in made Duets of lively clips,
0.07 in a room whose door has an edge through the whole frame."""


THICKEST = 8
"""Pixels of a line that is drawn between two videos, at most: what is thicker is a card."""

FARTHEST = 0.35
"""Share of the width or height that a card has at most; chosen by hand."""

SAME_PLACES = 0.6
"""Share of the places of a line that a card's other edge has, too, at least; chosen by hand."""

MOST_IN_CARD = 0.1
"""Share of a card in which something moves, at most: the edges of its letters; chosen by hand."""


class Seam(NamedTuple):
    """A line where two videos meet."""

    at: float
    """Where it is, as a share of the width or height."""
    parted: float
    """Share of the places, of those that tell something, at which the sides are two pictures."""
    length: int
    """How many places those are."""


def seam(drops: Drops, inside: slice) -> Seam | None:
    """The upright line at which two videos meet; null without one. ``inside`` are rows to see."""
    drops = Drops(*(one[inside] for one in drops))
    lively, parted, stepped, moving = drops.lively, drops.parted, drops.stepped, drops.moving
    height, width = lively.shape
    if not height:
        return None
    best: Seam | None = None
    for x in range(round(MIDDLE[0] * width), round(MIDDLE[1] * width)):
        speaks_for = parted[:, x] | stepped[:, x]
        places = np.flatnonzero(speaks_for)
        if len(places) < LEAST_LENGTH * height:
            continue
        reach = (places[-1] - places[0] + 1) / height
        share = len(places) / np.count_nonzero(speaks_for | lively[:, x])
        least = min(moving[:, :x].mean(), moving[:, x + GAP :].mean())
        is_seam = least >= LEAST_AREA and reach >= LEAST_REACH and share >= LEAST_PARTED
        is_better = best is None or len(places) > best.length
        if is_seam and is_better and not _is_of_card(x, parted | stepped, moving):
            best = Seam((x + GAP / 2) / (width + GAP), float(share), len(places))
    return best


def _is_of_card(x: int, speaks: np.ndarray, moving: np.ndarray) -> bool:
    """Whether an upright line is an edge of a card over one video: the other lies beside it.

    A caption on a plate or a banner has two edges at the same places, and nothing moves between.
    """
    places = speaks[:, x]
    farthest = round(FARTHEST * speaks.shape[1])
    for other in range(max(0, x - farthest), min(speaks.shape[1], x + farthest)):
        first, last = sorted((x, other))
        if last - first <= THICKEST or speaks[places, other].mean() < SAME_PLACES:
            continue
        if moving[places, first + GAP : last].mean() <= MOST_IN_CARD:
            return True
    return False
