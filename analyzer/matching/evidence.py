"""Whether a track is heard in a draft where it is said to be, asked of every landmark.

How much likelier is it that a landmark lies on one of the track than by chance, where the track
has as many at that pitch? The stretch of the draft in which that adds up to most is what is told: a
likelihood ratio, and the maximum subarray of Kadane.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..signals.landmarks.peaks import BINS
from .heard import Heard, Pairs
from .voting import Table, Vote, fine

SURVIVING = 0.2
"""Share of the draft's landmarks that are the track's, where it is there: a fifth under a voice
that is as loud; chosen by hand."""

AROUND_HOPS = 64
"""Hops (2 s) to either side in which it is counted how many landmarks the track has at a pitch."""

CHANCES = (0.02, 0.9)
"""Least and most of what is taken for chance: there may always be some; chosen by hand."""

BESIDE = -0.2
"""What a landmark says that lies before the track begins or after it ends, in nats; by hand."""


class Placed(NamedTuple):
    """A stretch of a draft, in hops, in which a track is heard."""

    track: int
    start: int
    end: int
    start_there: float
    speed: float
    evidence: float
    landmarks: int

    @property
    def end_there(self) -> float:
        """Where it ends in the track, in hops."""
        return self.start_there + self.speed * (self.end - self.start)


class Ground:
    """Where a track has landmarks, a hop and a bin to either side of each counted as there."""

    def __init__(self, track: Heard) -> None:
        self.hops = track.hops
        self._grid = np.zeros((track.hops + 2, BINS + 2), np.int32)
        for later in (0, 1, 2):
            for higher in (0, 1, 2):
                self._grid[track.times + later, track.pitches + higher] = 1
        first = np.zeros((1, BINS + 2), np.int32)
        self._sums = np.concatenate([first, np.cumsum(self._grid, axis=0, dtype=np.int32)])

    def coincidences(self, there: np.ndarray, pitch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whether a landmark is at each time and pitch, and how likely that is by chance."""
        t = np.clip(there + 1, 0, len(self._grid) - 1)
        f = np.clip(pitch + 1, 0, BINS + 1)
        low = np.clip(t - AROUND_HOPS, 0, len(self._grid))
        high = np.clip(t + AROUND_HOPS + 1, 0, len(self._grid))
        chance = (self._sums[high, f] - self._sums[low, f] + 1) / (high - low + 4)
        return self._grid[t, f] > 0, np.clip(chance, *CHANCES)


def placed(track: Ground, draft: Heard, vote: Vote) -> Placed:
    """The stretch of the draft in which it is likeliest that the track is heard."""
    there = np.rint(vote.speed * draft.times + vote.offset).astype(np.int64)
    pitch = np.rint(draft.pitches - vote.lift).astype(np.int64)
    is_hit, chance = track.coincidences(there, pitch)
    expected = chance + (1 - chance) * SURVIVING
    gains = np.where(is_hit, np.log(expected / chance), np.log((1 - expected) / (1 - chance)))
    is_inside = (there >= 0) & (there < track.hops) & (pitch >= 0) & (pitch < BINS)
    first, last, evidence = _best_stretch(np.where(is_inside, gains, BESIDE))
    start = int(draft.times[first]) if len(draft.times) else 0
    end = int(draft.times[last]) + 1 if len(draft.times) else 0
    return Placed(
        track=vote.track,
        start=start,
        end=end,
        start_there=vote.speed * start + vote.offset,
        speed=vote.speed,
        evidence=evidence,
        landmarks=int(is_hit[first : last + 1].sum()),
    )


def likeliest(
    track: Ground, draft: Heard, table: Table, asked: Pairs, votes: Sequence[Vote]
) -> Placed:
    """The stretch with most evidence of those that ``votes`` are for, the ``asked`` pairs' own."""
    tried = (placed(track, draft, fine(table, asked, vote)) for vote in votes)
    return max(tried, key=lambda one: one.evidence)


def _best_stretch(gains: np.ndarray) -> tuple[int, int, float]:
    """The first and last place of the stretch with the greatest sum, and that sum."""
    if not len(gains):
        return 0, 0, 0.0
    sums = np.concatenate([[0.0], np.cumsum(gains)])
    lowest = np.minimum.accumulate(sums[:-1])
    last = int(np.argmax(sums[1:] - lowest))
    first = int(np.argmin(sums[: last + 1]))
    return first, last, float(sums[last + 1] - sums[first])
