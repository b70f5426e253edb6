"""Two looks compared: which corners moved, and whether the camera's movement explains it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

CORNERS = 300
PATCH = 9
FOUND = 0.8
"""Correlation from which a corner's surroundings count as found again."""
EXPLAINED = 0.5
"""Share of a corner's change that its shift may leave unexplained."""
CLUSTER_RADIUS = 30.0
STANDING = 0.25
"""Share of corners that a standing camera explains better, from which it stands."""
CERTAIN_CLUSTER = 10
LIKELY_CLUSTER = 4
"""Neighbours that shift alike: enough by themselves, and enough if the next look agrees."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between two looks; ``shift_x`` and ``shift_y`` are the camera's, in pixels."""

    start: float
    end: float
    cluster: int = 0
    widespread: bool = False
    is_same_scene: bool = False
    speed: float = 0.0
    camera_moves: bool = False
    subject_moves: bool = False
    shift_x: float = 0.0
    shift_y: float = 0.0

    @property
    def is_certain(self) -> bool:
        """Whether it is movement whatever its neighbours show."""
        return self.widespread or self.cluster >= CERTAIN_CLUSTER


class Look:
    """One sampled picture, with what is derived from it when it is needed."""

    def __init__(self, time: float, image: np.ndarray) -> None:
        self.time = time
        self.image = image

    @cached_property
    def blurred(self) -> np.ndarray:
        """The picture without its grain."""
        import cv2

        return np.asarray(cv2.blur(self.image, (5, 5)))

    @cached_property
    def even(self) -> np.ndarray:
        """The picture with its local mean and contrast evened out, uint8."""
        import cv2

        image = self.image.astype(np.float32)
        mean = cv2.boxFilter(image, -1, (31, 31))
        variance = cv2.sqrBoxFilter(image, -1, (31, 31)) - mean * mean
        gain = 40 / (np.sqrt(np.maximum(variance, 0)) + 8)
        return np.asarray(np.clip(128 + (image - mean) * gain, 0, 255).astype(np.uint8))

    @cached_property
    def corners(self) -> np.ndarray:
        """The best corners, float32 of shape (n, 2) as x and y."""
        import cv2

        found = cv2.goodFeaturesToTrack(self.even, CORNERS, 0.03, 5)
        corners = np.empty((0, 2), np.float32) if found is None else found
        return np.asarray(corners).reshape(-1, 2)


def compare(before: Look, after: Look, least_shift: float) -> Change:
    """How the corners of ``before`` have moved in ``after``."""
    import cv2

    nothing = Change(before.time, after.time)
    if cv2.norm(before.blurred, after.blurred, cv2.NORM_INF) < 3:
        return nothing
    corners = before.corners
    if len(corners) < LIKELY_CLUSTER:
        return nothing
    tracked, status, _ = cv2.calcOpticalFlowPyrLK(
        before.even,
        after.even,
        corners[:, None],
        None,
        winSize=(11, 11),
        maxLevel=2,
        criteria=(cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS, 15, 0.02),
    )
    tracked = tracked[:, 0]
    template = _patches(before.even, corners)
    stayed = _likeness(template, _patches(after.even, corners))
    matched = _likeness(template, _patches(after.even, tracked))
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
    camera_x, camera_y, own = _without_camera(corners, shift, found, (width, height))
    camera_moves = own is not None
    subject_moves = True
    if own is not None:
        rest = moved & (np.hypot(own[:, 0], own[:, 1]) > 0.5 + distance / 5)
        subject_moves = _largest_cluster(corners[rest], own[rest], distance[rest]) >= LIKELY_CLUSTER
    return Change(
        start=before.time,
        end=after.time,
        cluster=cluster,
        widespread=widespread,
        is_same_scene=bool(found.mean() >= 0.5),
        speed=float(distance[moved].sum()) / max(int(found.sum()), 1) / (after.time - before.time),
        camera_moves=camera_moves,
        subject_moves=subject_moves,
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
    patches -= (patches @ np.full(PATCH * PATCH, 1 / PATCH**2, np.float32))[:, None]
    norm = np.sqrt(_likeness(patches, patches)) + 1e-3
    return np.asarray(patches / norm[:, None])


def _likeness(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The correlation of patches, pair by pair."""
    return np.asarray(np.einsum("ij,ij->i", some, others))


def _largest_cluster(points: np.ndarray, shift: np.ndarray, distance: np.ndarray) -> int:
    """The most points, of the 64 that shift furthest, that lie together and shift alike."""
    if not len(points):
        return 0
    best = np.argsort(distance)[-64:]
    at = points[best] @ (1, 1j)
    by = shift[best] @ (1, 1j)
    length = np.abs(by)
    near = np.abs(at[:, None] - at) < CLUSTER_RADIUS
    alike = np.abs(by[:, None] - by) < 0.5 * np.maximum(length[:, None], length)
    return int((near & alike).sum(axis=1).max())


def _without_camera(
    points: np.ndarray, shift: np.ndarray, found: np.ndarray, size: Iterable[int]
) -> tuple[float, float, np.ndarray | None]:
    """The camera's shift at the picture's centre, and the shifts without it (null: it stands)."""
    import cv2

    count = int(found.sum())
    if count < 12:
        return 0.0, 0.0, None
    distance = np.hypot(shift[found, 0], shift[found, 1])
    tolerance = 0.3 + 0.1 * float(np.median(distance))
    model, _ = cv2.estimateAffinePartial2D(
        points[found], (points + shift)[found], ransacReprojThreshold=tolerance, maxIters=200
    )
    if model is None:
        return 0.0, 0.0, None
    own = shift - (points @ model[:, :2].T + model[:, 2] - points)
    left = np.hypot(own[found, 0], own[found, 1])
    if np.median(left) > 0.5 * np.median(distance) or (distance < left).mean() > STANDING:
        return 0.0, 0.0, None
    middle = np.array([side / 2 for side in size])
    x, y = model[:, :2] @ middle + model[:, 2] - middle
    return float(x), float(y), own
