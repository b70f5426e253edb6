"""How sharply two shots part at a frame, whatever moves on both sides.

A cut between two pictures that move fast does not stand out by how much changes, as everything
around it changes much too. But from frame to frame within a shot the middle of the picture is found
again near by, and its colours stay; across a cut neither is so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .thumbnails import reduced

LONG_SIDE = 48
"""Pixels of the longer side of the pictures in which the middle is searched; chosen by hand."""

REACH = 0.2
"""Share of each side by which the middle may have moved between two frames; chosen by hand."""

COLOURS = (8, 8, 8)
"""Steps of lightness, green to red and blue to yellow in which colours are counted; by hand."""

LEAST_PARTING = 0.6
"""By how much more alike the frames on either side of a cut are than those across it, their layout
and their colours together, of 2; chosen on 49 real videos, with the next one."""

LEAST_LAYOUT = 0.35
"""The same of the layout alone, of 1: light that comes or goes changes the colours."""


def parts(images: Sequence[np.ndarray]) -> bool:
    """Return whether a shot begins with the third of four BGR frames in a row."""
    before, across, after = (_kinship(*pair) for pair in pairwise(map(_look, images)))
    parting = np.minimum(before, after) - across
    return bool(parting[0] >= LEAST_LAYOUT and parting.sum() >= LEAST_PARTING)


def _look(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A frame's small gray picture, and how much of it each colour covers, of sum 1."""
    import cv2

    lab = cv2.cvtColor(image, cv2.COLOR_BGR2LAB)
    counts = cv2.calcHist([lab], [0, 1, 2], None, COLOURS, [0, 256] * 3)
    return reduced(image, LONG_SIDE), counts / counts.sum()


def _kinship(
    some: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """How well one's middle is found in the other (correlation), and the share of like colours."""
    found = max(_best(some[0], other[0]), _best(other[0], some[0]))
    return np.array([found, np.minimum(some[1], other[1]).sum()])


def _best(gray: np.ndarray, other: np.ndarray) -> float:
    import cv2

    down, across = (int(REACH * side) for side in gray.shape)
    middle = other[down : other.shape[0] - down, across : other.shape[1] - across]
    return float(cv2.matchTemplate(gray, middle, cv2.TM_CCOEFF_NORMED).max())
