"""Bars of one colour: over all frames, their pixels keep the level of the frame's edge."""

from __future__ import annotations

import numpy as np

from ....model import BarsKind
from .envelope import Margins
from .profile import LINES_BESIDE, MAX_BAR, SAME_LEVEL, bar_lines

OTHER_LEVEL = 14
"""Gray levels from which a pixel beside a bar is content; chosen by hand, above ``SAME_LEVEL``."""

CONTENT_BESIDE = 0.6
"""Share of the bar's length beside which content has to begin at once; chosen by hand."""

BLACK = 32
"""Luma below which a bar is called black and not coloured; video black is 16. Higher than a black
frame's limit, since a bar is judged by its median level and only for its name."""


def solid_margins(high: np.ndarray, low: np.ndarray) -> Margins | None:
    """Return the solid bars of frames with these extremes of each pixel; None without bars."""
    top, bottom = _pair(high, low)
    inner = slice(top, high.shape[0] - bottom)
    left, right = _pair(high[inner].T, low[inner].T)
    if not (top or bottom or left or right):
        return None
    return Margins(_shade(high, top, bottom, left, right), top, bottom, left, right)


def _pair(high: np.ndarray, low: np.ndarray) -> tuple[int, int]:
    """Return the lines of the bars at the first and at the last row."""
    return _bar(high, low), _bar(high[::-1], low[::-1])


def _bar(high: np.ndarray, low: np.ndarray) -> int:
    rows = high.shape[0]
    level = float(np.median(high[1]))
    if float(np.median(low[1])) < level - SAME_LEVEL:
        return 0
    reach = round(MAX_BAR * rows) + 2 * LINES_BESIDE
    most, least = high[:reach].astype(np.int16), low[:reach].astype(np.int16)
    is_bar = (most <= level + SAME_LEVEL) & (least >= level - SAME_LEVEL)
    margin = bar_lines(is_bar.mean(axis=1), rows)
    if not margin:
        return 0
    beside = slice(margin, margin + LINES_BESIDE)
    is_content = (most[beside] > level + OTHER_LEVEL) | (least[beside] < level - OTHER_LEVEL)
    return margin if is_content.any(axis=0).mean() >= CONTENT_BESIDE else 0


def _shade(image: np.ndarray, top: int, bottom: int, left: int, right: int) -> BarsKind:
    """Return whether the first bar that is there is black or coloured."""
    height, width = image.shape
    bars = (
        (top, image[: top or 1]),
        (bottom, image[height - (bottom or 1) :]),
        (left, image[:, : left or 1]),
        (right, image[:, width - (right or 1) :]),
    )
    level = next(float(np.median(bar)) for margin, bar in bars if margin)
    return BarsKind.BLACK if level < BLACK else BarsKind.COLOR
