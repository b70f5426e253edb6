"""Opposing changes of each cell of a picture: of its relative luminance, and to and from red.

Both follow a cell from turning point to turning point: a change counts as soon as the cell is far
enough from where it was since the last one, and the next one that counts goes the other way.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..light import relative_luminance

LEAST_CHANGE = 0.1
"""Change of relative luminance that counts, of its maximum; WCAG 2.2."""

DARKER_BELOW = 0.8
"""Relative luminance that the darker of the two states stays under; WCAG 2.2."""

SATURATED = 0.8
"""Share of red in the linear light of a saturated red, R / (R + G + B); WCAG 2.2."""

LEAST_COLOR_CHANGE = 0.2
"""Distance in the CIE 1976 UCS diagram of the two states of a change to or from red; WCAG 2.2,
after ISO 9241-391."""

FLARE = 0.01
"""Light that a screen reflects, of its maximum, so that black and its coding noise have the colour
of gray; chosen by hand."""

RED_SECONDS = 1.0
"""Seconds without saturated red after which the colour is not followed any more: the time in which
flashes are counted."""

_REDNESS = np.array([[-SATURATED, -SATURATED, 1 - SATURATED]], np.float32)
"""What makes of blue, green and red how far red is beyond ``SATURATED`` of all."""

_UCS = np.array(
    [
        [0.7220, 1.4304, 1.6496],
        [0.6498, 6.4368, 1.9134],
        [4.1150, 11.4432, 3.6593],
    ],
    np.float32,
)
"""From blue, green and red of sRGB: 4 X, 9 Y, and X + 15 Y + 3 Z; IEC 61966-2-1 and CIE 1976."""


class Changes(NamedTuple):
    """Which spots have just changed one way and the other, as boolean maps."""

    rises: np.ndarray
    falls: np.ndarray


class LuminanceChanges:
    """Finds opposing changes of relative luminance by a tenth, from a darker one below 0.80."""

    def __init__(self) -> None:
        self._high = self._low = self._direction = np.empty(0)

    def add(self, light: np.ndarray) -> Changes:
        """Take in the linear light of a frame's cells, shape (rows, columns, 3), blue first."""
        luminance = relative_luminance(light)
        if self._high.shape != luminance.shape:
            self._high, self._low = luminance.copy(), luminance.copy()
            self._direction = np.zeros(luminance.shape, np.int8)
        np.maximum(self._high, luminance, out=self._high)
        np.minimum(self._low, luminance, out=self._low)
        falls = (self._high - luminance >= LEAST_CHANGE) & (self._direction >= 0)
        falls &= luminance < DARKER_BELOW
        rises = (luminance - self._low >= LEAST_CHANGE) & (self._direction <= 0)
        rises &= self._low < DARKER_BELOW
        changed = falls | rises
        if changed.any():
            self._direction[falls], self._direction[rises] = -1, 1
            self._high[changed] = self._low[changed] = luminance[changed]
        return Changes(rises, falls)


class RedChanges:
    """Finds opposing changes of colour to and from a saturated red.

    Red is where the diagram's u' is greatest, so a cell is followed along u'.
    """

    def __init__(self) -> None:
        self._before: np.ndarray | None = None
        self._reddest = self._palest = np.empty(0)
        self._was_saturated = np.empty(0, bool)
        self._direction = np.empty(0, np.int8)
        self._red_at: float | None = None

    def add(self, time: float, light: np.ndarray) -> Changes | None:
        """Take in what ``LuminanceChanges`` takes; None while there has been no red for long."""
        saturated = _saturation(light) >= 0
        before, self._before = self._before, light
        if saturated.any():
            if self._red_at is None or self._reddest.shape != (*light.shape[:2], 2):
                is_like = before is not None and before.shape == light.shape
                self._start(before if before is not None and is_like else light)
            self._red_at = time
        elif self._red_at is None or time - self._red_at > RED_SECONDS:
            self._red_at = None
            return None
        return self._changes(_chromaticity(light), saturated)

    def _start(self, light: np.ndarray) -> None:
        self._reddest = _chromaticity(light)
        self._palest = self._reddest.copy()
        self._was_saturated = _saturation(light) >= 0
        self._direction = np.zeros(light.shape[:2], np.int8)

    def _changes(self, colour: np.ndarray, saturated: np.ndarray) -> Changes:
        redder = colour[..., 0] > self._reddest[..., 0]
        self._reddest[redder] = colour[redder]
        self._was_saturated[redder] = saturated[redder]
        paler = colour[..., 0] < self._palest[..., 0]
        self._palest[paler] = colour[paler]
        rises = saturated & (_distance(colour, self._palest) > LEAST_COLOR_CHANGE)
        rises &= self._direction <= 0
        falls = self._was_saturated & (_distance(colour, self._reddest) > LEAST_COLOR_CHANGE)
        falls &= (self._direction >= 0) & ~rises
        changed = rises | falls
        if changed.any():
            self._direction[falls], self._direction[rises] = -1, 1
            self._reddest[changed] = self._palest[changed] = colour[changed]
            self._was_saturated[changed] = saturated[changed]
        return Changes(rises, falls)


def _saturation(light: np.ndarray) -> np.ndarray:
    """Return how far red is beyond ``SATURATED`` of the light on the screen."""
    import cv2

    flare = (1 - 3 * SATURATED) * FLARE
    return np.asarray(cv2.transform(light, _REDNESS)) + flare


def _chromaticity(light: np.ndarray) -> np.ndarray:
    """Return u' and v' of linear light, shape (rows, columns, 2)."""
    terms = (light + FLARE) @ _UCS.T
    return np.asarray(terms[..., :2] / terms[..., 2:])


def _distance(some: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(np.hypot(some[..., 0] - other[..., 0], some[..., 1] - other[..., 1]))
