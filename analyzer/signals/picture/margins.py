"""The margins around the content of a few frames that show it in the same place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.model import BarsKind

SOLID = 10
"""Gray levels by which a pixel of a solid bar may differ: ringing beside the content."""
APART = 14
"""Gray levels from which a pixel beside a bar is not the bar."""
LEAST_MARGIN = 0.015
MOST_MARGIN = 0.7
"""Shares of the frame's side: thinner is an encoder's rim, thicker is no margin."""
MOST_BARS = 0.85
BESIDE = 8
"""Lines next to the bar in which the content has to begin."""
FILLED = 0.6
"""Share of those lines' length in which it has to."""
ALL_OF_IT = 0.95
STILL = 0.05
"""Shares of a row's length: where the picture in a still frame moves, and where nothing does."""
BLACK = 32
"""Luma below which a solid bar is black; video black is 16."""
EDGE = 8
SMOOTH = 1.3
"""Mean difference, in gray levels, between pixels two apart: blurred filling has less."""

BLURRED = 0.25
"""The same as a share of what the content has: 0.05 to 0.23 in real clips that were so filled."""
STRAIGHT = 0.25
"""Share of a row that is an edge, on both sides, where the content begins and ends."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How many pixels of the frame lie beside the content on each side, and what fills them."""

    kind: BarsKind
    top: int
    bottom: int
    left: int
    right: int


class Frames:
    """What some frames have in common, without keeping them."""

    def __init__(self) -> None:
        self.count = 0
        self.high: np.ndarray | None = None
        self.low: np.ndarray | None = None
        self._lines: list[np.ndarray] = []

    def add(self, image: np.ndarray) -> None:
        """Take in one gray frame."""
        self.count += 1
        self.high = image.copy() if self.high is None else np.maximum(self.high, image)
        self.low = image.copy() if self.low is None else np.minimum(self.low, image)
        lines = [*_profile(image), *_profile(image.T)]
        self._lines = (
            lines if self.count == 1 else [a + b for a, b in zip(self._lines, lines, strict=True)]
        )

    def profile(self, axis: int) -> tuple[np.ndarray, np.ndarray]:
        """For every row (axis 0) or column: its mean fine detail, and its share of edge pixels."""
        detail, edges = self._lines[2 * axis : 2 * axis + 2]
        return detail / self.count, edges / self.count


def _profile(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    import cv2

    plain = np.ascontiguousarray(image)
    fine = cv2.absdiff(plain[:, 2:], plain[:, :-2])
    step = cv2.absdiff(plain[1:], plain[:-1])
    is_edge = cv2.threshold(step, EDGE, 1, cv2.THRESH_BINARY)[1]
    share = cv2.reduce(is_edge, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    detail = cv2.reduce(fine, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return detail.ravel() / plain.shape[1], np.append(0, share.ravel() / plain.shape[1])


def find_margins(frames: Frames, *, with_still: bool = False) -> Margins | None:
    """The margins of solid, blurred or (if asked) still filling; null where there are none."""
    high, low = frames.high, frames.low
    if high is None or low is None or min(high.shape) < 4 * BESIDE:
        return None
    top, bottom = _solid_pair(high, low)
    inner = slice(top, high.shape[0] - bottom)
    left, right = _solid_pair(high[inner].T, low[inner].T)
    is_left = max((top + bottom) / high.shape[0], (left + right) / high.shape[1]) < MOST_BARS
    if is_left and (top or bottom or left or right):
        return Margins(_shade(high, top, bottom, left, right), top, bottom, left, right)
    for axis in (0, 1):
        edge = _blurred_margin(*frames.profile(axis))
        if edge:
            return _both(BarsKind.BLURRED, axis, edge, edge)
    for axis in (0, 1) if with_still else ():
        spread = _first(high, axis).astype(np.int16) - _first(low, axis)
        first, last = _still_margins(spread > SOLID)
        if first and last:
            return _both(BarsKind.PICTURE, axis, first, last)
    return None


def _first(image: np.ndarray, axis: int) -> np.ndarray:
    """The image with ``axis`` first."""
    return image if axis == 0 else image.T


def _both(kind: BarsKind, axis: int, first: int, last: int) -> Margins:
    sides = (first, last, 0, 0) if axis == 0 else (0, 0, first, last)
    return Margins(kind, *sides)


def _shade(image: np.ndarray, top: int, bottom: int, left: int, right: int) -> BarsKind:
    """Black or coloured, by the middle of the first bar that is there."""
    height, width = image.shape
    pieces = (
        (top, image[: top or 1]),
        (bottom, image[height - (bottom or 1) :]),
        (left, image[:, : left or 1]),
        (right, image[:, width - (right or 1) :]),
    )
    level = next(float(np.median(piece)) for margin, piece in pieces if margin)
    return BarsKind.BLACK if level < BLACK else BarsKind.COLOR


def _solid_pair(high: np.ndarray, low: np.ndarray) -> tuple[int, int]:
    """The solid margins at the first and at the last row."""
    return _solid_margin(high, low), _solid_margin(high[::-1], low[::-1])


def _solid_margin(high: np.ndarray, low: np.ndarray) -> int:
    rows = high.shape[0]
    most = round(MOST_MARGIN * rows)
    level = float(np.median(high[1]))
    if float(np.median(low[1])) < level - SOLID:
        return 0
    edge = most + 2 * BESIDE
    top, base = high[:edge].astype(np.int16), low[:edge].astype(np.int16)
    is_bar = (top <= level + SOLID) & (base >= level - SOLID)
    margin = _end_of_bar(is_bar.mean(axis=1), rows)
    if not margin:
        return 0
    beside = slice(margin, margin + BESIDE)
    apart = (top[beside] > level + APART) | (base[beside] < level - APART)
    return margin if apart.any(axis=0).mean() >= FILLED else 0


def _end_of_bar(share: np.ndarray, rows: int) -> int:
    """Where the rows that are bar end, text on them left aside; 0 where that is no clear line."""
    ends = np.flatnonzero(share < 0.4)
    while len(ends):
        margin = int(ends[0])
        if margin > MOST_MARGIN * rows or margin < max(4, LEAST_MARGIN * rows):
            return 0
        before, after = share[max(0, margin - 4) : margin], share[margin : margin + BESIDE]
        if before.mean() >= 0.85 and after[2:].mean() < 0.4:
            return margin if (share[:margin] >= 0.95).mean() >= 0.5 else 0
        ends = ends[ends > margin + BESIDE]
    return 0


def _blurred_margin(detail: np.ndarray, edges: np.ndarray) -> int:
    """The margin of blurred filling, the same on both sides; 0 where there is none."""
    rows = len(edges)
    least, most = round(0.03 * rows), round(0.45 * rows)
    if most - least < 3:
        return 0
    both = np.minimum(_widened(edges[least:most]), _widened(edges[::-1][least - 1 : most - 1]))
    margin = least + int(np.argmax(both))
    if both.max() < STRAIGHT:
        return 0
    inside = float(np.median(detail[margin + 4 : rows - margin - 4]))
    outside = np.concatenate([detail[: margin - 4], detail[rows - margin + 4 :]])
    smooth = max(min(SMOOTH, 0.5 * inside), BLURRED * inside)
    return margin if np.percentile(outside, 80) < smooth else 0


def _widened(line: np.ndarray) -> np.ndarray:
    """The largest of each entry and the two on each side of it."""
    return np.asarray(np.lib.stride_tricks.sliding_window_view(np.pad(line, 2), 5).max(axis=1))


def _still_margins(moves: np.ndarray) -> tuple[int, int]:
    """The rows at the start and at the end in which nothing moves, while all between them does."""
    share = moves.mean(axis=1)
    rows = len(share)
    around = _around_the_moving(share)
    if around is not None:
        return around
    first = _end_of_bar(1 - share[: round(MOST_MARGIN * rows) + BESIDE], rows)
    last = _end_of_bar(1 - share[::-1][: round(MOST_MARGIN * rows) + BESIDE], rows)
    if not (first and last) or share[first : rows - last].mean() < 0.7:
        return 0, 0
    return first, last


def _around_the_moving(share: np.ndarray) -> tuple[int, int] | None:
    """The margins of what moves over its whole width, captions beside it aside; null without it."""
    rows = len(share)
    ends = np.flatnonzero(np.diff(np.concatenate([[False], share >= ALL_OF_IT, [False]])))
    if not len(ends):
        return None
    start, end = max(ends.reshape(-1, 2), key=lambda run: int(run[1] - run[0]))
    if end - start < (1 - MOST_BARS) * rows:
        return None
    margins = share[:start][::-1], share[end:]
    are_bars = (
        len(margin) >= max(BESIDE, LEAST_MARGIN * rows)
        and margin[:BESIDE].min() < FILLED
        and (margin <= STILL).mean() >= 0.5
        and margin[-BESIDE:].max() <= STILL
        for margin in margins
    )
    return (int(start), int(rows - end)) if all(are_bars) else None
