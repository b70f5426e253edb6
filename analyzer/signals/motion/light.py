"""The light: where the picture is black, and whether it fades in from black."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.model import Span
from analyzer.signals.motion.spans import merged
from analyzer.signals.motion.tracking import Look

BLACK_LEVEL = 32
"""Gray level that no spot of a black picture reaches, its noise included."""
FADE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Light:
    """How bright one look was: its time, mean gray level, and whether it was black."""

    time: float
    mean: float
    is_black: bool

    @classmethod
    def of(cls, look: Look) -> Light:
        """The light of one look, its grain smoothed away."""
        gray = look.blurred
        return cls(look.time, float(gray.mean()), bool(gray.max() < BLACK_LEVEL))


def black_spans(lights: Sequence[Light], end: float) -> tuple[Span, ...]:
    """Where the picture is black, until the next look that is not."""
    until = [*(light.time for light in lights[1:]), end]
    return merged(
        Span(light.time, stop) for light, stop in zip(lights, until, strict=False) if light.is_black
    )


def fade_in_end(lights: Sequence[Light]) -> float | None:
    """Where the light that rises from black at the start stops rising; null when it jumps."""
    first = next((i for i, light in enumerate(lights) if not light.is_black), 0)
    if first == 0:
        return None
    rise = [lights[first - 1], lights[first]]
    for light in lights[first + 1 :]:
        gained = light.mean - rise[-1].mean
        if gained < max(1.0, 0.03 * (rise[-1].mean - rise[0].mean)):
            break
        rise.append(light)
    gained = rise[-1].mean - rise[0].mean
    steepest = max(b.mean - a.mean for a, b in pairwise(rise))
    seconds = rise[-1].time - rise[0].time
    is_gradual = seconds >= FADE_SECONDS and steepest < 0.6 * gained
    return round(rise[-1].time, 3) if is_gradual else None
