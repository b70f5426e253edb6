"""Hallucination filter: words that Whisper invents where nobody speaks.

The limits come from noise, animals, engines and music that a voice detector took for speech. What
Whisper makes of them repeats itself, is improbable as a whole or word by word, or stutters.
``scripts/bench/words.py`` counts what still comes through, and what is lost of real speech.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ...model import Span
from .engines import RawWord, Segment

MAX_COMPRESSION_RATIO = 2.4
"""Length of a segment's text by its compressed length (Whisper's own default): more is a loop."""

MIN_LOG_PROBABILITY = -1.0
"""Mean log probability of a segment's tokens (Whisper's own default)."""

MIN_WORD_PROBABILITY = 0.15
"""Mean probability of a segment's words: " Oh" in noise had 0.03."""

MAX_NO_SPEECH = 0.35
"""Probability of no speech from which a segment needs ``SURE_LOG_PROBABILITY``; a "Thank you."
in noise had 0.44."""

SURE_LOG_PROBABILITY = -0.8
"""Mean log probability that such a segment needs; that one had -0.91, Dutch speech -0.57."""

STUTTER = re.compile(r"\W*(\w)(?:\W+\1){3,}\W*", re.IGNORECASE)
"""One letter four times and more, such as "A-A-A-A"."""

MARGIN = 0.3
"""Seconds outside every speech span from which a word is invented; chosen by hand."""


def is_credible(segment: Segment) -> bool:
    """Return whether the engine's own evidence says that the segment was spoken."""
    words = segment.words
    text = "".join(word.text for word in words)
    word_probability = sum(word.probability for word in words) / max(1, len(words))
    is_doubtful = segment.no_speech > MAX_NO_SPEECH
    return (
        segment.compression_ratio <= MAX_COMPRESSION_RATIO
        and segment.log_probability >= MIN_LOG_PROBABILITY
        and word_probability >= MIN_WORD_PROBABILITY
        and not (is_doubtful and segment.log_probability < SURE_LOG_PROBABILITY)
        and not STUTTER.fullmatch(text)
    )


def log_probability(segments: Sequence[Segment]) -> float:
    """Return how well segments read: their mean log probability; minus infinity without any.

    What is not credible counts as improbable: a loop is sure of itself.
    """
    values = [
        s.log_probability if is_credible(s) else min(s.log_probability, MIN_LOG_PROBABILITY)
        for s in segments
    ]
    return sum(values) / len(values) if values else -math.inf


def is_hallucinated(word: RawWord, speech: tuple[Span, ...]) -> bool:
    """Return whether a word, timed in the draft, lies outside all speech."""
    return all(word.start > s.end + MARGIN or word.end < s.start - MARGIN for s in speech)
