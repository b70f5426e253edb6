"""A sound's landmarks as arrays, and its pairs of them: what a copy is looked up by."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..model.landmarks import Landmarks
from ..signals.landmarks.peaks import BINS

FURTHEST_HOPS = 40
"""Hops (1.3 s) that the second landmark of a pair comes after the first, at most; by hand."""

FURTHEST_BINS = 24
"""Bins (two thirds of an octave) that it lies above or below, at most; chosen by hand."""

NEAREST_HOPS = 2
"""Hops that it comes after the first, at least."""


class Heard(NamedTuple):
    """The landmarks of one sound, in order of time."""

    times: np.ndarray
    """Hops, int64, of shape (landmarks,)."""
    pitches: np.ndarray
    """Bins, int64, of shape (landmarks,)."""

    @classmethod
    def of(cls, landmarks: Landmarks) -> Heard:
        """Unpack them."""
        times = np.frombuffer(landmarks.times, np.uint32).astype(np.int64)
        return cls(times, np.frombuffer(landmarks.pitches, np.uint8).astype(np.int64))

    @property
    def hops(self) -> int:
        """Until the last landmark."""
        return int(self.times[-1]) + 1 if len(self.times) else 0


class Pairs(NamedTuple):
    """Landmarks two by two: the first, and how far above it and how much later the second is."""

    at: np.ndarray
    pitch: np.ndarray
    above: np.ndarray
    later: np.ndarray


def pairs(heard: Heard) -> Pairs:
    """All pairs that are near each other: so a voice between two landmarks parts no pair."""
    firsts, seconds = [], []
    places = np.arange(len(heard.times))
    for step in range(1, len(places)):
        later = heard.times[step:] - heard.times[:-step]
        is_near = later <= FURTHEST_HOPS
        if not is_near.any():
            break
        above = np.abs(heard.pitches[step:] - heard.pitches[:-step])
        chosen = is_near & (later >= NEAREST_HOPS) & (above <= FURTHEST_BINS)
        firsts.append(places[:-step][chosen])
        seconds.append(places[step:][chosen])
    first = np.concatenate([*firsts, np.empty(0, np.int64)]).astype(np.int64)
    second = np.concatenate([*seconds, np.empty(0, np.int64)]).astype(np.int64)
    return Pairs(
        heard.times[first],
        heard.pitches[first],
        heard.pitches[second] - heard.pitches[first],
        heard.times[second] - heard.times[first],
    )


def keys(found: Pairs, speed: float = 1.0, lift: float = 0.0) -> np.ndarray:
    """A number for each pair, as in a track ``speed`` times as slow and ``lift`` bins lower."""
    pitch = np.rint(found.pitch - lift).astype(np.int64) + BINS  # may lie beside the axis
    above = found.above + FURTHEST_BINS
    later = np.rint(found.later * speed).astype(np.int64)
    numbers = (pitch * (2 * FURTHEST_BINS + 1) + above) * (2 * FURTHEST_HOPS) + later
    return np.asarray(numbers, np.uint32)
