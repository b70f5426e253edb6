"""The shapes of pictures, by the ratios that people use for them."""

from __future__ import annotations

from .base import Wording

COMMON_RATIOS = (
    "9:16", "16:9", "1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "21:9", "1:2", "2:1",
)  # fmt: skip

RATIO_TOLERANCE = 0.01
"""Share by which a picture may miss a ratio, since encoders round sizes to even numbers."""


def named_ratio(width: int, height: int) -> Wording:
    """The picture's ratio where people have a name for it, else the two that it lies between."""
    ratio = width / height
    known = sorted((_value(name), name) for name in COMMON_RATIOS)
    for value, name in known:
        if abs(ratio / value - 1) <= RATIO_TOLERANCE:
            return Wording("{ratio}", values={"ratio": name})
    below = [name for value, name in known if value < ratio]
    above = [name for value, name in known if value > ratio]
    if not below:
        return Wording("narrower than {ratio}", values={"ratio": above[0]})
    if not above:
        return Wording("wider than {ratio}", values={"ratio": below[-1]})
    return Wording("between {low} and {high}", values={"low": below[-1], "high": above[0]})


def _value(name: str) -> float:
    across, down = map(int, name.split(":"))
    return across / down
