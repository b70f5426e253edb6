"""Where there is music, played or sung, how much of it, and its tempo and beats.

Music is found with hysteresis: a stretch reaches as far as the probability stays above the offset
threshold, and counts only if it rises above the onset threshold somewhere.
"""

from __future__ import annotations

import math

import numpy as np

from ...media.sound import SAMPLE_RATE, Audio
from ...model import Music, Span, Speech
from ..sound_events import SoundEvents
from ..sound_events.detectors import joined, runs
from . import model

ONSET_THRESHOLD = 0.65
"""Probability that a stretch reaches: 95.9 % of music, 3.5 % of noise and 0.4 % of speech do, by
five-fold cross-validation over 627 files; of sounds of games, on which nothing was fitted, 96.9,
4.6 and 1.0 % of 1,412 (``scripts/bench/fit_music.py``, 2026-11-27)."""

OFFSET_THRESHOLD = 0.5
"""Probability down to which a stretch with music reaches out: over sounds of games one after the
other, it covers 98 % of the music and 20 % of the noise beside it (0.35: 99.5 and 37 %)."""

OFFSET_UNDER_VOICE = 0.3
"""The same where somebody speaks, under whom music is heard less surely: it covers 99.5 % of beds
that are 6 to 16 dB quieter than the voice."""

SPOKEN_SHARE = 0.3
"""Share of a second with speech from which somebody speaks in it; chosen by hand."""

MAX_GAP = 2.0
"""Seconds without music between two parts of one stretch; chosen by hand."""

MIN_MUSIC = 1.0
"""Seconds that a stretch lasts at least, or half of a shorter draft; chosen by hand."""

MIN_SHARE = 0.5
"""Share of a draft shorter than two seconds that a stretch takes at least; chosen by hand."""

SILENCE_AMPLITUDE = 1e-4
"""Amplitude (-80 dBFS) that a second of silence stays below: what codecs leave of digital silence
(Opus: -100 dBFS) has tones, but nobody hears it; chosen by hand."""

SINGING_THRESHOLD = 0.5
"""Probability above which somebody sings; chosen by hand."""

MIN_TEMPO_SECONDS = 6.0
"""Seconds of music below which no tempo is told; chosen by hand."""

TEMPO_BLOCK = 120.0
"""Seconds whose beats are tracked at once, so that memory does not grow with the draft; by hand."""

MIN_PULSE = 0.2
"""Autocorrelation of the onsets at the beat that makes a pulse evident; chosen by hand."""

MIN_BEATS = 4
"""Beats from which the tempo of a block is told; chosen by hand."""

ONSET_FFT, ONSET_MELS, ONSET_HOP = 1024, 64, 512
"""Samples, bands and samples of librosa's onset strength: half its defaults for 16 kHz sound, and
its default hop."""


def music_in(audio: Audio, events: SoundEvents, speech: Speech) -> Music:
    """Return spans, share, singing, how much is under a voice, tempo and beats of the music."""
    duration = audio.duration
    spans = _spans(audio, events, speech)
    seconds = sum(span.seconds for span in spans)
    sung = events.singing > SINGING_THRESHOLD
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


def _spans(audio: Audio, events: SoundEvents, speech: Speech) -> tuple[Span, ...]:
    """Return where the smoothed probabilities say music."""
    duration = audio.duration
    silent = _silent_seconds(audio)
    if not len(events.music) or silent.all():
        return ()
    rows = model.feature_matrix(audio.samples, events)
    likely = model.probability(rows, model.coefficients())
    seconds = np.where(silent, 0.0, model.by_second(likely, duration))
    spoken = _spoken(duration, speech)
    above_offset = runs(seconds >= np.where(spoken, OFFSET_UNDER_VOICE, OFFSET_THRESHOLD))
    with_onset = [run for run in above_offset if seconds[slice(*run)].max() >= ONSET_THRESHOLD]
    found = (
        Span(float(begin), round(min(float(end), duration), 3))
        for begin, end in joined(with_onset, MAX_GAP)
    )
    shortest = min(MIN_MUSIC, MIN_SHARE * duration)
    return tuple(span for span in found if span.seconds >= shortest)


def _spoken(duration: float, speech: Speech) -> np.ndarray:
    """Return whether somebody speaks in each second, the last one begun included."""
    starts = range(math.ceil(duration))
    seconds = [Span(float(start), min(start + 1.0, duration)) for start in starts]
    said = [sum(second.overlap(span) for span in speech.spans) for second in seconds]
    return np.array(said) >= SPOKEN_SHARE * np.array([second.seconds for second in seconds])


def _silent_seconds(audio: Audio) -> np.ndarray:
    """Return whether each second, the last one begun included, is silent."""
    level = np.abs(audio.samples)
    peaks = (
        np.maximum.reduceat(level, np.arange(0, len(level), SAMPLE_RATE)) if len(level) else level
    )
    return np.asarray(peaks < SILENCE_AMPLITUDE)


def measure_tempo(audio: Audio, spans: tuple[Span, ...]) -> tuple[float | None, tuple[float, ...]]:
    """Return the tempo of the longest stretch, and the beats of all that have a pulse.

    The tempo is the slope of the beats' times, which is finer than the tracker's grid of 32 ms.
    """
    long = [span for span in spans if span.seconds >= MIN_TEMPO_SECONDS]
    if not long:
        return None, ()
    import librosa

    tempo: float | None = None
    beats: list[float] = []
    for span in sorted(long, key=lambda span: -span.seconds):
        for start in np.arange(span.start, span.end - MIN_TEMPO_SECONDS + 0.01, TEMPO_BLOCK):
            end = min(start + TEMPO_BLOCK, span.end)
            part = audio.samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)]
            onsets = librosa.onset.onset_strength(
                y=part, sr=SAMPLE_RATE, n_fft=ONSET_FFT, n_mels=ONSET_MELS
            )
            found, times = librosa.beat.beat_track(
                onset_envelope=onsets, sr=SAMPLE_RATE, units="time"
            )
            bpm = float(np.atleast_1d(found)[0])
            if bpm and len(times) >= MIN_BEATS and _pulse(onsets, bpm) >= MIN_PULSE:
                interval = float(np.polyfit(np.arange(len(times)), times, 1)[0])
                tempo = tempo or round(60 / interval, 1)
                beats += [round(float(start + time), 3) for time in times]
    return tempo, tuple(sorted(beats))


def _pulse(onsets: np.ndarray, bpm: float) -> float:
    """Return how well the onsets repeat after one beat: their autocorrelation there, at most 1."""
    centred = onsets - onsets.mean()
    lag = 60 / bpm * SAMPLE_RATE / ONSET_HOP
    power = float(centred @ centred)
    if not power:
        return 0.0
    near = range(max(1, int(lag) - 1), int(lag) + 3)
    return max(float(centred[step:] @ centred[:-step]) for step in near) / power
