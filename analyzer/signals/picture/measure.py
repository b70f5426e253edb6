"""The picture as one noun, from its luminance and its detail."""

from __future__ import annotations

import numpy as np

from ...model import Faces, OverlayLine, Picture, Probe, Span, merge
from .covers import best_covers
from .detail import Detail
from .luminance import FROZEN_SECONDS, Luminance

BEST_SAMPLES = 90
"""Percentile of the samples' detail that counts as what the camera and the edit can do; others are
soft for a while, as movement is. Chosen by hand."""

HALF = 0.5
"""Reach up to which half the lines would hold all the detail there is: of 52 real clips, two crops
that were enlarged and two of unknown history stay under 0.43, and the others reach 0.53 or more."""


def measure_picture(
    light: Luminance,
    detail: Detail,
    probe: Probe,
    faces: Faces | None = None,
    lines: tuple[OverlayLine, ...] | None = None,
) -> Picture:
    """Return the quality of the picture; faces and overlay lines serve the choice of covers."""
    end = probe.video_duration  # the last frame may be held long after it came
    held = (Span(light.end, round(end, 3)),) if end - light.end >= FROZEN_SECONDS else ()
    was_black = bool(light.black_spans) and light.black_spans[-1].end == light.end
    reaches = [sample.reach for sample in detail.samples]
    sharpness = round(float(np.percentile(reaches, BEST_SAMPLES)), 3) if reaches else 0.0
    is_enlarged = 0 < sharpness <= HALF
    noises = [sample.noise for sample in detail.samples]
    noise = round(float(np.median(noises)), 2) if noises else 0.0
    return Picture(
        bars=detail.bars,
        black_spans=merge((*light.black_spans, *held), 0.0) if was_black else light.black_spans,
        frozen_spans=merge((*light.frozen_spans, *held), 0.0) if held else light.frozen_spans,
        flash_spans=light.flash_spans,
        red_flash_spans=light.red_flash_spans,
        sharpness=sharpness,
        brightness=light.brightness,
        dark_share=light.dark_share,
        noise=noise,
        upscaled_from=round(detail.height * sharpness) if is_enlarged else None,
        covers=best_covers(detail.samples, faces, lines, light, probe),
    )
