"""Whether two videos show the same, and where: runs of alike looks that cannot be chance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..model import Span
from .align import Run, runs
from .views import Seen

MIN_SECONDS = 1.5
"""Seconds for which two videos have to show the same; chosen by hand."""

CLOSE = 31
"""Bits of 256 that looks at the same differ by on average (PDQ); enough where nothing moves."""

MIN_MOTION = 0.3
"""Correlation of what changes in both, from which close looks are of the same moments and not of
another take of the same scene: 0.26 at most in takes of one speaker before one camera."""

MIN_CONTRAST = 4.0
"""Bits, likewise: 1.8 at most in such takes."""

SURE_MOTION = 0.6
"""The same where something covers a part of the picture, so that looks are not close."""

SURE_CONTRAST = 2.5
"""The same, in bits: what moves has to show in the looks, too."""

HASH_BITS = 256


class Shared(NamedTuple):
    """What two videos share."""

    spans: tuple[Span, ...]
    spans_there: tuple[Span, ...]
    picture: float
    mirrored: bool
    speed: float
    cropped: bool
    sound: bool | None = None
    """Whether the same is heard in both, too; null where that is not known."""

    @property
    def seconds(self) -> float:
        """How much of ours it is."""
        return sum(span.seconds for span in self.spans)


def shared(ours: Seen, theirs: Seen) -> Shared | None:
    """What both show; null where they show nothing that is the same."""
    if not (len(ours.times) and len(theirs.times)):
        return None
    found = [run for run in runs(ours, theirs) if is_same(run, ours)]
    if not found:
        return None
    found.sort(key=lambda run: int(run.ours[0]))
    longest = max(found, key=lambda run: len(run.ours))
    bits = np.concatenate([run.distances for run in found]).mean()
    return Shared(
        spans=tuple(_span(ours, run.ours) for run in found),
        spans_there=tuple(_span(theirs, run.theirs) for run in found),
        picture=round(float(1 - bits / HASH_BITS), 3),
        mirrored=longest.view.mirrored,
        speed=round(longest.speed, 3),
        cropped=longest.view.is_crop,
    )


def itself(seen: Seen) -> Shared | None:
    """What a video shares with a copy of its file; null where there is nothing to see in it."""
    if not len(seen.times):
        return None
    whole = _span(seen, np.arange(len(seen.times)))
    if whole.seconds < MIN_SECONDS:
        return None
    return Shared((whole,), (whole,), picture=1.0, mirrored=False, speed=1.0, cropped=False)


def is_same(run: Run, ours: Seen) -> bool:
    """Whether a run is the same material: alike, and alike in how it changes."""
    bits = run.distances.mean()
    if _span(ours, run.ours).seconds < MIN_SECONDS:
        return False
    if bits <= CLOSE:
        return bool(
            np.isnan(run.motion) or run.motion >= MIN_MOTION or run.contrast >= MIN_CONTRAST
        )
    return bool(run.motion >= SURE_MOTION and run.contrast >= SURE_CONTRAST)


def _span(seen: Seen, places: np.ndarray) -> Span:
    """From the first of these looks until the next look after the last."""
    first, last = float(seen.times[places].min()), int(places.max())
    step = float(np.median(np.diff(seen.times))) if len(seen.times) > 1 else 0.0
    return Span(round(first, 3), round(float(seen.times[last]) + step, 3))
