"""How fast the shots change, and whether they change on the beat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from ..model import Music, Shots, Span
from . import measurer

BUSY_SECONDS = 5.0
"""Seconds in which the most changes are counted, as Google's ABCD guide to effective ads does."""

ON_BEAT = 0.08
"""Seconds between a cut and a beat that are felt as one: two frames and more at 30 a second;
chosen by hand."""

FEW_CUTS = 4
"""Cuts under which they hit a beat, or miss it, by chance; chosen by hand."""


def paced(cuts: Sequence[float], gradual: Sequence[Span], end: float) -> Shots:
    """Return the shots of a draft of ``end`` seconds with these changes."""
    hard = tuple(round(cut, 3) for cut in cuts)
    changes = sorted([*hard, *(round((span.start + span.end) / 2, 3) for span in gradual)])
    bounds = [0.0, *changes, max(round(end, 3), changes[-1] if changes else 0.0)]
    busiest, count = _busiest(changes)
    return Shots(
        cuts=hard,
        gradual=tuple(gradual),
        spans=tuple(Span(a, b) for a, b in pairwise(bounds)),
        per_minute=round(60 * len(changes) / end, 1) if end > 0 else 0.0,
        first_at=changes[0] if changes else None,
        busiest=busiest,
        busiest_count=count,
    )


@measurer("shots", cached=False)
def on_beat(cuts: Shots, music: Music | None = None) -> Shots:
    """Return the shots with the share of hard cuts on a beat of the music, where it has a pulse."""
    if music is None or not music.beats:
        return cuts
    covered = [cut for cut in cuts.cuts if music.beats[0] <= cut <= music.beats[-1]]
    if len(covered) < FEW_CUTS:
        return cuts
    hits = sum(min(abs(cut - beat) for beat in music.beats) <= ON_BEAT for cut in covered)
    return msgspec.structs.replace(cuts, on_beat_share=round(hits / len(covered), 3))


def _busiest(changes: Sequence[float]) -> tuple[Span | None, int]:
    """Return the most changes in any five seconds: every window that ends at a change is tried."""
    best, count, first = None, 0, 0
    for last, change in enumerate(changes):
        while change - changes[first] > BUSY_SECONDS + 1e-6:
            first += 1
        if last - first + 1 > count:
            best, count = Span(changes[first], change), last - first + 1
    return best, count
