"""The frames that would do as a cover: sharp, well lit, with whole heads, not covered by text."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import COVER_CROPS, Box, Cover, Faces, OverlayLine, Probe
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

EYES_CUT = -1.0
"""What a face without its eyes counts for: less than none at all; chosen by hand."""

CROPPED = 0.4
"""What a face counts for that every crop cuts, of one that none does; chosen by hand."""

MAIN_PART = 0.25
"""Share of the largest face's area from which another counts, too; chosen by hand."""

HAIR = 0.25
"""Heights of a face by which its head reaches above it: YuNet's boxes end at the forehead. Heads of
five people in 15 real frames reach 0.05 to 0.31 above."""

UPRIGHT_BOX = 1.0
"""Width of a face for its height, over which the frame's edge has cut it: whole ones have 0.7 to
0.85."""

FACE_GAIN = 5
"""What each share of the frame adds to that: a face of a tenth counts in full; by hand."""

TEXT_GAIN = 10
"""What each share of the frame under text costs: a tenth costs all of that part; by hand."""


def best_covers(
    samples: Sequence[DetailSample],
    faces: Faces | None,
    lines: Sequence[OverlayLine] | None,
    luminance: Luminance,
    probe: Probe,
) -> tuple[Cover, ...]:
    """Return the best three frames, best first, spread over the draft."""
    if not samples:
        return ()
    crispest = max(sample.crispness for sample in samples) or 1.0
    rated = []
    for sample in samples:
        exposure = 1 - min(1.0, abs(sample.brightness - WELL_LIT) / BADLY_LIT)
        score = SHARPNESS_WEIGHT * sample.crispness / crispest + EXPOSURE_WEIGHT * exposure
        heads = _heads(sample.time, faces)
        kept = tuple(
            crop
            for crop, share in COVER_CROPS.items()
            if all(_stays_whole(head, probe, share) for head in heads)
        )
        score += FACE_WEIGHT * _faces_worth(heads, len(kept) / len(COVER_CROPS))
        score += OPEN_WEIGHT * (1 - _text(sample.time, lines))
        rated.append(Cover(sample.time, round(max(0.0, score), 3), kept))
    rated.sort(key=lambda cover: (-cover.score, cover.time))
    chosen: list[Cover] = []
    for cover in rated:
        if all(abs(cover.time - other.time) >= APART * luminance.end for other in chosen):
            chosen.append(cover)
    return tuple(chosen[:COVERS])


def _heads(time: float, faces: Faces | None) -> list[Box]:
    """Return the faces at that time that the picture is about."""
    near = [s for s in (faces.sightings if faces else ()) if abs(s.time - time) <= NEAR]
    if not near:
        return []
    boxes = min(near, key=lambda sighting: abs(sighting.time - time)).boxes
    least = MAIN_PART * max((box.share for box in boxes), default=0.0)
    return [box for box in boxes if box.share >= least]


def _faces_worth(heads: Sequence[Box], kept: float) -> float:
    """Return what these faces add to a cover: 1 for large ones that all of the crops keep whole."""
    if any(head.y <= 0 or head.width > UPRIGHT_BOX * head.height for head in heads):
        return EYES_CUT
    largest = max((head.share for head in heads), default=0.0)
    worth = min(1.0, SOME_FACE + FACE_GAIN * largest) if largest else 0.0
    return worth * (CROPPED + (1 - CROPPED) * kept)


def _stays_whole(head: Box, probe: Probe, ratio: float) -> bool:
    """Return whether the head lies in the middle part of the frame that has this ratio."""
    width, height = probe.display_width, probe.display_height
    left = max(0.0, (width - height * ratio) / 2)
    top = max(0.0, (height - width / ratio) / 2)
    return (
        head.x >= left
        and head.x + head.width <= width - left
        and head.y - HAIR * head.height >= top
        and head.y + head.height <= height - top
    )


def _text(time: float, lines: Sequence[OverlayLine] | None) -> float:
    """Return how much text covers the frame: 1 from a tenth of it on."""
    standing = [line for line in lines or () if line.span.start <= time <= line.span.end]
    return min(1.0, TEXT_GAIN * sum(line.box.share for line in standing))
