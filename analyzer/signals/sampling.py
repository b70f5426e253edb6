"""Which frames a frame analyzer takes: the first one of each step of a grid in time."""

from __future__ import annotations

import math

TOLERANCE = 1e-3
"""Seconds, and share of a step, by which a timestamp may miss the grid: containers round them."""


class Sampler:
    """Samples a stream of frames at most once every ``step`` seconds, which may be changed.

    Of a long stream the first ``most`` samples are taken.
    """

    def __init__(self, step: float, most: float = math.inf) -> None:
        self.step = step
        self._left = most
        self._next = 0.0

    def is_due(self, time: float) -> bool:
        """Return whether a frame at ``time`` is to be taken."""
        return self._left > 0 and time + TOLERANCE >= self._next

    def take(self, time: float) -> None:
        """Wait from the frame at ``time`` until the next multiple of ``step``."""
        self._left -= 1
        self._next = (math.floor(time / self.step + TOLERANCE) + 1) * self.step


CLOSE_LOOKS = 16
"""About so many frames of a draft are looked at closely; chosen by hand."""

LEAST_STEP = 0.25
"""Seconds between two close looks at least: nearer ones show the same; chosen by hand."""

MOST_STEP = 2.0
"""Seconds between two close looks at most: farther ones miss whole scenes; chosen by hand."""


class CloseLooks:
    """Which frames of a draft of ``duration`` seconds are looked at closely, whoever looks."""

    def __init__(self, duration: float) -> None:
        self._step = min(MOST_STEP, max(LEAST_STEP, duration / CLOSE_LOOKS))
        self._next = 0.0

    def wants(self, time: float) -> bool:
        """Return whether the next look is due, and wait for the one after it."""
        if time + TOLERANCE < self._next:
            return False
        self._next = time + self._step
        return True
