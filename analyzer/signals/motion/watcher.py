"""Samples the picture ten times a second and tells what moves in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...media.frames import Frame
from ...model import Motion, Span
from .fades import Brightness, black_spans, fade_in_end
from .movement import LIKELY_CLUSTER, Movement, compare
from .sample import Sample
from .spans import gaps, merged, seconds

STEP = 0.1
"""Seconds between two samples; chosen by hand."""

LONG_LAGS = (0.4, 1.2)
"""Seconds over which samples are compared again, for slow motion; chosen by hand."""

LEAST_SHIFT = {STEP: 0.2, 0.4: 0.35, 1.2: 0.6}
"""Pixels of a 320-pixel picture that count as a shift, by lag: below is a camera's slow sway."""

KNOWN_STEPS = 16
"""Movements over one step that may fall into the longest lag: 1.2 s and a few more."""

KNOWN_LAGS = 4
"""Movements over a long lag that may fall into the longest lag."""

MOVING_CAMERA = 0.3
"""Share of the time in which the camera of a draft moves that is not static; chosen by hand."""

FEWEST_STEPS = 5
"""Steps of camera motion from which jitter can be told; chosen by hand."""

LEAST_JITTER = 0.01
"""Change of the camera's velocity from one sample to the next, in picture heights per second, that
betrays a hand; chosen by hand."""

JITTER_SHARE = 0.35
"""The same as a share of the camera's speed, which it has to reach too; chosen by hand."""


class MotionWatcher:
    """Samples the draft at 320 pixels, ten times a second, and tells what moves."""

    long_side = 320

    def __init__(self) -> None:
        self._slot = -1
        self._previous: Sample | None = None
        self._references: dict[float, Sample] = {}
        self._height = 1
        self._last = 0.0
        self._frame_seconds = 0.0
        self._brightness: list[Brightness] = []
        self._steps: list[Movement] = []
        self._slow: list[Movement] = []

    def wants(self, time: float) -> bool:
        """Return whether ``time`` begins a new tenth of a second."""
        self._frame_seconds = max(0.0, time - self._last)
        self._last = max(self._last, time)
        slot = int(time / STEP + 1e-6)
        is_new = slot > self._slot
        self._slot = max(self._slot, slot)
        return is_new

    def observe(self, frame: Frame) -> None:
        """Compare the frame with the one before it, and with older ones where those were still."""
        sample = Sample(frame.time, frame.gray)
        self._height = frame.gray.shape[0]
        self._brightness.append(Brightness.of(sample))
        if self._brightness[-1].is_black:
            self._previous = None
            self._references = {}
            return
        if self._previous is not None:
            self._steps.append(compare(self._previous, sample, LEAST_SHIFT[STEP]))
        self._previous = sample
        for lag in LONG_LAGS:
            reference = self._references.setdefault(lag, sample)
            if sample.time - reference.time >= lag - STEP / 2:
                self._find_slow_motion(reference, sample, lag)
                self._references[lag] = sample

    def _find_slow_motion(self, reference: Sample, sample: Sample, lag: float) -> None:
        """Compare across ``lag`` unless what moved in between is known already."""
        is_known = any(
            m.end > reference.time and (m.is_certain or m.cluster >= LIKELY_CLUSTER)
            for m in (*self._steps[-KNOWN_STEPS:], *self._slow[-KNOWN_LAGS:])
        )
        if is_known:
            return
        movement = compare(reference, sample, LEAST_SHIFT[lag])
        if movement.is_certain and movement.is_same_scene:
            self._slow.append(movement)

    def result(self) -> Motion:
        """Return the movement in everything observed so far; none where nothing was observed."""
        end = self._last + min(self._frame_seconds, STEP)
        for lag in LONG_LAGS:
            reference, sample = self._references.get(lag), self._previous
            if reference and sample and sample.time - reference.time >= lag / 2:
                self._find_slow_motion(reference, sample, lag)
        moves = [*_confirmed(self._steps), *self._slow]
        spans = merged(Span(movement.start, movement.end) for movement in moves)
        levels = self._levels(moves, end)
        subject = merged(Span(c.start, c.end) for c in moves if c.subject_moves)
        return Motion(
            level=round(float(np.mean(levels)), 2) if levels else 0.0,
            first_at=spans[0].start if spans else None,
            is_moving=bool(spans),
            camera=_camera(moves, end, self._height),
            subject_share=round(seconds(subject) / end, 3) if end else 0.0,
            step=STEP,
            levels=levels,
            spans=spans,
            still_spans=gaps(spans, end),
            black_spans=black_spans(self._brightness, end),
            fade_in_ends_at=fade_in_end(self._brightness),
        )

    def _levels(self, moves: Sequence[Movement], end: float) -> tuple[float, ...]:
        """Return percent of the picture's height per second, on the grid of ``STEP``."""
        levels = np.zeros(int(np.ceil(end / STEP - 1e-6)))
        for movement in moves:
            first = round(movement.start / STEP)
            cells = slice(first, max(round(movement.end / STEP), first + 1))
            levels[cells] = np.maximum(levels[cells], 100 * movement.speed / self._height)
        return tuple(round(float(level), 2) for level in levels)


def _confirmed(steps: Sequence[Movement]) -> list[Movement]:
    """Return the movements that are certain, and those that a neighbour confirms.

    Across a cut some corners are found again by chance, so what leaves the scene needs a neighbour.
    """
    kept = []
    for index, movement in enumerate(steps):
        neighbours = [*steps[max(index - 1, 0) : index], *steps[index + 1 : index + 2]]
        is_confirmed = any(n.cluster >= LIKELY_CLUSTER - 1 for n in neighbours)
        is_enough = movement.is_certain and movement.is_same_scene
        if is_enough or (is_confirmed and movement.cluster >= LIKELY_CLUSTER):
            kept.append(movement)
    return kept


def _camera(moves: Sequence[Movement], duration: float, height: int) -> str:
    """Return what the camera does most of the time: stand, move evenly, or jitter in a hand."""
    driven = [c for c in moves if c.camera_moves]
    if not driven or sum(c.end - c.start for c in driven) < MOVING_CAMERA * duration:
        return "static"
    steps = [c for c in driven if c.end - c.start < LONG_LAGS[0] / 2]
    if len(steps) < FEWEST_STEPS:
        return "moving"
    pace = np.array([[c.end - c.start] for c in steps])
    velocity = np.array([[c.shift_x, c.shift_y] for c in steps]) / pace
    jitter = np.median(np.hypot(*np.diff(velocity, axis=0).T))
    speed = np.median([c.speed for c in steps])
    return "handheld" if jitter > max(LEAST_JITTER * height, JITTER_SHARE * speed) else "moving"
