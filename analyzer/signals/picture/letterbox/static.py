"""Static background: a still picture around a moving one, told by what moves."""

from __future__ import annotations

import numpy as np

from .profile import (
    LINES_BESIDE,
    MAX_BAR,
    MAX_BOTH_BARS,
    MIN_BAR,
    SAME_LEVEL,
    bar_lines,
)

ALL_MOVES = 0.95
"""Share of a row's length from which the content moves all over it; chosen by hand."""

NOTHING_MOVES = 0.05
"""Share of a row's length up to which nothing moves: coding noise. Chosen by hand."""

BESIDE_MOVES = 0.6
"""Share of a row's length under which one of the rows beside the content has to stay."""

STATIC_ROWS = 0.5
"""Share of a margin's rows in which nothing may move: captions change on others; by hand."""

CONTENT_MOVES = 0.7
"""Mean share of movement between two margins that end in a straight line; chosen by hand."""


def static_margins(spread: np.ndarray) -> tuple[int, int]:
    """Return the rows at the start and at the end in which nothing moves; zeros without such.

    ``spread`` is by how many gray levels each pixel changed; all between the margins has to move.
    """
    moving = (spread > SAME_LEVEL).mean(axis=1)
    rows = len(moving)
    around = _around_the_moving(moving)
    if around is not None:
        return around
    reach = round(MAX_BAR * rows) + LINES_BESIDE
    static = 1 - moving
    first, last = bar_lines(static[:reach], rows), bar_lines(static[::-1][:reach], rows)
    if not (first and last) or moving[first : rows - last].mean() < CONTENT_MOVES:
        return 0, 0
    return first, last


def _around_the_moving(moving: np.ndarray) -> tuple[int, int] | None:
    """Return the margins of the rows that move all over, passing over captions beside them.

    None where there is no such content, or where something moves beside it.
    """
    rows = len(moving)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], moving >= ALL_MOVES, [False]])))
    if not len(ends):
        return None
    start, end = max(ends.reshape(-1, 2), key=lambda run: int(run[1] - run[0]))
    if end - start < (1 - MAX_BOTH_BARS) * rows:
        return None
    margins = moving[:start][::-1], moving[end:]
    return (int(start), int(rows - end)) if all(_is_static(m, rows) for m in margins) else None


def _is_static(margin: np.ndarray, rows: int) -> bool:
    """Return whether nothing moves in most of a margin, given from the content outwards."""
    return bool(
        len(margin) >= max(LINES_BESIDE, MIN_BAR * rows)
        and margin[:LINES_BESIDE].min() < BESIDE_MOVES
        and (margin <= NOTHING_MOVES).mean() >= STATIC_ROWS
        and margin[-LINES_BESIDE:].max() <= NOTHING_MOVES
    )
