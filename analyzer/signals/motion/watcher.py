"""Watches the picture ten times a second and tells what moves in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from analyzer.media import Frame
from analyzer.model import Motion, Span
from analyzer.signals.motion.light import Light, black_spans, fade_in_end
from analyzer.signals.motion.spans import gaps, merged, seconds
from analyzer.signals.motion.tracking import LIKELY_CLUSTER, Change, Look, compare

STEP = 0.1
LONG_LAGS = (0.4, 1.2)
LEAST_SHIFT = {STEP: 0.2, 0.4: 0.35, 1.2: 0.6}
"""Pixels of a 320-pixel picture that count as a shift, by lag: below is a camera's slow sway."""
JOLT = 0.01
JOLTY = 0.35
"""Change of the camera's velocity from one look to the next that betrays a hand: at least so much,
in picture heights per second, and at least this share of its speed."""


class MotionWatcher:
    """Watches the draft at 320 pixels, ten times a second, and tells what moves."""

    long_side = 320
    pixels: Literal["gray", "bgr"] = "bgr"
    """It needs gray only, but shares the picture that cuts and light are seen in."""

    def __init__(self) -> None:
        self._slot = -1
        self._previous: Look | None = None
        self._anchors: dict[float, Look] = {}
        self._height = 1
        self._last = 0.0
        self._frame_seconds = 0.0
        self._lights: list[Light] = []
        self._steps: list[Change] = []
        self._creeps: list[Change] = []

    def wants(self, time: float) -> bool:
        """Whether ``time`` begins a new tenth of a second."""
        self._frame_seconds = max(0.0, time - self._last)
        self._last = max(self._last, time)
        slot = int(time / STEP + 1e-6)
        is_new = slot > self._slot
        self._slot = max(self._slot, slot)
        return is_new

    def observe(self, frame: Frame) -> None:
        """Compare the frame with the one before it, and with older ones where those were still."""
        import cv2

        look = Look(frame.time, cv2.cvtColor(frame.image, cv2.COLOR_BGR2GRAY))
        self._height = frame.image.shape[0]
        self._lights.append(Light.of(look))
        if self._lights[-1].is_black:
            self._previous = None
            self._anchors = {}
            return
        if self._previous is not None:
            self._steps.append(compare(self._previous, look, LEAST_SHIFT[STEP]))
        self._previous = look
        for lag in LONG_LAGS:
            anchor = self._anchors.setdefault(lag, look)
            if look.time - anchor.time >= lag - STEP / 2:
                self._creep(anchor, look, lag)
                self._anchors[lag] = look

    def _creep(self, anchor: Look, look: Look, lag: float) -> None:
        """Compare across ``lag`` unless what moved in between is known already."""
        known = any(
            change.end > anchor.time and (change.is_certain or change.cluster >= LIKELY_CLUSTER)
            for change in (*self._steps[-16:], *self._creeps[-4:])
        )
        if known:
            return
        change = compare(anchor, look, LEAST_SHIFT[lag])
        if change.is_certain and change.is_same_scene:
            self._creeps.append(change)

    def result(self) -> Motion:
        """The movement in everything observed so far; nothing moves where nothing was observed."""
        end = self._last + min(self._frame_seconds, STEP)
        for lag in LONG_LAGS:
            anchor, look = self._anchors.get(lag), self._previous
            if anchor and look and look.time - anchor.time >= lag / 2:
                self._creep(anchor, look, lag)
        moves = [*_lasting(self._steps), *self._creeps]
        spans = merged(Span(change.start, change.end) for change in moves)
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
            black_spans=black_spans(self._lights, end),
            fade_in_ends_at=fade_in_end(self._lights),
        )

    def _levels(self, moves: Sequence[Change], end: float) -> tuple[float, ...]:
        """Percent of the picture's height per second, on the grid of ``STEP``."""
        levels = np.zeros(int(np.ceil(end / STEP - 1e-6)))
        for change in moves:
            first = round(change.start / STEP)
            cells = slice(first, max(round(change.end / STEP), first + 1))
            levels[cells] = np.maximum(levels[cells], 100 * change.speed / self._height)
        return tuple(round(float(level), 2) for level in levels)


def _lasting(steps: Sequence[Change]) -> list[Change]:
    """The changes that are movement: certain ones, and those that a neighbour confirms.

    Across a cut some corners are found again by chance, so what leaves the scene needs a neighbour.
    """
    kept = []
    for index, change in enumerate(steps):
        neighbours = [*steps[max(index - 1, 0) : index], *steps[index + 1 : index + 2]]
        confirmed = any(n.cluster >= LIKELY_CLUSTER - 1 for n in neighbours)
        alone = change.is_certain and change.is_same_scene
        if alone or (confirmed and change.cluster >= LIKELY_CLUSTER):
            kept.append(change)
    return kept


def _camera(moves: Sequence[Change], duration: float, height: int) -> str:
    """What the camera does most of the time: stand, move evenly, or shake in a hand."""
    driven = [c for c in moves if c.camera_moves]
    if not driven or sum(c.end - c.start for c in driven) < 0.3 * duration:
        return "static"
    steps = [c for c in driven if c.end - c.start < LONG_LAGS[0] / 2]
    if len(steps) < 5:
        return "moving"
    pace = np.array([[c.end - c.start] for c in steps])
    velocity = np.array([[c.shift_x, c.shift_y] for c in steps]) / pace
    jolt = np.median(np.hypot(*np.diff(velocity, axis=0).T))
    speed = np.median([c.speed for c in steps])
    return "handheld" if jolt > max(JOLT * height, JOLTY * speed) else "moving"
