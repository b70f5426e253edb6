"""Features of a few seconds of sound that tell music from what merely sounds like it.

The event model calls chimes, phones, engines and alarms music. The spectral features add what music
has and those lack: tones that last, a few pitch classes, a pulse. Their names are librosa's where
librosa has them; they are computed here on one short-time spectrum, in a few milliseconds.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from ...media.sound import SAMPLE_RATE
from ..sound_events import SoundEvents

WINDOW = 4.0
"""Seconds of sound that one row of features is about: the coefficients were fitted with it."""

FFT_LENGTH = 1024
"""Samples (64 ms) of one spectrum, as fitted."""

HOP_LENGTH = 512
"""Samples (32 ms) from one spectrum to the next, as fitted."""

MIN_FRAMES = 5
"""Spectra that the shortest sound is padded to, so that every feature has a value."""

POWER_FLOOR = 1e-9
"""Power added to every bin, so that silence has a logarithm."""

EPSILON = 1e-6
"""Added where a quotient or a logarithm of a share could meet 0."""

BAND = slice(4, 385)
"""Bins of 62 Hz to 6 kHz, where music has its tones; as fitted."""

CHROMA_BAND = slice(4, 257)
"""Bins of 62 Hz to 4 kHz, where a tone's pitch can be told from its neighbours; as fitted."""

LOUD_RANGE = 3.0
"""Powers of ten (30 dB) below the loudest frame down to which a frame is not a pause; as fitted."""

ENVELOPE_BINS = 17
"""Bins (266 Hz) of the moving average that a tone rises above; as fitted."""

TONE_FRAMES = 2
"""Frames (64 ms) that a tone lasts, twice in a row; as fitted."""

HOLD_FRAMES = 3
"""Frames (96 ms) over which the pitch classes are compared; as fitted."""

FLUX_FLOOR = 1e-6
"""Share of the greatest power under which a rise is noise; as fitted."""

MIN_PULSE_FRAMES = 40
"""Frames (1.3 s) under which no pulse can be told; as fitted."""

PULSE_PERIODS = (0.3, 1.0)
"""Seconds from beat to beat: 200 to 60 beats a minute."""

CONFIDENT = 0.5
"""Probability above which the event model is confident of music; as fitted."""

LOGIT_EPSILON = 1e-3
"""Keeps the logit of a mean probability of 0 or 1 within about 7; as fitted."""

CHROMA_WIDTH = 0.5
"""Standard deviation, in semitones, of the weight of a bin in a pitch class; as fitted."""


class EventFeatures(NamedTuple):
    """What the two sound detectors say about a window."""

    music: float
    """Mean probability; the next four likewise."""
    music_share: float
    """Share of the window with ``CONFIDENT`` music."""
    singing: float
    speech: float
    voice: float
    speech_and_voice: float
    """Mean of the smaller of both."""
    music_logit: float
    """Logit of the mean."""


class SpectralFeatures(NamedTuple):
    """What the spectrum of a window says."""

    tonality: float
    tonality_ratio: float
    spectral_flatness: float
    spectral_flatness_spread: float
    chroma_concentration: float
    chroma_hold: float
    pulse: float
    spectral_flux: float
    level_spread: float
    pause_share: float
    spectral_centroid: float
    spectral_centroid_spread: float
    length: float
    """Share of ``WINDOW`` that the sound fills."""


FEATURES = (*EventFeatures._fields, *SpectralFeatures._fields)
"""The names of all features, in the order of a row."""


def features(window: np.ndarray, events: SoundEvents) -> tuple[float, ...]:
    """Return the values of ``FEATURES`` for the samples and the events of one window."""
    return (*event_features(events), *spectral_features(window))


def event_features(events: SoundEvents) -> EventFeatures:
    """Return means of the probabilities; those of nothing are 0."""
    music, singing, speech, voice = (
        values if values.size else np.zeros(1, np.float32)
        for values in (events.music, events.singing, events.speech, events.voice)
    )
    mean = float(music.mean())
    return EventFeatures(
        music=mean,
        music_share=(music > CONFIDENT).mean(),
        singing=singing.mean(),
        speech=speech.mean(),
        voice=voice.mean(),
        speech_and_voice=np.minimum(speech, voice).mean(),
        music_logit=np.log((mean + LOGIT_EPSILON) / (1 - mean + LOGIT_EPSILON)),
    )


def spectral_features(window: np.ndarray) -> SpectralFeatures:
    """Return the features of the window's short-time power spectrum."""
    power = power_spectrum(window)
    level = np.log10(power.sum(axis=1))
    loud = level > level.max() - LOUD_RANGE
    prominence = tonal_prominence(power)
    tones = tonality(prominence)
    flatness = spectral_flatness(power)[loud]
    chroma = chromagram(power)
    flux = spectral_flux(power)
    centroid = spectral_centroid(power)[loud]
    return SpectralFeatures(
        tonality=tones,
        tonality_ratio=tones / (prominence.mean() + EPSILON),
        spectral_flatness=flatness.mean(),
        spectral_flatness_spread=flatness.std(),
        chroma_concentration=chroma_concentration(chroma[loud]),
        chroma_hold=chroma_hold(chroma, loud),
        pulse=pulse(flux),
        spectral_flux=flux.mean(),
        level_spread=level.std(),
        pause_share=1 - loud.mean(),
        spectral_centroid=centroid.mean(),
        spectral_centroid_spread=centroid.std(),
        length=min(1.0, len(window) / (WINDOW * SAMPLE_RATE)),
    )


def power_spectrum(samples: np.ndarray) -> np.ndarray:
    """Return the power of every frame and bin, shape (frames, bins), by a Hann window."""
    shortest = (MIN_FRAMES - 1) * HOP_LENGTH + FFT_LENGTH
    padded = np.pad(samples, (0, max(0, shortest - len(samples))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, FFT_LENGTH)[::HOP_LENGTH]
    spectrum = np.fft.rfft(frames * np.hanning(FFT_LENGTH), axis=1)
    power: np.ndarray = np.abs(spectrum) ** 2 + POWER_FLOOR
    return power


def tonal_prominence(power: np.ndarray) -> np.ndarray:
    """Return how far each bin rises above its neighbours' mean, in log power; 0 where not."""
    log = np.log(power[:, BAND])
    total = np.pad(np.cumsum(log, axis=1), ((0, 0), (1, 0)))
    envelope = (total[:, ENVELOPE_BINS:] - total[:, :-ENVELOPE_BINS]) / ENVELOPE_BINS
    half = ENVELOPE_BINS // 2
    prominence: np.ndarray = np.maximum(log[:, half:-half] - envelope, 0)
    return prominence


def tonality(prominence: np.ndarray) -> float:
    """Return the mean prominence that lasts: music holds its tones, noise does not."""
    lasting = np.minimum(prominence[TONE_FRAMES:], prominence[:-TONE_FRAMES])
    if len(lasting) <= TONE_FRAMES:
        return 0.0
    return float(np.minimum(lasting[TONE_FRAMES:], lasting[:-TONE_FRAMES]).mean())


def spectral_flatness(power: np.ndarray) -> np.ndarray:
    """Return the log flatness of each frame: geometric by arithmetic mean; 0 for white noise."""
    flatness: np.ndarray = np.log(power[:, BAND]).mean(axis=1) - np.log(power[:, BAND].mean(axis=1))
    return flatness


def chromagram(power: np.ndarray) -> np.ndarray:
    """Return the share of each of the 12 pitch classes in every frame, by amplitude."""
    chroma = np.sqrt(power[:, CHROMA_BAND] @ _chroma_filters())
    chroma /= chroma.sum(axis=1, keepdims=True)
    return np.asarray(chroma)


def chroma_concentration(chroma: np.ndarray) -> float:
    """Return the relative entropy of the pitch classes: 0 where all sound alike."""
    mean = chroma.mean(axis=0)
    return float((mean * np.log(mean * mean.size + EPSILON)).sum())


def chroma_hold(chroma: np.ndarray, loud: np.ndarray) -> float:
    """Return the share of the pitch classes that still sound ``HOLD_FRAMES`` later."""
    held = np.minimum(chroma[HOLD_FRAMES:], chroma[:-HOLD_FRAMES]).sum(axis=1)[loud[HOLD_FRAMES:]]
    return float(held.mean()) if held.size else 0.0


def spectral_flux(power: np.ndarray) -> np.ndarray:
    """Return the mean rise in log power from each frame to the next: the onset strength."""
    log = np.log(power[:, BAND] + power.max() * FLUX_FLOOR)
    flux: np.ndarray = np.maximum(np.diff(log, axis=0), 0).mean(axis=1)
    return flux


def spectral_centroid(power: np.ndarray) -> np.ndarray:
    """Return the logarithm of the mean bin of each frame, weighted by power."""
    bins = np.arange(power.shape[1])
    centroid: np.ndarray = np.log(power @ bins / power.sum(axis=1) + 1)
    return centroid


def pulse(flux: np.ndarray) -> float:
    """Return how regular the onsets are: the best autocorrelation at ``PULSE_PERIODS``."""
    if len(flux) < MIN_PULSE_FRAMES:
        return 0.0
    centred = flux - flux.mean()
    autocorrelation = np.correlate(centred, centred, "full")[len(flux) - 1 :]
    first, last = (int(SAMPLE_RATE / HOP_LENGTH * seconds) for seconds in PULSE_PERIODS)
    return float(autocorrelation[first:last].max() / (autocorrelation[0] + POWER_FLOOR))


@cache
def _chroma_filters() -> np.ndarray:
    """Return the weight of every bin of ``CHROMA_BAND`` in each of the 12 pitch classes."""
    hertz = np.arange(CHROMA_BAND.start, CHROMA_BAND.stop) * SAMPLE_RATE / FFT_LENGTH
    pitch = 12 * np.log2(hertz / 440) % 12
    distance = np.abs((pitch[:, None] - np.arange(12) + 6) % 12 - 6)
    return np.exp(-0.5 * (distance / CHROMA_WIDTH) ** 2)
