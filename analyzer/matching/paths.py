"""The cheapest way through the looks of one video over the moments of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .align import ALIKE, BIN_SECONDS, runs
from .views import Seen

NEW_BITS = 60
"""Bits that a look without a like costs: twice as many as alike ones differ by; by hand."""

JUMP_BITS = 110
"""Bits that it costs to go on elsewhere: as much as half a second of what is new; by hand."""

BARRED = 4
"""How many times ``NEW_BITS`` it costs to be at a moment that the other does not have."""

MOST_SHIFTS = 60
"""Differences in time that are tried, by what most looks vote for; chosen by hand."""


class Shift(NamedTuple):
    """When in the first cut a moment of the second is: ``speed * time + offset``."""

    speed: float
    offset: float


def cost(bits: np.ndarray) -> float:
    """What the looks of a view cost at their best."""
    return float(np.minimum(bits.min(axis=1), NEW_BITS).sum())


def shifts(ours: Seen, theirs: Seen, bits: np.ndarray) -> list[Shift]:
    """The differences in time that most alike looks vote for, and the speeds of copies."""
    at, there = np.nonzero(bits <= ALIKE)
    if not len(at):
        return []
    offsets = theirs.times[there] - ours.times[at]
    low = float(offsets.min())
    step = BIN_SECONDS / 2
    weights = (ALIKE + 1 - bits[at, there]).astype(float) ** 2
    votes = np.convolve(np.bincount(((offsets - low) / step).astype(np.int64), weights), (1, 1))
    found: list[Shift] = []
    while len(found) < MOST_SHIFTS and votes.max() > 0:
        top = int(np.argmax(votes))
        found.append(Shift(1.0, low + top * step))
        votes[max(0, top - 1) : top + 2] = 0
    for run in runs(ours, theirs):
        if run.speed != 1.0:
            rest = theirs.times[run.theirs] - run.speed * ours.times[run.ours]
            found.append(Shift(run.speed, float(np.median(rest))))
    return found


def costs_of(
    ours: np.ndarray, theirs: np.ndarray, bits: np.ndarray, tried: Sequence[Shift]
) -> tuple[np.ndarray, np.ndarray]:
    """Which look of theirs is there by each shift, and what that costs; the last row: nothing."""
    nearest = np.zeros((len(tried), len(ours)), np.int64)
    costs = np.full((len(tried) + 1, len(ours)), float(NEW_BITS))
    for row, (speed, offset) in enumerate(tried):
        expected = speed * ours + offset
        after = np.clip(np.searchsorted(theirs, expected), 1, max(1, len(theirs) - 1))
        after = np.minimum(after, len(theirs) - 1)
        is_earlier = expected - theirs[after - 1] < theirs[after] - expected
        nearest[row] = np.where(is_earlier, np.maximum(after - 1, 0), after)
        is_there = np.abs(theirs[nearest[row]] - expected) <= BIN_SECONDS
        found = bits[np.arange(len(ours)), nearest[row]]
        costs[row] = np.where(is_there, found, BARRED * NEW_BITS)
    return nearest, costs


def cheapest(costs: np.ndarray) -> np.ndarray:
    """The state of each look on the cheapest way; the last state is that of nothing."""
    count, looks = costs.shape
    total = costs[:, 0].copy()
    came = np.zeros((looks, count), np.int64)
    for look in range(1, looks):
        best = int(np.argmin(total))
        is_jump = total[best] + JUMP_BITS < total
        came[look] = np.where(is_jump, best, np.arange(count))
        total = np.where(is_jump, total[best] + JUMP_BITS, total) + costs[:, look]
    states = np.zeros(looks, np.int64)
    states[-1] = int(np.argmin(total))
    for look in range(looks - 1, 0, -1):
        states[look - 1] = came[look][states[look]]
    return np.where(states == count - 1, -1, states)


def groups(states: np.ndarray) -> list[tuple[int, int]]:
    """The first and last look of each stretch in one state, those of nothing left out."""
    edges = np.flatnonzero(np.diff(states)) + 1
    stretches = np.split(np.arange(len(states)), edges)
    return [(int(g[0]), int(g[-1])) for g in stretches if states[g[0]] >= 0]
