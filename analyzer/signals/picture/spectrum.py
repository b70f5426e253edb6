"""How fine the detail in a picture is, and how strong its grain."""

from __future__ import annotations

import numpy as np

TILE = 256
"""Pixels of each side of the tile whose spectrum is judged; chosen by hand."""

SMALLEST_TILE = 32
"""Pixels of a tile's side below which it has no spectrum to judge; chosen by hand."""

TILE_GRID = (5, 3)
"""Tiles down and across of which the busiest is taken; chosen by hand."""

BANDS = 64
"""Bands of frequency up to the finest that the pixels can hold; chosen by hand."""

COARSE_BANDS = slice(3, 12)
"""The bands of coarse detail, which enlarging and blur leave alone; chosen by hand."""

FLOOR = 0.03
"""Power, as a share of that of coarse detail on a natural picture's slope, from which detail is
there; chosen by hand."""

EMPTY_BANDS = 3
"""Bands in a row without detail from which there is none beyond; chosen by hand."""

GRAIN_BLOCK = 32
"""Pixels of each side of the blocks whose grain is measured; chosen by hand."""

CALM = 10
"""Percentile of the blocks that is flat, so that what is rough in it is grain; chosen by hand."""

LIT = (30, 225)
"""Gray levels between which grain is neither crushed to black nor burnt out; chosen by hand."""

KERNEL_SCALE = 4
"""By how much the rough picture is spread over 8 bits, so that it is rounded finely."""


def detail_reach(image: np.ndarray) -> float:
    """Return the finest frequency of detail in the busiest tile, as a share of the possible.

    Natural pictures lose power with the square of the frequency, so the power times that square
    stays level as far as there is detail, and drops where enlarging or blur has left none.
    """
    tile = _busiest_tile(image)
    if min(tile.shape) < SMALLEST_TILE:
        return 1.0
    window = np.hanning(tile.shape[0])[:, None] * np.hanning(tile.shape[1])
    plain = (tile - tile.mean()) * window
    power = np.abs(np.fft.rfft2(plain)) ** 2
    down = np.fft.fftfreq(tile.shape[0])[:, None]
    across = np.fft.rfftfreq(tile.shape[1])[None, :]
    frequency = np.hypot(down, across)
    band = np.minimum((frequency * 2 * BANDS).astype(int), BANDS)
    count = np.bincount(band.ravel(), minlength=BANDS + 1)[:BANDS]
    total = np.bincount(band.ravel(), power.ravel(), minlength=BANDS + 1)[:BANDS]
    level = total / np.maximum(count, 1) * (np.arange(BANDS) + 0.5) ** 2
    coarse = float(np.median(level[COARSE_BANDS]))
    if coarse <= 0:
        return 0.0
    absent = np.flatnonzero(_all_of(level < FLOOR * coarse, EMPTY_BANDS))
    return round(float(absent[0]) / BANDS, 3) if len(absent) else 1.0


def _all_of(flags: np.ndarray, count: int) -> np.ndarray:
    """Return for each entry whether it and those after it, ``count`` together, are all true."""
    return np.asarray(np.convolve(flags, np.ones(count), "valid") == count)


def _busiest_tile(image: np.ndarray) -> np.ndarray:
    """Return the tile with the strongest edges, float32."""
    import cv2

    height, width = image.shape
    if height <= TILE or width <= TILE:
        side = min(TILE, height), min(TILE, width)
        return image[: side[0], : side[1]].astype(np.float32)
    best, strength = image[:TILE, :TILE], -1.0
    for top in np.linspace(0, height - TILE, TILE_GRID[0]).astype(int):
        for left in np.linspace(0, width - TILE, TILE_GRID[1]).astype(int):
            tile = image[top : top + TILE, left : left + TILE]
            edges = float(np.mean(np.abs(cv2.Laplacian(tile[::2, ::2], cv2.CV_16S))))
            if edges > strength:
                best, strength = tile, edges
    return best.astype(np.float32)


def grain(image: np.ndarray) -> float:
    """Return the standard deviation of the grain in flat areas, in gray levels.

    J. Immerkaer, "Fast Noise Variance Estimation", 1996, on the calmest tenth of the blocks.
    """
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = cv2.convertScaleAbs(cv2.filter2D(image, cv2.CV_16S, kernel), alpha=KERNEL_SCALE)
    height, width = (side // GRAIN_BLOCK * GRAIN_BLOCK for side in image.shape)
    if not height or not width:
        return 0.0
    size = (width // GRAIN_BLOCK, height // GRAIN_BLOCK)
    blocks = cv2.resize(
        rough[:height, :width].astype(np.float32), size, interpolation=cv2.INTER_AREA
    ).ravel()
    levels = cv2.resize(image[:height, :width], size, interpolation=cv2.INTER_AREA).ravel()
    lit = blocks[(levels > LIT[0]) & (levels < LIT[1])]
    if not len(lit):
        return 0.0
    rough_level = float(np.percentile(lit, CALM)) / KERNEL_SCALE
    return round(rough_level * float(np.sqrt(np.pi / 2)) / 6, 2)
