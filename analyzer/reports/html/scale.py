"""Seconds of a draft as places on its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...model import Span

WIDTH = 1000
"""The lane's own units from the start of the draft to its end."""

NARROWEST_BAR = 2.0
"""The lane's units that a bar needs to be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane, in the lane's units."""

    x: float
    width: float


class Scale:
    """Seconds to a lane's units."""

    def __init__(self, duration: float, end: float | None = None) -> None:
        self.duration = duration
        self._end = duration if end is None else end
        """When what is drawn ends, where that is before the width does."""

    def x(self, time: float) -> float:
        """Return where a moment lies."""
        return round(WIDTH * min(max(time / self.duration, 0.0), 1.0), 1)

    def bars(self, spans: Sequence[Span]) -> tuple[Bar, ...]:
        """Return the stretches, each wide enough to be seen."""
        return tuple(
            Bar(self.x(s.start), max(NARROWEST_BAR, round(self.x(s.end) - self.x(s.start), 1)))
            for s in spans
        )

    def curve(self, levels: Sequence[float], step: float, height: int) -> str:
        """Return an area under levels of 0 to 1, at most one point for two units."""
        merged = max(1, round(len(levels) / (WIDTH / 2)))
        heights = [max(levels[i : i + merged], default=0.0) for i in range(0, len(levels), merged)]
        points = [
            f"{self.x((i + 0.5) * step * merged):.0f},{height - 1 - (height - 3) * level:.1f}"
            for i, level in enumerate(heights)
        ]
        if not points:
            return ""
        first = points[0].partition(",")[2]
        last = points[-1].partition(",")[2]
        end = f"{self.x(self._end):.0f}"
        return f"M0,{height} 0,{first} {' '.join(points)} {end},{last} {end},{height}Z"
