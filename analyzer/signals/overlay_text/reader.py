"""Lines of text in a picture: where they are, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.signals.overlay_text.detector import LONGEST, detect
from analyzer.signals.overlay_text.recogniser import recognise

SIGN_HEIGHT = 160
"""Pixels to which a small sign is enlarged to be read line by line."""


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners around a line of text, from its top left, as the letters run; in pixels."""

    corners: np.ndarray
    """float32 of shape (4, 2)."""

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the upright rectangle around it."""
        left, top = np.floor(self.corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(self.corners.max(axis=0)).astype(int)
        return int(left), int(top), int(right), int(bottom)

    @property
    def tilt(self) -> float:
        """Degrees that its top and bottom edges lean, the worse of the two."""
        edges = self.corners[[1, 2]] - self.corners[[0, 3]]
        return float(np.abs(np.degrees(np.arctan2(edges[:, 1], edges[:, 0]))).max())

    def shifted(self, right: int, down: int) -> Quad:
        """The same line that many pixels further to the right and down."""
        return Quad(self.corners + np.array([right, down], np.float32))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says."""

    quad: Quad
    text: str
    confidence: float
    """The recogniser's mean certainty for its characters, 0 to 1."""


def find(image: np.ndarray, frame_side: int) -> list[Quad]:
    """The lines of text in a BGR picture, unread.

    The picture may be a part of a frame; ``frame_side`` is the whole frame's longer side.
    """
    small, scale = _reduced(image, frame_side)
    return [Quad(corners * scale) for corners in detect(small)]


def read(image: np.ndarray, quad: Quad) -> Reading:
    """What the line at ``quad`` of a BGR picture says; nothing where it is too small to be read."""
    strip = _strip(image, quad)
    text, confidence = ("", 0.0) if strip is None else recognise(strip)
    return Reading(quad, text, confidence)


def read_enlarged(image: np.ndarray, quad: Quad) -> list[Reading]:
    """What a small sign holds: the lines found at ``quad``, and around it, once it is enlarged.

    The lines of a logo are too small and too close for ``find``, which takes them for one.
    """
    import cv2

    left, top, right, bottom = quad.bounds
    reach = (bottom - top) // 4
    x, y = max(0, left - reach), max(0, top - reach)
    part = image[y : bottom + reach, x : right + reach]
    factor = SIGN_HEIGHT / max(1, bottom - top)
    if not part.size or factor < 2:
        return []
    large = cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    readings = [read(large, found) for found in find(large, max(large.shape[:2]))]
    return [
        Reading(Quad(r.quad.corners / factor).shifted(x, y), r.text, r.confidence) for r in readings
    ]


def _reduced(image: np.ndarray, frame_side: int) -> tuple[np.ndarray, float]:
    """The picture as the detector wants it, and the factor back."""
    import cv2

    scale = min(1.0, LONGEST / frame_side)
    if scale == 1.0:
        return image, 1.0
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small, image.shape[1] / small.shape[1]


def _strip(image: np.ndarray, quad: Quad) -> np.ndarray | None:
    """The line cut out and turned upright; a line written downwards is laid on its side."""
    import cv2

    corners = quad.corners
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = round(float(max(sides[0], sides[2]))), round(float(max(sides[1], sides[3])))
    if width < 4 or height < 4:
        return None
    upright = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(corners, upright)
    strip = cv2.warpPerspective(
        image, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(np.rot90(strip)) if height >= 1.5 * width else strip
