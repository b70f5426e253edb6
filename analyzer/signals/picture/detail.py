"""Sampled frames at their own size, about one a second: letterbox, sharpness, grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model import Bars
from ..sampling import CloseLooks
from .bars import LetterboxDetector
from .spectrum import detail_reach, grain

if TYPE_CHECKING:
    from ...media.frames import Frame

REDUCED = 960
"""Longest side, in pixels, of the picture in which bars are looked for."""

BLACK_GRID = 16
"""Columns and rows to which a frame is shrunk to see whether it is black; chosen by hand."""

LEAST_SIDE = 16
"""Pixels of the shorter side below which a picture has no room for bars."""

BLACK_LEVEL = 40
"""Gray level of 255 that no cell of that grid reaches in a frame that is too dark to judge. Higher
than a black frame's limit: a nearly black frame has no detail either; chosen by hand."""

NOISE_EVERY = 4
"""Samples to one measurement of the grain, which is slow and changes little; chosen by hand."""


@dataclass(frozen=True, slots=True)
class DetailSample:
    """One frame: its detail as a share of what its pixels could hold, its edges, light, grain."""

    time: float
    reach: float
    crispness: float
    """Mean strength of its edges: comparable between frames of one draft."""
    brightness: float
    noise: float


@dataclass(frozen=True, slots=True)
class Detail:
    """All samples of a draft, and the bars in them."""

    samples: tuple[DetailSample, ...]
    bars: Bars | None
    height: int


class DetailWatcher:
    """Samples a few frames of the draft, at up to the size that phones show."""

    long_side = 1920

    def __init__(self, duration: float) -> None:
        self._looks = CloseLooks(duration)
        self._samples: list[DetailSample] = []
        self._bars = LetterboxDetector()
        self._shape = (0, 0)
        self._scale = 1.0
        self._factor = 1
        self._noise = 0.0

    def wants(self, time: float) -> bool:
        """Return whether the next sample is due."""
        return self._looks.wants(time)

    def observe(self, frame: Frame) -> None:
        """Take in one frame; a black one shows nothing and is passed over."""
        import cv2

        image = frame.gray
        self._shape = image.shape
        self._scale = frame.scale
        self._factor = -(-max(image.shape) // REDUCED)
        size = tuple(max(1, side // self._factor) for side in image.shape[::-1])
        small = image
        if self._factor > 1:
            small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        grid = cv2.resize(small, (BLACK_GRID, BLACK_GRID), interpolation=cv2.INTER_AREA)
        if cv2.minMaxLoc(grid)[1] < BLACK_LEVEL:
            return
        if min(small.shape) >= LEAST_SIDE:
            self._bars.add(frame.time, small)
        edges = cv2.convertScaleAbs(cv2.Laplacian(small, cv2.CV_16S))
        if len(self._samples) % NOISE_EVERY == 0:
            self._noise = grain(image)
        self._samples.append(
            DetailSample(
                time=round(frame.time, 3),
                reach=detail_reach(image),
                crispness=cv2.mean(edges)[0],
                brightness=cv2.mean(small)[0] / 255,
                noise=self._noise,
            )
        )

    def result(self) -> Detail:
        """Return what was seen in all samples so far."""
        bars = self._bars.result(self._factor * self._scale)
        return Detail(tuple(self._samples), bars, round(self._shape[0] * self._scale))
