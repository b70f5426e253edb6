"""Image registration: where exactly a line of text stands, to a part of a pixel.

What an editor burned in stands in the same pixels in every frame. What was filmed never quite does,
unless the camera is on a tripod.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .geometry import Bounds, Size

MIN_MOVE = 1.5
"""Pixels that a line moves between two samples, from which it is told whether its surroundings
follow; chosen by hand."""

MAX_MOVE = 12
"""Pixels by which they are looked for elsewhere; chosen by hand."""

MIN_FIT = 0.6
"""Correlation from which the surroundings are found again; chosen by hand."""

FOLLOWED = 1.25
"""Pixels from where the line went within which they went with it; chosen by hand."""

MIN_TEXTURE = 5.0
"""Standard deviation of the gradient, in 8-bit luma, from which a place can be found; by hand."""

CLEAR = 6
"""Pixels between a line and what is taken for its surroundings: its outline and its shadow."""

MAX_SHAKE = 2
"""Pixels around its place in which a line is looked for: what moves by more between two samples
hardly looks the same in its old place."""

STEADY = 0.25
"""Pixels from its middle place within which a line stands exactly, in frames of up to 960. In 45
clips such as ``scripts/bench/signs.py`` makes and five real videos, captions keep to 0.15, and
signs wander by 0.2 to 2 before a camera in a hand, or one that pans or comes closer."""


class Registration(NamedTuple):
    """How alike a place is to a template, and where the best place is, in pixels from there."""

    correlation: float
    right: float
    down: float


def register(gradient: np.ndarray, template: np.ndarray, bounds: Bounds) -> Registration:
    """Return how ``template`` fits ``bounds`` of ``gradient``, and how far off it fits best.

    The best place is the top of the parabola through the best correlation within ``MAX_SHAKE`` and
    its neighbours.
    """
    import cv2

    window = bounds.expanded(MAX_SHAKE).clipped(Size(*gradient.shape))
    area = gradient[window.top : window.bottom, window.left : window.right]
    scores = cv2.matchTemplate(area, template, cv2.TM_CCOEFF_NORMED)
    x0, y0 = bounds.left - window.left, bounds.top - window.top
    _, _, _, (x, y) = cv2.minMaxLoc(scores)
    return Registration(
        float(scores[y0, x0]),
        x - x0 + _vertex(scores[y, max(0, x - 1) : x + 2]),
        y - y0 + _vertex(scores[max(0, y - 1) : y + 2, x]),
    )


def is_followed(
    gradient: np.ndarray, previous: np.ndarray, bounds: Bounds, move: tuple[float, float]
) -> bool | None:
    """Return whether what is above and below a line went with it; None where that is open.

    The line stood in ``bounds`` of the ``previous`` sample and made that ``move``, right and down.
    What carries a sign moves with it; a caption that is animated moves alone.
    """
    import cv2

    if max(map(abs, move)) < MIN_MOVE or previous.shape != gradient.shape:
        return None
    rows, columns = gradient.shape
    inside = Bounds(MAX_MOVE, MAX_MOVE, columns - MAX_MOVE, rows - MAX_MOVE)
    followed = []
    for down in (-bounds.height - CLEAR, bounds.height + CLEAR):
        strip = bounds.shifted(0, down).intersection(inside)
        window = strip.expanded(MAX_MOVE)
        template = previous[strip.top : strip.bottom, strip.left : strip.right]
        if min(strip.width, strip.height) <= 0 or template.std() < MIN_TEXTURE:
            continue
        area = gradient[window.top : window.bottom, window.left : window.right]
        scores = cv2.matchTemplate(area, template, cv2.TM_CCOEFF_NORMED)
        _, best, _, (x, y) = cv2.minMaxLoc(scores)
        off = max(abs(x - MAX_MOVE - move[0]), abs(y - MAX_MOVE - move[1]))
        if best >= MIN_FIT:
            followed.append(off < FOLLOWED)
    return any(followed) if followed else None


def steady(places: np.ndarray) -> np.ndarray:
    """Return which of ``places``, of shape (N, 2), lie within ``STEADY`` of the middle one."""
    return np.asarray(np.abs(places - np.median(places, axis=0)).max(axis=1) <= STEADY)


def _vertex(scores: np.ndarray) -> float:
    """Return how far the top of the parabola through three scores lies right of the middle one."""
    if len(scores) < 3:
        return 0.0
    before, top, after = map(float, scores)
    bend = before - 2 * top + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
