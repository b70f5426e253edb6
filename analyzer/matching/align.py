"""Where two videos show the same: a vote of alike looks over the differences of their times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from .views import Seen, View, views

ALIKE = 72
"""Bits of 256 up to which two looks may be of the same moment; two of different ones differ in 128
(standard deviation 8 for noise, more for real pictures). PDQ takes 31 for single pictures; here
several in a row have to agree."""

SPEEDS = sorted(np.linspace(0.9, 1.1, 41), key=lambda speed: abs(speed - 1.0))
"""How much faster a copy may be: what still passes for natural."""

BIN_SECONDS = 0.25
"""How exact a difference in time is at first: looks are a quarter of a second apart."""

SHIFTS = np.linspace(-BIN_SECONDS, BIN_SECONDS, 9)
"""Seconds around the difference that was voted for, of which the best is taken."""

NO_MOTION = 0.25
"""Mean square of what changes, in kept numbers, under which it is rounding and coding; by hand."""

MIN_LOOKS = 4
"""Looks that have to be alike in a part; chosen by hand."""

MOST_SPEEDS = 6
"""Speeds that are tried in full, by what most looks vote for; chosen by hand."""

PREFERENCE = 1.01
"""How much better another speed has to be than one that is more natural; chosen by hand."""

MOST_AT_ONCE = 100_000
"""Pairs of looks whose votes are counted at once, over all speeds: 2 MB; chosen by hand."""

MOST_PARTS = 6
"""Parts of one video that are looked for in another."""

GAP_SECONDS = 2.0
"""Seconds within a part in which no look has to be alike; chosen by hand."""


class Run(NamedTuple):
    """Looks that follow each other in both videos: which of the one, which of the other."""

    view: View
    speed: float
    ours: np.ndarray
    theirs: np.ndarray
    distances: np.ndarray
    contrast: float
    """How much less alike the same looks are at other times, in bits; not a number if all agree."""
    motion: float
    """Correlation of what changes in both, -1 to 1; not a number where nothing changes."""


def runs(ours: Seen, theirs: Seen) -> Iterator[Run]:
    """The parts that both show, the best first."""
    free = np.ones(len(ours.times), bool)
    found = [(_score(distances), view, distances) for view, distances in views(ours, theirs)]
    found.sort(key=lambda one: -one[0])
    for _ in range(MOST_PARTS):
        best: tuple[float, Run] | None = None
        for score, view, distances in found[:2]:
            if score <= (best[0] if best else 0):
                continue  # it cannot be better: the score is what all looks at their best make
            for run in _aligned(ours, theirs, view, distances, free):
                weight = float((ALIKE + 1 - run.distances).sum())
                if best is None or weight > best[0]:
                    best = weight, run
        if best is None or len(best[1].ours) < MIN_LOOKS:
            return
        yield best[1]
        free[best[1].ours[0] : best[1].ours[-1] + 1] = False
        if np.count_nonzero(free) < MIN_LOOKS:
            return


def _score(distances: np.ndarray) -> float:
    """How much alike our looks are to theirs, each to the one that is most like it."""
    return float(np.maximum(ALIKE + 1 - distances.min(axis=1), 0).sum())


def _aligned(
    ours: Seen, theirs: Seen, view: View, distances: np.ndarray, free: np.ndarray
) -> Iterator[Run]:
    """The longest run of the alignment that most looks vote for."""
    at, there = np.nonzero((distances <= ALIKE) & free[:, None])
    if not len(at):
        return
    agreed = _voted(ours.times[at], theirs.times[there], ALIKE + 1 - distances[at, there])
    best: tuple[float, float, np.ndarray, np.ndarray] | None = None
    most = _score(distances[free])
    for speed, offset in agreed:
        if best is not None and best[0] * PREFERENCE >= most:
            break  # nothing else can be so much better
        tried = _paired(ours, theirs, distances, free, speed, offset + SHIFTS)
        for weight, nearest, is_alike in zip(
            tried.weights, tried.nearest, tried.is_alike, strict=True
        ):
            if weight > (best[0] * PREFERENCE if best else 0.0):
                best = weight, speed, nearest, is_alike
    if best is None:
        return
    _, speed, nearest, is_alike = best
    places = np.flatnonzero(is_alike)
    if not len(places):
        return
    pieces = np.split(places, np.flatnonzero(np.diff(ours.times[places]) > GAP_SECONDS) + 1)
    piece = max(pieces, key=len)
    those = nearest[piece]
    yield Run(
        view,
        speed,
        piece,
        those,
        distances[piece, those],
        contrast(distances, piece, those),
        motion(ours, theirs, view, piece, those),
    )


def _voted(ours: np.ndarray, theirs: np.ndarray, weights: np.ndarray) -> list[tuple[float, float]]:
    """The speeds and differences in time that most pairs of looks agree on, natural ones first."""
    found = []
    at_once = max(1, MOST_AT_ONCE // len(ours))
    for first in range(0, len(SPEEDS), at_once):
        speeds = np.array(SPEEDS[first : first + at_once])
        offsets = theirs - speeds[:, None] * ours
        low = offsets.min(axis=1)
        places = ((offsets - low[:, None]) / (BIN_SECONDS / 2)).astype(np.int64)
        bins = int(places.max()) + 2  # the last one is empty, so that speeds stay apart
        places += bins * np.arange(len(speeds))[:, None]
        votes = np.bincount(places.ravel(), np.tile(weights, len(speeds)), bins * len(speeds))
        votes[1:] += votes[:-1].copy()
        tops = votes.reshape(-1, bins).argmax(axis=1)
        most = votes[bins * np.arange(len(speeds)) + tops]
        starts = low + tops * (BIN_SECONDS / 2)
        found += list(zip(most.tolist(), speeds.tolist(), starts.tolist(), strict=True))
    most_agreed = sorted(found, reverse=True)[:MOST_SPEEDS]
    return sorted((one[1:] for one in {*most_agreed, found[0]}), key=lambda one: abs(one[0] - 1.0))


class _Pairs(NamedTuple):
    """For each offset and each of our looks, the one of theirs at that time, if they are alike."""

    nearest: np.ndarray
    """int64, of shape (offsets, looks)."""
    is_alike: np.ndarray
    """bool, of shape (offsets, looks)."""
    weights: list[float]
    """How much alike those are that are, for each offset."""


def _paired(
    ours: Seen,
    theirs: Seen,
    distances: np.ndarray,
    free: np.ndarray,
    speed: float,
    offsets: np.ndarray,
) -> _Pairs:
    expected = speed * ours.times + offsets[:, None]
    after = np.searchsorted(theirs.times, expected).clip(1, max(1, len(theirs.times) - 1))
    before = after - 1
    after = np.minimum(after, len(theirs.times) - 1)
    is_before = expected - theirs.times[before] < theirs.times[after] - expected
    nearest = np.where(is_before, before, after)
    near = np.abs(theirs.times[nearest] - expected) <= BIN_SECONDS
    bits = distances[np.arange(len(ours.times)), nearest]
    is_alike = near & free & (bits <= ALIKE)
    return _Pairs(nearest, is_alike, np.where(is_alike, ALIKE + 1 - bits, 0).sum(axis=1).tolist())


def contrast(distances: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> float:
    """How many bits more the looks of a run differ from those of other moments than from theirs."""
    block = distances[np.ix_(ours, theirs)].astype(float)
    count = len(ours)
    if count < 2:
        return float("nan")
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count))) >= 1
    return float(block[apart].mean() - np.diag(block).mean())


def motion(ours: Seen, theirs: Seen, view: View, at: np.ndarray, there: np.ndarray) -> float:
    """The correlation of what is left of both when what stays is taken away."""
    one = ours.texture(view.ours)[at].astype(np.float64)
    other = theirs.texture(view.theirs)[there].astype(np.float64)
    if view.mirrored:
        from ..signals.looks.hashing import MIRRORED_SIGNS

        one = one * MIRRORED_SIGNS
    one -= one.mean(axis=0)
    other -= other.mean(axis=0)
    if min((one**2).mean(), (other**2).mean()) < NO_MOTION:
        return float("nan")
    return float((one * other).sum() / np.sqrt((one**2).sum() * (other**2).sum()))
