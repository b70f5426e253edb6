"""Where there is music, played or sung, how much of it, and its tempo and beats."""

from __future__ import annotations

import numpy as np

from analyzer.media import SAMPLE_RATE, Audio
from analyzer.model import Music, Span, Speech
from analyzer.signals.music import model
from analyzer.signals.sound_events import SoundEvents
from analyzer.signals.sound_events.detectors import joined, runs

SURE = 0.65
"""A stretch is music when its probability is above this somewhere: by cross-validation, in
``scripts/bench/fit_music.py``."""
_FAINT = 0.35
"""And reaches out to where it is above this."""
_GAP = 2.0
_SHORTEST = 1.0
_SILENCE = 1e-4
"""Amplitude (-80 dBFS) below which nothing sounds."""
_SINGING = 0.5
_TEMPO_NEEDS = 6.0
"""Seconds of music below which no tempo is told."""
_TEMPO_BLOCK = 120.0
_PULSE = 0.2
"""Autocorrelation of the onsets at the beat that makes a pulse evident."""


def music_in(audio: Audio, events: SoundEvents, speech: Speech) -> Music:
    """The music in ``audio``: spans, share, singing, how much is under a voice, tempo and beats."""
    duration = audio.duration
    spans = _spans(audio, events)
    seconds = sum(span.seconds for span in spans)
    sung = events.singing > _SINGING
    tempo, beats = measure_tempo(audio, spans)
    return Music(
        present=bool(spans),
        first_at=spans[0].start if spans else None,
        seconds=round(float(seconds), 3),
        share=round(min(1.0, seconds / duration), 4) if duration else 0.0,
        spans=spans,
        singing_seconds=round(
            sum(int(_within(sung, span, events.step).sum()) for span in spans) * events.step, 3
        ),
        under_voice_seconds=round(
            sum(span.overlap(said) for span in spans for said in speech.spans), 3
        ),
        tempo_bpm=tempo,
        beats=beats,
    )


def _within(values: np.ndarray, span: Span, step: float) -> np.ndarray:
    return values[round(span.start / step) : round(span.end / step)]


def _spans(audio: Audio, events: SoundEvents) -> tuple[Span, ...]:
    """Where the windows' probabilities, smoothed and with hysteresis, say music."""
    duration = audio.duration
    if not len(events.music) or np.abs(audio.samples).max() < _SILENCE:
        return ()
    evidence = model.evidence(audio.samples, events)
    likely = model.probability(evidence, model.coefficients())
    seconds = model.by_second(likely, duration)
    likely_runs = [run for run in runs(seconds >= _FAINT) if seconds[slice(*run)].max() >= SURE]
    found = (
        Span(float(begin), round(min(float(end), duration), 3))
        for begin, end in joined(likely_runs, _GAP)
    )
    shortest = min(_SHORTEST, 0.5 * duration)
    return tuple(span for span in found if span.seconds >= shortest)


def measure_tempo(audio: Audio, spans: tuple[Span, ...]) -> tuple[float | None, tuple[float, ...]]:
    """The tempo of the longest stretch, and the beats of all that have a pulse.

    The tempo is the slope of the beats' times, which is finer than the tracker's grid of 32 ms.
    """
    long = [span for span in spans if span.seconds >= _TEMPO_NEEDS]
    if not long:
        return None, ()
    import librosa

    tempo: float | None = None
    beats: list[float] = []
    for span in sorted(long, key=lambda span: -span.seconds):
        for start in np.arange(span.start, span.end - _TEMPO_NEEDS + 0.01, _TEMPO_BLOCK):
            end = min(start + _TEMPO_BLOCK, span.end)
            part = audio.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
            onsets = librosa.onset.onset_strength(y=part, sr=SAMPLE_RATE, n_fft=1024, n_mels=64)
            found, times = librosa.beat.beat_track(
                onset_envelope=onsets, sr=SAMPLE_RATE, units="time"
            )
            bpm = float(np.atleast_1d(found)[0])
            if bpm and len(times) > 3 and _pulse(onsets, bpm) >= _PULSE:
                interval = float(np.polyfit(np.arange(len(times)), times, 1)[0])
                tempo = tempo or round(60 / interval, 1)
                beats += [round(float(start + time), 3) for time in times]
    return tempo, tuple(sorted(beats))


def _pulse(onsets: np.ndarray, bpm: float) -> float:
    """How well the onsets repeat after one beat: their autocorrelation there, at most 1."""
    centred = onsets - onsets.mean()
    lag = 60 / bpm * SAMPLE_RATE / 512
    power = float(centred @ centred)
    if not power:
        return 0.0
    near = range(max(1, int(lag) - 1), int(lag) + 3)
    return max(float(centred[step:] @ centred[:-step]) for step in near) / power
