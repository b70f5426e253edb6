"""Whether the film stands upright in its frame, by the faces in it.

A phone that loses the note of how it was held leaves a film on its side, or on its head. YuNet also
finds faces that are turned, only with less confidence, so that a few frames are looked at in all
four ways and the way with the surest faces is the upright one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import weights
from ...model import Upright
from ..sampling import Sampler
from .detector import detect

if TYPE_CHECKING:
    import numpy as np

    from ...media.frames import Frame

MOST_FRAMES = 6
"""Frames that are looked at; by hand: with two of one mind, one more or less changes nothing."""

SURE = 0.85
"""YuNet's score from which a face votes for its way up: upright ones have 0.85 to 0.95, the same on
their side 0.5 to 0.9 (26 videos with a face, six frames each, 480 pixels)."""

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

    def __init__(self, duration: float) -> None:
        self._sampler = Sampler(max(duration / MOST_FRAMES, 1e-3), MOST_FRAMES)
        self._frames: list[np.ndarray] = []

    def wants(self, time: float) -> bool:
        """Return whether the next frame is due."""
        is_due = self._sampler.is_due(time)
        if is_due:
            self._sampler.take(time)
        return is_due

    def observe(self, frame: Frame) -> None:
        """Keep one frame."""
        self._frames.append(frame.bgr)

    def result(self) -> Upright:
        """Return by how much the film is to be turned."""
        import numpy as np

        votes = [0, 0, 0, 0]
        model = weights.face_model()
        for image in self._frames:
            ways = (np.ascontiguousarray(np.rot90(image, -turn)) for turn in range(4))
            scores = [max(detect(model, way, FAINT)[:, -1], default=0.0) for way in ways]
            first, second = sorted(scores, reverse=True)[:2]
            if first >= SURE and first - second >= MARGIN:
                votes[scores.index(first)] += 1
                if votes[0]:
                    return Upright(None)
        turn = max((1, 2, 3), key=lambda k: votes[k])
        return Upright(turn * 90 if votes[turn] >= LEAST_VOTES else None)
