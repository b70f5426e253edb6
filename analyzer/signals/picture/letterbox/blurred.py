"""Blurred background fill: on both sides alike, no fine detail up to a straight edge."""

from __future__ import annotations

import numpy as np

MIN_MARGIN = 0.03
"""Share of the frame's side from which blurred fill is looked for; chosen by hand."""

MAX_MARGIN = 0.45
"""Share of the frame's side up to which it is, on each side; chosen by hand."""

STRAIGHT = 0.25
"""Share of a row that is an edge, on both sides, where the content begins and ends; by hand."""

SOFT_LINES = 4
"""Rows on both sides of that edge that belong to neither; chosen by hand."""

SMOOTH = 1.3
"""Fine detail, in gray levels, that blurred fill stays under in any case; chosen by hand."""

SMOOTH_SHARE = 0.5
"""Share of the content's detail that this may be, for content that is soft itself; by hand."""

BLURRED = 0.25
"""Share of the content's detail that fill stays under: 0.05 to 0.23 in real clips so filled."""

MOST_ROWS = 80
"""Percentile of the fill's rows that have to be smooth: captions stand on the others; by hand."""


def blurred_margin(detail: np.ndarray, edges: np.ndarray) -> int:
    """Return the rows of blurred fill, the same on both sides; 0 where there is none.

    ``detail`` and ``edges`` are each row's fine detail in gray levels and its share of edge pixels.
    """
    rows = len(edges)
    least = max(SOFT_LINES + 1, round(MIN_MARGIN * rows))
    most = min(rows // 2 - SOFT_LINES, round(MAX_MARGIN * rows))
    if most - least < 3:
        return 0
    both = np.minimum(_dilated(edges[least:most]), _dilated(edges[::-1][least - 1 : most - 1]))
    margin = least + int(np.argmax(both))
    if both.max() < STRAIGHT:
        return 0
    inside = float(np.median(detail[margin + SOFT_LINES : rows - margin - SOFT_LINES]))
    outside = np.concatenate([detail[: margin - SOFT_LINES], detail[rows - margin + SOFT_LINES :]])
    smooth = max(min(SMOOTH, SMOOTH_SHARE * inside), BLURRED * inside)
    return margin if np.percentile(outside, MOST_ROWS) < smooth else 0


def _dilated(line: np.ndarray) -> np.ndarray:
    """Return the largest of each entry and the two on each side of it."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(np.pad(line, 2), 5).max(axis=1))
