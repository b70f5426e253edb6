"""Seams: straight lines across which a picture never moves as one.

Within one video, neighbouring pixels change alike: what moves is larger than a pixel. Where two
videos meet, the pixels on either side of the line change independently, however alike they look.
The change of each pixel is correlated over time with that of the pixel ``GAP`` to its right (for
level seams: below it), and a seam is where that correlation is much smaller than beside it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

GAP = 3
"""Pixels between the two that are compared: a line that is scaled down takes up to two."""

BESIDE = 4
"""Pixels from a seam to where the picture is one again."""

LEAST_ENERGY = 2.0
"""Mean square, in gray levels, of what changes, from which it is more than coding; by hand."""

LEAST_WITHIN = 0.35
"""Correlation within a video, from which something moves there that is larger than a pixel."""

LEAST_DROP = 0.3
"""Correlation by which it drops at a seam; chosen by hand on half of the made layouts."""

LEAST_JOINED = 0.6
"""Correlation across a line from which something moves there as one; chosen by hand."""

LEAST_NOISE = 0.1
"""Mean square, in gray levels, from which something changes where a still picture does not: grain,
as it is left by coding; chosen by hand on half of the made layouts."""

MOSTLY_STILL = 0.65
"""Share of the frame in which nothing changes, from which a still picture fills it; by hand."""

LEAST_CUT = 6.0
"""How much more moves on one side of a line, in mean squares, where movement ends there; chosen by
hand on half of the made layouts."""

LEAST_STEP = 5.0
"""Gray levels from one side of an edge to the other; chosen by hand on half of the layouts."""

SHARPER = 2.0
"""How much more that is than beside it: an edge that moves is soft on average."""


class Changes:
    """What has changed from look to look, summed up for each pixel."""

    def __init__(self) -> None:
        self.count = 0
        self._last: np.ndarray | None = None
        self._squares: np.ndarray | None = None
        self._sum = np.empty((0, 0), np.float32)
        self._across: list[np.ndarray] = []

    def add(self, gray: np.ndarray, most: float) -> None:
        """Take in a look; one that is after a cut, by the ``most`` that changes, is passed over."""
        image = gray.astype(np.float32)
        last, self._last = self._last, image
        if last is None or last.shape != image.shape:
            return
        change = image - last
        if float(np.abs(change).mean()) > most:
            return
        if self._squares is None or self._squares.shape != change.shape:
            self.count = 0
            self._squares = np.zeros_like(change)
            self._sum = np.zeros_like(change)
            self._across = [
                np.zeros_like(change[:, GAP:]), np.zeros_like(change[GAP:, :]),
            ]  # fmt: skip
        self.count += 1
        self._squares += change * change
        self._sum += image
        self._across[0] += change[:, :-GAP] * change[:, GAP:]
        self._across[1] += change[:-GAP, :] * change[GAP:, :]

    @property
    def energy(self) -> np.ndarray:
        """The mean square of what changes, for each pixel."""
        if self._squares is None:
            return np.empty((0, 0), np.float32)
        return self._squares / max(1, self.count)

    def drops(self, axis: int) -> Drops:
        """Where the picture is not one across each upright (0) or level (1) line.

        For level lines everything is transposed, so that lines are columns.
        """
        energy, products = self.energy, self._across[axis] / max(1, self.count)
        mean = self._sum / max(1, self.count)
        if axis:
            energy, products, mean = energy.T, products.T, mean.T
        one = products / np.maximum(np.sqrt(energy[:, :-GAP] * energy[:, GAP:]), 1e-3)
        moves = np.minimum(energy[:, :-GAP], energy[:, GAP:]) >= LEAST_ENERGY
        within = np.minimum(*_beside(one, BESIDE))
        lively = moves & np.logical_and(*_beside(moves, BESIDE)) & (within >= LEAST_WITHIN)
        step = np.abs(mean[:, GAP:] - mean[:, :-GAP])
        around = np.maximum(*_beside(step, GAP + 1))
        edge = (step >= LEAST_STEP) & (step >= SHARPER * around)
        parted = lively & (within - one >= LEAST_DROP)
        ends, begins = _ends(energy, LEAST_ENERGY), _starts(energy, LEAST_ENERGY)
        soft = _softened(energy)
        hushed = _ends(soft, LEAST_NOISE) | _starts(soft, LEAST_NOISE)
        hushed &= (energy < LEAST_NOISE).mean() >= MOSTLY_STILL
        found = lively, parted, edge, ends, begins, hushed, moves & (one >= LEAST_JOINED)
        for places in found:
            places[:, :BESIDE] = places[:, -BESIDE:] = False
        return Drops(*found, energy >= LEAST_ENERGY)


class Drops(NamedTuple):
    """For each pixel of each line what its two sides are to each other; bool of shape (h, w)."""

    lively: np.ndarray
    """Both sides move, and can tell."""
    parted: np.ndarray
    """Both move, each for itself."""
    edge: np.ndarray
    """A sharp edge stands there all the time."""
    ends: np.ndarray
    """What moves before it ends there."""
    begins: np.ndarray
    """What moves after it begins there."""
    hushed: np.ndarray
    """On one side something moves or the camera's noise is seen, and nothing on the other."""
    joined: np.ndarray
    """Both move as one."""
    moving: np.ndarray
    """Where more changes than by coding, for each pixel of the frame."""

    @property
    def stepped(self) -> np.ndarray:
        """Where too little moves to tell, and a sharp edge stands all the time."""
        return np.asarray(~self.lively & self.edge)


def _ends(energy: np.ndarray, floor: float) -> np.ndarray:
    """Where what changes on the left of each upright line, near and far, is absent on its right."""
    left, right = energy[:, :-GAP], energy[:, GAP:]
    least = left / LEAST_CUT
    farther_left, farther_right = np.roll(left, BESIDE, axis=1), np.roll(right, -BESIDE, axis=1)
    is_absent = (right <= least) & (farther_right <= least)
    return np.asarray((left >= floor) & (farther_left >= least) & is_absent)


def _starts(energy: np.ndarray, floor: float) -> np.ndarray:
    """The same, from right to left."""
    return _ends(energy[:, ::-1], floor)[:, ::-1]


def _softened(energy: np.ndarray) -> np.ndarray:
    """The mean of each pixel and those around it: what noise changes is scattered."""
    import cv2

    return np.asarray(cv2.blur(np.ascontiguousarray(energy), (3, 3)))


def _beside(values: np.ndarray, pixels: int) -> tuple[np.ndarray, np.ndarray]:
    """The values that are so many pixels to the left and to the right."""
    return np.roll(values, pixels, axis=1), np.roll(values, -pixels, axis=1)
