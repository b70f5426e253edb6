"""Gradual transitions: dissolves, found as a mix of two pictures, and fades through one shade.

Over windows of 0.4, 0.8 and 1.6 seconds every frame is explained by least squares as
``(1 - alpha) * first + alpha * last``, or as the first that fades and then the last that appears.
In a transition little is left unexplained (the residual) and alpha rises steadily; in a cut alpha
takes one large step, and in camera or subject movement the residual is too large. That is what
limits a dissolve, too: of 150 between real videos 36 are missed, all but two because both shots
move on meanwhile, and a longer window finds none of them (November 2026).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...model import Span
from .thumbnails import Thumbnail, likeness

WINDOWS = (0.4, 0.8, 1.6)
"""Seconds over which a transition is looked for; chosen by hand."""

WHOLE_WINDOW = 0.8
"""Share of a window that has to be filled with frames; chosen by hand."""

STEP = 0.1
"""Seconds between two searches; chosen by hand."""

SPARE_SECONDS = 0.1
"""Seconds of frames that are kept beyond the longest window."""

MIN_FRAMES = 6
"""Frames in a window from which a mix can be told from movement; chosen by hand."""

MIN_DIFFERENCE = 15.0
"""Gray levels by which a window's ends differ (standard deviation: brightness aside); by hand."""

MAX_RESIDUAL = 0.35
"""Share of that difference that a frame in between may leave unexplained, since both shots go on
moving: at 0.45 movement alone began to pass for dissolves."""

MAX_ALPHA_STEP = 0.34
"""Step of alpha from one frame to the next that is a cut; chosen by hand."""

MAX_ALPHA_FALL = 0.05
"""Fall of alpha from one frame to the next that noise explains; chosen by hand."""

ALPHA_ENDS = (0.03, 0.97)
"""Alpha up to which the first picture is whole, and from which the last one is; by hand."""

OTHER_SCENE = 0.6
"""Correlation up to which the two ends show different scenes; chosen by hand."""

MAX_HOLD = 2.0
"""Seconds that a picture may stay black, or white, between fading out and fading in; by hand."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A stretch of mixed frames, with the frames that it leads from and to."""

    first: Thumbnail
    last: Thumbnail


class GradualTransitionDetector:
    """Detects gradual transitions as frames come in; keeps the last few seconds only."""

    def __init__(self) -> None:
        self._frames: deque[Thumbnail] = deque()
        self._next = 0.0
        self._transitions: list[Transition] = []

    def add(self, frame: Thumbnail) -> None:
        """Take in one frame, and look for a transition ten times a second."""
        self._frames.append(frame)
        while frame.time - self._frames[0].time > WINDOWS[-1] + SPARE_SECONDS:
            self._frames.popleft()
        if frame.time < self._next:
            return
        self._next = frame.time + STEP
        frames = tuple(self._frames)
        for seconds in WINDOWS:
            start = bisect_left(frames, frame.time - seconds - 1e-3, key=_time)
            is_whole = frame.time - frames[start].time >= WHOLE_WINDOW * seconds
            if is_whole and len(frames) - start >= MIN_FRAMES:
                transition = find_transition(frames[start:])
                if transition is not None:
                    self._enter(transition)

    def _enter(self, transition: Transition) -> None:
        """Join the transition with those before that it overlaps."""
        first, last = transition.first, transition.last
        while self._transitions and self._transitions[-1].last.time > first.time:
            earlier = self._transitions.pop()
            first = min(earlier.first, first, key=_time)
            last = max(earlier.last, last, key=_time)
        self._transitions.append(Transition(first, last))

    def without(self, cuts: Sequence[float]) -> list[float]:
        """Return those of ``cuts`` that lie in no transition: there, alpha takes no large step."""
        found = self._transitions
        return [cut for cut in cuts if not any(t.first.time < cut <= t.last.time for t in found)]

    def result(self, cuts: Sequence[float]) -> tuple[Span, ...]:
        """Return the changes of shot: no return to the same scene, and no cut inside."""
        spans = []
        for transition in _through_flat(self._transitions):
            first, last = transition.first, transition.last
            span = Span(round(first.time, 3), round(last.time, 3))
            is_half = first.is_flat or last.is_flat
            returns = likeness(first, last) > OTHER_SCENE
            if not is_half and not returns and not any(span.start < t <= span.end for t in cuts):
                spans.append(span)
        return tuple(spans)


def find_transition(frames: Sequence[Thumbnail]) -> Transition | None:
    """Return the part of ``frames`` that leads from the first to the last one; None without any."""
    levels = np.stack([frame.levels for frame in frames])
    is_other = likeness(frames[0], frames[-1]) <= OTHER_SCENE
    if not is_other or float((levels[-1] - levels[0]).std()) < MIN_DIFFERENCE:
        return None
    ways = [_mixed(levels)]
    if not (frames[0].is_flat or frames[-1].is_flat):
        ways.append(_through_shade(levels))
    for alpha, residual in ways:
        steps = np.diff(alpha)
        is_steady = steps.max() <= MAX_ALPHA_STEP and steps.min() >= -MAX_ALPHA_FALL
        leaving, come = np.flatnonzero(alpha < ALPHA_ENDS[0]), np.flatnonzero(alpha > ALPHA_ENDS[1])
        is_whole = leaving.size > 0 and come.size > 0
        if is_whole and is_steady and residual.max() <= MAX_RESIDUAL:
            return Transition(frames[leaving[-1]], frames[come[0]])
    return None


def _mixed(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return alpha and residual of each frame as a mix of the first and the last one."""
    difference = levels[-1] - levels[0]
    energy = float(difference @ difference)
    from_first = levels - levels[0]
    alpha = from_first @ difference / energy
    unexplained = from_first - alpha[:, None] * difference
    return alpha, np.linalg.norm(unexplained, axis=1) / np.sqrt(energy)


def _through_shade(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return alpha and residual of each frame as one end that loses its contrast to one shade.

    Up to the frame with the least contrast it is the first that fades, from there on the last. What
    moves in a shot leaves its contrast, and so alpha, as it is.
    """
    pictures = levels - levels.mean(axis=1, keepdims=True)
    contrast = pictures.std(axis=1)
    is_in = np.arange(len(levels)) >= contrast.argmin()
    ends = np.where(is_in, -1, 0)
    alpha = (1 + np.where(is_in, 1, -1) * contrast / contrast[ends]) / 2
    shared = (pictures * pictures[ends]).mean(axis=1) / contrast[ends]
    unexplained = np.sqrt(np.maximum(0, contrast**2 - shared**2))
    return alpha, unexplained / (levels[-1] - levels[0]).std()


def _through_flat(transitions: Sequence[Transition]) -> list[Transition]:
    """Return the transitions, a fade out to one shade and the fade in from it as one."""
    merged: list[Transition] = []
    for transition in transitions:
        before = merged[-1] if merged else None
        if (
            before is not None
            and before.last.is_flat
            and transition.first.is_flat
            and transition.first.time - before.last.time <= MAX_HOLD
        ):
            merged[-1] = Transition(before.first, transition.last)
        else:
            merged.append(transition)
    return merged


def _time(frame: Thumbnail) -> float:
    return frame.time
