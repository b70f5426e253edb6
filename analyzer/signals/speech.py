"""Where somebody speaks: both detectors must hear it, and song does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.model import Span, Speech
from analyzer.signals import measurer

if TYPE_CHECKING:
    import numpy as np

    from analyzer.media import Audio
    from analyzer.signals.sound_events import SoundEvents

_SURE = 0.5
"""Both detectors at or above this: speech. Their common operating point."""
_FAINT = 0.3
"""A span that is sure somewhere reaches out to where both are still above this."""
_PEAK = 0.6
_PAUSE = 0.3
"""Seconds of silence between words of one span."""
_SHORTEST = 0.12
_LONE = 0.6
"""Seconds of sure speech that a draft needs to hold any: sneezes and barks stay below it."""
_LONE_SHARE = 0.15
"""The same as a share of a very short draft: a clip that is one word long needs less."""
_SMOOTHING = 0.05
_SONG_WINDOW = 1.0


@measurer("speech")
def measure_speech(audio: Audio, sound_events: SoundEvents) -> Speech:
    """The spans of ``audio`` in which somebody speaks; none when it is song, crowd or noise."""
    import numpy as np

    from analyzer.signals.sound_events.detectors import joined, runs

    events, step = sound_events, sound_events.step
    agreed = np.minimum(mean_over(events.speech, _SMOOTHING / step), events.voice)
    window = _SONG_WINDOW / step
    sung = mean_over(events.singing, window) > mean_over(events.speech, window)
    agreed = np.where(sung, 0.0, agreed)
    sure = agreed >= _SURE
    needed = min(_LONE, _LONE_SHARE * audio.duration)
    spans: list[Span] = []
    if sure.sum() * step >= needed:
        for start, end in joined(runs(agreed >= _FAINT), _PAUSE / step):
            seconds = sure[start:end].sum() * step
            if seconds >= _SHORTEST and agreed[start:end].max() >= _PEAK:
                spans.append(Span(round(start * step, 3), round(end * step, 3)))
    return Speech(
        present=bool(spans),
        first_at=spans[0].start if spans else None,
        seconds=round(float(sum(span.seconds for span in spans)), 3),
        spans=tuple(spans),
    )


def mean_over(values: np.ndarray, width: float) -> np.ndarray:
    """The centred moving average of ``values`` over ``width`` entries, shorter at the ends."""
    import numpy as np

    half = int(width) // 2
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    mean: np.ndarray = (total[high] - total[low]) / (high - low)
    return mean
