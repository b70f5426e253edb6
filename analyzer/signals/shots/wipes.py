"""Wipes, pushes, covers and reveals: one picture takes the other's place from a side.

Every frame in between is explained by the last picture before and the first one after, on either
side of a straight line that moves across the picture and stops; both rest before and after.
Brightness alone fits much that passes before a lens, so the fine detail of both parts has to fit,
too, and the line has to be an edge, which it is not where a camera pans or a page scrolls.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...model import Span
from . import composites
from .gradual import MIN_FRAMES, OTHER_SCENE, STEP, WHOLE_WINDOW
from .thumbnails import FLAT, reduced

LONG_SIDE = 48
"""Pixels of the longer side of the pictures that are compared."""

WINDOWS = (0.4, 0.7, 1.0, 1.4)
"""Seconds over which a change is looked for: from 0.2 to 1 s, and what rests around it."""

REST = 0.08
"""Seconds for which the picture rests before and after; chosen by hand."""

MIN_DIFFERENCE = 12.0
"""Gray levels of mean difference between the two pictures; chosen by hand."""

TAIL = 0.4
"""Seconds at the end in which the new picture is there, or all but: eased ones end slowly."""

AT_REST = 0.2
"""Share of their difference up to which a frame is one of the two; chosen by hand."""

HALFWAY = 0.35
"""Share of their difference by which some frame is neither; half of it in a wipe."""

LOOKS = 4
"""Frames of a window by which the likeliest way and side are chosen."""

ENDS = (0.03, 0.97)
"""Share of the way of the line up to which it has not set out, and from which it has arrived: at
0.05, eased ones were taken to begin when they had begun, and one of seven was lost."""

INNER = (0.05, 0.95)
"""Share of its way between which both parts are to be seen; by hand."""

MARGIN = 3
"""Frames at rest, before and after, that have to fit as well."""

MIN_MARGIN = 2
"""Frames of those that have to be there at least."""

MIN_INNER = 3
"""Frames with the line well within the picture; fewer are a cut."""

MAX_RESIDUAL = 0.4
"""Share of the difference of the two that a frame may leave unexplained, since both move on."""

SPARE = 1.25
"""Times as much that may be left at half the size, where the ends are those of the window."""

MAX_STEP = 0.5
"""Share of the picture by which the line may move from one frame to the next: more is a cut."""

MAX_FALL = 0.05
"""Share of the picture by which it may seem to fall back."""

MAX_UNEVEN = 0.12
"""Share of the picture by which a step may fall short of both one before and one after: easing
speeds up, then slows down, and never does so twice."""

MIN_DETAIL = 0.6
"""Correlation of the detail of either part with what it is told to be. That of 240 made ones is
0.8 or more at three of four; that of fits to a bird close by, to pans and the like is 0.4."""

MIN_EDGE = 0.6
"""Share of the difference of the two by which the picture jumps at the line; that of 209 fits to
pans over photos was 0.61 at most in 95 of 100."""

MIN_CONTRAST = 1.5
"""How many times as far as anywhere else the picture jumps at the line of a push: where a page
moves by its height, or a camera by its view, the two are alike."""

MIN_EDGE_LIKENESS = 0.7
"""Correlation of that jump with what it is told to be."""


class Fit(NamedTuple):
    """How frames are explained by one picture that takes the other's place."""

    way: str
    start: int
    """Index of the last whole frame of the old picture; ``end`` is the first of the new one."""
    end: int
    places: np.ndarray
    """Where the line is, as shares of its way, from before the start until after the end."""
    residuals: np.ndarray
    """Share of the difference that each of these frames leaves unexplained."""
    details: tuple[float, float]
    """Correlation of the detail of the old part and of the new one."""
    edge: float
    """Share of the difference of the two by which the picture jumps at the line."""
    contrast: float
    """How many times as far as elsewhere."""
    edge_likeness: float
    """Correlation of that jump with the jump between the two parts."""


class WipeDetector:
    """Detects wipes and their kin as frames come in; keeps the last second and a half only."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._pictures: deque[np.ndarray] = deque()
        self._next = 0.0
        self.found: list[Span] = []
        """Each from the last whole frame of a shot to the first of the next."""

    def add(self, time: float, image: np.ndarray) -> None:
        """Take in one BGR frame, and look for a change ten times a second."""
        self._times.append(time)
        self._pictures.append(reduced(image, LONG_SIDE))
        while time - self._times[0] > WINDOWS[-1] + STEP:
            self._times.popleft()
            self._pictures.popleft()
        if time < self._next:
            return
        self._next = time + STEP
        times, pictures = tuple(self._times), tuple(self._pictures)
        for seconds in WINDOWS:
            start = bisect_left(times, time - seconds - 1e-3)
            is_whole = time - times[start] >= WHOLE_WINDOW * seconds
            if is_whole and len(times) - start >= MIN_FRAMES:
                span = find_wipe(times[start:], pictures[start:])
                if span is not None and not (self.found and self.found[-1].end > span.start):
                    self.found.append(span)


def find_wipe(times: Sequence[float], pictures: Sequence[np.ndarray]) -> Span | None:
    """Return the part in which the last picture takes the first one's place; None without any."""
    first, last = pictures[0], pictures[-1]
    difference = float(np.abs(last - first).mean())
    if difference < MIN_DIFFERENCE or _is_plain(first) or _is_plain(last):
        return None
    if composites.correlation(first, last) > OTHER_SCENE:
        return None
    frames = np.stack(pictures)
    between = _between(times, frames, difference)
    fit = best_fit(frames, between) if len(between) else None
    if fit is None or not _is_wipe(fit):
        return None
    return Span(round(times[fit.start], 3), round(times[fit.end], 3))


def _is_plain(picture: np.ndarray) -> bool:
    return min(picture.shape) < LONG_SIDE / 5 or float(picture.std()) < FLAT


def _between(times: Sequence[float], frames: np.ndarray, difference: float) -> np.ndarray:
    """Return which frames are neither of the ends; none where those do not rest."""
    apart = np.minimum(*(np.abs(frames - frames[at]).mean(axis=(1, 2)) for at in (0, -1)))
    between = np.flatnonzero(apart > AT_REST * difference)
    if apart.max() < HALFWAY * difference or len(between) < MIN_INNER - 1:
        return between[:0]
    before, after = times[between[0]] - times[0], times[-1] - times[between[-1]]
    return between if before >= REST and REST <= after < TAIL else between[:0]


def best_fit(frames: np.ndarray, between: np.ndarray) -> Fit | None:
    """Return how the likeliest way and side explain the frames; None if by no means."""
    looks = np.unique(np.linspace(1, len(between), LOOKS).round().astype(int))
    small = composites.halved(frames[[0, *between, -1]])
    guess = composites.likeliest(small[[0, *looks, -1]])
    small, frames = composites.turned(small, guess.side), composites.turned(frames, guess.side)
    way, most = guess.way, MAX_RESIDUAL * np.abs(small[-1] - small[0]).mean()
    if guess.error > most or np.diff(guess.places, prepend=0).min() < -1:
        return None
    error = composites.errors(small, small[0], small[-1], way)
    steps = np.diff(error.argmin(axis=1))
    is_steady = steps.min() >= -1 and steps.max() <= MAX_STEP * small.shape[2] + 1
    if error.min(axis=1).max() > SPARE * most or not is_steady:
        return None
    width = frames.shape[2]
    start, end = _ends(composites.errors(frames, frames[0], frames[-1], way).argmin(axis=1) / width)
    from_frame = max(0, start - MARGIN)
    seen, old, new = frames[from_frame : end + MARGIN + 1], frames[start], frames[end]
    after = from_frame + len(seen) - 1 - end
    has_rest = min(start - from_frame, after) >= MIN_MARGIN
    if end <= start or not has_rest or not composites.differ(old, new):
        return None
    error = composites.errors(seen, old, new, way)
    places = error.argmin(axis=1)
    inner = np.flatnonzero((places > INNER[0] * width) & (places < INNER[1] * width))
    if len(inner) < MIN_INNER:
        return None
    told = np.stack([composites.composed(old, new, places[at], way) for at in inner])
    is_new = np.broadcast_to(np.arange(width) < places[inner][:, None, None], told.shape)
    jump, usual, likeness = composites.edge(seen[inner], told, places[inner])
    difference = float(np.abs(old - new).mean())
    return Fit(
        way,
        start,
        end,
        places / width,
        error.min(axis=1) / difference,
        composites.details(seen[inner], told, is_new),
        jump / difference,
        jump / max(1.0, usual),
        likeness,
    )


def _is_wipe(fit: Fit) -> bool:
    steps = np.diff(fit.places)
    is_across = fit.places[0] <= INNER[0] and fit.places[-1] >= INNER[1]
    is_steady = is_across and steps.min() >= -MAX_FALL and steps.max() <= MAX_STEP
    is_explained = fit.residuals.max() <= MAX_RESIDUAL and min(fit.details) >= MIN_DETAIL
    is_seam = fit.way != "push" or fit.contrast >= MIN_CONTRAST
    has_edge = is_seam and fit.edge >= MIN_EDGE and fit.edge_likeness >= MIN_EDGE_LIKENESS
    return bool(is_steady and is_explained and has_edge and _unevenness(steps) <= MAX_UNEVEN)


def _ends(places: np.ndarray) -> tuple[int, int]:
    """Return the last frame before the line sets out, and the first one when it has arrived.

    The second is no later than the first where it never arrives.
    """
    start = int(np.flatnonzero(places <= ENDS[0])[-1:].sum())
    arrived = np.flatnonzero(places[start:] >= ENDS[1])
    return start, start + int(arrived[:1].sum())


def _unevenness(steps: np.ndarray) -> float:
    """Return by how much a step falls short of a smaller one farther from the largest."""
    peak = int(steps.argmax())
    sides = (steps[: peak + 1], steps[peak:][::-1])
    return float(max((np.maximum.accumulate(side) - side).max() for side in sides))
