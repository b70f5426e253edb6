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
        scale = np.sqrt(energy[:, :-GAP] * energy[:, GAP:])
        one = products / np.maximum(scale, 1e-3)
        moves = np.minimum(energy[:, :-GAP], energy[:, GAP:]) >= LEAST_ENERGY
        left, right = np.roll(one, BESIDE, axis=1), np.roll(one, -BESIDE, axis=1)
        lively = moves & np.roll(moves, BESIDE, axis=1) & np.roll(moves, -BESIDE, axis=1)
        within = np.minimum(left, right)
        lively &= within >= LEAST_WITHIN
        lively[:, :BESIDE] = lively[:, -BESIDE:] = False
        drop = np.where(lively, within - one, 0.0)
        step = np.abs(mean[:, GAP:] - mean[:, :-GAP])
        around = np.maximum(np.roll(step, GAP + 1, axis=1), np.roll(step, -GAP - 1, axis=1))
        stepped = ~lively & (step >= LEAST_STEP) & (step >= SHARPER * around)
        stepped[:, :BESIDE] = stepped[:, -BESIDE:] = False
        return Drops(lively, lively & (drop >= LEAST_DROP), stepped, energy >= LEAST_ENERGY)


class Drops(NamedTuple):
    """For each pixel of each line: whether both sides move, and whether for themselves."""

    lively: np.ndarray
    parted: np.ndarray
    stepped: np.ndarray
    """Where too little moves to tell, and a sharp edge stands all the time."""
    moving: np.ndarray
    """Where more changes than by coding, for each pixel of the frame."""
