"""What a brand or a client asks of its drafts, beside what a platform does."""

from __future__ import annotations

from .base import Record


class Policy(Record):
    """A user's own limits and words, laid over a platform's; null where it says nothing."""

    name: str
    """Whose it is, as findings say it."""
    required_keywords: tuple[str, ...] = ()
    """Words that every draft says or shows, and its caption writes."""
    banned_words: tuple[str, ...] = ()
    """Words that are neither said nor shown nor written."""
    own_marks: tuple[str, ...] = ()
    """Texts of the user's own logo, which is no watermark."""
    vocabulary: tuple[str, ...] = ()
    """Names that the voice-over may say, as they are spelled."""
    loudness_lufs: tuple[float, float] | None = None
    best_min_seconds: float | None = None
    best_max_seconds: float | None = None
