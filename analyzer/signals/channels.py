"""Where left and right cancel each other out, and where only one of them sounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..model import Channels, Probe, Span, merge
from . import measurer

if TYPE_CHECKING:
    import numpy as np

    from ..media.sound import Audio

MAX_PAUSE = 0.6
"""Seconds between two stretches that are one, such as a speaker's pause; chosen by hand."""

MIN_SECONDS = 0.5
"""Seconds that a stretch lasts at least: two windows, not one effect; chosen by hand."""


@measurer("channels")
def measure_channels(audio: Audio, probe: Probe) -> Channels:
    """Return how left and right relate; a track of one channel sounds on both alike."""
    count = probe.audio_channels or 1
    sides = audio.sides
    if sides is None:
        return Channels(count=count, seconds=0.0, balance_db=None, correlation=None)
    left, right = float(sides.left.sum()), float(sides.right.sum())
    is_on_both = left > 0 and right > 0
    return Channels(
        count=count,
        seconds=_seconds(sides.is_sound, audio.duration),
        balance_db=round(10 * math.log10(left / right), 1) if is_on_both else None,
        correlation=(
            round(float(sides.product.sum()) / math.sqrt(left * right), 2) if is_on_both else None
        ),
        opposed_spans=_spans(sides.is_opposed, audio.duration),
        left_spans=_spans(sides.is_left, audio.duration),
        right_spans=_spans(sides.is_right, audio.duration),
    )


def _spans(flags: np.ndarray, duration: float) -> tuple[Span, ...]:
    """Return the stretches of windows in which ``flags`` is set, over short pauses."""
    import numpy as np

    from ..media.channels import WINDOW_SECONDS

    windows = (
        Span(n * WINDOW_SECONDS, (n + 1) * WINDOW_SECONDS) for n in np.flatnonzero(flags).tolist()
    )
    return tuple(
        Span(round(span.start, 3), round(min(span.end, duration), 3))
        for span in merge(windows, MAX_PAUSE)
        if span.seconds >= MIN_SECONDS
    )


def _seconds(flags: np.ndarray, duration: float) -> float:
    from ..media.channels import WINDOW_SECONDS

    return round(min(float(flags.sum()) * WINDOW_SECONDS, duration), 2)
