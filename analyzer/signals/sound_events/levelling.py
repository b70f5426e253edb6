"""How much a sound is raised or lowered before it is listened to.

A draft that was exported 12 dB quieter holds the same music and the same voices. The detectors and
the features of music were made on sounds of common loudness, and answer otherwise about quiet ones.
"""

from __future__ import annotations

import numpy as np

from ...media.sound import SAMPLE_RATE

LEVEL_DBFS = -16.0
"""What the sound is brought to, as its gated mean: loud drafts have it, and what is quiet in one
(a voice after a song) is not made quieter still."""

MOST_DB = 40.0
"""What a sound is raised by at most, so that hiss stays hiss; chosen by hand."""

PART = SAMPLE_RATE // 2
"""Samples (0.5 s) of which the power is taken: longer than a syllable, shorter than a pause."""

GATE_DB = -10.0
"""Decibels below the mean from which a part counts (ITU-R BS.1770): pauses do not."""


def gain(samples: np.ndarray) -> float:
    """Return the factor that brings a sound to ``LEVEL_DBFS``; 1 for silence."""
    length = min(PART, len(samples))
    if not length:
        return 1.0
    parts = samples[: len(samples) // length * length].reshape(-1, length)
    powers = np.einsum("ij,ij->i", parts, parts) / length
    loud = powers[powers >= powers.mean() * 10 ** (GATE_DB / 10)]
    level = float(np.sqrt(loud.mean()))
    if not level:
        return 1.0
    return min(10 ** (LEVEL_DBFS / 20) / level, 10 ** (MOST_DB / 20))
