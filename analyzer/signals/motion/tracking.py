"""Corners tracked from one sample to another, and which of them have moved.

The steps are the textbook's: Shi-Tomasi corners, pyramidal Lucas-Kanade optical flow, and a check
of each corner's surroundings (a template of 9x9 pixels) by normalised cross-correlation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .sample import Sample

FLOW_WINDOW = (11, 11)
"""Pixels across and down of Lucas-Kanade's window; chosen by hand."""

FLOW_LEVELS = 2
"""Levels of its pyramid above the picture itself; chosen by hand."""

FLOW_ITERATIONS = 15
"""Iterations a level at most; chosen by hand."""

FLOW_PRECISION = 0.02
"""Pixels of shift under which it stops earlier; chosen by hand."""

TEMPLATE = 9
"""Pixels of each side of a corner's template; chosen by hand."""

FOUND = 0.8
"""Correlation from which a corner's surroundings count as found again; chosen by hand."""

EXPLAINED = 0.5
"""Share of a corner's change that its shift may leave unexplained; chosen by hand."""

FEWEST_CORNERS = 4
"""Corners below which a picture is too plain to be tracked: the smallest likely cluster."""

FURTHEST = 64
"""Corners, those that shift furthest, among which a cluster is looked for; chosen by hand."""

CLUSTER_RADIUS = 30.0
"""Pixels of a 320-pixel picture within which the corners of a cluster lie; chosen by hand."""

CLUSTER_SPREAD = 0.5
"""Share of the longer shift by which two shifts of a cluster may differ; chosen by hand."""


@dataclass(frozen=True)
class Tracks:
    """Corners of one sample found in another; all arrays have one entry a corner."""

    points: np.ndarray
    """Where the corners were, float32 of shape (n, 2) as x and y."""
    shift: np.ndarray
    """By how much they have shifted, likewise."""
    stayed: np.ndarray
    """The correlation of a corner's template with the other sample at the same place."""
    matched: np.ndarray
    """The same at the place to which the corner was tracked."""
    found: np.ndarray
    """Whether the corner was found again."""
    size: tuple[int, int]
    """Width and height of the picture."""

    @cached_property
    def distance(self) -> np.ndarray:
        """The lengths of the shifts in pixels."""
        return np.asarray(np.hypot(self.shift[:, 0], self.shift[:, 1]))


def track_corners(before: Sample, after: Sample) -> Tracks | None:
    """Track the corners of ``before`` into ``after``; None where there are too few of them."""
    points = before.corners
    if len(points) < FEWEST_CORNERS:
        return None
    tracked, has_flow = _optical_flow(before, after, points)
    template = _templates(before.normalised, points)
    matched = _correlation(template, _templates(after.normalised, tracked))
    height, width = after.normalised.shape
    return Tracks(
        points=points,
        shift=tracked - points,
        stayed=_correlation(template, _templates(after.normalised, points)),
        matched=matched,
        found=_is_inside(tracked, width, height) & has_flow & (matched > FOUND),
        size=(width, height),
    )


def moving(tracks: Tracks, least_shift: float) -> np.ndarray:
    """Return for each corner whether it has moved, which is more than that its place has changed.

    A corner has moved where its template fits the new place clearly better than the old one: the
    shift leaves at most half of the change unexplained. Light, grain, captions and cuts change a
    place without a shift that explains it.
    """
    change, unexplained = 1 - tracks.stayed, 1 - tracks.matched
    is_explained = unexplained < EXPLAINED * change
    return np.asarray(tracks.found & (tracks.distance > least_shift) & is_explained)


def largest_cluster(points: np.ndarray, shift: np.ndarray, distance: np.ndarray) -> int:
    """Return the most points, of those with the greatest distance, near each other and alike."""
    if not len(points):
        return 0
    furthest = np.argsort(distance)[-FURTHEST:]
    place, displacement = _complex(points[furthest]), _complex(shift[furthest])
    length = np.abs(displacement)
    near = np.abs(place[:, None] - place) < CLUSTER_RADIUS
    spread = np.abs(displacement[:, None] - displacement)
    alike = spread < CLUSTER_SPREAD * np.maximum(length[:, None], length)
    return int((near & alike).sum(axis=1).max())


def _complex(vectors: np.ndarray) -> np.ndarray:
    """Return x and y as one complex number, so that a difference's length is its magnitude."""
    return np.asarray(vectors @ (1, 1j))


def _optical_flow(
    before: Sample, after: Sample, points: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return where Lucas-Kanade finds the points, and whether it does."""
    import cv2

    either = cv2.TERM_CRITERIA_COUNT + cv2.TERM_CRITERIA_EPS
    tracked, status, _ = cv2.calcOpticalFlowPyrLK(
        before.normalised,
        after.normalised,
        points[:, None],
        None,
        winSize=FLOW_WINDOW,
        maxLevel=FLOW_LEVELS,
        criteria=(either, FLOW_ITERATIONS, FLOW_PRECISION),
    )
    return tracked[:, 0], status[:, 0] == 1


def _is_inside(points: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return which points have their whole template inside the picture."""
    margin = TEMPLATE // 2
    end = (width - margin, height - margin)
    return np.asarray((points >= margin).all(axis=1) & (points < end).all(axis=1))


def _templates(image: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Return the surroundings of ``centres``, each of mean 0 and norm 1: (n, TEMPLATE ** 2)."""
    import cv2

    offsets = np.arange(TEMPLATE, dtype=np.float32) - TEMPLATE // 2
    x = centres[:, :1] + np.tile(offsets, TEMPLATE)
    y = centres[:, 1:] + np.repeat(offsets, TEMPLATE)
    patches = cv2.remap(image, x, y, cv2.INTER_LINEAR).astype(np.float32)
    patches -= (patches @ np.full(TEMPLATE * TEMPLATE, 1 / TEMPLATE**2, np.float32))[:, None]
    norm = np.sqrt(_correlation(patches, patches)) + 1e-3
    return np.asarray(patches / norm[:, None])


def _correlation(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the row-by-row products of two sets of templates."""
    return np.asarray(np.einsum("ij,ij->i", some, others))
