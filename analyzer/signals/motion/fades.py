"""Where the picture is black, and whether it fades in from black."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...model import Span
from .sample import Sample
from .spans import merged

BLACK_LEVEL = 32
"""Gray level of 255 that no spot of a black sample reaches, its noise included; video black is 16.
Higher than ``picture``'s limit of 20: here a nearly black picture is one in which movement cannot
be told from noise, there it is one that is flagged. Chosen by hand."""

FADE_SECONDS = 0.25
"""Seconds that a rise from black has to take to be a fade; chosen by hand."""

LEAST_RISE = 1.0
"""Gray levels of mean brightness from one sample to the next that are still a rise; by hand."""

LEAST_RISE_SHARE = 0.03
"""Share of all the rise so far that the next step has to have; chosen by hand."""

STEEPEST_STEP = 0.6
"""Share of the whole rise that one step may take: more is a jump, a cut. Chosen by hand."""


@dataclass(frozen=True, slots=True)
class Brightness:
    """How bright one sample was: its time, mean gray level, and whether it was black."""

    time: float
    mean: float
    is_black: bool

    @classmethod
    def of(cls, sample: Sample) -> Brightness:
        """Return the brightness of one sample, its grain smoothed away."""
        gray = sample.blurred
        return cls(sample.time, float(gray.mean()), bool(gray.max() < BLACK_LEVEL))


def black_spans(samples: Sequence[Brightness], end: float) -> tuple[Span, ...]:
    """Return where the picture is black, each time until the next sample that is not."""
    until = [*(sample.time for sample in samples[1:]), end]
    pairs = zip(samples, until, strict=False)
    return merged(Span(sample.time, stop) for sample, stop in pairs if sample.is_black)


def fade_in_end(samples: Sequence[Brightness]) -> float | None:
    """Return where the rise from black at the start ends; None when it jumps, or is not there."""
    first = next((i for i, sample in enumerate(samples) if not sample.is_black), 0)
    if first == 0:
        return None
    rise = [samples[first - 1], samples[first]]
    for sample in samples[first + 1 :]:
        gained = sample.mean - rise[-1].mean
        if gained < max(LEAST_RISE, LEAST_RISE_SHARE * (rise[-1].mean - rise[0].mean)):
            break
        rise.append(sample)
    gained = rise[-1].mean - rise[0].mean
    steepest = max(b.mean - a.mean for a, b in pairwise(rise))
    seconds = rise[-1].time - rise[0].time
    is_gradual = seconds >= FADE_SECONDS and steepest < STEEPEST_STEP * gained
    return round(rise[-1].time, 3) if is_gradual else None
