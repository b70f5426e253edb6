"""What was measured on the sound, and the words that were heard in it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from .base import Record, Span

MAX_DC_OFFSET = 0.02
"""Share of full scale by which a waveform may lie beside zero: 0.005 at most in 23 real videos and
tracks in stereo (November 2026)."""


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
    """None when the sound never rises above the measure's gate of -70 LUFS, or is too short."""
    true_peak_dbtp: float | None
    range_lu: float | None
    """None where the sound is too short to have one (EBU Tech 3342 takes windows of 3 s)."""
    clipped_samples: int
    """Samples that were cut off at one level, at full scale or under it."""
    step: float = 0.5
    """Seconds between two entries of ``levels``."""
    levels: tuple[float, ...] = ()
    """Momentary loudness in LUFS over time, from the start of the draft; -70 where it is silent."""
    clip_level_dbfs: float | None = None
    """The level at which they were cut off: 0 at full scale, less where the sound was lowered
    afterwards; None where nothing is cut off."""
    is_too_short: bool = False
    """Whether the sound is shorter than the 0.4 s that loudness is measured over."""
    dc_offset: float = 0.0
    """How far the waveform lies off zero, as a share of full scale."""
    heard_on: int | None = None
    """Which track of the file has the sound, counted from 1, where the one that plays is silent."""
    audible: Span | None = None
    """From the first to the last hundredth of a second that is heard; None where nothing is."""


class Channels(Record):
    """What left and right hold, and where one speaker that plays both loses it."""

    count: int
    """Channels of the audio track."""
    seconds: float
    """Seconds of the draft in which there is sound."""
    balance_db: float | None
    """How much more energy the left has than the right, in decibels; None without sound on both."""
    correlation: float | None
    """1 where both are the same, 0 where they have nothing in common, -1 in opposite phase."""
    opposed_spans: tuple[Span, ...] = ()
    """Where left and right cancel each other out, wholly or in part."""
    left_spans: tuple[Span, ...] = ()
    """Where there is sound on the left only."""
    right_spans: tuple[Span, ...] = ()
    """Where there is sound on the right only."""


class Word(Record):
    """One spoken word."""

    text: str
    start: float
    end: float
    probability: float
    is_doubtful: bool = False
    """Whether the engine itself hardly believes it: no keyword, no hook phrase, no caption."""


class Passage(Record):
    """What is said in one go, in one language."""

    span: Span
    language: str | None
    """ISO 639-1 code; None where it was not understood."""
    text: str
    """Its words; nothing where there are none."""
    is_understood: bool
    """Whether more of its words are believed than doubted."""
    word_count: int
    """How many of the transcript's words are its own, after those of the passages before it."""


class Transcript(Record):
    """What is said, word by word."""

    language: str | None
    """ISO 639-1 code of most of it; None when nothing was said."""
    text: str
    words: tuple[Word, ...]
    engine: str
    model: str
    passages: tuple[Passage, ...] = ()
    """The same in order by language, and speech that could not be understood."""

    @property
    def sure_words(self) -> tuple[Word, ...]:
        """The words that are not doubtful."""
        return tuple(word for word in self.words if not word.is_doubtful)

    def by_passage(self) -> Iterator[tuple[Passage, tuple[Word, ...]]]:
        """Yield each passage with its words."""
        start = 0
        for passage in self.passages:
            yield passage, self.words[start : start + passage.word_count]
            start += passage.word_count

    def by_language(self) -> Iterator[tuple[str | None, tuple[Word, ...]]]:
        """Yield the words that are not doubtful, in order, each row in one language after it."""
        parts = [(passage.language, words) for passage, words in self.by_passage()]
        for language, row in groupby(parts or [(self.language, self.words)], key=itemgetter(0)):
            sure = tuple(word for _, words in row for word in words if not word.is_doubtful)
            if sure:
                yield language, sure

    @property
    def not_understood(self) -> tuple[Passage, ...]:
        """Where there is speech that could not be understood."""
        return tuple(passage for passage in self.passages if not passage.is_understood)


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
    written: bool | None = None
    """Whether the post says it, be it in a hashtag; null where there is no post."""
