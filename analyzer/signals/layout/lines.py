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
    lively, parted, stepped, moving = (one[inside] for one in drops)
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
        if is_seam and (best is None or len(places) > best.length):
            best = Seam((x + GAP / 2) / (width + GAP), float(share), len(places))
    return best
