"""The shapes of pictures, by the names that people use for them."""

from __future__ import annotations

from fractions import Fraction

from ..model.shape import COMMON_RATIOS, RATIO_TOLERANCE

__all__ = ["COMMON_RATIOS", "aspect_ratio"]


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
