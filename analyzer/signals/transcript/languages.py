"""Spoken language identification by passage: where one language gives way to another.

Whisper takes everything for the language of its first 30 s, and leaves out or makes up what is in
another. So each few seconds of speech are asked for their language on their own, which takes the
encoder a tenth of the time of a window of 30 s.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from ...media.sound import SAMPLE_RATE, Audio, block_powers
from ...model import Span
from .chunks import padded_stretches
from .decoding import SURE_LANGUAGE
from .engines import Engine

LISTEN_SECONDS = 3.0
"""Seconds of a passage that are listened to. Of 81 such in six languages (half of the speech files
by their hash), none is surely in another language than it is: the surest error had 0.77."""

SHORTEST_SURE = 2.75
"""Seconds under which a passage is never surely in a language, however probable. In pieces of 90
speech files, of those that seem sure none of 69 is wrong at this length, 5 of 62 are at 2 s, and 13
of 86 at 0.8 to 1.6 s (November 2026)."""

PASSAGE_SECONDS = 4.0
"""Seconds of speech without a pause that are asked once; chosen by hand."""

LIKELY = 0.5
"""Probability from which a passage is in one of the languages that are surely there: more likely
than in all others together. One in doubt goes with the passage before."""

QUIET_SECONDS = 0.1
"""Seconds of sound whose loudness tells where a word ends; chosen by hand."""

MOST_TURNS = 6
"""Quiet places that are tried as the turn from one language to another; chosen by hand."""


@dataclass(frozen=True, slots=True)
class HeardPassage:
    """A few seconds of speech, and how probable each language is in them."""

    span: Span
    probabilities: Mapping[str, float]

    @property
    def sure_language(self) -> str | None:
        """The language that it surely is in; None where there is doubt."""
        is_long = self.span.seconds >= SHORTEST_SURE
        return self._language(SURE_LANGUAGE) if is_long else None

    def language_among(self, languages: Collection[str]) -> str | None:
        """Return the language that it is likely in, if it is one of ``languages``."""
        language = self._language(LIKELY)
        return language if language in languages else None

    def _language(self, probability: float) -> str | None:
        language = max(self.probabilities, key=self.probabilities.__getitem__)
        return language if self.probabilities[language] >= probability else None


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of the draft in one language."""

    language: str
    span: Span


def listened(whisper: Engine, audio: Audio, speech: Sequence[Span]) -> list[HeardPassage]:
    """Return the passages of ``speech`` with their languages; none where there is but one."""
    stretches = padded_stretches(list(speech), audio.duration)
    parts = [part for stretch in stretches for part in _parts(stretch)]
    return [
        HeardPassage(part, whisper.language_probabilities(_samples(audio, _middle(part))))
        for part in (parts if len(parts) > 1 else [])
    ]


def spans_by_language(
    whisper: Engine, audio: Audio, heard: Sequence[HeardPassage], detected: str | None = None
) -> list[LanguageSpan]:
    """Return the speech by its languages where these surely are several; else nothing.

    ``detected`` is what the whole was taken for, if that is sure. Together the spans cover all that
    was heard.
    """
    languages = {one.sure_language for one in heard} | {detected}
    known = {language for language in languages if language}
    if not heard or len(known) < 2:
        return []
    told = _told(heard, known)
    edges = [heard[0].span.start]
    for n, (before, after) in enumerate(pairwise(told)):
        one, other = heard[n].span, heard[n + 1].span
        is_turn = before != after and other.start - one.end < QUIET_SECONDS
        turn = _turn(whisper, audio, (one, other), (before, after)) if is_turn else other.start
        edges.append(turn)
    edges.append(heard[-1].span.end)
    runs = [[*run] for _, run in groupby(range(len(told)), key=told.__getitem__)]
    return [LanguageSpan(told[run[0]], Span(edges[run[0]], edges[run[-1] + 1])) for run in runs]


def _parts(span: Span) -> list[Span]:
    """Return a stretch in equal parts of about ``PASSAGE_SECONDS``."""
    count = max(1, round(span.seconds / PASSAGE_SECONDS))
    edges = np.linspace(span.start, span.end, count + 1).tolist()
    return [Span(start, end) for start, end in pairwise(edges)]


def _middle(span: Span) -> Span:
    """Return the part of a passage that is listened to."""
    spare = max(0.0, span.seconds - LISTEN_SECONDS) / 2
    return Span(span.start + spare, span.end - spare)


def _told(heard: Sequence[HeardPassage], languages: Collection[str]) -> list[str]:
    """Return the language of each passage; those in doubt go with the one before."""
    likely = [one.language_among(languages) for one in heard]
    told = next((language for language in likely if language), min(languages))
    return [told := language or told for language in likely]


def _turn(
    whisper: Engine, audio: Audio, spans: tuple[Span, Span], languages: tuple[str, str]
) -> float:
    """Return when one passage turns into the next: the quiet place that parts them best.

    Without a pause between two languages, a passage may hold the end of one and some of the other.
    """
    first, last = ((span.start + span.end) / 2 for span in spans)
    step = round(QUIET_SECONDS * SAMPLE_RATE)
    loudness = block_powers(_samples(audio, Span(first, last)), step)
    quiet = np.sort(np.argsort(loudness, kind="stable")[:MOST_TURNS])
    times = [first + (n + 0.5) * QUIET_SECONDS for n in quiet.tolist()]

    def fit(time: float) -> float:
        sides = Span(time - LISTEN_SECONDS, time), Span(time, time + LISTEN_SECONDS)
        return sum(
            math.log(whisper.language_probabilities(_samples(audio, side)).get(code, 0.0) + 1e-6)
            for side, code in zip(sides, languages, strict=True)
        )

    return max(times, key=fit, default=spans[1].start)


def _samples(audio: Audio, span: Span) -> np.ndarray:
    first, last = (round(max(0.0, time) * SAMPLE_RATE) for time in (span.start, span.end))
    return audio.samples[first:last]
