"""Pictures made smaller for those who look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def reduced(image: np.ndarray, long_side: int) -> np.ndarray:
    """Return the image with its longer side of so many pixels; a smaller one as it is."""
    import cv2

    height, width = image.shape[:2]
    scale = long_side / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[no-any-return]


def middle(image: np.ndarray, across: float, down: float) -> np.ndarray:
    """Return these shares of the picture's width and height out of its middle."""
    height, width = image.shape[:2]
    kept_down, kept_across = max(1, round(height * down)), max(1, round(width * across))
    top, left = (height - kept_down) // 2, (width - kept_across) // 2
    return image[top : top + kept_down, left : left + kept_across]
