"""What was measured on the sound, and the words that were heard in it."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Span


class Speech(Record):
    """Where somebody speaks: speech, and not song, crowd or noise."""

    present: bool
    first_at: float | None
    seconds: float
    spans: tuple[Span, ...]


class Music(Record):
    """Where there is music, sung or played."""

    present: bool
    first_at: float | None
    seconds: float
    share: float
    spans: tuple[Span, ...]
    singing_seconds: float
    under_voice_seconds: float
    """Seconds in which music and speech sound together."""
    tempo_bpm: float | None
    beats: tuple[float, ...]


class Loudness(Record):
    """How loud the sound is (EBU R 128 / ITU-R BS.1770-4), measured on the original channels."""

    is_silent: bool
    integrated_lufs: float | None
    """None when the sound never rises above the measure's gate of -70 LUFS."""
    true_peak_dbtp: float | None
    range_lu: float | None
    clipped_samples: int
    """Samples in runs of three and more at the top of the scale."""
    step: float = 0.5
    """Seconds between two entries of ``levels``."""
    levels: tuple[float, ...] = ()
    """Momentary loudness in LUFS over time, from the start of the draft; -70 where it is silent."""
    heard_on: int | None = None
    """Which track of the file has the sound, counted from 1, where the one that plays is silent."""


class Word(Record):
    """One spoken word."""

    text: str
    start: float
    end: float
    probability: float


class Transcript(Record):
    """What is said, word by word."""

    language: str | None
    """ISO 639-1 code; None when nothing was said."""
    text: str
    words: tuple[Word, ...]
    engine: str
    model: str


class KeywordSource(StrEnum):
    """Where a keyword comes from."""

    SPOKEN = "spoken"
    SHOWN = "shown"
    BOTH = "both"


class Keyword(Record):
    """A word or phrase that the draft is about."""

    text: str
    score: float
    """0 to 1: how much what is said, or shown, is about it."""
    count: int
    """How often it is said; how often it is shown where nobody says it."""
    first_at: float
    source: KeywordSource = KeywordSource.SPOKEN


class WantedKeyword(Record):
    """A keyword that the user asked for, and where it is said or shown."""

    text: str
    found: bool
    """Whether it is said or shown."""
    times: tuple[float, ...]
    """When it is said."""
    shown_times: tuple[float, ...] = ()
    """When it is first on screen, each time."""
