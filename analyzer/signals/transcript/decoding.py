"""How Whisper decodes, in both engines."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...media.sound import SAMPLE_RATE

OPTIONS: dict[str, Any] = {
    "beam_size": 5,
    "word_timestamps": True,
    "condition_on_previous_text": False,
    "temperature": (0.0, 0.4, 0.8),
}
"""How both engines decode. Text is not carried from one window into the next, because that is how
Whisper falls into loops; three temperatures instead of six halve the worst case."""

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
