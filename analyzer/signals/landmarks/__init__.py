"""A fingerprint of the sound, by which a track or a copy is recognised: its spectral peaks.

They are found by the method of Wang (``peaks``); ``matching`` compares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Wording
from ...model.landmarks import Landmarks
from ...settings import Settings
from .. import measurer

if TYPE_CHECKING:
    import numpy as np

    from ...media.sound import Audio


def _nobody_compares(settings: Settings) -> Wording | None:
    is_compared = settings.compared or settings.seeks_tracks
    return None if is_compared else Wording("its sound is not compared with others")


@measurer("landmarks", unless=_nobody_compares)
def measure_landmarks(audio: Audio) -> Landmarks:
    """Return the spectral peaks of the sound."""
    return landmarks_of(audio.samples)


def landmarks_of(samples: np.ndarray) -> Landmarks:
    """The spectral peaks of mono sound at 16 kHz."""
    from .peaks import peaks

    times, pitches = peaks(samples)
    return Landmarks(times.tobytes(), pitches.tobytes())
