"""A second pass over the draft: where its faces are, ten times a second, and what else is in it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ... import weights
from ...media.decode import Media
from ...model import Faces, Probe, Shots
from ...signals.faces.detector import detect
from ...signals.sampling import Sampler
from ...signals.shrinking import reduced
from .geometry import Rect, View
from .ground import SMALL_SIDE, Ground, Scene

if TYPE_CHECKING:
    from pathlib import Path

    from ...media.frames import Frame

STEP = 0.1
"""Seconds between two looks: a face that crosses the picture in 4 s moves by a fortieth of it."""

CONFIDENCE = 0.7
"""YuNet's score from which a box counts, as for the report's faces."""

GLANCE_SIDE = 640
"""Pixels of the longer side of most looks, a third of the work of the longest ones."""

GLANCE_FACE = 32
"""Pixels of a glance's smallest face below which the next look is a whole one; chosen by hand."""

WHOLE_LOOK = 5
"""One look of so many is a whole one, so that small faces are found; chosen by hand."""

CALM = 0.01
"""Share of the view's width by which no side of a face may move from one look to the next for the
one after that to be spared. Those of three talks moved by less at nine looks of ten, and by half of
it in the median."""

PATCH = 32
"""Pixels of each side of a face that is kept, to tell whether its mouth moves."""

NEAR = 0.75
"""Seconds around a face of the report in which every look is for faces: it looked twice a second;
elsewhere the whole looks do, until one finds some."""

LONGEST_SCENE = 30.0
"""Seconds of one shot that are compared with one background; chosen by hand."""


class Face(NamedTuple):
    """A face at one look."""

    rect: Rect
    score: float
    patch: np.ndarray
    """Its luma, uint8 of shape (PATCH, PATCH)."""


class Look(NamedTuple):
    """What was seen at one moment, in pixels of the view."""

    time: float
    faces: tuple[Face, ...]
    scene: Scene


class Looks(NamedTuple):
    """All that was seen of a draft, shot by shot."""

    size: tuple[int, int]
    """Width and height of the view in pixels."""
    times: np.ndarray
    """When each frame is shown, in seconds, float64 of shape (n,)."""
    end: float
    """When the last frame ends."""
    starts: tuple[float, ...]
    """When each shot begins, the first at 0."""
    looks: tuple[Look, ...]


def watch(media: Media, view: View, shots: Shots, faces: Faces | None = None) -> Looks:
    """Look at the draft; a shot begins at each hard cut and in the middle of each fade.

    ``faces`` are those of its report, which save looks where there are none.
    """
    watcher = LookWatcher(view, shots, media.probe, faces)
    media.watch([watcher])
    return watcher.result(media.probe.video_duration)


class LookWatcher:
    """Looks for faces, for what stands out from a still background, and for what moves."""

    long_side = 960

    def __init__(self, view: View, shots: Shots, probe: Probe, faces: Faces | None = None) -> None:
        self._view = view
        self._expected = [sighting.time for sighting in faces.sightings] if faces else None
        self._cuts = list(shots.cuts)
        self._fades = [(span.start + span.end) / 2 for span in shots.gradual]
        self._bounds = sorted([*self._cuts, *self._fades])
        self._ends = [*self._bounds, probe.video_duration]
        self._frame_seconds = 1 / probe.fps if probe.fps else STEP
        self._sampler = Sampler(STEP)
        self._times: list[float] = []
        self._seen: list[tuple[float, tuple[Face, ...]]] = []
        self._scenes: list[Scene] = []
        self._ground = Ground()
        self._ground_from = 0.0
        self._smallest = math.inf
        self._is_calm = self._is_spared = False
        self._most = CALM * view.size[0]
        self._wanted_shot = -1
        self._shot = 0
        self._model: Path | None = None

    def wants(self, time: float) -> bool:
        """Whether a look is due: each tenth of a second, and at a shot's first and last frame."""
        self._times.append(time)
        shot = self._shot_at(time)
        is_last = self._ends[shot] - time <= 1.2 * self._frame_seconds
        if not self._sampler.is_due(time) and shot == self._wanted_shot and not is_last:
            return False
        self._wanted_shot = shot
        self._sampler.take(time)
        return True

    def observe(self, frame: Frame) -> None:
        """Take in one look."""
        image = self._view.of(frame.bgr, frame.scale)
        if self._model is None:
            self._model = weights.face_model()
        shot = self._shot_at(frame.time)
        if shot != self._shot or frame.time - self._ground_from > LONGEST_SCENE:
            self._close(frame.time)
            self._is_calm = self._is_spared = False
        self._shot = shot
        before = self._seen[-1][1] if self._seen else ()
        if self._is_calm:
            faces = self._as_before(image, before)
        else:
            faces = self._faces(image, frame.time)
            if self._is_spared and _are_calm(before, faces, 2 * self._most):
                self._seen[-1] = self._seen[-1][0], _midway(before, faces)
        self._is_spared = self._is_calm
        self._is_calm = not self._is_spared and _are_calm(before, faces, self._most)
        self._seen.append((frame.time, faces))
        self._ground.add(reduced(image, SMALL_SIDE))

    def result(self, end: float) -> Looks:
        """Return all that was seen; a fade that does not go through one shade begins no shot."""
        self._close(end)
        looks = tuple(
            Look(time, faces, scene)
            for (time, faces), scene in zip(self._seen, self._scenes, strict=True)
        )
        flat = [look.time for look in looks if look.scene.is_flat]
        fades = [t for t in self._fades if any(abs(t - time) <= 1.5 * STEP for time in flat)]
        starts = (0.0, *sorted({*self._cuts, *fades} - {0.0}))
        return Looks(self._view.size, np.array(self._times), end, starts, looks)

    def _shot_at(self, time: float) -> int:
        return bisect_right(self._bounds, time + 5e-4)

    def _may_have_faces(self, time: float) -> bool:
        if self._expected is None:
            return True
        return any(abs(time - expected) <= NEAR for expected in self._expected)

    def _close(self, time: float) -> None:
        """End one background."""
        scale = max(self._view.size) / SMALL_SIDE
        self._scenes += self._ground.scenes(max(1.0, scale))
        self._ground = Ground()
        self._ground_from = time

    def _as_before(self, image: np.ndarray, before: Sequence[Face]) -> tuple[Face, ...]:
        """The faces of the look before, as they look now."""
        scale = image.shape[1] / self._view.size[0]
        return tuple(one._replace(patch=_patch(image, one.rect.scaled(scale))) for one in before)

    def _faces(self, image: np.ndarray, time: float) -> tuple[Face, ...]:
        assert self._model is not None
        is_whole = len(self._seen) % WHOLE_LOOK == 0 or self._smallest < GLANCE_FACE
        if not (is_whole or math.isfinite(self._smallest) or self._may_have_faces(time)):
            return ()
        small = image if is_whole else reduced(image, GLANCE_SIDE)
        found = detect(self._model, small, CONFIDENCE)
        height, width = small.shape[:2]
        shrunk = GLANCE_SIDE / max(height, width)
        self._smallest = min((face[2] * shrunk for face in found), default=math.inf)
        scale = self._view.size[0] / width
        faces = []
        for left, top, across, down, score in found.tolist():
            rect = Rect(left, top, left + across, top + down).within(width, height)
            if rect.area > 0:
                faces.append(Face(rect.scaled(scale), score, _patch(small, rect)))
        return tuple(sorted(faces, key=lambda face: -face.rect.area))


def _are_calm(before: Sequence[Face], now: Sequence[Face], most: float) -> bool:
    """Whether the same faces are at the same places, by ``most`` pixels of each side."""
    if not now or len(before) != len(now):
        return False
    moved = np.abs(np.subtract([one.rect for one in before], [one.rect for one in now]))
    return bool(moved.max() <= most)


def _midway(before: Sequence[Face], after: Sequence[Face]) -> tuple[Face, ...]:
    """The faces where they were between two looks, if they look as they did at the first."""
    return tuple(
        one._replace(rect=Rect(*np.mean([one.rect, other.rect], axis=0).tolist()))
        for one, other in zip(before, after, strict=True)
    )


def _patch(image: np.ndarray, rect: Rect) -> np.ndarray:
    import cv2

    left, top = int(rect.left), int(rect.top)
    part = image[top : max(top + 1, int(rect.bottom)), left : max(left + 1, int(rect.right))]
    small = cv2.resize(part, (PATCH, PATCH), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))


def shot_looks(looks: Looks) -> Sequence[tuple[float, float, list[Look]]]:
    """Each shot's first moment, its last, and the looks in it."""
    ends = [*looks.starts[1:], math.inf]
    return [
        (start, min(end, looks.end), [x for x in looks.looks if start <= x.time + 5e-4 < end])
        for start, end in zip(looks.starts, ends, strict=True)
    ]
