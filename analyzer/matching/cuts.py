"""Two cuts of one video laid over each other: what of the first the second keeps, moves or cuts.

Each look at the second cut is at a moment of the first, or at nothing of it. Which one is the
cheapest way through all looks (Viterbi, 1967) over the differences in time that most alike looks
vote for: a look costs the bits in which it differs, one without a like costs ``NEW_BITS``, a jump
costs ``JUMP_BITS``. Of the stretches between jumps those are kept that hold most seconds in one
order (the heaviest increasing subsequence); the others were moved, or are shown again. What is left
of the first was cut, of the second added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..model import Piece, PieceKind, Span
from .align import BIN_SECONDS, Run, contrast, motion
from .compare import CLOSE, is_same
from .paths import Shift, cheapest, cost, costs_of, groups, shifts
from .views import Seen, View, views

LEAST_SECONDS = 0.5
"""Seconds of a piece: less is within what looks a quarter of a second apart can tell."""

SHORT = 6
"""Looks up to which a stretch is too short to tell takes apart by what moves; chosen by hand."""

SNAP_SECONDS = 0.3
"""Seconds to a hard cut within which a stretch is taken to begin there: a look, and some."""


class Cut(NamedTuple):
    """One of the two cuts."""

    seen: Seen
    seconds: float
    hard_cuts: Sequence[float]
    """When its shots begin."""


class _Stretch(NamedTuple):
    """Where the first cut shows something, and where the second does."""

    before: Span
    after: Span


def pieces(before: Cut, after: Cut) -> tuple[Piece, ...] | None:
    """What became of the first cut, in the order of the second; null where there is nothing to see.

    Pieces are true to a quarter of a second, and to a frame where shots change.
    """
    if not (len(before.seen.times) and len(after.seen.times)):
        return None
    found = _stretches(before, after)
    shown = _told(found)
    cut = _gaps([p.before for p in shown if p.before], before.seconds)
    added = _gaps([p.after for p in shown if p.after], after.seconds)
    both = [*shown, *(Piece(PieceKind.ADDED, None, span) for span in added)]
    both.sort(key=lambda piece: piece.after.start if piece.after else 0.0)
    for span in cut:
        both.insert(_place(both, span), Piece(PieceKind.CUT, span, None))
    return tuple(both)


def _stretches(before: Cut, after: Cut) -> list[_Stretch]:
    """What both show, in the order of the second cut."""
    ours, theirs = after.seen, before.seen
    view, bits = min(views(ours, theirs), key=lambda one: cost(one[1]))
    tried = shifts(ours, theirs, bits)
    if not tried:
        return []
    nearest, costs = costs_of(ours.times, theirs.times, bits, tried)
    states = cheapest(costs)
    found = []
    for first, last in groups(states):
        shift, there = tried[states[first]], nearest[states[first]]
        run = _run(ours, theirs, view, bits, shift, (first, last), there)
        if run is not None:
            end = float(ours.times[last + 1]) if last + 1 < len(ours.times) else after.seconds
            span = Span(float(ours.times[first]) if first else 0.0, end)
            found.append(_exact(span, shift, before, after))
    return _joined([one for one in found if one.after.seconds >= LEAST_SECONDS])


def _run(
    ours: Seen,
    theirs: Seen,
    view: View,
    bits: np.ndarray,
    shift: Shift,
    looks: tuple[int, int],
    nearest: np.ndarray,
) -> Run | None:
    """The stretch as a run of alike looks; null where it may be another take of the same scene."""
    places = np.arange(looks[0], looks[1] + 1)
    there = nearest[places]
    run = Run(
        view,
        shift.speed,
        places,
        there,
        bits[places, there],
        contrast(bits, places, there),
        motion(ours, theirs, view, places, there),
    )
    if len(places) < SHORT and run.distances.mean() <= CLOSE:
        return run
    return run if is_same(run, ours) else None


def _exact(span: Span, shift: Shift, before: Cut, after: Cut) -> _Stretch:
    """The stretch to the frame where hard cuts tell: at its start, and within it in both cuts."""
    start = _near(after.hard_cuts, span.start) if span.start else 0.0
    end = _near(after.hard_cuts, span.end) if span.end < after.seconds else span.end
    speed, offset = shift
    inside = [cut for cut in after.hard_cuts if start + BIN_SECONDS < cut < end - BIN_SECONDS]
    rests = [
        there - (speed * cut + offset)
        for cut in inside
        for there in before.hard_cuts
        if abs(there - (speed * cut + offset)) <= SNAP_SECONDS
    ]
    if rests:
        offset += float(np.median(rests))
    first = min(max(0.0, speed * start + offset), before.seconds)
    last = min(max(first, speed * end + offset), before.seconds)
    return _Stretch(Span(round(first, 3), round(last, 3)), Span(round(start, 3), round(end, 3)))


def _near(cuts: Sequence[float], time: float) -> float:
    nearest = min(cuts, key=lambda cut: abs(cut - time), default=time)
    return nearest if abs(nearest - time) <= SNAP_SECONDS else time


def _joined(found: Sequence[_Stretch]) -> list[_Stretch]:
    """The stretches, those that go on in both cuts as one."""
    joined: list[_Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        if last is not None:
            here, there = one.after.start - last.after.end, one.before.start - last.before.end
            if max(abs(here), abs(there)) < LEAST_SECONDS:
                joined[-1] = _Stretch(
                    Span(last.before.start, one.before.end), Span(last.after.start, one.after.end)
                )
                continue
        joined.append(one)
    return joined


def _told(found: Sequence[_Stretch]) -> list[Piece]:
    """The stretches as what became of them."""
    kept = _in_order(found)
    told = []
    for at, one in enumerate(found):
        others = [found[k].before for k in kept if k != at]
        kind = PieceKind.KEPT
        if at not in kept:
            again = sum(one.before.overlap(other) for other in others)
            kind = PieceKind.REPEATED if again > one.before.seconds / 2 else PieceKind.MOVED
        told.append(Piece(kind, one.before, one.after))
    return told


def _in_order(found: Sequence[_Stretch]) -> set[int]:
    """Which stretches hold most seconds in the order of both cuts, without showing any twice."""
    best: list[tuple[float, int]] = []
    for at, one in enumerate(found):
        before = [
            (best[k][0], k)
            for k in range(at)
            if found[k].before.end <= one.before.start + LEAST_SECONDS
        ]
        weight, came = max(before, default=(0.0, -1))
        best.append((weight + one.after.seconds, came))
    at = max(range(len(best)), key=lambda k: best[k][0], default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _gaps(spans: Sequence[Span], seconds: float) -> list[Span]:
    """What none of the spans covers, where that is long enough to be told."""
    gaps, end = [], 0.0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start - end >= LEAST_SECONDS:
            gaps.append(Span(round(end, 3), round(span.start, 3)))
        end = max(end, span.end)
    if seconds - end >= LEAST_SECONDS:
        gaps.append(Span(round(end, 3), round(seconds, 3)))
    return gaps


def _place(found: Sequence[Piece], cut: Span) -> int:
    """Where among the pieces of the second cut one that is not in it would have been."""
    kept = [at for at, p in enumerate(found) if p.kind is PieceKind.KEPT and p.before]
    before = [at for at in kept if found[at].before.start < cut.end]  # type: ignore[union-attr]
    return before[-1] + 1 if before else 0
