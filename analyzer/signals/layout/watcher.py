"""Looks for seams eight times a second, and says at the end how the pictures lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model import Wording
from ...model.layout import Layout, LayoutKind
from ..sampling import Sampler
from .lines import Seam, seam
from .seams import Changes

if TYPE_CHECKING:
    from ...media.frames import Frame

STEP_SECONDS = 0.125
"""Seconds between two looks: a hand moves by several pixels, and a minute costs 480 looks."""

MOST_LOOKS = 2_400
"""Looks that are taken at most: five minutes tell how the pictures lie."""

FEWEST_LOOKS = 16
"""Looks (two seconds) under which nothing can be told of how pixels change."""

MOST_CHANGE = 20.0
"""Gray levels by which a picture changes on average, from which it is a cut; chosen by hand."""

LEAST_SEEN = 0.3
"""Mean square of what changes along a line of pixels, under which it is a bar; chosen by hand."""

SINGLE = Layout(LayoutKind.SINGLE)


class LayoutWatcher:
    """Adds up how the pixels of small gray pictures change."""

    long_side = 320

    def __init__(self) -> None:
        self._sampler = Sampler(STEP_SECONDS, MOST_LOOKS)
        self._changes = Changes()

    def wants(self, time: float) -> bool:
        """Return whether the next look is due."""
        is_due = self._sampler.is_due(time)
        if is_due:
            self._sampler.take(time)
        return is_due

    def observe(self, frame: Frame) -> None:
        """Take in one frame."""
        self._changes.add(frame.gray, MOST_CHANGE)

    def result(self) -> Layout:
        """Return how the pictures lie."""
        if self._changes.count < FEWEST_LOOKS:
            return SINGLE
        upright, level = self._changes.drops(0), self._changes.drops(1)
        energy = self._changes.energy
        beside = seam(upright, _inside(energy.mean(axis=1)))
        above = seam(level, _inside(energy.mean(axis=0)))
        if beside is not None and (above is None or beside.parted >= above.parted):
            return _of_two(LayoutKind.SIDE_BY_SIDE, beside)
        if above is not None:
            return _of_two(LayoutKind.STACKED, above)
        return SINGLE


def _of_two(kind: LayoutKind, found: Seam) -> Layout:
    evidence = Wording(
        "two pictures that move for themselves meet in a straight line at {at:.0%}",
        values={"at": round(found.at, 3)},
    )
    return Layout(kind, seam=round(found.at, 4), evidence=(evidence.text,), wordings=(evidence,))


def _inside(energy: np.ndarray) -> slice:
    """The lines between the first and the last in which anything moves."""
    lines = np.flatnonzero(energy >= LEAST_SEEN)
    return slice(int(lines[0]), int(lines[-1]) + 1) if len(lines) else slice(0, 0)
