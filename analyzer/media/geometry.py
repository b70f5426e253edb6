"""The shapes of pictures by the names that people use for them, and which way up they are."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any, NamedTuple

from ..model.probe import MAX_SIDE
from ..model.shape import COMMON_RATIOS, RATIO_TOLERANCE

__all__ = ["COMMON_RATIOS", "aspect_ratio"]

ROUNDING = 0.005
"""A pixel aspect this close to square is an encoder's rounding, not a shape."""

WIDEST_PIXEL = 10.0
"""The pixel aspect beyond which a file is taken to be damaged: anamorphic film has 2."""

_ROW = re.compile(r"^\d+:\s*(-?\d+)\s+(-?\d+)", re.MULTILINE)
"""The first two numbers of a row of a matrix, as ffprobe prints it."""


class Pose(NamedTuple):
    """How the stored picture is shown: turned, then mirrored."""

    rotation: int
    """Degrees clockwise, to the nearest quarter turn."""
    mirrored: bool
    """Whether left and right are exchanged after the turn."""


def aspect_ratio(width: int, height: int) -> str:
    """The ratio that people use for a picture of this size, or its reduced numbers.

    A ratio is recognised within one percent, since encoders round sizes to even numbers.
    """
    for name in COMMON_RATIOS:
        across, down = map(int, name.split(":"))
        if abs(width / height * down / across - 1) <= RATIO_TOLERANCE:
            return name
    ratio = Fraction(width, height)
    return f"{ratio.numerator}:{ratio.denominator}"


def pose(video: dict[str, Any]) -> Pose:
    """How the picture is to be shown, by its display matrix (ISO/IEC 14496-12, 8.3.2)."""
    for side_data in video.get("side_data_list", []):
        rows = _ROW.findall(side_data.get("displaymatrix", ""))
        if len(rows) >= 2:
            (a, b), (c, d) = ((int(x), int(y)) for x, y in rows[:2])
            mirrored = a * d - b * c < 0
            degrees = math.degrees(math.atan2(b, -a if mirrored else a))
            return Pose(round(degrees / 90) * 90 % 360, mirrored)
        if "rotation" in side_data:
            return Pose(round(-float(side_data["rotation"]) / 90) * 90 % 360, mirrored=False)
    return Pose(0, mirrored=False)


def display_size(width: int, height: int, pixel_aspect: float, rotation: int) -> tuple[int, int]:
    """Width and height of the picture as it is shown, its pixels square and the turn applied."""
    wide = max(1, round(width * pixel_aspect))
    is_sane = 1 / WIDEST_PIXEL <= pixel_aspect <= WIDEST_PIXEL and wide <= MAX_SIDE
    if is_sane and abs(pixel_aspect - 1) > ROUNDING:
        width = wide
    return (height, width) if rotation in (90, 270) else (width, height)
