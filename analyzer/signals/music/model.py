"""The probability that a window of sound holds music: logistic regression over its features.

The coefficients are data (``model.json``, with where they come from), written by
``scripts/bench/fit_music.py``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...media.sound import SAMPLE_RATE
from ..sound_events import SoundEvents
from ..sound_events.levelling import gain
from .features import FEATURES, WINDOW, features

HOP = 1.0
"""Seconds from one window to the next."""

MAX_DEVIATION = 4.0
"""Standard deviations at which a feature is clipped: an outlier decides nothing alone; by hand."""

SMOOTHING = (0.25, 0.5, 0.25)
"""Weights of the window before, the window and the one after: one alone seldom decides; by hand."""


def window_starts(duration: float) -> np.ndarray:
    """Return where the windows over ``duration`` seconds of sound begin, in seconds."""
    return np.arange(max(0.0, duration - WINDOW + HOP) // HOP + 1) * HOP


def feature_matrix(samples: np.ndarray, events: SoundEvents) -> np.ndarray:
    """Return one row of ``FEATURES`` for every window of ``samples``, shape (windows, features)."""
    raised = np.float32(gain(samples))
    rows = []
    for start in window_starts(len(samples) / SAMPLE_RATE):
        first = int(start * SAMPLE_RATE)
        window = samples[first : first + int(WINDOW * SAMPLE_RATE)] * raised
        at = slice(int(start / events.step), int((start + WINDOW) / events.step))
        rows.append(features(window, events[at]))
    return np.array(rows, np.float32)


@cache
def coefficients() -> dict[str, Any]:
    """Return what was fitted: means, spreads and weights of the features, and their source."""
    fitted = dict(json.loads(Path(__file__).with_name("model.json").read_text("utf-8")))
    assert tuple(fitted["features"]) == FEATURES, "model.json was fitted on other features"
    return fitted


def probability(rows: np.ndarray, fitted: dict[str, Any]) -> np.ndarray:
    """Return the probability of music in each row of features, by what was ``fitted``."""
    terms = with_products(rows, np.array(fitted["mean"]), np.array(fitted["spread"]))
    logit = terms @ np.array(fitted["weight"]) + fitted["bias"]
    likely: np.ndarray = 1 / (1 + np.exp(-logit))
    return likely


def with_products(rows: np.ndarray, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return the standardised features and the products of any two.

    The products let features work together: tones mean more where the level is steady.
    """
    scaled = np.clip((rows - mean) / spread, -MAX_DEVIATION, MAX_DEVIATION)
    one, other = np.triu_indices(scaled.shape[1])
    return np.hstack([scaled, scaled[:, one] * scaled[:, other]])


def by_second(likely: np.ndarray, duration: float) -> np.ndarray:
    """Return the windows' probabilities, smoothed and averaged for every second of the sound."""
    if len(likely) > 1:
        likely = np.convolve(np.pad(likely, 1, mode="edge"), SMOOTHING, "valid")
    seconds = np.zeros(int(np.ceil(duration)))
    cover = np.zeros_like(seconds)
    for start, value in zip(window_starts(duration), likely, strict=True):
        window = slice(int(start), int(start + WINDOW))
        seconds[window] += value
        cover[window] += 1
    return seconds / np.maximum(cover, 1)
