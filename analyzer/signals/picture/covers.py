"""The frames that would do as a cover: sharp, well lit, with a face, and not covered by text."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.model import Cover, Faces, OverlayLine
from analyzer.signals.picture.detail import Look
from analyzer.signals.picture.light import Light

COVERS = 3
APART = 0.15
"""Share of the draft that lies between two covers at least, so that they differ."""

NEAR = 0.35
"""Seconds between a look and the sighting of a face that belong together."""


def best_covers(
    looks: Sequence[Look],
    faces: Faces | None,
    lines: Sequence[OverlayLine] | None,
    light: Light,
) -> tuple[Cover, ...]:
    """The best three frames, best first, spread over the draft."""
    if not looks:
        return ()
    crispest = max(look.crispness for look in looks) or 1.0
    rated = []
    for look in looks:
        exposure = 1 - min(1.0, abs(look.brightness - 0.47) / 0.4)
        score = 0.45 * look.crispness / crispest + 0.2 * exposure
        score += 0.25 * _face(look.time, faces) + 0.1 * (1 - _text(look.time, lines))
        rated.append(Cover(look.time, round(score, 3)))
    rated.sort(key=lambda cover: (-cover.score, cover.time))
    chosen: list[Cover] = []
    for cover in rated:
        if all(abs(cover.time - other.time) >= APART * light.end for other in chosen):
            chosen.append(cover)
    return tuple(chosen[:COVERS])


def _face(time: float, faces: Faces | None) -> float:
    """How much of a face there is at that time: 1 from a tenth of the frame on."""
    near = [s for s in (faces.sightings if faces else ()) if abs(s.time - time) <= NEAR]
    largest = max((box.share for sighting in near for box in sighting.boxes), default=0.0)
    return min(1.0, 0.5 + 5 * largest) if largest else 0.0


def _text(time: float, lines: Sequence[OverlayLine] | None) -> float:
    """How much text covers the frame: 1 from a tenth of it on."""
    standing = [line for line in lines or () if line.span.start <= time <= line.span.end]
    return min(1.0, 10 * sum(line.box.share for line in standing))
