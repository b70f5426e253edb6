"""The shapes of pictures, by the names that people use for them."""

from __future__ import annotations

from fractions import Fraction

COMMON_RATIOS = (
    "9:16", "16:9", "1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "21:9", "1:2", "2:1",
)  # fmt: skip


def aspect_ratio(width: int, height: int) -> str:
    """The ratio that people use for a picture of this size, or its reduced numbers.

    A ratio is recognised within one percent, since encoders round sizes to even numbers.
    """
    for name in COMMON_RATIOS:
        across, down = map(int, name.split(":"))
        if abs(width / height * down / across - 1) <= 0.01:
            return name
    ratio = Fraction(width, height)
    return f"{ratio.numerator}:{ratio.denominator}"
