"""Looks at the picture four times a second; where its bars are is known at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.looks import Looks
from ..picture.bars import LetterboxDetector
from ..sampling import Sampler
from ..shrinking import reduced
from .hashing import MIN_QUALITY, hashed, quality, windows

if TYPE_CHECKING:
    from ...media.frames import Frame

STEP_SECONDS = 0.25
"""Seconds between two looks. Twice a second lost the lively ones among copies that begin 0.7 s
later or run 5 percent faster: a look then falls up to a quarter of a second beside its like."""

KEPT_SIDE = 160
"""Pixels of the longer side of the pictures that are kept: what a hash needs, more than twice."""

LEAST_SIDE = 150
"""Pixels of the shorter side from which bars are looked for: in smaller frames they are a few lines
wide. Chosen by hand."""

MOST_LOOKS = 3_600
"""Looks that are taken at most: a quarter of an hour, and 50 MB while it is watched."""

AT_ONCE = 64
"""Looks that are hashed at once: 8 MB while it lasts."""


class LookWatcher:
    """Keeps small gray pictures, and hashes what is in them beside the bars."""

    long_side = 320

    def __init__(self) -> None:
        self._sampler = Sampler(STEP_SECONDS, MOST_LOOKS)
        self._bars = LetterboxDetector()
        self._has_bars = False
        self._looks: list[tuple[float, np.ndarray]] = []
        self._scale = 1.0

    def wants(self, time: float) -> bool:
        """Return whether the next look is due."""
        is_due = self._sampler.is_due(time)
        if is_due:
            self._sampler.take(time)
        return is_due

    def observe(self, frame: Frame) -> None:
        """Take in one frame."""
        gray = frame.gray
        if min(gray.shape) >= LEAST_SIDE:
            self._bars.add(frame.time, gray)
            self._has_bars = True
        self._scale = min(1.0, KEPT_SIDE / max(gray.shape))
        self._looks.append((frame.time, reduced(gray, KEPT_SIDE)))

    def result(self) -> Looks:
        """Return the looks in which there is something to see."""
        bars = self._bars.result(self._scale) if self._has_bars else None
        inside = (slice(None), slice(None))
        if bars is not None:
            box = bars.content
            inside = slice(box.y, box.y + box.height), slice(box.x, box.x + box.width)
        times: list[float] = []
        hashes = textures = b""
        for first in range(0, len(self._looks), AT_ONCE):
            squares: list[np.ndarray] = []
            for time, image in self._looks[first : first + AT_ONCE]:
                if image.shape == self._looks[0][1].shape:
                    seen = windows(image, inside)
                    if quality(seen[0]) >= MIN_QUALITY:
                        times.append(time)
                        squares += seen
            if squares:
                some_hashes, some_textures = hashed(np.stack(squares))
                hashes += some_hashes.tobytes()
                textures += some_textures.tobytes()
        return Looks(np.asarray(times, np.float32).tobytes(), hashes, textures)
