"""How fine the detail in a picture is, and how strong its grain."""

from __future__ import annotations

import numpy as np

TILE = 256
BANDS = 64
FLOOR = 0.03
"""Power, against that of coarse detail on a natural picture's slope, from which detail is there."""

GRAIN_BLOCK = 32


def detail_reach(image: np.ndarray) -> float:
    """The finest frequency at which the busiest tile holds detail, as a share of the possible.

    Natural pictures lose power with the square of the frequency, so the power times that square
    stays level as far as there is detail, and drops where enlarging or blur has left none.
    """
    tile = _busiest_tile(image)
    if min(tile.shape) < 32:
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
    coarse = float(np.median(level[3:12]))
    if coarse <= 0:
        return 0.0
    absent = np.flatnonzero(np.convolve(level < FLOOR * coarse, np.ones(3), "valid") == 3)
    return round(float(absent[0]) / BANDS, 3) if len(absent) else 1.0


def _busiest_tile(image: np.ndarray) -> np.ndarray:
    """The tile with the strongest edges, float32."""
    import cv2

    height, width = image.shape
    if height <= TILE or width <= TILE:
        side = min(TILE, height), min(TILE, width)
        return image[: side[0], : side[1]].astype(np.float32)
    best, strength = image[:TILE, :TILE], -1.0
    for top in np.linspace(0, height - TILE, 5).astype(int):
        for left in np.linspace(0, width - TILE, 3).astype(int):
            tile = image[top : top + TILE, left : left + TILE]
            edges = float(np.mean(np.abs(cv2.Laplacian(tile[::2, ::2], cv2.CV_16S))))
            if edges > strength:
                best, strength = tile, edges
    return best.astype(np.float32)


def grain(image: np.ndarray) -> float:
    """Standard deviation of the grain in flat areas, in gray levels.

    J. Immerkaer, "Fast Noise Variance Estimation", 1996, on the calmest tenth of the blocks.
    """
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = cv2.convertScaleAbs(cv2.filter2D(image, cv2.CV_16S, kernel), alpha=4)
    height, width = (side // GRAIN_BLOCK * GRAIN_BLOCK for side in image.shape)
    if not height or not width:
        return 0.0
    size = (width // GRAIN_BLOCK, height // GRAIN_BLOCK)
    blocks = cv2.resize(
        rough[:height, :width].astype(np.float32), size, interpolation=cv2.INTER_AREA
    ).ravel()
    levels = cv2.resize(image[:height, :width], size, interpolation=cv2.INTER_AREA).ravel()
    lit = blocks[(levels > 30) & (levels < 225)]
    if not len(lit):
        return 0.0
    return round(float(np.percentile(lit, 10)) / 4 * float(np.sqrt(np.pi / 2)) / 6, 2)
