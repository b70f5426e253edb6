"""How much a sound is raised or lowered before it is listened to.

A draft that was exported 12 dB quieter holds the same music and the same voices. The detectors and
the features of music were made on sounds of common loudness, and answer otherwise about quiet ones.
"""

from __future__ import annotations

import numpy as np

from ...media.sound import SAMPLE_RATE

LEVEL_DBFS = -17.0
"""What the loud parts are brought to: where speech of -14 LUFS has them."""

MOST_DB = 40.0
"""What a sound is raised by at most, so that hiss stays hiss; chosen by hand."""

PART = SAMPLE_RATE // 2
"""Samples (0.5 s) of which the level is taken: longer than a syllable, shorter than a pause."""

LOUD = 90
"""The percentile of the parts' levels that is brought to ``LEVEL_DBFS``: one bang decides nothing,
nor do pauses."""


def gain(samples: np.ndarray) -> float:
    """Return the factor that brings the loud parts of a sound to ``LEVEL_DBFS``; 1 for none."""
    length = min(PART, len(samples))
    if not length:
        return 1.0
    parts = samples[: len(samples) // length * length].reshape(-1, length)
    power = float(np.percentile(np.einsum("ij,ij->i", parts, parts) / length, LOUD))
    if not power:
        return 1.0
    return float(min(10 ** (LEVEL_DBFS / 20) / np.sqrt(power), 10 ** (MOST_DB / 20)))
