"""Where a bar ends, read from the share of each row that is bar."""

from __future__ import annotations

import numpy as np

SAME_LEVEL = 10
"""Gray levels by which a pixel of a solid or static bar may differ: ringing beside the content."""

MIN_BAR = 0.015
"""Share of the frame's side: what is thinner is an encoder's rim. Chosen by hand."""

MIN_BAR_LINES = 4
"""Lines, likewise, in a small frame; chosen by hand."""

MAX_BAR = 0.7
"""Share of the frame's side: what is thicker is no bar. Chosen by hand."""

MAX_BOTH_BARS = 0.85
"""Share of the frame's side that two bars may take together; chosen by hand."""

LINES_BESIDE = 8
"""Lines next to the bar in which the content has to begin; chosen by hand."""

CONTENT_LINE = 0.4
"""Share of a line that is bar, under which the line is content; chosen by hand."""

BAR_LINE = 0.85
"""Mean share that is bar of the last four lines before the content; chosen by hand."""

CLEAN_LINE = 0.95
"""Share of a line that is bar, from which nothing (a caption, say) stands on it; by hand."""

CLEAN_LINES = 0.5
"""Share of a bar's lines that have to be clean, since captions are short; chosen by hand."""

SOFT_LINES = 2
"""Lines over which scaling may have smeared the end of the bar; chosen by hand."""


def bar_lines(bar_share: np.ndarray, side: int) -> int:
    """Return how many lines the bar has; 0 where it ends in no straight line.

    ``bar_share`` is each line's share of bar from the frame's edge inwards, ``side`` the frame's
    number of lines. Lines with a caption on them are passed over.
    """
    candidates = np.flatnonzero(bar_share < CONTENT_LINE)
    while len(candidates):
        end = int(candidates[0])
        if end > MAX_BAR * side or end < max(MIN_BAR_LINES, MIN_BAR * side):
            return 0
        before, after = bar_share[max(0, end - 4) : end], bar_share[end : end + LINES_BESIDE]
        if before.mean() >= BAR_LINE and after[SOFT_LINES:].mean() < CONTENT_LINE:
            return end if (bar_share[:end] >= CLEAN_LINE).mean() >= CLEAN_LINES else 0
        candidates = candidates[candidates > end + LINES_BESIDE]
    return 0
