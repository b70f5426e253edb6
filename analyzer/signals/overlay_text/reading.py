"""What the recogniser read at one place, how far it can be trusted, and when two readings agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ..text import fold
from .geometry import Quad

TEXT_CONFIDENCE = 0.75
"""Mean probability from which a reading is text at all; chosen by hand."""

CERTAIN_CONFIDENCE = 0.9
"""Mean probability from which a reading is beyond doubt; chosen by hand."""

SHORT_TEXT = 3
"""Letters up to which a reading needs to be certain: on 50 frames without captions all false
readings had one to three."""

LONG_WORD = 6
"""Letters from which a word may be two, with an unread space between them; chosen by hand."""

SAME_TEXT_RATIO = 0.8
"""``difflib`` ratio of the letters from which two readings are of one text; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of text: where it is, and what it says."""

    quad: Quad
    text: str
    confidence: float
    """The recogniser's mean probability for its characters, 0 to 1."""
    contrast: float | None = None
    """Of its letters with what is around them, 1 to 21; None where it is too small to tell."""

    @property
    def is_text(self) -> bool:
        """Whether it can be text at all."""
        return self.confidence >= TEXT_CONFIDENCE and any(c.isalnum() for c in self.text)

    @property
    def is_certain(self) -> bool:
        """Whether it is text beyond doubt: read with confidence, or more than a few letters."""
        is_long = len(fold(self.text)) > SHORT_TEXT
        return self.is_text and (is_long or self.confidence >= CERTAIN_CONFIDENCE)

    @property
    def may_lack_space(self) -> bool:
        """Whether a space may have been missed in it."""
        return self.is_text and any(len(fold(word)) >= LONG_WORD for word in self.text.split())

    def is_contradicted_by(self, other: Reading) -> bool:
        """Whether ``other``, of the same place, is text and says something else."""
        return other.is_text and not similar(self.text, other.text)


def split_words(reading: Reading, other: Reading) -> Reading:
    """Return ``reading`` with the spaces of ``other``, if that has the same letters and more."""
    words, others = reading.text.split(), other.text.split()
    if len(others) > len(words) and "".join(others) == "".join(words):
        return replace(reading, text=other.text)
    return reading


def similar(one: str, other: str) -> bool:
    """Return whether two readings are of the same text."""
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if len(a) <= SHORT_TEXT:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SAME_TEXT_RATIO
