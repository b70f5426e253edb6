"""Luminance statistics of every frame: black, frozen and flashing stretches, and brightness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...model import Span
from .flashes import FlashDetector

if TYPE_CHECKING:
    from ...media.frames import Frame

BLACK_LEVEL = 20
"""Gray level of 255 that no spot of a black frame reaches; video black is 16. Lower than movement's
limit of 32, since this one decides what is flagged as black and grain is shrunk away before."""

FROZEN_LEVEL = 3
"""Gray levels by which a spot of a frozen picture may differ: the coding noise of key frames."""

REFRESHED_LEVEL = 10
"""Gray levels by which a key frame may refresh a picture that stays frozen; chosen by hand."""

FROZEN_SECONDS = 1.0
"""Seconds from which a picture that does not change counts as frozen; chosen by hand."""

DARK_LEVEL = 64
"""Gray level of 255 under which a spot is too dark to be read on a phone; chosen by hand."""

DARK_PART = 0.97
"""Share of a frame's spots that is dark in a frame that is too dark to read; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Luminance:
    """The luminance of a whole draft; see ``model.Picture`` for what the names mean."""

    black_spans: tuple[Span, ...]
    frozen_spans: tuple[Span, ...]
    flash_spans: tuple[Span, ...]
    red_flash_spans: tuple[Span, ...]
    brightness: float
    dark_share: float
    end: float


class LightWatcher:
    """Watches the luminance of every frame, small."""

    long_side = 160

    def __init__(self) -> None:
        self._flashes = FlashDetector()
        self._freeze_frame: np.ndarray | None = None
        self._freeze_start = 0.0
        self._is_refreshed = False
        self._black_start: float | None = None
        self._black: list[Span] = []
        self._frozen: list[Span] = []
        self._last: float | None = None
        self._frame_seconds = 0.0
        self._level_sum = 0.0
        self._lit_frames = 0
        self._dark_frames = 0

    def wants(self, time: float) -> bool:
        """Return True for every frame: a flash lasts as long as one."""
        return True

    def observe(self, frame: Frame) -> None:
        """Take in one frame."""
        import cv2

        time = frame.time
        if self._last is not None:
            self._frame_seconds = max(0.0, time - self._last)
        self._last = time
        small = _shrunk(frame.bgr, 2)
        gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        self._flashes.add(time, _shrunk(small, 2))
        change = (
            np.inf
            if self._freeze_frame is None
            else cv2.norm(gray, self._freeze_frame, cv2.NORM_INF)
        )
        if change > FROZEN_LEVEL:
            self._close_freeze(time)
            self._freeze_frame, self._freeze_start = gray, time
            self._is_refreshed = change <= REFRESHED_LEVEL
        is_black = cv2.minMaxLoc(gray)[1] < BLACK_LEVEL
        if is_black and self._black_start is None:
            self._black_start = time
        if not is_black:
            self._close_black(time)
            self._level_sum += cv2.mean(gray)[0]
            self._lit_frames += 1
            most_dark = gray.size - max(1, round(gray.size * (1 - DARK_PART)))
            self._dark_frames += bool(np.count_nonzero(gray < DARK_LEVEL) > most_dark)

    def _close_freeze(self, time: float) -> None:
        if self._freeze_frame is not None and time - self._freeze_start >= FROZEN_SECONDS:
            start = round(self._freeze_start, 3)
            if self._is_refreshed and self._frozen and self._frozen[-1].end == start:
                start = self._frozen.pop().start
            self._frozen.append(Span(start, round(time, 3)))

    def _close_black(self, time: float) -> None:
        if self._black_start is not None:
            self._black.append(Span(round(self._black_start, 3), round(time, 3)))
            self._black_start = None

    def result(self) -> Luminance:
        """Return the luminance of everything observed so far."""
        end = (self._last or 0.0) + self._frame_seconds
        self._close_freeze(end)
        self._close_black(end)
        frames = max(1, self._lit_frames)
        return Luminance(
            black_spans=tuple(self._black),
            frozen_spans=tuple(self._frozen),
            flash_spans=self._flashes.general(),
            red_flash_spans=self._flashes.red(),
            brightness=round(self._level_sum / frames / 255, 3),
            dark_share=round(self._dark_frames / frames, 3),
            end=round(end, 3),
        )


def _shrunk(image: np.ndarray, factor: int) -> np.ndarray:
    """Return the picture with every ``factor`` by ``factor`` pixels made one, at least one."""
    import cv2

    height, width = image.shape[:2]
    size = (max(1, width // factor), max(1, height // factor))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
