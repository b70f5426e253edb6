"""Whether the film stands upright in its frame, by the faces in it.

A phone that loses the note of how it was held leaves a film on its side, or on its head. YuNet also
finds faces that are turned, only with less confidence, so that a few frames are looked at in all
four ways and the way with the surest faces is the upright one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .. import weights
from ..model import Probe, Upright
from . import FrameAnalyzer, measurer
from .sampling import Sampler

if TYPE_CHECKING:
    import numpy as np

    from ..media.frames import Frame

MOST_FRAMES = 6
"""Frames that are looked at; by hand: with two of one mind, one more or less changes nothing."""

SURE = 0.85
"""YuNet's score from which a face votes for its way up: upright ones have 0.85 to 0.95, the same on
their side 0.5 to 0.9 (26 videos with a face, six frames each, 480 pixels)."""

LEAST_SIDE = 16
"""Pixels of a frame's shorter side below which no face is looked for, as in ``faces``."""

FAINT = 0.5
"""YuNet's score from which a turned face is told from none; by hand."""

MARGIN = 0.02
"""By how much its score has to be over that of every other way up: the least that upright faces had
over the same on their head was 0.03 (the same videos)."""

LEAST_VOTES = 2
"""Frames that have to say that the film is turned, and none that it is upright; by hand."""


class UprightWatcher:
    """Keeps a few small frames, spread over the draft, and looks at them in the end."""

    long_side = 480
    pixels: Literal["gray", "bgr"] = "bgr"

    def __init__(self, duration: float) -> None:
        self._sampler = Sampler(max(duration / MOST_FRAMES, 1e-3))
        self._frames: list[np.ndarray] = []

    def wants(self, time: float) -> bool:
        """Return whether the next frame is due."""
        if len(self._frames) >= MOST_FRAMES or not self._sampler.is_due(time):
            return False
        self._sampler.take(time)
        return True

    def observe(self, frame: Frame) -> None:
        """Keep one BGR frame."""
        self._frames.append(frame.image)

    def result(self) -> Upright:
        """Return by how much the film is to be turned."""
        import numpy as np

        votes = [0, 0, 0, 0]
        finder = _Finder()
        for image in self._frames:
            ways = (np.ascontiguousarray(np.rot90(image, -turn)) for turn in range(4))
            scores = [finder.surest(way) for way in ways]
            first, second = sorted(scores, reverse=True)[:2]
            if first >= SURE and first - second >= MARGIN:
                votes[scores.index(first)] += 1
                if votes[0]:
                    return Upright(None)
        turn = max((1, 2, 3), key=lambda k: votes[k])
        return Upright(turn * 90 if votes[turn] >= LEAST_VOTES else None)


class _Finder:
    """YuNet for frames of both shapes that a turn gives."""

    def __init__(self) -> None:
        self._detectors: dict[tuple[int, int], Any] = {}

    def surest(self, image: np.ndarray) -> float:
        """Return the score of the surest face; 0 without one."""
        import cv2

        height, width = image.shape[:2]
        if min(height, width) < LEAST_SIDE:
            return 0.0
        if (width, height) not in self._detectors:
            self._detectors[width, height] = cv2.FaceDetectorYN.create(
                str(weights.face_model()), "", (width, height), FAINT
            )
        found = self._detectors[width, height].detect(image)[1]
        return 0.0 if found is None else float(found[:, -1].max())


@measurer("upright")
def watch_upright(probe: Probe) -> FrameAnalyzer[Upright]:
    """Look at a few frames in all four ways."""
    return UprightWatcher(probe.duration)
