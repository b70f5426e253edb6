"""The frames that would do as a cover: sharp, well lit, with a face, and not covered by text."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Cover, Faces, OverlayLine
from .detail import DetailSample
from .luminance import Luminance

COVERS = 3
"""Covers that are proposed."""

APART = 0.15
"""Share of the draft that lies between two covers at least, so that they differ; by hand."""

NEAR = 0.35
"""Seconds between a sampled frame and the sighting of a face that belong together: faces are
looked for every half second."""

SHARPNESS_WEIGHT = 0.45
"""Part of the score that is the frame's own sharpness. All weights are chosen by hand."""

FACE_WEIGHT = 0.25
"""Part of the score that is a face."""

EXPOSURE_WEIGHT = 0.2
"""Part of the score that is good light."""

OPEN_WEIGHT = 0.1
"""Part of the score that is a picture without text over it."""

WELL_LIT = 0.47
"""Mean brightness, 0 to 1, of a well exposed frame; chosen by hand."""

BADLY_LIT = 0.4
"""Distance from that at which nothing of the exposure's part is left; chosen by hand."""

SOME_FACE = 0.5
"""What a face counts for however small it is, of 1; chosen by hand."""

FACE_GAIN = 5
"""What each share of the frame adds to that: a face of a tenth counts in full; by hand."""

TEXT_GAIN = 10
"""What each share of the frame under text costs: a tenth costs all of that part; by hand."""


def best_covers(
    samples: Sequence[DetailSample],
    faces: Faces | None,
    lines: Sequence[OverlayLine] | None,
    luminance: Luminance,
) -> tuple[Cover, ...]:
    """Return the best three frames, best first, spread over the draft."""
    if not samples:
        return ()
    crispest = max(sample.crispness for sample in samples) or 1.0
    rated = []
    for sample in samples:
        exposure = 1 - min(1.0, abs(sample.brightness - WELL_LIT) / BADLY_LIT)
        score = SHARPNESS_WEIGHT * sample.crispness / crispest + EXPOSURE_WEIGHT * exposure
        face, text = _face(sample.time, faces), _text(sample.time, lines)
        score += FACE_WEIGHT * face + OPEN_WEIGHT * (1 - text)
        rated.append(Cover(sample.time, round(score, 3)))
    rated.sort(key=lambda cover: (-cover.score, cover.time))
    chosen: list[Cover] = []
    for cover in rated:
        if all(abs(cover.time - other.time) >= APART * luminance.end for other in chosen):
            chosen.append(cover)
    return tuple(chosen[:COVERS])


def _face(time: float, faces: Faces | None) -> float:
    """Return how much of a face there is at that time: 1 from a tenth of the frame on."""
    near = [s for s in (faces.sightings if faces else ()) if abs(s.time - time) <= NEAR]
    largest = max((box.share for sighting in near for box in sighting.boxes), default=0.0)
    return min(1.0, SOME_FACE + FACE_GAIN * largest) if largest else 0.0


def _text(time: float, lines: Sequence[OverlayLine] | None) -> float:
    """Return how much text covers the frame: 1 from a tenth of it on."""
    standing = [line for line in lines or () if line.span.start <= time <= line.span.end]
    return min(1.0, TEXT_GAIN * sum(line.box.share for line in standing))
