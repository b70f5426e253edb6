"""A look at a picture as 256 bits that stay when it is recoded, recoloured or scaled.

The recipe is PDQ's (Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing
Algorithm", 2019): luma at 64 by 64, the 16 by 16 lowest frequencies of its cosine transform but for
those that are constant along an axis, and for each whether it is above their median. A mirrored
picture has the same frequencies, every second one with the other sign.
"""

from __future__ import annotations

import math

import numpy as np

from ..shrinking import middle

SIDE = 64
"""Pixels to which a look is scaled, whatever its shape (PDQ)."""

FREQUENCIES = 16
"""Frequencies along each axis that make the hash (PDQ)."""

LOW = 8
"""Frequencies along each axis, from the constant one on, that are kept as numbers."""

STEP = 12.0
"""What one unit of a kept number stands for, in the orthonormal transform of 8-bit luma: the
strongest of them then fit eight bits; chosen by hand."""

MIN_QUALITY = 50
"""PDQ's measure of how much there is to see, 0 to 100, below which its hash is to be discarded."""

WINDOWS = 5
"""Windows of a look: what is within the bars, nine and eight tenths of its sides, its upright
middle, and the frame with its bars: what looked like one may have been none."""

UPRIGHT = 9 / 16
"""Width to height of what is cut out of a landscape picture for a phone."""

HASH_BYTES = FREQUENCIES * FREQUENCIES // 8

_BASIS = (
    np.sqrt(2 / SIDE)
    * np.cos(math.pi / (2 * SIDE) * np.outer(np.arange(FREQUENCIES + 1), 2 * np.arange(SIDE) + 1))
).astype(np.float32)
_BASIS[0] /= math.sqrt(2)

MIRRORED_BITS = np.packbits(np.tile(np.arange(1, FREQUENCIES + 1) % 2, FREQUENCIES)).astype(
    np.uint8
)
"""The bits of a hash that a mirror turns over."""

MIRRORED_SIGNS = np.tile(np.where(np.arange(LOW) % 2, -1, 1), LOW).astype(np.int8)
"""The signs that a mirror gives the kept numbers."""


def windows(frame: np.ndarray, inside: tuple[slice, slice]) -> list[np.ndarray]:
    """The parts of a gray frame that are hashed, each as a square; bars are around ``inside``."""
    image = frame[inside]
    height, width = image.shape
    tall = min(1.0, height * UPRIGHT / width)
    shares = ((1.0, 1.0), (0.9, 0.9), (0.8, 0.8), (tall, 1.0))
    parts = (*(middle(image, *share) for share in shares), frame)
    return [_square(part) for part in parts]


def quality(square: np.ndarray) -> int:
    """How much there is to see, 0 to 100 (PDQ): the sum of what neighbours differ by."""
    levels = square.astype(np.float32) * (100 / 255)
    steps = (np.abs(np.diff(levels, axis=axis)).astype(np.int32).sum() for axis in (0, 1))
    return min(100, int(sum(steps) / 90))


def hashed(squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hashes and the lowest frequencies of ``squares``, of shape (n, 64, 64)."""
    spectra = _BASIS @ squares.astype(np.float32) @ _BASIS.T
    higher = spectra[:, 1:, 1:].reshape(len(squares), -1)
    bits = higher > np.median(higher, axis=1, keepdims=True)
    lowest = spectra[:, :LOW, :LOW].reshape(len(squares), -1)
    lowest[:, 0] = 0.0
    numbers = np.clip(np.rint(lowest / STEP), -127, 127).astype(np.int8)
    return np.packbits(bits, axis=1), numbers


def _square(image: np.ndarray) -> np.ndarray:
    import cv2

    shrinks = min(image.shape) >= SIDE
    return cv2.resize(  # type: ignore[no-any-return]
        image, (SIDE, SIDE), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
