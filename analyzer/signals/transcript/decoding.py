"""How Whisper decodes, in both engines, and which languages it tries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...media.sound import SAMPLE_RATE

OPTIONS: dict[str, Any] = {
    "beam_size": 5,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    "temperature": 0.0,
}
"""How both engines decode. Text is not carried from one window into the next, because that is how
Whisper falls into loops. Nor are words drawn by chance, at a higher temperature, where it hears
little: 5 of 25 runs on the same noise then gave words, each others, and of 1,274 words of speech,
84 files without any and 34 videos not one came out better (November 2026)."""

SURE_LANGUAGE = 0.8
"""Probability of the detected language below which others are tried; chosen by hand."""

POSSIBLE_LANGUAGE = 0.05
"""Probability from which another language is tried; chosen by hand."""

MAX_OTHER_LANGUAGES = 2
"""Other languages that are tried at most: each costs a whole transcription."""

TOKENS_PER_SECOND = 32
"""Tokens that a second of speech may take: English has 4 to 8 of them, a script whose letters are
bytes to Whisper some 25."""

FEWEST_TOKENS = 16
"""Tokens that the shortest of speech may take, times included."""

MOST_TOKENS = 224
"""Tokens of a window of 30 s: half of Whisper's context, its own limit."""


def most_tokens(samples: np.ndarray) -> int:
    """How much may be said in ``samples``: in noise, Whisper goes on until it is stopped."""
    seconds = len(samples) / SAMPLE_RATE
    return min(MOST_TOKENS, FEWEST_TOKENS + round(TOKENS_PER_SECOND * seconds))


def other_languages(probabilities: Mapping[str, float]) -> tuple[str, ...]:
    """Return further candidates where the likeliest language is in doubt, likeliest first."""
    ranked = sorted(probabilities, key=probabilities.__getitem__, reverse=True)
    if not ranked or probabilities[ranked[0]] >= SURE_LANGUAGE:
        return ()
    others = ranked[1 : 1 + MAX_OTHER_LANGUAGES]
    return tuple(language for language in others if probabilities[language] >= POSSIBLE_LANGUAGE)
