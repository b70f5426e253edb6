"""The picture as one noun, from its light and its detail."""

from __future__ import annotations

import numpy as np

from analyzer.model import Faces, OverlayLine, Picture
from analyzer.signals.picture.covers import best_covers
from analyzer.signals.picture.detail import Detail
from analyzer.signals.picture.light import Light

BEST_LOOKS = 90
"""Percentile of the looks that counts as what the camera and the edit can do."""

HALF = 0.5
"""Reach up to which half the lines would hold all the detail there is: of 52 real clips, two crops
that were enlarged and two of unknown history stay under 0.43, and the others reach 0.53 or more."""


def measure_picture(
    light: Light,
    detail: Detail,
    faces: Faces | None = None,
    lines: tuple[OverlayLine, ...] | None = None,
) -> Picture:
    """The quality of the picture; faces and overlay lines serve the choice of covers."""
    reaches = [look.reach for look in detail.looks]
    sharpness = round(float(np.percentile(reaches, BEST_LOOKS)), 3) if reaches else 0.0
    is_enlarged = 0 < sharpness <= HALF
    noise = round(float(np.median([look.noise for look in detail.looks])), 2) if reaches else 0.0
    return Picture(
        bars=detail.bars,
        black_spans=light.black_spans,
        frozen_spans=light.frozen_spans,
        flash_spans=light.flash_spans,
        sharpness=sharpness,
        brightness=light.brightness,
        dark_share=light.dark_share,
        noise=noise,
        upscaled_from=round(detail.height * sharpness) if is_enlarged else None,
        covers=best_covers(detail.looks, faces, lines, light),
    )
