"""The part of the picture that is shown over its own blur, where no crop of the ratio would do."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from .intervals import Axis, Boxes
from .nouns import Blurred, Crop, ShotPath

WIDEST = 0.9
"""Share of the picture from which a part of it gains nothing, and all of it is shown; by hand."""

AROUND = 0.02
"""Share of the picture that is shown on either side of what has to be whole: a text does not touch
the edge, and what moves between two looks stays inside; chosen by hand."""


def is_part(boxes: Boxes, axis: Axis) -> bool:
    """Whether all ``boxes`` of a shot, at all its looks, lie in so much less than the picture."""
    sides = [axis.sides(rect) for rects in boxes.values() for rect in rects]
    length = max(high for _, high in sides) - min(low for low, _ in sides)
    return length + 2 * AROUND * axis.length < WIDEST * axis.length


def blurred(boxes: Boxes, place: float | None, axis: Axis, crop: Crop) -> Blurred:
    """What holds all ``boxes`` of a shot, at all its looks, and the crop at ``place``."""
    sides = [axis.sides(rect) for rects in boxes.values() for rect in rects]
    sides += [(place, place + axis.crop)] if place is not None else []
    if not sides:
        return Blurred(None)
    around = AROUND * axis.length
    low = max(0.0, min(low for low, _ in sides) - around)
    high = min(float(axis.length), max(high for _, high in sides) + around)
    length = max(axis.crop, math.ceil((high - low) / 2) * 2)
    if length >= WIDEST * axis.length:
        return Blurred(None)
    return Blurred(_part(axis, (low + high) / 2, length, crop))


def of_one_size(shots: Sequence[ShotPath], axis: Axis) -> tuple[ShotPath, ...]:
    """The shots with parts as large as the largest of them, so that the picture keeps its size."""
    parts = [shot.framing.part for shot in shots if isinstance(shot.framing, Blurred)]
    longest = max((_length(part, axis) for part in parts), default=0)
    return tuple(
        replace(shot, framing=_enlarged(shot.framing, longest, axis))
        if isinstance(shot.framing, Blurred)
        else shot
        for shot in shots
    )


def _length(part: Crop | None, axis: Axis) -> int:
    if part is None:
        return axis.length
    return part.width if axis.is_across else part.height


def _enlarged(framing: Blurred, length: int, axis: Axis) -> Blurred:
    part = framing.part
    if part is None or length == axis.length:
        return Blurred(None)
    start = part.left if axis.is_across else part.top
    return Blurred(_part(axis, start + _length(part, axis) / 2, length, part))


def _part(axis: Axis, middle: float, length: int, other: Crop) -> Crop:
    """So much of the picture along the axis, and as much across it as the other crop."""
    start = round(min(max(0.0, middle - length / 2), axis.length - length) / 2) * 2
    if axis.is_across:
        return Crop(start, 0, length, other.height)
    return Crop(0, start, other.width, length)
