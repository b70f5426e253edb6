"""Whether two videos that show the same let the same be heard, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from ..signals.landmarks.peaks import HOP_SECONDS
from .compare import Shared
from .evidence import Ground, Placed, likeliest
from .heard import Heard, Pairs, pairs
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


class Hearing:
    """A sound to be compared with several: its landmarks, and what they are looked up by."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard

    @cached_property
    def pairs(self) -> Pairs:
        """Its landmarks two by two."""
        return pairs(self.heard)

    @cached_property
    def table(self) -> Table:
        """The pairs by their keys."""
        return Table([self.pairs])

    @cached_property
    def ground(self) -> Ground:
        """Where it has landmarks."""
        return Ground(self.heard)


def same_sound(ours: Hearing, theirs: Hearing, found: Shared) -> bool | None:
    """Whether the same is heard where both show the same; null where too little is heard.

    What plays as fast as the picture is looked for first: it is what most copies are.
    """
    if min(len(ours.heard.times), len(theirs.heard.times)) < FEWEST:
        return None
    steps = round(NEAR_SPEED / STEP)
    speeds = [found.speed + STEP * step for step in range(-steps, steps + 1)]
    return any(_is_heard(ours, theirs, found, those) for those in ([found.speed], speeds))


def _is_heard(ours: Hearing, theirs: Hearing, found: Shared, speeds: Sequence[float]) -> bool:
    """Whether enough of what both show sounds the same at one of these speeds."""
    seconds = 0.0
    for part in _heard_in_both(ours, theirs, speeds):
        start, end = part.start * HOP_SECONDS, part.end * HOP_SECONDS
        start_there = part.start_there * HOP_SECONDS
        for here, there in zip(found.spans, found.spans_there, strict=True):
            expected = there.start + found.speed * (start - here.start)
            if abs(expected - start_there) <= NEAR_SECONDS:
                seconds += max(0.0, min(end, here.end) - max(start, here.start))
    return seconds >= LEAST_SHARE * found.seconds


def _heard_in_both(ours: Hearing, theirs: Hearing, speeds: Sequence[float]) -> Iterator[Placed]:
    """The likeliest stretches."""
    for votes in theirs.table.votes(ours.pairs, ours.heard.hops, speeds):
        best = likeliest(theirs.ground, ours.heard, theirs.table, ours.pairs, votes)
        if best.evidence >= LEAST_EVIDENCE:
            yield best
