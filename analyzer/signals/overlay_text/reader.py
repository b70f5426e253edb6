"""Find and read lines of text in an image: detection, then recognition of what was cut out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .contrast import contrast_of
from .detector import LIMIT_SIDE_LEN, detect
from .geometry import Quad
from .reading import Reading
from .recogniser import recognise

LOGO_HEIGHT = 160
"""Pixels to which a small logo is enlarged to be read line by line; chosen by hand."""

MIN_LOGO_SCALE = 2
"""Enlargement under which ``find`` has seen the logo's lines well enough; chosen by hand."""

LOGO_MARGIN = 4
"""One part in this many of a logo's height is searched around it; chosen by hand."""

MIN_STRIP_SIDE = 4
"""Pixels of a line's shorter side under which nothing can be read; chosen by hand."""

VERTICAL_RATIO = 1.5
"""Height by width from which a line is written downwards (PP-OCR's own value)."""


def find(image: np.ndarray, frame_side: int) -> list[Quad]:
    """Return the lines of text in a BGR image, unread.

    The image may be a part of a frame; ``frame_side`` is the whole frame's longer side.
    """
    small, scale = _reduced(image, frame_side)
    return [Quad(corners * scale) for corners in detect(small)]


def read(image: np.ndarray, quad: Quad) -> Reading:
    """Return what the line at ``quad`` of a BGR image says; empty where it is too small."""
    strip = _strip(image, quad)
    if strip is None:
        return Reading(quad, "", 0.0)
    text, confidence = recognise(strip)
    return Reading(quad, text, confidence, contrast_of(strip) if text else None)


def read_enlarged(image: np.ndarray, quad: Quad) -> list[Reading]:
    """Return the lines of a small logo, found at ``quad`` and around it once it is enlarged.

    The lines of a logo are too small and too close for ``find``, which takes them for one.
    """
    import cv2

    bounds = quad.bounds
    reach = bounds.height // LOGO_MARGIN
    x, y = max(0, bounds.left - reach), max(0, bounds.top - reach)
    part = image[y : bounds.bottom + reach, x : bounds.right + reach]
    factor = LOGO_HEIGHT / max(1, bounds.height)
    if not part.size or factor < MIN_LOGO_SCALE:
        return []
    large = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    readings = [read(large, found) for found in find(large, max(large.shape[:2]))]
    return [replace(r, quad=Quad(r.quad.corners / factor).shifted(x, y)) for r in readings]


def _reduced(image: np.ndarray, frame_side: int) -> tuple[np.ndarray, float]:
    """Return the image at the detector's size, and the factor back."""
    import cv2

    scale = min(1.0, LIMIT_SIDE_LEN / frame_side)
    if scale == 1.0:
        return image, 1.0
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small, image.shape[1] / small.shape[1]


def _strip(image: np.ndarray, quad: Quad) -> np.ndarray | None:
    """Return the line cut out and rectified; one written downwards is laid on its side."""
    import cv2

    corners = quad.corners
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = round(float(max(sides[0], sides[2]))), round(float(max(sides[1], sides[3])))
    if width < MIN_STRIP_SIDE or height < MIN_STRIP_SIDE:
        return None
    upright = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    transform = cv2.getPerspectiveTransform(corners, upright)
    strip = cv2.warpPerspective(
        image, transform, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    is_vertical = height >= VERTICAL_RATIO * width
    return np.ascontiguousarray(np.rot90(strip)) if is_vertical else strip
