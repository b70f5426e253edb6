"""Which frames a frame analyzer takes: the first one of each step of a grid in time."""

from __future__ import annotations

import math

TOLERANCE = 1e-3
"""Seconds, and share of a step, by which a timestamp may miss the grid: containers round them."""


class Sampler:
    """Samples a stream of frames at most once every ``step`` seconds, which may be changed."""

    def __init__(self, step: float) -> None:
        self.step = step
        self._next = 0.0

    def is_due(self, time: float) -> bool:
        """Return whether a frame at ``time`` is to be taken."""
        return time + TOLERANCE >= self._next

    def take(self, time: float) -> None:
        """Wait from the frame at ``time`` until the next multiple of ``step``."""
        self._next = (math.floor(time / self.step + TOLERANCE) + 1) * self.step
