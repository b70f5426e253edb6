"""Looks at whole frames about once a second: bars, detail, grain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analyzer.model import Bars
from analyzer.signals.picture.bars import BarFinder
from analyzer.signals.picture.spectrum import detail_reach, grain

if TYPE_CHECKING:
    from analyzer.media import Frame

LOOKS = 16
LEAST_STEP = 0.25
MOST_STEP = 2.0
"""About so many looks over a draft, but none nearer or farther apart than this, in seconds."""

REDUCED = 960
"""Longest side, in pixels, of the picture in which bars are looked for."""

LEAST_SIDE = 16
"""Pixels of the shorter side below which a picture has no room for bars."""

BLACK_LEVEL = 40


@dataclass(frozen=True, slots=True)
class Look:
    """One frame: its detail as a share of what its pixels could hold, its edges, light, grain."""

    time: float
    reach: float
    crispness: float
    """Mean strength of its edges: comparable between frames of one draft."""
    brightness: float
    noise: float


@dataclass(frozen=True, slots=True)
class Detail:
    """All looks at a draft, and the bars in them."""

    looks: tuple[Look, ...]
    bars: Bars | None
    height: int


class DetailWatcher:
    """Looks about ``LOOKS`` times over the draft, at up to the size that phones show."""

    long_side = 1920
    pixels: Literal["gray", "bgr"] = "gray"

    def __init__(self, duration: float) -> None:
        self._step = min(MOST_STEP, max(LEAST_STEP, duration / LOOKS))
        self._next = 0.0
        self._looks: list[Look] = []
        self._bars = BarFinder()
        self._shape = (0, 0)
        self._scale = 1.0
        self._factor = 1
        self._noise = 0.0

    def wants(self, time: float) -> bool:
        """Whether the next look is due."""
        if time + 1e-3 < self._next:
            return False
        self._next = time + self._step
        return True

    def observe(self, frame: Frame) -> None:
        """Take in one gray frame; a black one shows nothing and is passed over."""
        import cv2

        image = frame.image
        self._shape = image.shape
        self._scale = frame.scale
        self._factor = -(-max(image.shape) // REDUCED)
        size = tuple(max(1, side // self._factor) for side in image.shape[::-1])
        small = image
        if self._factor > 1:
            small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        if (
            cv2.minMaxLoc(cv2.resize(small, (16, 16), interpolation=cv2.INTER_AREA))[1]
            < BLACK_LEVEL
        ):
            return
        if min(small.shape) >= LEAST_SIDE:
            self._bars.add(frame.time, small)
        edges = cv2.convertScaleAbs(cv2.Laplacian(small, cv2.CV_16S))
        if len(self._looks) % 4 == 0:
            self._noise = grain(image)
        self._looks.append(
            Look(
                time=round(frame.time, 3),
                reach=detail_reach(image),
                crispness=cv2.mean(edges)[0],
                brightness=cv2.mean(small)[0] / 255,
                noise=self._noise,
            )
        )

    def result(self) -> Detail:
        """What was seen in all looks so far."""
        bars = self._bars.result(self._factor * self._scale)
        return Detail(tuple(self._looks), bars, round(self._shape[0] * self._scale))
