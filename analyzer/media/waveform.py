"""The waveform at the rate of the draft: its peak, its DC offset and its flat tops.

What is clipped and then made quieter keeps its flat tops; a wave's own peak is never flat for
three samples with a steep step on either side. A lossy codec rounds them, but they stay a pile of
samples near one level, with few below and none above: hard clipping is found by that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

FULL_SCALE = 32_768
"""What a sample of 16 bits is measured by."""

RUN = 3
"""Equal samples in a row from which a top is flat: a sine at a quarter of the rate has two."""

CORNER = 0.001
"""Step down at both ends of a flat top, by its level: speech of 200 Hz that is 5 % over full scale
has steps of 0.4 % on average, the rounded peak of a wave one of the last bit (0.003 %)."""

CORNER_STEPS = 2
"""The same in the smallest steps of the sound, which are large where it was recorded in 8 bits."""

QUIETEST = 1_037
"""Level (-30 dBFS) under which equal samples are no clipping; chosen by hand."""

BINS_A_DECIBEL = 10
"""Flat tops of one level lie within a tenth of a decibel: rounding to 16 bits moves them less."""

FEWEST_LOWERED = 100
"""Flat tops under full scale from which they tell clipping: voices of a few seconds have up to 6 by
chance, clipped ones thousands (six samples and the made cases, November 2026)."""

BINS = 301
"""Bins from full scale down to ``QUIETEST``."""

LEVELS = 256
"""Steps of the histogram in which a pile is looked for: 1/256 of full scale each."""

PILE = (0.95, 1.05)
"""Where a pile lies, by its level: AAC at 128 kbit/s spreads flat tops that far."""

BELOW = (0.8, 0.9)
"""Where there is little of a sound that has a pile, by its level."""

PILE_FACTOR = 3.8
"""How many times as much there is in the pile: 4.1 to 11 in speech that was clipped by 12 to 24 dB
and encoded as AAC, 2.7 to 3.0 in a sine, 0.9 at most in 409 videos, tracks and noises that are not
clipped and in what a limiter leaves (November 2026)."""

PILE_SHARE = 0.01
"""Share of all samples that a pile holds at least; chosen by hand."""

MOST_SHARE = 0.6
"""Share of all samples that a pile holds at most: what stays at one level is a tone; by hand."""

ABOVE_SHARE = 0.05
"""What may lie above a pile, by what is in it: a codec rings; chosen by hand."""


WINDOW = 2_048
"""Samples over which a mean is taken: 43 ms at 48 kHz, so that pauses between words have some."""

QUIET_SHARE = 0.25
"""Share of the windows, the quietest, by which the DC offset is told: an offset is there in pauses,
too, and the mean of loud speech that is clipped on one side is none."""


@dataclass(frozen=True, slots=True)
class Clipping:
    """Samples that were cut off, and the level at which most of them were."""

    samples: int = 0
    level_dbfs: float | None = None


class Waveform:
    """What is seen of a waveform, block by block: int16 of shape (n, channels)."""

    def __init__(self, channels: int) -> None:
        self._count = 0
        self._means: list[np.ndarray] = []
        self._spreads: list[np.ndarray] = []
        self._peak = 0
        self._tops = np.zeros((channels, 2, BINS), np.int64)
        self._levels = np.zeros((channels, LEVELS), np.int64)

    def add(self, block: np.ndarray) -> None:
        """Look at the next samples."""
        self._count += len(block)
        whole = block[: len(block) // WINDOW * WINDOW].reshape(-1, WINDOW, block.shape[1])
        self._means.append(whole.mean(axis=1, dtype=np.float32))
        self._spreads.append(np.abs(whole, dtype=np.int32).mean(axis=1, dtype=np.float32))
        self._peak = max(self._peak, int(block.max()), -int(block.min()))
        for channel, column in enumerate(np.ascontiguousarray(block.T)):
            _count_flat_tops(column, self._tops[channel])
            levels = np.minimum(np.abs(column >> 7), LEVELS - 1)
            self._levels[channel] += np.bincount(levels, minlength=LEVELS)

    @property
    def peak_dbfs(self) -> float | None:
        """The highest sample in decibels; None in digital silence."""
        return 20 * math.log10(self._peak / FULL_SCALE) if self._peak else None

    @property
    def dc_offset(self) -> float:
        """How far the channel that is farthest off lies beside zero, as a share of full scale.

        An offset is in the whole and in its pauses: the smaller of the two is told, as a few
        pauses of deep noise have a mean by chance.
        """
        means = np.concatenate(self._means) if self._means else np.empty((0, 1))
        if not len(means):
            return 0.0
        spreads = np.concatenate(self._spreads) - np.abs(means)
        quiet = np.argsort(spreads, axis=0)[: max(1, round(QUIET_SHARE * len(means)))]
        in_pauses = np.abs(np.take_along_axis(means, quiet, axis=0).mean(axis=0))
        return float(np.minimum(in_pauses, np.abs(means.mean(axis=0))).max()) / FULL_SCALE

    @property
    def clipping(self) -> Clipping:
        """How much was cut off at one level: in flat tops, or in what a codec leaves of them."""
        by_level = self._tops.sum(axis=(0, 1))
        level = 0.0 - int(by_level.argmax()) / BINS_A_DECIBEL
        count = int(self._tops.max(axis=2).sum())
        if level < 0 and count < FEWEST_LOWERED:
            count = 0
        flat = Clipping(count, level if count else None)
        if flat.samples > PILE_SHARE * self._count:
            return flat
        return max([flat, *map(_pile, self._levels)], key=lambda found: found.samples)


def _pile(levels: np.ndarray) -> Clipping:
    """Return the pile at the top of a histogram of levels; nothing where there is none."""
    below = np.concatenate([[0], np.cumsum(levels)])
    at = np.arange(LEVELS // 8, LEVELS + 1)

    def between(low: float, high: float) -> np.ndarray:
        ends = np.rint(np.minimum(np.outer((low, high), at), LEVELS)).astype(int)
        counts: np.ndarray = below[ends[1]] - below[ends[0]]
        return counts

    inside, least = between(*PILE), PILE_SHARE * below[-1]
    is_pile = (inside > PILE_FACTOR * between(*BELOW)) & (inside > least)
    is_pile &= inside < MOST_SHARE * below[-1]
    is_pile &= between(PILE[1], np.inf) < ABOVE_SHARE * inside
    if not is_pile.any():
        return Clipping()
    best = int(np.where(is_pile, inside, 0).argmax())
    return Clipping(int(inside[best]), 0.0 + round(20 * math.log10(int(at[best]) / LEVELS), 1))


def _count_flat_tops(column: np.ndarray, tops: np.ndarray) -> None:
    """Add the samples of one channel's flat tops to ``tops``: by side, then by level."""
    is_same = column[1:] == column[:-1]
    inner = np.flatnonzero(is_same[1:] & is_same[:-1]) + 1
    inner = inner[np.abs(column[inner].astype(np.int32)) >= QUIETEST]
    if not len(inner):
        return
    gaps = np.flatnonzero(np.diff(inner) > 1)
    first = inner[np.concatenate([[0], gaps + 1])] - 1
    last = inner[np.concatenate([gaps, [-1]])] + 1
    is_whole = (first > 0) & (last < len(column) - 1)
    first, last = first[is_whole], last[is_whole]
    wide = column.astype(np.int32)
    steps = np.abs(np.diff(wide))
    side = np.sign(wide[first])
    level = np.abs(wide[first])
    step = np.maximum(CORNER * level, CORNER_STEPS * steps[steps > 0].min(initial=FULL_SCALE))
    drop = np.minimum(level - side * wide[first - 1], level - side * wide[last + 1])
    is_top = drop > step
    bins = np.rint(-20 * BINS_A_DECIBEL * np.log10(level[is_top] / FULL_SCALE)).astype(int)
    np.add.at(tops, ((side[is_top] < 0).astype(int), bins), (last - first + 1)[is_top])
