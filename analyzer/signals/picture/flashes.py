"""General and red flashes, after ITU-R BT.1702 and WCAG 2.2, success criterion 2.3.1.

A flash is a pair of opposing changes in relative luminance, or to and from a saturated red (see
``opposing_changes``). It counts where more than a quarter of the screen, which a draft fills,
changes together; more than three within one second are too many.

What moves is no flash: as much as it lights up it darkens beside it, so that spots that rise and
spots that fall at the same time are set off against each other, on the whole screen and on each
half of it (two lights may take turns); and a flash comes back to the same spots. BT.1702's quarter
of the screen is the area, and not WCAG's quarter of a field of 10 degrees: in so small a field
movement and light cannot be told apart (of 53 real videos two would flash: a cloth that is shaken,
and glass that shatters).
https://www.itu.int/rec/R-REC-BT.1702
https://www.w3.org/WAI/WCAG22/Understanding/three-flashes-or-below-threshold.html
"""

from __future__ import annotations

import numpy as np

from ...model import Span, merge
from ..light import linear_light
from .opposing_changes import Changes, LuminanceChanges, RedChanges

AREA = 0.25
"""Share of the screen over which flashes count; ITU-R BT.1702."""

TOGETHER = 0.1
"""Seconds within which changes come together: a soft flash is seen in its bright spots first. Half
a period of five flashes a second; chosen by hand."""

SECOND = 1.0
"""Seconds in which flashes are counted; ITU-R BT.1702 and WCAG 2.2."""

MOST_CHANGES = 6
"""Opposing changes that the three flashes make that may fall into that time; the same."""


class FlashDetector:
    """Finds general and red flashes as frames come in."""

    def __init__(self) -> None:
        self._luminance, self._red = LuminanceChanges(), RedChanges()
        self._general_flashes, self._red_flashes = FlashCounter(), FlashCounter()

    def add(self, time: float, image: np.ndarray) -> None:
        """Take in one BGR frame, a few dozen pixels across and down."""
        light = linear_light(image)
        self._general_flashes.add(time, self._luminance.add(light))
        self._red_flashes.add(time, self._red.add(time, light))

    def general(self) -> tuple[Span, ...]:
        """Return the stretches with more than three general flashes within one second."""
        return self._general_flashes.result()

    def red(self) -> tuple[Span, ...]:
        """Return the stretches with more than three red flashes within one second."""
        return self._red_flashes.result()


class FlashCounter:
    """Counts, for every spot, the changes that much of the screen takes part in."""

    def __init__(self) -> None:
        self._direction = np.empty(0, np.int8)
        self._changed_at = np.empty(0)
        self._counted_direction = np.empty(0, np.int8)
        self._history = np.empty(0)
        self._before = 0.0
        self._frame_seconds = 0.0
        self._spans: list[Span] = []

    def add(self, time: float, changes: Changes | None) -> None:
        """Take in which spots of the frame at ``time`` have just changed; None where none has."""
        self._frame_seconds, self._before = max(0.0, time - self._before), time
        if changes is None:
            return
        if self._direction.shape != changes.rises.shape:
            self._start(changes.rises.shape)
        changed = changes.rises | changes.falls
        if not changed.any():
            return
        self._direction[changes.rises], self._direction[changes.falls] = 1, -1
        self._changed_at[changed] = time
        moved = self._direction * (self._changed_at >= time - TOGETHER)
        counted = _taking_part(moved) & (self._direction != self._counted_direction)
        if counted.any():
            self._counted_direction[counted] = self._direction[counted]
            self._history[1:, counted] = self._history[:-1, counted]
            self._history[0, counted] = self._changed_at[counted]
            self._judge(time)

    def _start(self, shape: tuple[int, ...]) -> None:
        self._direction = np.zeros(shape, np.int8)
        self._changed_at = np.full(shape, -np.inf)
        self._counted_direction = np.zeros(shape, np.int8)
        self._history = np.full((MOST_CHANGES + 1, *shape), -np.inf)

    def _judge(self, time: float) -> None:
        """See whether more than a quarter of the screen has now flashed too often.

        A change is known to a frame only, so two that are a second apart may seem a frame nearer;
        half a frame more leaves room for rounded times.
        """
        first, last = self._history[-1], self._history[0]
        within = SECOND - 1.5 * self._frame_seconds
        too_often = (last >= time - TOGETHER) & (first > last - within)
        if too_often.mean() > AREA:
            self._spans.append(Span(round(float(first[too_often].min()), 3), round(time, 3)))

    def result(self) -> tuple[Span, ...]:
        """Return the stretches with more than three flashes within one second, joined over less."""
        return merge(self._spans, gap=SECOND)


def _taking_part(moved: np.ndarray) -> np.ndarray:
    """Return which spots go the way of over a quarter of the screen, on all of it or on a half.

    ``moved`` is 1 where a spot has risen, -1 where it has fallen, and 0 elsewhere.
    """
    if np.count_nonzero(moved) <= AREA * moved.size:
        return np.zeros(moved.shape, bool)
    rows, columns = moved.shape
    middle, centre = rows // 2, columns // 2
    parts = (np.s_[:], np.s_[:middle], np.s_[middle:], np.s_[:, :centre], np.s_[:, centre:])
    taking_part = np.zeros(moved.shape, bool)
    for part in parts:
        balance = int(moved[part].sum())
        if abs(balance) > AREA * moved.size:
            taking_part[part] |= moved[part] == np.sign(balance)
    return taking_part
