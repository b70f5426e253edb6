"""The light of a picture's pixels as a screen gives it: linear, and by its relative luminance."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_LUMINANCE = ((0.0722, 0.7152, 0.2126),)
"""Share of blue, green and red in relative luminance; ITU-R BT.709."""


def linear_light(image: np.ndarray) -> np.ndarray:
    """Return the linear light, 0 to 1, float32, of a BGR picture in sRGB."""
    import cv2
    import numpy as np

    return np.asarray(cv2.LUT(image, _linear()))


def relative_luminance(light: np.ndarray) -> np.ndarray:
    """Return the relative luminance, 0 to 1 (WCAG 2.2), of linear light, blue first."""
    import cv2
    import numpy as np

    return np.asarray(cv2.transform(light, np.array(_LUMINANCE, np.float32)))


@cache
def _linear() -> np.ndarray:
    """Return the linear light of the 256 levels of sRGB; IEC 61966-2-1."""
    import numpy as np

    levels = np.arange(256) / 255
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)
