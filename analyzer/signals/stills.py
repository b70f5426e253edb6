"""Stills of a draft for reports: its hook frame by frame, and a filmstrip of the whole.

However long the draft is, about the same number of frames is kept: whenever the strip is full,
every second one goes and the step doubles, so that what stays is evenly spread.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Still, Wording
from ..settings import Settings
from . import FrameAnalyzer, measurer
from .sampling import TOLERANCE, Sampler

if TYPE_CHECKING:
    import numpy as np

    from ..media.frames import Frame

STEP_IN_HOOK = 0.2
"""Seconds between two stills of the hook; chosen by hand."""

FIRST_STEP = 0.25
"""Seconds between two stills of the strip before it first fills; chosen by hand."""

MOST_IN_STRIP = 36
"""Stills of the strip: twice what a page shows of it, so that its frames can be chosen."""

STRIP_SIDE = 320
"""Pixels of the longer side of the strip's stills; those of the hook keep the watcher's size."""

HOOK_QUALITY = 55
"""WebP quality, 1 to 100, of the hook's stills: about 20 kB each for a detailed picture."""

STRIP_QUALITY = 50
"""WebP quality, 1 to 100, of the strip's stills: about 5 kB each for a detailed picture."""


@dataclass(frozen=True, slots=True)
class _Kept:
    time: float
    image: np.ndarray


class StillsWatcher:
    """Keeps the hook's frames every 0.2 s and at most 36 evenly spread ones of the whole draft."""

    long_side = 854

    def __init__(self, hook_seconds: float) -> None:
        self._hook_seconds = hook_seconds
        self._in_hook = Sampler(STEP_IN_HOOK)
        self._in_strip = Sampler(FIRST_STEP)
        self._wanted: deque[tuple[bool, bool]] = deque()
        """For each frame that is still to come, whether it is for the hook and for the strip."""
        self._in_strip_now = 0
        self._hook: list[Still] = []
        self._strip: list[_Kept] = []

    def wants(self, time: float) -> bool:
        """Return whether the next still is due."""
        for_hook = time <= self._hook_seconds + TOLERANCE and self._in_hook.is_due(time)
        for_strip = self._in_strip.is_due(time)
        if for_hook:
            self._in_hook.take(time)
        if for_strip:
            self._in_strip_now += 1
            if self._in_strip_now > MOST_IN_STRIP:
                self._in_strip_now = -(-self._in_strip_now // 2)
                self._in_strip.step *= 2
            self._in_strip.take(time)
        if for_hook or for_strip:
            self._wanted.append((for_hook, for_strip))
        return for_hook or for_strip

    def observe(self, frame: Frame) -> None:
        """Keep one frame, for the hook, the strip or both."""
        for_hook, for_strip = self._wanted.popleft()
        if for_hook:
            self._hook.append(_encoded(frame.time, frame.bgr, HOOK_QUALITY))
        if for_strip:
            self._strip.append(_Kept(frame.time, _reduced(frame.bgr)))
            if len(self._strip) > MOST_IN_STRIP:
                self._strip = self._strip[::2]

    def result(self) -> tuple[Still, ...]:
        """Return the stills in order of time, the hook's before the strip's of one moment."""
        strip = [_encoded(kept.time, kept.image, STRIP_QUALITY) for kept in self._strip]
        return tuple(sorted([*self._hook, *strip], key=lambda still: (still.time, -still.width)))


def _nobody_looks(settings: Settings) -> Wording | None:
    return None if settings.stills else Wording("no page was asked for")


@measurer("stills", unless=_nobody_looks)
def keep_stills(hook_seconds: float) -> FrameAnalyzer[tuple[Still, ...]]:
    """Keep frames of the draft for a page."""
    return StillsWatcher(hook_seconds)


def _reduced(image: np.ndarray) -> np.ndarray:
    import cv2

    height, width = image.shape[:2]
    scale = STRIP_SIDE / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)  # type: ignore[no-any-return]


def _encoded(time: float, image: np.ndarray, quality: int) -> Still:
    import cv2

    _, data = cv2.imencode(".webp", image, (cv2.IMWRITE_WEBP_QUALITY, quality))
    height, width = image.shape[:2]
    return Still(time=round(time, 3), width=width, height=height, data=data.tobytes())
