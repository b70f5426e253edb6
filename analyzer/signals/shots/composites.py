"""Frames put together out of two pictures, on either side of a straight line that crosses them.

The old picture gives way to the new one, which comes in from the left: frames are turned so that
every other side becomes that one. Both parts stand still in a wipe, both move in a push (which
ffmpeg and editing programs also call a slide), the new picture moves over the old one in a cover,
and the old one moves off the new one in a reveal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

SIDES = ("left", "right", "up", "down")
"""Where the line that parts the two pictures moves to."""

EDGE = 2
"""Pixels on either side of the line between which its edge is measured: it may lie between two."""

DETAIL_SIGMA = 2.0
"""Pixels of the blur beyond which there is detail."""

STRONG_DETAIL = 4.0
"""Gray levels from which detail counts alike: one contour would outweigh all the rest."""

MIN_TEXTURE = 1.5
"""Gray levels of median detail under which a picture is too smooth to be told by it."""

MIN_BAND = 0.33
"""Share of the mean difference that there is in each fifth of the height and of the width: what
leaves a strip as it was is a panel, a caption or a page under its header."""

WAYS = ("wipe", "push", "cover", "reveal")
OLD_MOVES = ("push", "reveal")
NEW_MOVES = ("push", "cover")


def turned(frames: np.ndarray, side: str) -> np.ndarray:
    """Return frames of shape (n, height, width), turned so that the line moves to the right."""
    if side in ("up", "down"):
        frames = frames.swapaxes(1, 2)
    if side in ("left", "up"):
        frames = frames[:, :, ::-1]
    return np.ascontiguousarray(frames)


def composed(old: np.ndarray, new: np.ndarray, place: int, way: str) -> np.ndarray:
    """Return the frame in which the new picture takes up the ``place`` leftmost columns."""
    width = old.shape[1]
    left = new[:, width - place :] if way in NEW_MOVES else new[:, :place]
    right = old[:, : width - place] if way in OLD_MOVES else old[:, place:]
    return np.concatenate([left, right], axis=1)


def errors(frames: np.ndarray, old: np.ndarray, new: np.ndarray, way: str) -> np.ndarray:
    """Return the mean error of composites in gray levels, of shape (n, width + 1).

    It is that of each frame with the line at each place, from the left edge to the right one.
    """
    part = _moving if way in NEW_MOVES else _standing
    error = part(frames, new)
    part = _moving if way in OLD_MOVES else _standing
    error += part(frames[:, :, ::-1], old[:, ::-1])[:, ::-1]
    return error / old.size


class Guess(NamedTuple):
    """What explains the frames between two pictures best."""

    side: str
    way: str
    places: np.ndarray
    """Columns that the new picture takes up in each frame, turned."""
    error: float
    """Mean error that is left, in gray levels."""


def likeliest(frames: np.ndarray) -> Guess:
    """Return what explains the frames between the first and the last best."""
    best = Guess("", "", np.zeros(0), np.inf)
    for side in SIDES:
        some = turned(frames, side)
        between, old, new = some[1:-1], some[0], some[-1]
        mirrored = between[:, :, ::-1], old[:, ::-1]
        news = {moves: part(between, new) for moves, part in PARTS}
        olds = {moves: part(*mirrored)[:, ::-1] for moves, part in PARTS}
        for way in WAYS:
            error = news[way in NEW_MOVES] + olds[way in OLD_MOVES]
            cost = float(error.min(axis=1).mean()) / old.size
            if cost < best.error:
                best = Guess(side, way, error.argmin(axis=1), cost)
    return best


def halved(frames: np.ndarray) -> np.ndarray:
    """Return frames of half the height and half the width."""
    rows = (frames[:, :-1:2] + frames[:, 1::2]) / 2
    return np.asarray((rows[:, :, :-1:2] + rows[:, :, 1::2]) / 2)


def _standing(frames: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return the summed errors of the columns up to each place, where the picture stands."""
    columns = np.abs(frames - new).sum(axis=1)
    return np.concatenate([np.zeros_like(columns[:, :1]), columns.cumsum(axis=1)], axis=1)


def _moving(frames: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Return the summed errors of the columns up to each place, where the picture comes along.

    Column ``c`` of a frame is told to be column ``width - place + c`` of the picture: with those
    counted from its end, the errors of each place are an antidiagonal, which becomes a column where
    every row is written one farther to the right.
    """
    count, _, width = frames.shape
    apart = np.abs(frames[:, :, :, None] - new[:, None, ::-1]).sum(axis=1)
    padded = np.concatenate([apart, np.zeros_like(apart)], axis=2).reshape(count, -1)
    slanted = padded[:, : width * (2 * width - 1)].reshape(count, width, 2 * width - 1)
    sums = slanted[:, :, :width].sum(axis=1)
    return np.concatenate([np.zeros_like(sums[:, :1]), sums], axis=1)


PARTS = ((False, _standing), (True, _moving))


def details(seen: np.ndarray, told: np.ndarray, is_new: np.ndarray) -> tuple[float, float]:
    """Return the correlation of the detail of the old part, and of the new one."""
    some, other = detail(seen), detail(told)
    return _cosine(some[~is_new], other[~is_new]), _cosine(some[is_new], other[is_new])


def detail(frames: np.ndarray) -> np.ndarray:
    """Return what of frames of shape (n, height, width) a blur takes away, strong or weak."""
    import cv2

    blurred = np.stack([cv2.GaussianBlur(frame, (0, 0), DETAIL_SIGMA) for frame in frames])
    return np.asarray((frames - blurred).clip(-STRONG_DETAIL, STRONG_DETAIL))


def differ(old: np.ndarray, new: np.ndarray) -> bool:
    """Return whether two pictures differ from edge to edge, and have detail to be told by."""
    apart = np.abs(old - new)
    bands = [band for axis in (0, 1) for band in np.array_split(apart, 5, axis=axis)]
    texture = np.median(np.abs(detail(np.stack([old, new]))), axis=(1, 2)).min()
    return bool(texture >= MIN_TEXTURE and min(b.mean() for b in bands) >= MIN_BAND * apart.mean())


def edge(seen: np.ndarray, told: np.ndarray, places: np.ndarray) -> tuple[float, float, float]:
    """Return how far the picture jumps at the line, and anywhere else, both in gray levels.

    The third is the correlation of the jump with what it is told to be.
    """
    frames = np.arange(len(seen))
    left = np.maximum(0, places - EDGE)
    right = np.minimum(seen.shape[2] - 1, places + EDGE - 1)
    jump = seen[frames, :, right] - seen[frames, :, left]
    expected = told[frames, :, right] - told[frames, :, left]
    span = 2 * EDGE - 1
    usual = float(np.abs(seen[:, :, span:] - seen[:, :, :-span]).mean())
    return float(np.abs(jump).mean()), usual, _cosine(jump, expected)


def correlation(some: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation of two pictures, whatever their light."""
    return _cosine(some - some.mean(), other - other.mean())


def _cosine(some: np.ndarray, other: np.ndarray) -> float:
    some, other = some.ravel(), other.ravel()
    return float(some @ other) / max(1e-6, float(np.linalg.norm(some) * np.linalg.norm(other)))
