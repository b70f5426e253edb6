"""What moves: movement is change that a shift explains.

Ten times a second the picture's corners are tracked from one look to the next (pyramidal
Lucas-Kanade, on a picture whose local brightness and contrast are evened out). A corner has moved
when its surroundings are found again at another place, and clearly better there than where they
were. So fades, dissolves, cuts, flicker, grain, compression and captions that pop in are change
but not movement. Looks that show none are compared again 0.4 s and 1.2 s apart, for what creeps.

A similarity transform fitted to the corners (RANSAC) is the camera's own movement; corners that
move otherwise belong to the subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from analyzer.media import Frame
from analyzer.model import Motion, Span

STEP = 0.1
LONG_LAGS = (0.4, 1.2)
LEAST_SHIFT = {STEP: 0.2, 0.4: 0.35, 1.2: 0.6}
"""Pixels of a 320-pixel picture that count as a shift, by lag: below is a camera's slow sway."""

CORNERS = 300
PATCH = 9
FOUND = 0.8
"""Correlation from which a corner's surroundings count as found again."""
EXPLAINED = 0.5
"""Share of a corner's change that its shift may leave unexplained."""
CLUSTER_RADIUS = 30.0
CERTAIN_CLUSTER = 10
LIKELY_CLUSTER = 4
"""Neighbours that shift alike: enough by themselves, and enough if the next look agrees."""

MERGED_GAP = 0.3
STILL_SECONDS = 0.5
BLACK_LEVEL = 32
"""Gray level under which 98 % of a black picture lies (video black is 16, plus noise)."""
FADE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class _Change:
    """What happened between two looks; ``shift_x`` and ``shift_y`` are the camera's, in pixels."""

    start: float
    end: float
    cluster: int = 0
    widespread: bool = False
    speed: float = 0.0
    camera_moves: bool = False
    subject_moves: bool = False
    shift_x: float = 0.0
    shift_y: float = 0.0

    @property
    def is_certain(self) -> bool:
        return self.widespread or self.cluster >= CERTAIN_CLUSTER


@dataclass(frozen=True, slots=True)
class _Light:
    """How bright one look was: its time, mean gray level, and whether it was black."""

    time: float
    mean: float
    is_black: bool


class _Look:
    """One sampled picture, with what is derived from it when it is needed."""

    def __init__(self, time: float, image: np.ndarray) -> None:
        self.time = time
        self.image = image

    @cached_property
    def blurred(self) -> np.ndarray:
        import cv2

        return cv2.blur(self.image, (5, 5))

    @cached_property
    def even(self) -> np.ndarray:
        """The picture with its local mean and contrast evened out, uint8."""
        import cv2

        image = self.image.astype(np.float32)
        mean = cv2.boxFilter(image, -1, (31, 31))
        variance = cv2.sqrBoxFilter(image, -1, (31, 31)) - mean * mean
        gain = 40 / (np.sqrt(np.maximum(variance, 0)) + 6)
        return np.clip(128 + (image - mean) * gain, 0, 255).astype(np.uint8)

    @cached_property
    def corners(self) -> np.ndarray:
        """The best corners, float32 of shape (n, 2) as x and y."""
        import cv2

        found = cv2.goodFeaturesToTrack(self.even, CORNERS, 0.02, 5)
        return np.empty((0, 2), np.float32) if found is None else found.reshape(-1, 2)


class MotionWatcher:
    """Watches the draft at 320 pixels, ten times a second, and tells what moves."""

    long_side = 320
    pixels: Literal["gray", "bgr"] = "gray"

    def __init__(self) -> None:
        self._slot = -1
        self._previous: _Look | None = None
        self._anchors: dict[float, _Look] = {}
        self._height = 1
        self._end = 0.0
        self._lights: list[_Light] = []
        self._steps: list[_Change] = []
        self._creeps: list[_Change] = []

    def wants(self, time: float) -> bool:
        """Whether ``time`` begins a new tenth of a second."""
        self._end = max(self._end, time)
        slot = int(time / STEP + 1e-6)
        is_new = slot > self._slot
        self._slot = max(self._slot, slot)
        return is_new

    def observe(self, frame: Frame) -> None:
        """Compare the frame with the one before it, and with older ones where those were still."""
        look = _Look(frame.time, frame.image)
        self._height = frame.image.shape[0]
        self._end = max(self._end, frame.time)
        sparse = frame.image[::3, ::3]
        is_black = float(np.percentile(sparse, 98)) < BLACK_LEVEL
        self._lights.append(_Light(frame.time, float(sparse.mean()), is_black))
        if is_black:
            self._previous = None
            self._anchors = {}
            return
        if self._previous is not None:
            self._steps.append(_compare(self._previous, look, LEAST_SHIFT[STEP]))
        self._previous = look
        for lag in LONG_LAGS:
            anchor = self._anchors.setdefault(lag, look)
            if look.time - anchor.time >= lag - STEP / 2:
                self._creep(anchor, look, lag)
                self._anchors[lag] = look

    def _creep(self, anchor: _Look, look: _Look, lag: float) -> None:
        """Compare across ``lag`` unless what moved in between is known already."""
        known = any(
            change.end > anchor.time and (change.is_certain or change.cluster >= LIKELY_CLUSTER)
            for change in (*self._steps[-16:], *self._creeps[-4:])
        )
        if known:
            return
        change = _compare(anchor, look, LEAST_SHIFT[lag])
        if change.is_certain:
            self._creeps.append(change)

    def result(self) -> Motion:
        """The movement in everything observed so far; nothing moves where nothing was observed."""
        for lag in LONG_LAGS:
            anchor, look = self._anchors.get(lag), self._previous
            if anchor and look and look.time - anchor.time >= lag / 2:
                self._creep(anchor, look, lag)
        moves = [*_lasting(self._steps), *self._creeps]
        spans = _merged(Span(change.start, change.end) for change in moves)
        levels = self._levels(moves)
        subject = _merged(Span(c.start, c.end) for c in moves if c.subject_moves)
        return Motion(
            level=round(float(np.mean(levels)), 2) if levels else 0.0,
            first_at=spans[0].start if spans else None,
            is_moving=bool(spans),
            camera=_camera(moves, self._end, self._height),
            subject_share=round(_seconds(subject) / self._end, 3) if self._end else 0.0,
            step=STEP,
            levels=levels,
            spans=spans,
            still_spans=_gaps(spans, self._end),
            black_spans=_black_spans(self._lights, self._end),
            fade_in_ends_at=_fade_in_end(self._lights),
        )

    def _levels(self, moves: Sequence[_Change]) -> tuple[float, ...]:
        """Percent of the picture's height per second, on the grid of ``STEP``."""
        levels = np.zeros(int(np.ceil(self._end / STEP - 1e-6)))
        for change in moves:
            first = round(change.start / STEP)
            cells = slice(first, max(round(change.end / STEP), first + 1))
            levels[cells] = np.maximum(levels[cells], 100 * change.speed / self._height)
        return tuple(round(float(level), 2) for level in levels)


def _compare(before: _Look, after: _Look, least_shift: float) -> _Change:
    """How the corners of ``before`` have moved in ``after``."""
    import cv2

    nothing = _Change(before.time, after.time)
    if cv2.norm(before.blurred, after.blurred, cv2.NORM_INF) < 3:
        return nothing
    corners = before.corners
    if len(corners) < LIKELY_CLUSTER:
        return nothing
    tracked, status, _ = cv2.calcOpticalFlowPyrLK(
        before.even, after.even, corners[:, None], None, winSize=(11, 11), maxLevel=3
    )
    tracked = tracked[:, 0]
    template = _patches(before.even, corners)
    stayed = (template * _patches(after.even, corners)).sum(axis=1)
    matched = (template * _patches(after.even, tracked)).sum(axis=1)
    height, width = after.even.shape
    margin = PATCH // 2
    inside = (tracked >= margin).all(axis=1) & (tracked < (width - margin, height - margin)).all(
        axis=1
    )
    found = inside & (status[:, 0] == 1) & (matched > FOUND)
    shift = tracked - corners
    distance = np.hypot(shift[:, 0], shift[:, 1])
    moved = found & (distance > least_shift) & (1 - matched < EXPLAINED * (1 - stayed))
    cluster = _largest_cluster(corners[moved], shift[moved], distance[moved])
    widespread = bool(found.sum() >= 20 and moved.sum() >= 0.5 * found.sum())
    if not widespread and cluster < LIKELY_CLUSTER - 1:
        return nothing
    camera_x, camera_y, own = _without_camera(corners, shift, found, moved, (width, height))
    camera_moves = own is not None
    rest = moved if own is None else moved & (np.hypot(own[:, 0], own[:, 1]) > 0.5 + distance / 5)
    own_cluster = _largest_cluster(corners[rest], shift[rest], distance[rest])
    return _Change(
        start=before.time,
        end=after.time,
        cluster=cluster,
        widespread=widespread,
        speed=float(distance[moved].sum()) / max(int(found.sum()), 1) / (after.time - before.time),
        camera_moves=camera_moves,
        subject_moves=own_cluster >= LIKELY_CLUSTER or not camera_moves,
        shift_x=camera_x,
        shift_y=camera_y,
    )


def _patches(image: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The surroundings of ``centres``, each of mean 0 and norm 1: shape (n, PATCH * PATCH)."""
    import cv2

    offsets = np.arange(PATCH, dtype=np.float32) - PATCH // 2
    x = centres[:, :1] + np.tile(offsets, PATCH)
    y = centres[:, 1:] + np.repeat(offsets, PATCH)
    patches = cv2.remap(image, x, y, cv2.INTER_LINEAR).astype(np.float32)
    patches -= patches.mean(axis=1, keepdims=True)
    return patches / (np.linalg.norm(patches, axis=1, keepdims=True) + 1e-3)


def _largest_cluster(points: np.ndarray, shift: np.ndarray, distance: np.ndarray) -> int:
    """The most points, of the 100 that shift furthest, that lie together and shift alike."""
    if not len(points):
        return 0
    best = np.argsort(distance)[-100:]
    points, shift, distance = points[best], shift[best], distance[best]
    apart = ((points[:, None] - points) ** 2).sum(axis=-1)
    unlike = ((shift[:, None] - shift) ** 2).sum(axis=-1)
    alike = unlike < (0.5 * np.maximum(distance[:, None], distance)) ** 2
    return int(((apart < CLUSTER_RADIUS**2) & alike).sum(axis=1).max())


def _without_camera(
    points: np.ndarray, shift: np.ndarray, found: np.ndarray, moved: np.ndarray, size: Iterable[int]
) -> tuple[float, float, np.ndarray | None]:
    """The camera's shift at the picture's centre, and the shifts without it (null: it stands)."""
    import cv2

    count = int(found.sum())
    if count < 12 or moved.sum() < 0.6 * count:
        return 0.0, 0.0, None
    model, inliers = cv2.estimateAffinePartial2D(
        points[found], (points + shift)[found], ransacReprojThreshold=0.7, maxIters=200
    )
    if model is None or inliers.sum() < 0.5 * count:
        return 0.0, 0.0, None
    explained = points @ model[:, :2].T + model[:, 2] - points
    middle = np.array([side / 2 for side in size])
    x, y = model[:, :2] @ middle + model[:, 2] - middle
    return float(x), float(y), shift - explained


def _lasting(steps: Sequence[_Change]) -> list[_Change]:
    """The changes that are movement: certain ones, and likely ones that a neighbour confirms."""
    kept = []
    for index, change in enumerate(steps):
        neighbours = [*steps[max(index - 1, 0) : index], *steps[index + 1 : index + 2]]
        confirmed = any(n.cluster >= LIKELY_CLUSTER - 1 for n in neighbours)
        if change.is_certain or (change.cluster >= LIKELY_CLUSTER and confirmed):
            kept.append(change)
    return kept


def _camera(moves: Sequence[_Change], seconds: float, height: int) -> str:
    """What the camera does most of the time: stand, move evenly, or shake in a hand."""
    driven = [c for c in moves if c.camera_moves]
    if not driven or sum(c.end - c.start for c in driven) < 0.3 * seconds:
        return "static"
    steps = [c for c in driven if c.end - c.start < LONG_LAGS[0] / 2]
    if len(steps) < 5:
        return "moving"
    pace = np.array([[c.end - c.start] for c in steps])
    velocity = np.array([[c.shift_x, c.shift_y] for c in steps]) / pace / height * 100
    jolts = np.hypot(*np.diff(velocity, axis=0).T)
    return "handheld" if np.median(jolts) > 0.35 * np.median(np.hypot(*velocity.T)) else "moving"


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those less than ``MERGED_GAP`` apart joined."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if joined and span.start - joined[-1].end <= MERGED_GAP:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, round(span.end, 3)))
        else:
            joined.append(Span(round(span.start, 3), round(span.end, 3)))
    return tuple(joined)


def _seconds(spans: Iterable[Span]) -> float:
    return sum(span.seconds for span in spans)


def _gaps(spans: Sequence[Span], end: float) -> tuple[Span, ...]:
    """Where none of the spans is, for ``STILL_SECONDS`` and longer."""
    starts = [0.0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), round(end, 3)]
    gaps = (Span(a, b) for a, b in zip(starts, ends, strict=True))
    return tuple(gap for gap in gaps if gap.seconds >= STILL_SECONDS)


def _black_spans(lights: Sequence[_Light], end: float) -> tuple[Span, ...]:
    """Where the picture is black, until the next look that is not."""
    until = [light.time for light in lights[1:]] + [end]
    return _merged(
        Span(light.time, stop) for light, stop in zip(lights, until, strict=True) if light.is_black
    )


def _fade_in_end(lights: Sequence[_Light]) -> float | None:
    """Where the light that rises from black at the start stops rising; null when it jumps."""
    first = next((i for i, light in enumerate(lights) if not light.is_black), 0)
    if first == 0:
        return None
    rise = [lights[first - 1], lights[first]]
    for light in lights[first + 1 :]:
        gained = light.mean - rise[-1].mean
        if gained < max(1.0, 0.03 * (rise[-1].mean - rise[0].mean)):
            break
        rise.append(light)
    gained = rise[-1].mean - rise[0].mean
    steepest = max(b.mean - a.mean for a, b in zip(rise, rise[1:], strict=False))
    seconds = rise[-1].time - rise[0].time
    is_gradual = seconds >= FADE_SECONDS and steepest < 0.6 * gained
    return round(rise[-1].time, 3) if is_gradual else None
