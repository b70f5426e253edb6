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
            if score <= 0:
                continue
            for run in _aligned(ours, theirs, view, distances, free):
                weight = float((ALIKE + 1 - run.distances).sum())
                if best is None or weight > best[0]:
                    best = weight, run
        if best is None:
            return
        yield best[1]
        free[best[1].ours[0] : best[1].ours[-1] + 1] = False


def _score(distances: np.ndarray) -> float:
    return float(np.clip(ALIKE + 1 - distances.min(axis=1), 0, None).sum())


def _aligned(
    ours: Seen, theirs: Seen, view: View, distances: np.ndarray, free: np.ndarray
) -> Iterator[Run]:
    """The longest run of the alignment that most looks vote for."""
    rows = np.arange(len(ours.times))
    at, there = np.nonzero((distances <= ALIKE) & free[:, None])
    if not len(at):
        return
    weights = (ALIKE + 1 - distances[at, there]).astype(np.float64)
    best, chosen = 0.0, (1.0, 0.0)
    for speed in SPEEDS:
        offsets = theirs.times[there] - speed * ours.times[at]
        low = offsets.min()
        votes = np.bincount(((offsets - low) / (BIN_SECONDS / 2)).astype(np.int64), weights)
        both = votes[:-1] + votes[1:] if len(votes) > 1 else votes
        top = int(np.argmax(both))
        score = both[top]
        if score > best * (1.05 if best else 1):
            best, chosen = score, (speed, low + (top + 1) * BIN_SECONDS / 2)
    speed, offset = chosen
    tries = [_paired(ours, theirs, distances, free, speed, offset + shift) for shift in SHIFTS]
    nearest, is_alike = max(
        tries, key=lambda one: int((ALIKE + 1 - distances[rows, one[0]])[one[1]].sum())
    )
    places = np.flatnonzero(is_alike)
    if not len(places):
        return
    pieces = np.split(places, np.flatnonzero(np.diff(ours.times[places]) > GAP_SECONDS) + 1)
    piece = max(pieces, key=len)
    those = nearest[piece]
    yield Run(
        view,
        float(speed),
        piece,
        those,
        distances[piece, those],
        _contrast(distances, piece, those),
        _motion(ours, theirs, view, piece, those),
    )


def _paired(
    ours: Seen, theirs: Seen, distances: np.ndarray, free: np.ndarray, speed: float, offset: float
) -> tuple[np.ndarray, np.ndarray]:
    """For each of our looks the one of theirs at that time, and whether they are alike."""
    expected = speed * ours.times + offset
    nearest = np.abs(theirs.times[None] - expected[:, None]).argmin(axis=1)
    near = np.abs(theirs.times[nearest] - expected) <= BIN_SECONDS
    return nearest, near & free & (distances[np.arange(len(expected)), nearest] <= ALIKE)


def _contrast(distances: np.ndarray, ours: np.ndarray, theirs: np.ndarray) -> float:
    """How many bits more the looks of a run differ from those of other moments than from theirs."""
    block = distances[np.ix_(ours, theirs)].astype(float)
    count = len(ours)
    if count < 2:
        return float("nan")
    apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count))) >= 1
    return float(block[apart].mean() - np.diag(block).mean())


def _motion(ours: Seen, theirs: Seen, view: View, at: np.ndarray, there: np.ndarray) -> float:
    """The correlation of what is left of both when what stays is taken away."""
    one = ours.texture(view.ours)[at].astype(np.float64)
    other = theirs.texture(view.theirs)[there].astype(np.float64)
    if view.mirrored:
        from ..signals.looks.hashing import MIRRORED_SIGNS

        one = one * MIRRORED_SIGNS
    one -= one.mean(axis=0)
    other -= other.mean(axis=0)
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum() / size) if size > 0 else float("nan")
