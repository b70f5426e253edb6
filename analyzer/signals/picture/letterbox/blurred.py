"""Blurred background fill: no fine detail up to a straight edge, and a copy of the content.

The second is what a plain wall beside a person lacks.
"""

from __future__ import annotations

import numpy as np

from ...shrinking import middle

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

COPY_SIDE = 24
"""Pixels to which fill and content are reduced to be compared, so that no blur matters; by hand."""

COPY_BLUR = 1.5
"""Standard deviation, in those pixels, by which the content is blurred for it; chosen by hand."""

COPY_ZOOMS = (1.0, 1.1, 1.25, 1.5)
"""How much larger than to fill the frame the copy may be."""

COPY = 0.62
"""Correlation of the fill with the content that was enlarged to fill the frame: 0.7 and more in 282
real clips that were filled (but for one whose own bars come first), 0.55 at most where people stand
before a plain wall."""


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


def is_copy(frame: np.ndarray, margin: int) -> bool:
    """Return whether the first and last ``margin`` rows are what lies between them, enlarged."""
    rows = len(frame)
    content = frame[margin : rows - margin]
    lines = max(1, round((margin - 2) * COPY_SIDE / rows))
    fill = np.r_[:lines, COPY_SIDE - lines : COPY_SIDE]
    shown = _reduced(frame)[fill]
    shown = shown - shown.mean()
    for zoom in COPY_ZOOMS:
        copy = middle(content, len(content) / rows / zoom, 1 / zoom)
        expected = _reduced(copy, COPY_BLUR)[fill]
        expected = expected - expected.mean()
        both = float(np.sqrt((shown**2).sum() * (expected**2).sum()))
        if (shown * expected).sum() >= COPY * max(both, 1e-6):
            return True
    return False


def _reduced(image: np.ndarray, blur: float = 0.0) -> np.ndarray:
    import cv2

    small = cv2.resize(image, (COPY_SIDE, COPY_SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), blur) if blur else small)


def _dilated(line: np.ndarray) -> np.ndarray:
    """Return the largest of each entry and the two on each side of it."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(np.pad(line, 2), 5).max(axis=1))
