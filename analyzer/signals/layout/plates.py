"""The plate of a text: a rectangle whose edges stand while the words on it change."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ...model import OverlayLine
from ...model.layout import Inset

PADDING = 0.25
"""Line heights by which a plate goes beyond its text; chosen by hand."""

COVERED = 0.6
"""Share of an inset over which text is set at some moment, from which it is a plate; by hand: one
line across a face camera covers a third of it."""

GRID = 64
"""Places across and down at which an inset is looked at."""


def is_plate(inset: Inset, lines: Iterable[OverlayLine], size: tuple[int, int]) -> bool:
    """Whether an inset of a frame of ``size`` (width and height, pixels) is the plate of texts."""
    width, height = size
    places = (np.arange(GRID) + 0.5) / GRID
    across = (inset.x + places * inset.width) * width
    down = (inset.y + places * inset.height) * height
    covered = np.zeros((GRID, GRID), bool)
    for line in lines:
        if line.kind.is_set:
            box, beyond = line.box, PADDING * (line.line_height or 0)
            columns = (across >= box.x - beyond) & (across <= box.x + box.width + beyond)
            rows = (down >= box.y - beyond) & (down <= box.y + box.height + beyond)
            covered |= rows[:, None] & columns[None, :]
    return bool(covered.mean() >= COVERED)
