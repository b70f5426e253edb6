"""Stills of a draft for reports: its hook frame by frame, and a filmstrip of the whole.

However long the draft is, about the same number of frames is kept: whenever the strip is full,
every second one goes and the step doubles, so that what stays is evenly spread.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analyzer.model import Still
from analyzer.settings import Settings
from analyzer.signals import FrameAnalyzer, measurer

if TYPE_CHECKING:
    import numpy as np

    from analyzer.media import Frame

STEP_IN_HOOK = 0.2
FIRST_STEP = 0.25
"""Seconds between two stills in the hook, and between those of the strip before it first fills."""

MOST_IN_STRIP = 36

STRIP_SIDE = 320
"""The longer side of the strip's stills; those of the hook keep the watcher's size."""

HOOK_QUALITY = 55
STRIP_QUALITY = 50
"""WebP quality, 1 to 100: about 20 kB and 5 kB a still of a detailed picture."""


@dataclass(frozen=True, slots=True)
class _Kept:
    time: float
    image: np.ndarray


class StillsWatcher:
    """Keeps the hook's frames every 0.2 s and at most 36 evenly spread ones of the whole draft."""

    long_side = 854
    pixels: Literal["gray", "bgr"] = "bgr"

    def __init__(self, hook_seconds: float) -> None:
        self._hook_seconds = hook_seconds
        self._next_in_hook = 0.0
        self._next_in_strip = 0.0
        self._step = FIRST_STEP
        self._hook: list[Still] = []
        self._strip: list[_Kept] = []

    def wants(self, time: float) -> bool:
        """Whether the next still is due."""
        return self._hook_is_due(time) or time + 1e-3 >= self._next_in_strip

    def observe(self, frame: Frame) -> None:
        """Keep one BGR frame, for the hook, the strip or both."""
        if self._hook_is_due(frame.time):
            self._hook.append(_encoded(frame.time, frame.image, HOOK_QUALITY))
            self._next_in_hook = _after(frame.time, STEP_IN_HOOK)
        if frame.time + 1e-3 >= self._next_in_strip:
            self._strip.append(_Kept(frame.time, _reduced(frame.image)))
            if len(self._strip) > MOST_IN_STRIP:
                self._strip = self._strip[::2]
                self._step *= 2
            self._next_in_strip = _after(self._strip[-1].time, self._step)

    def result(self) -> tuple[Still, ...]:
        """The stills in order of time, the hook's own before the strip's of the same moment."""
        strip = [_encoded(kept.time, kept.image, STRIP_QUALITY) for kept in self._strip]
        return tuple(sorted([*self._hook, *strip], key=lambda still: (still.time, -still.width)))

    def _hook_is_due(self, time: float) -> bool:
        return time <= self._hook_seconds + 1e-3 and time + 1e-3 >= self._next_in_hook


def _nobody_looks(settings: Settings) -> str | None:
    return None if settings.stills else "no page was asked for"


@measurer("stills", unless=_nobody_looks)
def keep_stills(hook_seconds: float) -> FrameAnalyzer[tuple[Still, ...]]:
    """Keep frames of the draft for a page."""
    return StillsWatcher(hook_seconds)


def _after(time: float, step: float) -> float:
    """The next multiple of ``step`` after ``time``."""
    return (math.floor(time / step + 1e-3) + 1) * step


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
