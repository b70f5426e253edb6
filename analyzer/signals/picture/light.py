"""Watches the light of every frame: black, frozen and flashing stretches, and how bright it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analyzer.model import Span
from analyzer.signals.picture.flashes import FlashFinder, relative_luminance

if TYPE_CHECKING:
    from analyzer.media import Frame

BLACK_LEVEL = 20
"""Gray level of 255 that no spot of a black picture reaches."""

FROZEN_LEVEL = 3
"""Gray levels by which a spot of a frozen picture may differ: the coding noise of key frames."""

REFRESHED_LEVEL = 10
"""Gray levels by which a key frame may refresh a picture that stays frozen."""

FROZEN_SECONDS = 1.0
BRIGHT_PART = 0.97
DARK_LEVEL = 64
"""The bright spots of a picture that is too dark to read stays below this gray level of 255."""


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a whole draft; see ``Picture`` for what the names mean."""

    black_spans: tuple[Span, ...]
    frozen_spans: tuple[Span, ...]
    flash_spans: tuple[Span, ...]
    brightness: float
    dark_share: float
    end: float


class LightWatcher:
    """Watches the draft at its own frame rate, small, and tells how its light goes."""

    long_side = 320
    pixels: Literal["gray", "bgr"] = "bgr"

    def __init__(self) -> None:
        self._flashes = FlashFinder()
        self._held: np.ndarray | None = None
        self._held_from = 0.0
        self._is_refreshed = False
        self._black_from: float | None = None
        self._black: list[Span] = []
        self._frozen: list[Span] = []
        self._last: float | None = None
        self._frame_seconds = 0.0
        self._levels = 0.0
        self._lit_frames = 0
        self._dark_frames = 0

    def wants(self, time: float) -> bool:
        """Every frame: a flash lasts as long as one."""
        return True

    def observe(self, frame: Frame) -> None:
        """Take in one BGR frame."""
        import cv2

        time = frame.time
        if self._last is not None:
            self._frame_seconds = max(0.0, time - self._last)
        self._last = time
        small = _shrunk(_shrunk(frame.image, 2), 2)  # by halves: far faster than by four
        gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        self._flashes.add(time, relative_luminance(_shrunk(small, 4)))
        moved = np.inf if self._held is None else cv2.norm(gray, self._held, cv2.NORM_INF)
        if moved > FROZEN_LEVEL:
            self._thaw(time)
            self._held, self._held_from = gray, time
            self._is_refreshed = moved <= REFRESHED_LEVEL
        is_black = cv2.minMaxLoc(gray)[1] < BLACK_LEVEL
        if is_black and self._black_from is None:
            self._black_from = time
        if not is_black:
            self._light_up(time)
            self._levels += cv2.mean(gray)[0]
            self._lit_frames += 1
            bright = gray.size - max(1, round(gray.size * (1 - BRIGHT_PART)))
            self._dark_frames += bool(np.count_nonzero(gray < DARK_LEVEL) > bright)

    def _thaw(self, time: float) -> None:
        if self._held is not None and time - self._held_from >= FROZEN_SECONDS:
            start = round(self._held_from, 3)
            if self._is_refreshed and self._frozen and self._frozen[-1].end == start:
                start = self._frozen.pop().start
            self._frozen.append(Span(start, round(time, 3)))

    def _light_up(self, time: float) -> None:
        if self._black_from is not None:
            self._black.append(Span(round(self._black_from, 3), round(time, 3)))
            self._black_from = None

    def result(self) -> Light:
        """The light of everything observed so far."""
        end = (self._last or 0.0) + self._frame_seconds
        self._thaw(end)
        self._light_up(end)
        frames = max(1, self._lit_frames)
        return Light(
            black_spans=tuple(self._black),
            frozen_spans=tuple(self._frozen),
            flash_spans=self._flashes.result(),
            brightness=round(self._levels / frames / 255, 3),
            dark_share=round(self._dark_frames / frames, 3),
            end=round(end, 3),
        )


def _shrunk(image: np.ndarray, factor: int) -> np.ndarray:
    """The picture with every ``factor`` by ``factor`` pixels made one, at least one."""
    import cv2

    height, width = image.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
