"""How musical a few seconds sound: evidence per window, and the probability fitted to it.

The event model calls chimes, phones, engines and alarms music. The second look adds what music
has and those lack: tones that last, a few pitch classes, a pulse. The coefficients are data
(``model.json``, with where they come from), written by ``scripts/bench/fit_music.py``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from analyzer.media import SAMPLE_RATE
from analyzer.signals.sound_events import SoundEvents

WINDOW = 4.0
"""Seconds that one judgement listens to."""
HOP = 1.0
"""Seconds between two judgements."""
FEATURES = (
    "music", "music_most", "singing", "speech", "voice", "speech_and_voice", "music_logit",
    "tones", "tones_above_noise", "flatness", "flatness_spread", "pitch_classes", "pitch_hold",
    "pulse", "flux", "level_spread", "pauses", "centroid", "centroid_spread", "length",
)  # fmt: skip
_SMOOTHING = np.array([0.25, 0.5, 0.25])
"""Weights of a window's two neighbours and its own: one window alone seldom decides."""
_FFT, _STEP = 1024, 512
_FLOOR = 1e-9


def window_starts(duration: float) -> np.ndarray:
    """Where the windows over ``duration`` seconds of sound begin, in seconds."""
    return np.arange(max(0.0, duration - WINDOW + HOP) // HOP + 1) * HOP


def evidence(samples: np.ndarray, events: SoundEvents) -> np.ndarray:
    """One row of ``FEATURES`` for every window of ``samples``, shape (windows, features)."""
    rows = []
    for start in window_starts(len(samples) / SAMPLE_RATE):
        first = int(start * SAMPLE_RATE)
        part = samples[first : first + int(WINDOW * SAMPLE_RATE)]
        at = slice(int(start / events.step), int((start + WINDOW) / events.step))
        rows.append(np.concatenate([_heard(events, at), _shape(part)]))
    return np.array(rows, np.float32)


@cache
def coefficients() -> dict[str, Any]:
    """What was fitted: means, spreads and weights of the features, and where they come from."""
    text = Path(__file__).with_name("model.json").read_text("utf-8")
    return dict(json.loads(text))


def probability(rows: np.ndarray, fitted: dict[str, Any]) -> np.ndarray:
    """How likely each window of ``evidence`` holds music, 0 to 1, by what was ``fitted``."""
    terms = with_products(rows, np.array(fitted["mean"]), np.array(fitted["spread"]))
    likely: np.ndarray = 1 / (1 + np.exp(-(terms @ np.array(fitted["weight"]) + fitted["bias"])))
    return likely


def with_products(rows: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The standardised features and the products of any two: tones mean more in a steady level."""
    scaled = np.clip((rows - mean) / spread, -4, 4)
    one, other = np.triu_indices(scaled.shape[1])
    return np.hstack([scaled, scaled[:, one] * scaled[:, other]])


def by_second(likely: np.ndarray, duration: float) -> np.ndarray:
    """The windows' probabilities, smoothed and averaged into one for every second of the sound."""
    if len(likely) > 1:
        likely = np.convolve(np.pad(likely, 1, mode="edge"), _SMOOTHING, "valid")
    seconds = np.zeros(int(np.ceil(duration)))
    cover = np.zeros_like(seconds)
    for start, value in zip(window_starts(duration), likely, strict=True):
        window = slice(int(start), int(start + WINDOW))
        seconds[window] += value
        cover[window] += 1
    return seconds / np.maximum(cover, 1)


def _heard(events: SoundEvents, at: slice) -> np.ndarray:
    """What the detectors make of a window: means, and the share of confident music."""
    music, singing, speech, voice = (
        values[at] if values[at].size else np.zeros(1, np.float32)
        for values in (events.music, events.singing, events.speech, events.voice)
    )
    mean = float(music.mean())
    both = np.minimum(speech, voice).mean()
    logit = np.log((mean + 1e-3) / (1 - mean + 1e-3))
    return np.array(
        [mean, (music > 0.5).mean(), singing.mean(), speech.mean(), voice.mean(), both, logit]
    )


def _shape(part: np.ndarray) -> np.ndarray:
    """What the spectrum of a window says: tones, pitch classes, pulse, level and brightness."""
    padded = np.pad(part, (0, max(0, 4 * _STEP + _FFT - len(part))))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_STEP]
    power = np.abs(np.fft.rfft(frames * np.hanning(_FFT), axis=1)) ** 2 + _FLOOR
    level = np.log10(power.sum(axis=1))
    loud = level > level.max() - 3
    log = np.log(power[:, 4:385])
    total = np.pad(np.cumsum(log, axis=1), ((0, 0), (1, 0)))
    smooth = (total[:, 17:] - total[:, :-17]) / 17
    rise = np.maximum(log[:, 8:-8] - smooth, 0)
    lasting = np.minimum(rise[2:], rise[:-2])
    tones = np.minimum(lasting[2:], lasting[:-2]).mean() if len(lasting) > 2 else 0.0
    flatness = np.log(power[:, 4:385]).mean(axis=1) - np.log(power[:, 4:385].mean(axis=1))
    chroma = power[:, 4:257] @ _pitch_classes()
    chroma = np.sqrt(chroma)
    chroma /= chroma.sum(axis=1, keepdims=True)
    mean = chroma[loud].mean(axis=0)
    hold = np.minimum(chroma[3:], chroma[:-3]).sum(axis=1)[loud[3:]]
    rises = np.maximum(np.diff(np.log(power[:, 4:385] + power.max() * 1e-6), axis=0), 0)
    flux = rises.mean(axis=1)
    bins = np.arange(power.shape[1])
    centre = np.log(power @ bins / power.sum(axis=1) + 1)[loud]
    return np.array([
        tones, tones / (rise.mean() + 1e-6), flatness[loud].mean(), flatness[loud].std(),
        (mean * np.log(mean * 12 + 1e-6)).sum(), hold.mean() if hold.size else 0.0,
        _pulse(flux), flux.mean(), level.std(), 1 - loud.mean(), centre.mean(), centre.std(),
        min(1.0, len(part) / (WINDOW * SAMPLE_RATE)),
    ])  # fmt: skip


def _pulse(flux: np.ndarray) -> float:
    """How regularly sound sets in: the best autocorrelation at 60 to 200 beats a minute."""
    if len(flux) < 40:
        return 0.0
    centred = flux - flux.mean()
    match = np.correlate(centred, centred, "full")[len(flux) - 1 :]
    rate = SAMPLE_RATE / _STEP
    return float(match[int(rate * 0.3) : int(rate)].max() / (match[0] + _FLOOR))


def _pitch_classes() -> np.ndarray:
    """The 12 pitch classes as weights over spectrum bins 4 to 256 (62 Hz to 4 kHz)."""
    hertz = np.arange(4, 257) * SAMPLE_RATE / _FFT
    pitch = 12 * np.log2(hertz / 440) % 12
    away = np.abs((pitch[:, None] - np.arange(12) + 6) % 12 - 6)
    return np.exp(-0.5 * (away / 0.5) ** 2)
