"""Dissolves and fades: frames that are a blend of two pictures that show different things.

Over windows of 0.4, 0.8 and 1.6 seconds every frame is explained as ``(1 - a) * first + a * last``
(least squares). In a dissolve little is left over and ``a`` rises steadily; in a cut it leaps, and
in camera or subject movement the frames in between are no blend: too much is left over.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.model import Span
from analyzer.signals.shots.thumbnails import Thumbnail, likeness

WINDOWS = (0.4, 0.8, 1.6)
STEP = 0.1
LEAST_FRAMES = 6
LEAST_TURN = 15.0
"""Gray levels by which the two ends of a window differ (standard deviation: light aside)."""
LEFT_OVER = 0.35
"""Share of that change which a frame in between may leave unexplained, since both shots go on
moving: at 0.45 movement alone began to pass for dissolves."""
LEAP = 0.34
"""Progress from one frame to the next that is a cut."""
OTHER_SCENE = 0.6
"""Likeness up to which the two ends show different things."""
HELD = 2.0
"""Seconds that a picture may stay black, or white, between fading out and fading in."""


@dataclass(frozen=True, slots=True)
class Blend:
    """A stretch of blended frames, with the frames that it leads from and to."""

    first: Thumbnail
    last: Thumbnail


class BlendFinder:
    """Finds blends while frames come in; keeps the last few seconds only."""

    def __init__(self) -> None:
        self._frames: deque[Thumbnail] = deque()
        self._next = 0.0
        self._blends: list[Blend] = []

    def add(self, frame: Thumbnail) -> None:
        """Take in one frame, and look for a blend ten times a second."""
        self._frames.append(frame)
        while frame.time - self._frames[0].time > WINDOWS[-1] + 0.1:
            self._frames.popleft()
        if frame.time < self._next:
            return
        self._next = frame.time + STEP
        frames = tuple(self._frames)
        for seconds in WINDOWS:
            start = bisect_left(frames, frame.time - seconds - 1e-3, key=_time)
            is_whole = frame.time - frames[start].time >= 0.8 * seconds
            if is_whole and len(frames) - start >= LEAST_FRAMES:
                blend = blended(frames[start:])
                if blend is not None:
                    self._enter(blend)

    def _enter(self, blend: Blend) -> None:
        """Join the blend with those before that it overlaps."""
        while self._blends and self._blends[-1].last.time > blend.first.time:
            last = self._blends.pop()
            blend = Blend(
                min(last.first, blend.first, key=_time), max(last.last, blend.last, key=_time)
            )
        self._blends.append(blend)

    def without(self, cuts: Sequence[float]) -> list[float]:
        """Those of ``cuts`` that are no frame of a blend: a blend has no leap."""
        return [
            cut for cut in cuts if not any(b.first.time < cut <= b.last.time for b in self._blends)
        ]

    def result(self, cuts: Sequence[float]) -> tuple[Span, ...]:
        """The changes of shot among the blends: no return to the same scene, and no cut inside."""
        spans = []
        for blend in _through_flat(self._blends):
            span = Span(round(blend.first.time, 3), round(blend.last.time, 3))
            is_half = blend.first.is_flat or blend.last.is_flat
            returns = likeness(blend.first, blend.last) > OTHER_SCENE
            if not is_half and not returns and not any(span.start < t <= span.end for t in cuts):
                spans.append(span)
        return tuple(spans)


def blended(frames: Sequence[Thumbnail]) -> Blend | None:
    """The part of ``frames`` that is a blend of the first and the last one; null if none is."""
    first, last = frames[0].levels, frames[-1].levels
    turn = last - first
    energy = float(turn @ turn)
    if turn.std() < LEAST_TURN or likeness(frames[0], frames[-1]) > OTHER_SCENE:
        return None
    away = np.stack([frame.levels for frame in frames]) - first
    progress = away @ turn / energy
    left_over = np.sqrt(((away - progress[:, None] * turn) ** 2).sum(axis=1) / energy)
    steps = np.diff(progress)
    if left_over.max() > LEFT_OVER or steps.max() > LEAP or steps.min() < -0.05:
        return None
    start = int(np.flatnonzero(progress < 0.03)[-1])
    end = int(np.flatnonzero(progress > 0.97)[0])
    return Blend(frames[start], frames[end])


def _through_flat(blends: Sequence[Blend]) -> list[Blend]:
    """The blends, those into and out of one shade joined into a fade out and in."""
    joined: list[Blend] = []
    for blend in blends:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.last.is_flat
            and blend.first.is_flat
            and blend.first.time - before.last.time <= HELD
        ):
            joined[-1] = Blend(before.first, blend.last)
        else:
            joined.append(blend)
    return joined


def _time(frame: Thumbnail) -> float:
    """When the frame is shown."""
    return frame.time
