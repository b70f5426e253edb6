"""The peaks of a spectrum on a logarithmic axis, which outlast noise, voices and loudspeakers.

They are the constellation of Wang ("An Industrial-Strength Audio Search Algorithm", ISMIR 2003). On
a logarithmic axis of frequency, as of a constant-Q transform, a copy that plays faster has its
peaks moved by so many bins (Fenet, Richard and Grenier, "A Scalable Audio Fingerprint Method with
Robustness to Pitch-Shifting", ISMIR 2011).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ...media.sound import SAMPLE_RATE

FFT_LENGTH = 2048
"""Samples (128 ms) of one spectrum: tones a third of a semitone apart are parted from 400 Hz on."""

HOP_LENGTH = 512
"""Samples (32 ms) from one spectrum to the next."""

HOP_SECONDS = HOP_LENGTH / SAMPLE_RATE

BINS_PER_OCTAVE = 36
"""Three to the semitone; a copy 2 percent faster is moved by one bin."""

LOWEST_HZ, HIGHEST_HZ = 300.0, 6000.0
"""What the loudspeaker of a phone plays and every codec keeps."""

BINS = round(BINS_PER_OCTAVE * np.log2(HIGHEST_HZ / LOWEST_HZ))

HOPS_BESIDE, BINS_BESIDE = 4, 5
"""Hops and bins on either side above which a peak stands out: about 30 peaks a second; by hand."""

LOUD_RANGE = 60.0
"""Decibels below the loudest bin of all down to which there are peaks; chosen by hand."""

LEAST_RISE = 3.0
"""Decibels that a peak rises above the mean around it; chosen by hand."""

BLOCK = 4096
"""Hops that are transformed at once, so that memory does not grow with the sound: 131 s."""

FLOOR = 1e-10
"""Power added to every bin, so that silence has a logarithm."""


def peaks(samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hops and bins of the peaks of mono sound at 16 kHz, in order of time."""
    from scipy.ndimage import maximum_filter, uniform_filter

    levels = _levels(samples)
    if not len(levels):
        return np.empty(0, np.uint32), np.empty(0, np.uint8)
    size = (2 * HOPS_BESIDE + 1, 2 * BINS_BESIDE + 1)
    is_top = levels == maximum_filter(levels, size, mode="nearest")
    is_top &= levels - uniform_filter(levels, size, mode="nearest") >= LEAST_RISE
    is_top &= levels >= max(levels.max() - LOUD_RANGE, 10 * np.log10(FLOOR) + LEAST_RISE)
    hops, bins = np.nonzero(is_top)
    return hops.astype(np.uint32), bins.astype(np.uint8)


def _levels(samples: np.ndarray) -> np.ndarray:
    """Decibels of each hop and bin: float32 of shape (hops, ``BINS``)."""
    from scipy.fft import rfft

    hops = 1 + (len(samples) - FFT_LENGTH) // HOP_LENGTH
    if hops < 1:
        return np.empty((0, BINS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT_LENGTH)[::HOP_LENGTH]
    window = np.hanning(FFT_LENGTH).astype(np.float32)
    levels = np.empty((hops, BINS), np.float32)
    for start in range(0, hops, BLOCK):
        spectra = rfft(frames[start : start + BLOCK].astype(np.float32) * window, axis=1)
        power = (spectra.real**2 + spectra.imag**2) @ _filters()
        levels[start : start + BLOCK] = 10 * np.log10(power + FLOOR)
    return levels


@cache
def _filters() -> np.ndarray:
    """How much each bin of the spectrum counts in each logarithmic one: shape (1025, ``BINS``)."""
    centres = LOWEST_HZ * 2 ** (np.arange(BINS) / BINS_PER_OCTAVE)
    found = np.fft.rfftfreq(FFT_LENGTH, 1 / SAMPLE_RATE)
    apart = BINS_PER_OCTAVE * np.log2(np.maximum(found, 1.0)[:, None] / centres[None])
    width = np.maximum(1.0, BINS_PER_OCTAVE * np.log2(1 + found[1] / centres))
    weights = np.maximum(0.0, 1.0 - np.abs(apart) / width)
    return np.asarray(weights, np.float32)
