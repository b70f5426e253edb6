"""The camera's own movement: a similarity transform that RANSAC fits to the tracked corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .tracking import Tracks

FEWEST_FOUND = 12
"""Corners found again below which nothing is said of the camera; chosen by hand."""

INLIER_DISTANCE = 0.3
"""Pixels of a 320-pixel picture by which an inlier may miss the transform; chosen by hand."""

INLIER_SHARE = 0.1
"""Share of the median shift by which it may miss it on top of that; chosen by hand."""

RANSAC_ROUNDS = 200
"""Samples that RANSAC draws at most; chosen by hand."""

UNEXPLAINED = 0.5
"""Share of the median shift that the transform may leave over; chosen by hand."""

STANDING = 0.25
"""Share of corners that a standing camera explains better, from which it stands; by hand."""


@dataclass(frozen=True, slots=True)
class CameraMotion:
    """How the camera has moved between two samples."""

    shift_x: float
    shift_y: float
    """Pixels by which the picture's centre has shifted."""
    residual: np.ndarray
    """The corners' shifts without the camera's, float of shape (n, 2)."""


def camera_motion(tracks: Tracks) -> CameraMotion | None:
    """Fit the camera's movement to all corners that were found; None where it stands."""
    import cv2

    points, shift, found = tracks.points, tracks.shift, tracks.found
    if int(found.sum()) < FEWEST_FOUND:
        return None
    distance = tracks.distance[found]
    tolerance = INLIER_DISTANCE + INLIER_SHARE * float(np.median(distance))
    model, _ = cv2.estimateAffinePartial2D(
        points[found],
        (points + shift)[found],
        ransacReprojThreshold=tolerance,
        maxIters=RANSAC_ROUNDS,
    )
    if model is None:
        return None
    residual = shift - (points @ model[:, :2].T + model[:, 2] - points)
    if _stands(distance, np.hypot(residual[found, 0], residual[found, 1])):
        return None
    centre = np.array([side / 2 for side in tracks.size])
    x, y = model[:, :2] @ centre + model[:, 2] - centre
    return CameraMotion(float(x), float(y), residual)


def _stands(distance: np.ndarray, left_over: np.ndarray) -> bool:
    """Return whether a standing camera explains the shifts: many of them better, or most as well.

    ``distance`` is what each corner has shifted, ``left_over`` what the fitted movement leaves.
    """
    is_poor = np.median(left_over) > UNEXPLAINED * np.median(distance)
    return bool(is_poor or (distance < left_over).mean() > STANDING)
