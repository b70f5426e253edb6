"""Where lines of text are in a picture: PP-OCRv6's detector.

It tells for every pixel how likely it lies in the core of a line (Differentiable Binarization, Liao
et al. 2020); around each core that is likely as a whole, the line is as much larger as cores are
drawn smaller in training.
"""

from __future__ import annotations

import numpy as np

from analyzer.signals.overlay_text import networks

MODEL = "PP-OCRv6_det_small.onnx"

LONGEST = 640
"""Pixels of the longer side that a picture is reduced to."""

STRIDE = 32
"""What the network wants both sides to be a multiple of."""

LIKELY = 0.3
"""Likelihood from which a pixel belongs to a core; this and the next two are RapidOCR's."""

LIKELY_LINE = 0.5
"""Mean likelihood in a core from which it is a line."""

UNCLIP = 1.6
"""How far a line reaches around its core: this times the core's area, by its circumference."""

SMALLEST = 3
"""Pixels that a core has to be high."""


def detect(image: np.ndarray) -> list[np.ndarray]:
    """The lines of text in a BGR picture.

    Each is a float32 array of shape (4, 2): the corners from its top left on, clockwise, in pixels
    of the picture.
    """
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, LONGEST / max(height, width))
    high, wide = (max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in (height, width))
    likely = networks.run(MODEL, cv2.resize(image, (wide, high)))[0]
    cores = cv2.dilate((likely > LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    back = np.array([width / wide, height / high], np.float32)
    edge = np.array([width - 1, height - 1], np.float32)
    lines = []
    for outline in outlines:
        middle, size, angle = cv2.minAreaRect(outline)
        if (
            min(size) < SMALLEST
            or _mean(likely, cv2.boxPoints((middle, size, angle))) < LIKELY_LINE
        ):
            continue
        reach = UNCLIP * size[0] * size[1] / sum(size)  # both sides of it, so half a circumference
        around = (middle, (size[0] + reach, size[1] + reach), angle)
        lines.append(np.clip(_from_top_left(cv2.boxPoints(around)) * back, 0, edge))
    return lines


def _mean(likely: np.ndarray, corners: np.ndarray) -> float:
    """The mean likelihood inside a rectangle that may lean."""
    import cv2

    limit = np.array(likely.shape[::-1]) - 1
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, limit)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, limit)
    inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(inside, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(likely[top : bottom + 1, left : right + 1], inside)[0])


def _from_top_left(corners: np.ndarray) -> np.ndarray:
    """The corners in order: the upper of the two on the left first, then clockwise."""
    by_side = corners[np.argsort(corners[:, 0])]
    left, right = (side[np.argsort(side[:, 1])] for side in (by_side[:2], by_side[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
