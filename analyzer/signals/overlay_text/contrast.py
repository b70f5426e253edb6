"""How much letters stand out from what is around them, as WCAG 2.2 counts it."""

from __future__ import annotations

import numpy as np

from ..light import linear_light, relative_luminance

STROKE = 0.4
"""Widest stroke in line heights: those of black fonts have a quarter; chosen by hand."""

SURELY = 0.6
"""Share of the strongest stroke from which a pixel is one of a letter: less is its edge, which is
mixed with what is around it. Chosen by hand."""

STRONGEST = 99.0
"""Percentile of the strokes that is their strongest; chosen by hand."""

LEAST_HEIGHT = 8
"""Pixels of a line below which its letters are all edge."""

MOST_HEIGHT = 96
"""Pixels of a line to which it is reduced before: the time grows with the fourth power of them. Of
19 real lines that are higher, half change their ratio by less than 4 %, none by more than 10 %."""

BEYOND = 0.12
"""Line heights around a letter in which its background is looked at; chosen by hand."""


def contrast_of(strip: np.ndarray) -> float | None:
    """Return the contrast ratio of the letters in a strip, 1 to 21; None where it is too small.

    ``strip`` is one level line of text, BGR, uint8. Letters are what is thinner than a stroke and
    lighter or darker than its surroundings (top-hat and black-hat transforms); the ratio is that
    of WCAG 2.2, 1.4.3, between the median of the letters and that of what lies right around them.
    Where something else in the strip stands out more, it is told for the letters: the ratio is
    rather too high than too low.
    """
    import cv2

    height = min(strip.shape[:2])
    if height < LEAST_HEIGHT:
        return None
    if height > MOST_HEIGHT:
        scale = MOST_HEIGHT / height
        strip = cv2.resize(strip, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height = MOST_HEIGHT
    light = relative_luminance(linear_light(strip))
    gray = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    side = 2 * round(STROKE * height / 2) + 1
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    ratios = (
        _ratio(cv2.morphologyEx(gray, hat, window), light, height)
        for hat in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)
    )
    return max(ratios, default=1.0)


def _ratio(strokes: np.ndarray, light: np.ndarray, height: int) -> float:
    import cv2

    strongest = np.percentile(strokes, STRONGEST)
    letters = (strokes >= max(1.0, SURELY * strongest)).astype(np.uint8)
    near = 2 * max(1, round(BEYOND * height)) + 1
    edge = cv2.dilate(letters, np.ones((3, 3), np.uint8))
    around = cv2.dilate(edge, np.ones((near, near), np.uint8)) - edge
    if not letters.any() or not around.any():
        return 1.0
    some, other = np.median(light[letters > 0]), np.median(light[around > 0])
    return float((max(some, other) + 0.05) / (min(some, other) + 0.05))
