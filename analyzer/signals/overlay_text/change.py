"""Where strokes have just appeared and now stand still: the only places where text can be new.

The picture is seen as cells of ``CELL`` pixels. A cell holds strokes when its mean gradient is
steep; it *stands* when its gradient is the same as one look before, and its strokes are *new* when
they stand now and there were none that stood before. Overlay text comes as a group of new cells,
whatever moves behind it and however slowly it fades in, while what drifts never stands and what
stands from the start is seen once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CELL = 8
"""Pixels of a cell's side; small captions are two cells high at 540x960."""

STEEP = 20.0
"""Mean gradient of a cell from which it can hold strokes, in steps of 8-bit luma per 3 pixels."""

SAME = 0.35
"""Share of a cell's gradient that may change from one look to the next while it stands."""

SHARP = 80
"""Gradient of the outlines that editors draw, seldom found in hair, cloth and skin."""

SHARP_SHARE = 0.35
"""Share of a cell's pixels that are as steep as that where it holds such an outline."""

FEWEST = 4
"""Sharp cells that a group takes; the smallest word that is read easily has six."""

FEWEST_FAINT = 16
"""The same for cells that are only steep: text without an outline, on a picture like it."""

MARGIN = 3
"""Cells above and below a group in which is looked, too."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of the picture, over its whole width, in which strokes are new; in pixels."""

    top: int
    bottom: int

    def widened(self, height: int) -> Band:
        """Three times as many rows around the same middle, within a picture of ``height``."""
        more = self.bottom - self.top
        return Band(max(0, self.top - more), min(height, self.bottom + more))


class Strokes:
    """What the cells of the picture do, from one look to the next."""

    def __init__(self) -> None:
        self.gradient = np.zeros((0, 0), np.uint8)
        """The picture's gradient at this look: uint8 of shape (height, width)."""
        self.steep = self.sharp = self.still = np.zeros((0, 0), bool)
        """Per cell: whether it holds strokes, with sharp outlines, and whether it stands."""
        self.since = np.zeros((0, 0), np.float32)
        """Per cell: when what is new in it appeared; infinite where nothing is."""
        self.unrest = self.unrest_before = 1.0
        """Share of the cells with strokes that do not stand, at this look and at the last."""
        self._time = 0.0

    def look(self, gray: np.ndarray, time: float) -> None:
        """Take in the next look at the picture."""
        import cv2

        before, was_at = self.gradient, self._time
        self.gradient = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        self._time = time
        strength = _by_cell(self.gradient)
        stood = self.steep & self.still
        self.steep = strength >= STEEP
        outlines = cv2.threshold(self.gradient, SHARP, 255, cv2.THRESH_BINARY)[1]
        self.sharp = self.steep & (_by_cell(outlines) >= SHARP_SHARE * 255)
        if not before.size:
            self.still = np.zeros(strength.shape, bool)
            self.since = np.where(self.steep, np.float32(time), np.float32(np.inf))
            return
        changed = _by_cell(cv2.absdiff(self.gradient, before))
        self.still = changed < SAME * strength
        stands = self.steep & self.still
        self.unrest_before = self.unrest
        self.unrest = 1 - int(np.count_nonzero(stands)) / max(1, int(np.count_nonzero(self.steep)))
        self.since[stands & ~stood & np.isinf(self.since)] = was_at
        self.since[~stands] = np.inf

    def bands(self, known: np.ndarray, faint: bool) -> list[Band]:
        """Where strokes are new, apart from the cells that are ``known``; from the top down.

        ``faint`` takes in groups without sharp outlines.
        """
        fresh = np.isfinite(self.since) & ~known
        tops = _groups(fresh & self.sharp, FEWEST)
        if faint:
            tops += _groups(fresh, FEWEST_FAINT)
        height = fresh.shape[0]
        bands: list[Band] = []
        for top, bottom in sorted(tops):
            begin, end = max(0, top - MARGIN) * CELL, min(height, bottom + MARGIN) * CELL
            if bands and begin <= bands[-1].bottom:
                begin, end = bands[-1].top, max(end, bands.pop().bottom)
            bands.append(Band(begin, end))
        return bands

    def forget(self, bounds: tuple[int, int, int, int]) -> None:
        """What stood at ``bounds`` is gone: only strokes that come now are new there."""
        self.since[cells_of(bounds, self.since.shape)] = np.inf

    def settle(self, band: Band) -> None:
        """What was new in ``band`` has been examined."""
        self.since[band.top // CELL : -(-band.bottom // CELL)] = np.inf


def cells_of(bounds: tuple[int, int, int, int], shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The cells that a rectangle of pixels touches, as an index."""
    left, top, right, bottom = bounds
    return (
        slice(max(0, top // CELL), min(shape[0], -(-bottom // CELL))),
        slice(max(0, left // CELL), min(shape[1], -(-right // CELL))),
    )


def _by_cell(image: np.ndarray) -> np.ndarray:
    """The mean over every whole cell; halved thrice, which OpenCV does in a fourth of the time."""
    import cv2

    high, wide = image.shape[0] // CELL, image.shape[1] // CELL
    part = image[: high * CELL, : wide * CELL]
    for side in (CELL // 2, CELL // 4, 1):
        part = cv2.resize(part, (wide * side, high * side), interpolation=cv2.INTER_AREA)
    return np.asarray(part, dtype=np.float32)


def _groups(cells: np.ndarray, fewest: int) -> list[tuple[int, int]]:
    """First row and row after the last of every group of at least ``fewest`` cells."""
    import cv2

    if np.count_nonzero(cells) < fewest:
        return []
    joined = cv2.morphologyEx(cells.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 7), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    counts = np.bincount(labels[cells], minlength=len(stats))
    return [
        (int(stats[i, 1]), int(stats[i, 1] + stats[i, 3]))
        for i in range(1, len(stats))
        if counts[i] >= fewest
    ]
