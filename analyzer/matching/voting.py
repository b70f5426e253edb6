"""Pairs of landmarks that vote for a track, a speed and a difference in time (Wang, ISMIR 2003)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ..signals.landmarks.peaks import BINS_PER_OCTAVE
from .heard import Pairs, keys

SPEEDS = tuple(np.round(np.arange(0.90, 1.125, 0.01), 2).tolist())
"""How much faster the track may play in the draft."""

BIN_HOPS = 4
"""How exact a difference in time is at first, in hops (128 ms)."""

FINE_SPEEDS = np.linspace(-0.006, 0.006, 25)
"""Differences in speed that are tried around the one that was voted for."""

NATURAL_SPEED = 0.015
"""Difference to 1 under which the track may play as it is."""

PREFERENCE = 0.9
"""What the natural speed has to reach of the best one's votes to be told; chosen by hand."""

FEWEST_VOTES = 5
"""Pairs that have to agree before the landmarks are asked; chosen by hand."""

MOST_VOTES = 4
"""Differences in time, and speeds, that are tried for one track; chosen by hand."""

MOST_TRACKS = 8
"""Tracks that are asked, those with most votes; chosen by hand."""


class Vote(NamedTuple):
    """What pairs agree on, and how much more than by chance."""

    weight: float
    track: int
    speed: float
    lift: float
    offset: float


class Table:
    """The pairs of tracks, sorted by their keys."""

    def __init__(self, tracks: Sequence[Pairs]) -> None:
        numbers = np.concatenate([keys(one) for one in tracks])
        order = np.argsort(numbers, kind="stable")
        self._keys = numbers[order]
        self._times = np.concatenate([one.at for one in tracks])[order]
        owners = np.repeat(np.arange(len(tracks)), [len(one.at) for one in tracks])
        self._owners = owners[order]
        self._ends = [int(one.at.max()) + 1 if len(one.at) else 0 for one in tracks]

    def hits(self, asked: Pairs, speed: float, lift: float) -> tuple[np.ndarray, ...]:
        """The owners and times of pairs that are asked for, and when they are in the draft."""
        wanted = keys(asked, speed, lift)
        first = np.searchsorted(self._keys, wanted, "left")
        counts = np.searchsorted(self._keys, wanted, "right") - first
        query = np.repeat(np.arange(len(wanted)), counts)
        within = np.arange(len(query)) - np.repeat(np.cumsum(counts) - counts, counts)
        places = np.repeat(first, counts) + within
        return self._owners[places], self._times[places], asked.at[query]

    def votes(self, asked: Pairs, hops: int, speeds: Sequence[float] = SPEEDS) -> list[list[Vote]]:
        """For each track what most pairs agree on; the tracks with most to say first."""
        slowest = max(speeds)
        rooms = [int((end + slowest * hops) / BIN_HOPS) + 3 for end in self._ends]
        starts = np.concatenate([[0], np.cumsum(rooms)])
        best: dict[int, list[Vote]] = defaultdict(list)
        for speed, lift in _ways(speeds):
            owners, there, here = self.hits(asked, speed, lift)
            if not len(owners):
                continue
            offsets = (there - speed * here + slowest * hops) / BIN_HOPS
            cells = starts[owners] + offsets.astype(np.int64)
            counts = np.bincount(cells, minlength=int(starts[-1]) + 1).astype(float)
            counts[:-1] += counts[1:]
            for number in np.unique(owners).tolist():
                part = counts[starts[number] : starts[number + 1]]
                if part.max() < FEWEST_VOTES:
                    continue
                mean = float(part.mean())
                for _ in range(2):
                    top = int(part.argmax())
                    if part[top] < FEWEST_VOTES:
                        break
                    surprise = part[top] * np.log(part[top] / mean) - part[top] + mean
                    offset = (top + 1) * BIN_HOPS - slowest * hops
                    best[number].append(Vote(float(surprise), number, speed, lift, offset))
                    part[max(0, top - 3) : top + 4] = 0
        ordered = [sorted(votes, reverse=True)[:MOST_VOTES] for votes in best.values()]
        return sorted(ordered, reverse=True)[:MOST_TRACKS]


def _ways(speeds: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Speeds, each with the pitch kept and with the pitch that goes with it, natural ones first."""
    for speed in sorted(speeds, key=lambda one: abs(one - 1)):
        yield speed, 0.0
        if speed != 1:
            yield speed, BINS_PER_OCTAVE * float(np.log2(speed))


def fine(table: Table, asked: Pairs, vote: Vote) -> Vote:
    """The vote with the speed and the difference in time on which the pairs agree to a hop."""
    _, there, here = table.hits(asked, vote.speed, vote.lift)
    near = np.abs(there - vote.speed * here - vote.offset) <= 3 * BIN_HOPS
    there, here = there[near], here[near]
    tried = sorted((vote.speed + FINE_SPEEDS).tolist(), key=lambda one: abs(one - vote.speed))
    best = max((_laid(here, there, vote, one) for one in tried), key=lambda one: one.weight)
    if abs(vote.speed - 1) <= NATURAL_SPEED:
        natural = _laid(here, there, vote._replace(lift=0.0), 1.0)
        return natural if natural.weight >= PREFERENCE * best.weight else best
    return best


def _laid(here: np.ndarray, there: np.ndarray, vote: Vote, speed: float) -> Vote:
    """The difference in time on which most pairs agree at this speed, to half a hop."""
    if not len(here):
        return vote._replace(weight=0.0)
    middle = here[len(here) // 2]
    offsets = there - speed * (here - middle)
    low = float(np.floor(offsets.min())) - 1
    counts = np.bincount((2 * (offsets - low) + 0.5).astype(np.int64), minlength=5)
    sums = np.convolve(counts, (1, 2, 3, 2, 1), "same")
    top = int(sums.argmax())
    offset = low + top / 2 - speed * float(middle)
    return vote._replace(weight=float(sums[top]), speed=speed, offset=offset)
