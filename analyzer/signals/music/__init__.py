"""Where there is music, played or sung, how much of it, and its tempo and beats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Music, Speech
from .. import measurer

if TYPE_CHECKING:
    from ...media.sound import Audio
    from ..sound_events import SoundEvents


@measurer("music")
def measure_music(audio: Audio, sound_events: SoundEvents, speech: Speech) -> Music:
    """The music in ``audio``: spans, share, singing, how much is under a voice, tempo and beats."""
    from .measure import music_in

    return music_in(audio, sound_events, speech)
