"""Where somebody speaks: both detectors must agree, and song does not count.

Speech is found with hysteresis: a span begins and ends where the probability crosses the offset
threshold, and counts only if it rises above the onset threshold for long enough.

On 424 speech clips in six languages, 78 of music and 476 of noise (animals, rain, engines, phones),
what both detectors call speech for more than 0.3 of the time was all of the speech clips, 2.6 % of
the music and 2.5 % of the noise; one detector alone took 4.4 to 26 % of the noise for speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Span, Speech
from . import measurer

if TYPE_CHECKING:
    import numpy as np

    from ..media.sound import Audio
    from .sound_events import SoundEvents

ONSET_THRESHOLD = 0.5
"""Probability of both detectors from which it is speech: their common operating point."""

OFFSET_THRESHOLD = 0.3
"""Probability down to which a span with speech reaches out; chosen by hand."""

PEAK_THRESHOLD = 0.6
"""Probability that a span has to reach somewhere; chosen by hand."""

MAX_PAUSE = 0.3
"""Seconds of silence between words of one span at most; chosen by hand."""

MIN_SPEECH = 0.12
"""Seconds above the onset threshold that a span needs; chosen by hand."""

MIN_TOTAL_SPEECH = 0.6
"""Seconds of that in the whole draft: sneezes and barks stay below it; chosen by hand."""

MIN_TOTAL_SHARE = 0.15
"""The same as a share of a very short draft: a clip of one word needs less; chosen by hand."""

SMOOTHING_SECONDS = 0.05
"""Seconds over which the event model's speech is averaged; chosen by hand."""

SONG_SECONDS = 1.0
"""Seconds over which speech and singing are compared: longer than a sung syllable; by hand."""


@measurer("speech")
def measure_speech(audio: Audio, sound_events: SoundEvents) -> Speech:
    """Return the spans of ``audio`` in which somebody speaks; none in song, crowd or noise."""
    from .sound_events.detectors import joined, runs

    step = sound_events.step
    likely = _probability(sound_events)
    is_speech = likely >= ONSET_THRESHOLD
    spans: list[Span] = []
    if is_speech.sum() * step >= min(MIN_TOTAL_SPEECH, MIN_TOTAL_SHARE * audio.duration):
        for start, end in joined(runs(likely >= OFFSET_THRESHOLD), MAX_PAUSE / step):
            seconds = is_speech[start:end].sum() * step
            if seconds >= MIN_SPEECH and likely[start:end].max() >= PEAK_THRESHOLD:
                spans.append(Span(round(start * step, 3), round(end * step, 3)))
    return Speech(
        present=bool(spans),
        first_at=spans[0].start if spans else None,
        seconds=round(float(sum(span.seconds for span in spans)), 3),
        spans=tuple(spans),
    )


def _probability(events: SoundEvents) -> np.ndarray:
    """Return what both detectors agree on at every step; 0 where singing is likelier."""
    import numpy as np

    smooth = moving_average(events.speech, SMOOTHING_SECONDS / events.step)
    agreed = np.minimum(smooth, events.voice)
    window = SONG_SECONDS / events.step
    is_sung = moving_average(events.singing, window) > moving_average(events.speech, window)
    return np.where(is_sung, 0.0, agreed)


def moving_average(values: np.ndarray, width: float) -> np.ndarray:
    """Return the centred moving average over ``width`` entries, shorter at the ends."""
    import numpy as np

    half = int(width) // 2
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    mean: np.ndarray = (total[high] - total[low]) / (high - low)
    return mean
