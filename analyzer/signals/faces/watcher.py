"""Looks for faces in sampled frames, and keeps those that are certain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ... import weights
from ...model import Box, Faces, Sighting, Span, merge
from ..sampling import TOLERANCE, Sampler
from ..shrinking import reduced
from .detector import detect

if TYPE_CHECKING:
    from ...media.frames import Frame

CONFIDENCE = 0.7
"""YuNet's score from which a box counts: 103 of 103 upright faces, 3 false on 128 pictures."""

SURE = 0.85
"""YuNet's score from which one frame is enough; under it a face has to show itself in two samples.
Chosen by hand."""

STEP_IN_HOOK = 0.2
"""Seconds between two sampled frames within the hook; chosen by hand."""

STEP = 0.5
"""Seconds between two sampled frames after the hook; chosen by hand."""

GLANCE_FACE = 48
"""Pixels of a frame's smallest face below which a glance may lose it; chosen by hand."""

GLANCE_SIDE = 640
"""Pixels of the longer side of every second look after the hook, a third of the work: it tells
whether the faces are still there."""


@dataclass(frozen=True, slots=True)
class _Detection:
    """One sampled frame: when, and the boxes found with their scores, largest first."""

    time: float
    found: tuple[tuple[Box, float], ...]


class FaceWatcher:
    """Detects faces five times a second in the hook, twice a second after it."""

    long_side = 960

    def __init__(self, hook_seconds: float) -> None:
        self._hook_seconds = hook_seconds
        self._sampler = Sampler(STEP_IN_HOOK)
        self._last = 0.0
        self._detections: list[_Detection] = []
        self._model: Path | None = None
        self._glances = True
        self._width = self._height = 0.0

    def wants(self, time: float) -> bool:
        """Return whether the next sample is due."""
        self._last = time
        if not self._sampler.is_due(time):
            return False
        self._sampler.step = STEP_IN_HOOK if time < self._hook_seconds else STEP
        self._sampler.take(time)
        return True

    def observe(self, frame: Frame) -> None:
        """Detect the faces in one frame."""
        height, width = frame.bgr.shape[:2]
        self._width, self._height = width * frame.scale, height * frame.scale
        if self._model is None:
            self._model = weights.face_model()
        image = reduced(frame.bgr, GLANCE_SIDE) if self._is_glance(frame) else frame.bgr
        scale = self._width / image.shape[1]
        found = [
            (_box(face, image.shape[1], image.shape[0], scale), face[-1])
            for face in detect(self._model, image, CONFIDENCE).tolist()
        ]
        found.sort(key=lambda pair: pair[0].share, reverse=True)
        self._detections.append(_Detection(round(frame.time, 3), tuple(found)))

    def _is_glance(self, frame: Frame) -> bool:
        """Return whether a look at fewer pixels will do; small faces need a whole look each time.

        After the hook every second look is a glance.
        """
        if frame.time < self._hook_seconds or not self._detections:
            return False
        smallest = min((box.width for box, _ in self._detections[-1].found), default=math.inf)
        self._glances = not self._glances and smallest >= GLANCE_FACE * frame.scale
        return self._glances

    def result(self) -> Faces:
        """Return the faces of the whole draft."""
        confirmed = [self._confirmed(i) for i in range(len(self._detections))]
        seen = [i for i, boxes in enumerate(confirmed) if boxes]
        if not seen:
            return Faces(present=False, first_at=None, count=0, seconds=0.0, largest_share=0.0)
        sightings = tuple(Sighting(self._detections[i].time, confirmed[i]) for i in seen)
        largest = max((s.boxes[0] for s in sightings), key=lambda box: box.share)
        spans = self._spans(seen)
        return Faces(
            present=True,
            first_at=sightings[0].time,
            count=max(len(sighting.boxes) for sighting in sightings),
            largest_share=largest.share,
            centrality=round(self._centrality(largest), 2),
            seconds=round(sum(span.seconds for span in spans), 2),
            spans=spans,
            sightings=sightings,
        )

    def _confirmed(self, i: int) -> tuple[Box, ...]:
        """Return the boxes of sample ``i`` that are certain, or in a neighbouring sample too."""
        around = [*self._detections[max(0, i - 1) : i], *self._detections[i + 1 : i + 2]]
        others = [box for detection in around for box, _ in detection.found]
        return tuple(
            box
            for box, confidence in self._detections[i].found
            if confidence >= SURE or not around or any(_same_place(box, other) for other in others)
        )

    def _spans(self, seen: list[int]) -> tuple[Span, ...]:
        """Return spans that last until the next sample; one miss does not end a span."""
        times = [detection.time for detection in self._detections]
        ends = [*times[1:], max(times[-1], round(self._last, 3))]
        return merge((Span(times[i], ends[i]) for i in seen), STEP + TOLERANCE)

    def _centrality(self, box: Box) -> float:
        away = math.hypot(
            box.x + box.width / 2 - self._width / 2, box.y + box.height / 2 - self._height / 2
        )
        return max(0.0, 1 - away / math.hypot(self._width / 2, self._height / 2))


def _box(face: list[float], width: int, height: int, scale: float) -> Box:
    """Return the detector's x, y, width, height, cut to its frame and scaled to the display."""
    left, top = max(0.0, face[0]), max(0.0, face[1])
    right, bottom = min(float(width), face[0] + face[2]), min(float(height), face[1] + face[3])
    across, down = max(0.0, right - left), max(0.0, bottom - top)
    return Box(
        x=round(left * scale),
        y=round(top * scale),
        width=round(across * scale),
        height=round(down * scale),
        share=round(across * down / (width * height), 4),
    )


def _same_place(box: Box, other: Box) -> bool:
    """Return whether two neighbouring samples can show one face there: the centres are close."""
    away = math.hypot(
        box.x + box.width / 2 - other.x - other.width / 2,
        box.y + box.height / 2 - other.y - other.height / 2,
    )
    return away < max(box.width, other.width) + max(box.height, other.height)
