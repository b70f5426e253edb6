"""Whether two videos that show the same let the same be heard, too."""

from __future__ import annotations

from collections.abc import Iterator

from ..signals.landmarks.peaks import HOP_SECONDS
from .compare import Shared
from .evidence import Ground, Placed, likeliest
from .heard import Heard, pairs
from .tracks import LEAST_EVIDENCE
from .voting import Table

NEAR_SECONDS = 0.7
"""Seconds that picture and sound may be apart: a look is taken four times a second, and a
difference in speed of a hundredth adds up; chosen by hand."""

NEAR_SPEED = 0.02
"""How exactly the speed is known from the picture."""

STEP = 0.01
"""Steps in which the sound's speed is tried."""

FEWEST = 20
"""Landmarks under which there is too little to be heard; chosen by hand."""

LEAST_SHARE = 0.3
"""Share of what both show in which the same is heard, from which the sound is the same: a voice
over music covers stretches of it. Chosen by hand."""


def same_sound(ours: Heard, theirs: Heard, found: Shared) -> bool | None:
    """Whether the same is heard where both show the same; null where too little is heard."""
    if min(len(ours.times), len(theirs.times)) < FEWEST:
        return None
    seconds = 0.0
    for part in _heard_in_both(ours, theirs, found.speed):
        start, end = part.start * HOP_SECONDS, part.end * HOP_SECONDS
        start_there = part.start_there * HOP_SECONDS
        for here, there in zip(found.spans, found.spans_there, strict=True):
            expected = there.start + found.speed * (start - here.start)
            if abs(expected - start_there) <= NEAR_SECONDS:
                seconds += max(0.0, min(end, here.end) - max(start, here.start))
    return seconds >= LEAST_SHARE * found.seconds


def _heard_in_both(ours: Heard, theirs: Heard, speed: float) -> Iterator[Placed]:
    """The likeliest stretches, at about this speed."""
    ground, table, asked = Ground(theirs), Table([pairs(theirs)]), pairs(ours)
    steps = round(NEAR_SPEED / STEP)
    speeds = [speed + STEP * step for step in range(-steps, steps + 1)]
    for votes in table.votes(asked, ours.hops, speeds):
        best = likeliest(ground, ours, table, asked, votes)
        if best.evidence >= LEAST_EVIDENCE:
            yield best
