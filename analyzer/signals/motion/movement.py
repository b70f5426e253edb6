"""Two samples compared: how much moves, and whether the camera's movement explains it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .camera import CameraMotion, camera_motion
from .sample import Sample
from .tracking import Tracks, largest_cluster, moving, track_corners

SAME_PICTURE = 3
"""Gray levels under which no spot of the picture, its grain smoothed away, has changed."""

CERTAIN_CLUSTER = 10
"""Neighbours that shift alike, enough by themselves to be movement; chosen by hand."""

LIKELY_CLUSTER = 4
"""Neighbours that shift alike, enough if the sample before or after agrees; chosen by hand."""

WIDESPREAD = 0.5
"""Share of the corners found that moves in a movement all over the picture; chosen by hand."""

WIDESPREAD_CORNERS = 20
"""Corners found from which that share tells anything; chosen by hand."""

SAME_SCENE = 0.5
"""Share of all corners that is found again in the same scene; chosen by hand."""

SUBJECT_SHIFT = 0.5
"""Pixels of a 320-pixel picture that a subject shifts beside the camera's shift; by hand."""

SUBJECT_SHARE = 5
"""One part in so many of a corner's whole shift that it shifts on top of that; by hand."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved between two samples; ``shift_x`` and ``shift_y`` are the camera's, in pixels."""

    start: float
    end: float
    cluster: int = 0
    widespread: bool = False
    is_same_scene: bool = False
    speed: float = 0.0
    """Pixels a second, the mean of all corners found."""
    camera_moves: bool = False
    subject_moves: bool = False
    shift_x: float = 0.0
    shift_y: float = 0.0

    @property
    def is_certain(self) -> bool:
        """Whether it is movement whatever its neighbours show."""
        return self.widespread or self.cluster >= CERTAIN_CLUSTER


def compare(before: Sample, after: Sample, least_shift: float) -> Movement:
    """Return what moved from ``before`` to ``after`` by more than ``least_shift`` pixels."""
    nothing = Movement(before.time, after.time)
    tracks = None if _is_same_picture(before, after) else track_corners(before, after)
    if tracks is None:
        return nothing
    found, distance = tracks.found, tracks.distance
    moved = moving(tracks, least_shift)
    cluster = largest_cluster(tracks.points[moved], tracks.shift[moved], distance[moved])
    is_widespread = bool(
        found.sum() >= WIDESPREAD_CORNERS and moved.sum() >= WIDESPREAD * found.sum()
    )
    if not is_widespread and cluster < LIKELY_CLUSTER - 1:
        return nothing
    camera = camera_motion(tracks)
    return Movement(
        start=before.time,
        end=after.time,
        cluster=cluster,
        widespread=is_widespread,
        is_same_scene=bool(found.mean() >= SAME_SCENE),
        speed=float(distance[moved].sum()) / max(int(found.sum()), 1) / (after.time - before.time),
        camera_moves=camera is not None,
        subject_moves=camera is None or _subject_moves(tracks, moved, camera),
        shift_x=camera.shift_x if camera else 0.0,
        shift_y=camera.shift_y if camera else 0.0,
    )


def _is_same_picture(before: Sample, after: Sample) -> bool:
    import cv2

    return bool(cv2.norm(before.blurred, after.blurred, cv2.NORM_INF) < SAME_PICTURE)


def _subject_moves(tracks: Tracks, moved: np.ndarray, camera: CameraMotion) -> bool:
    """Return whether corners move together that the camera's movement does not explain."""
    own, distance = camera.residual, tracks.distance
    least = SUBJECT_SHIFT + distance / SUBJECT_SHARE
    rest = moved & (np.hypot(own[:, 0], own[:, 1]) > least)
    return largest_cluster(tracks.points[rest], own[rest], distance[rest]) >= LIKELY_CLUSTER
