"""Find new, static edges: the only places of a frame where text can have appeared.

The frame is divided into cells of ``CELL`` pixels. A cell *has edges* when its mean gradient is
high. It is *static* when its gradient is the same as in the sampled frame before. Its edges are
*new* when they are static now and no static edges were there before. Overlay text appears as a
group of new cells, whatever moves behind it and however slowly it fades in. What drifts is never
static, and what is static from the start is new only once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from .geometry import Bounds

CELL = 8
"""Pixels, the side of a cell: small captions are two cells high in frames of 540x960."""

EDGE_THRESHOLD = 20.0
"""Mean gradient of a cell from which it has edges, in 8-bit luma per 3 pixels; chosen by hand."""

MAX_STATIC_CHANGE = 0.35
"""Share of a static cell's gradient that may change between two samples; chosen by hand."""

SHARP_GRADIENT = 80
"""Gradient, in 8-bit luma, of outlines as editors draw them, rare in hair and skin; by hand."""

SHARP_SHARE = 0.35
"""Share of a cell's pixels with that gradient from which the cell is sharp; chosen by hand."""

MIN_SHARP_CELLS = 4
"""Sharp cells in a group that may be text: the smallest word that is read easily has six."""

MIN_LOW_CONTRAST_CELLS = 16
"""Cells in a group without sharp ones: text without an outline; chosen by hand."""

LATELY = 16
"""Samples that are remembered: what appears is read within two seconds, or a full scan reads it."""

ABOUT = 0.2
"""Seconds around a time that take in the samples of 0.125 s on either side of it."""

MOSTLY = 0.5
"""Share of the cells with edges in a place from which what is new there is all of it."""

SEARCH_MARGIN = 3
"""Cells above and below a group that are searched with it; chosen by hand."""

GROUP_GAP = (3, 7)
"""Cells, high and wide, over which a group of cells is closed: words of a line; by hand."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of the frame, over its whole width; in pixels."""

    top: int
    bottom: int

    def widened(self, height: int) -> Band:
        """Return three times as many rows around the same middle, in a frame of ``height``."""
        more = self.bottom - self.top
        return Band(max(0, self.top - more), min(height, self.bottom + more))

    @property
    def cell_rows(self) -> slice:
        """The rows of cells that it touches, as an index."""
        return slice(self.top // CELL, -(-self.bottom // CELL))


class EdgeGrid:
    """The edges in every cell of the frame, and since when they are static."""

    def __init__(self) -> None:
        self.gradient = np.zeros((0, 0), np.uint8)
        """The gradient of this sample: uint8 of the frame's shape (height, width)."""
        self.previous_gradient = self.gradient
        """That of the sample before."""
        self.strength = np.zeros((0, 0), np.float32)
        """Per cell: the mean of its gradient."""
        self.has_edges = self.has_sharp_edges = self.is_static = np.zeros((0, 0), bool)
        """Per cell: whether it has edges, whether they are sharp, and whether it is static."""
        self.appeared_at = np.zeros((0, 0), np.float32)
        """Per cell: the time at which its new edges appeared; infinite where none are new."""
        self._lately: deque[tuple[float, np.ndarray, np.ndarray]] = deque(maxlen=LATELY)
        self._time = self._began = 0.0

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns of cells."""
        return self.appeared_at.shape

    def update(self, gray: np.ndarray, time: float) -> None:
        """Take in the next sampled frame, in gray."""
        import cv2

        previous = self.previous_gradient = self.gradient
        previous_time = self._time
        self.gradient = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        self._time = time
        self.strength = strength = _cell_means(self.gradient)
        was_static = self.has_edges & self.is_static
        self.has_edges = strength >= EDGE_THRESHOLD
        outlines = cv2.threshold(self.gradient, SHARP_GRADIENT, 255, cv2.THRESH_BINARY)[1]
        self.has_sharp_edges = self.has_edges & (_cell_means(outlines) >= SHARP_SHARE * 255)
        if not previous.size:
            self.is_static = np.zeros(strength.shape, bool)
            self._began = time
            self.appeared_at = np.where(self.has_edges, np.float32(time), np.float32(np.inf))
            return
        change = _cell_means(cv2.absdiff(self.gradient, previous))
        self.is_static = change < MAX_STATIC_CHANGE * strength
        static = self.has_edges & self.is_static
        self._lately.append((time, self.has_edges, static))
        self.appeared_at[static & ~was_static & np.isinf(self.appeared_at)] = previous_time
        self.appeared_at[~static] = np.inf

    def new_bands(self, known: np.ndarray, *, low_contrast: bool) -> list[Band]:
        """Return the bands with new edges outside the cells that are ``known``, from the top down.

        With ``low_contrast``, groups without sharp edges count as well.
        """
        new = np.isfinite(self.appeared_at) & ~known
        groups = _groups(new & self.has_sharp_edges, MIN_SHARP_CELLS)
        if low_contrast:
            groups += _groups(new, MIN_LOW_CONTRAST_CELLS)
        rows = new.shape[0]
        bands: list[Band] = []
        for first, last in sorted(groups):
            top = max(0, first - SEARCH_MARGIN) * CELL
            bottom = min(rows, last + SEARCH_MARGIN) * CELL
            if bands and top <= bands[-1].bottom:
                top, bottom = bands[-1].top, max(bottom, bands.pop().bottom)
            bands.append(Band(top, bottom))
        return bands

    def first_seen(self, bounds: Bounds, default: float) -> float:
        """Return the median time at which the new edges in ``bounds`` appeared."""
        times = self.appeared_at[cells_of(bounds, self.shape)]
        new = times[np.isfinite(times)]
        return float(np.median(new)) if new.size else default

    def is_replaced(self, before: np.ndarray) -> np.ndarray:
        """Return per cell whether its edges are others than when the strength was ``before``."""
        stronger = np.maximum(self.strength, before)
        change = np.abs(self.strength - before)
        has_edges = stronger >= EDGE_THRESHOLD
        return np.asarray(has_edges & (change >= MAX_STATIC_CHANGE * stronger))

    def is_new(self, bounds: Bounds) -> bool:
        """Return whether most of the edges in ``bounds`` are new, and not as old as the draft."""
        cells = cells_of(bounds, self.shape)
        edges = int(np.count_nonzero(self.has_edges[cells]))
        times = self.appeared_at[cells]
        new = np.isfinite(times) & (times > self._began)
        return int(np.count_nonzero(new)) > MOSTLY * edges

    def changed_ratio_at(self, time: float, bounds: Bounds) -> float:
        """Return the share of the edges outside ``bounds`` that changed about ``time``.

        It is the most of three samples, and 1 where that was too long ago.
        """
        outside = np.ones(self.shape, bool)
        outside[cells_of(bounds.expanded(CELL), self.shape)] = False
        shares = (
            1 - int(np.count_nonzero(static & outside)) / max(1, int((edges & outside).sum()))
            for at, edges, static in self._lately
            if abs(at - time) < ABOUT
        )
        return max(shares, default=1.0)

    def changed_within(self, span: tuple[float, float]) -> np.ndarray:
        """Return per cell whether its edges changed after the one time, up to the other."""
        first, last = span
        changed = np.zeros(self.shape, bool)
        for at, edges, static in self._lately:
            if first < at <= last:
                changed |= edges & ~static
        return changed

    def reset(self, bounds: Bounds) -> None:
        """Forget the edges in ``bounds``: only edges that come from now on are new there."""
        self.appeared_at[cells_of(bounds, self.shape)] = np.inf

    def mark_searched(self, band: Band) -> None:
        """Take nothing in ``band`` for new any longer."""
        self.appeared_at[band.cell_rows] = np.inf


def cells_of(bounds: Bounds, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the cells that ``bounds`` touches, as an index."""
    return (
        slice(max(0, bounds.top // CELL), min(shape[0], -(-bounds.bottom // CELL))),
        slice(max(0, bounds.left // CELL), min(shape[1], -(-bounds.right // CELL))),
    )


def _cell_means(image: np.ndarray) -> np.ndarray:
    """Return the mean of every whole cell; halving thrice takes OpenCV a fourth of the time."""
    import cv2

    rows, columns = image.shape[0] // CELL, image.shape[1] // CELL
    part = image[: rows * CELL, : columns * CELL]
    for side in (CELL // 2, CELL // 4, 1):
        part = cv2.resize(part, (columns * side, rows * side), interpolation=cv2.INTER_AREA)
    return np.asarray(part, dtype=np.float32)


def _groups(cells: np.ndarray, min_cells: int) -> list[tuple[int, int]]:
    """Return first row and row after the last of every group of at least ``min_cells`` cells."""
    import cv2

    if np.count_nonzero(cells) < min_cells:
        return []
    closed = cv2.morphologyEx(cells.astype(np.uint8), cv2.MORPH_CLOSE, np.ones(GROUP_GAP, np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    counts = np.bincount(labels[cells], minlength=len(stats))
    tops, heights = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    return [
        (int(tops[i]), int(tops[i] + heights[i]))
        for i in range(1, len(stats))
        if counts[i] >= min_cells
    ]
