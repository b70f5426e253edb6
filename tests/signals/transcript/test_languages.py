"""Where one language gives way to another is told by passage, and only where that is sure."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.media.sound import SAMPLE_RATE, Audio
from analyzer.model import Span
from analyzer.signals.transcript.engines import Transcription
from analyzer.signals.transcript.languages import (
    HeardPassage,
    LanguageSpan,
    listened,
    spans_by_language,
)


class Pitched:
    """An engine to which loud sound is Dutch and faint sound English, as surely as it is pure."""

    engine, model = "scripted", "base"
    vocabulary: str | None = None

    def __init__(self) -> None:
        self.asked: list[float] = []

    def transcribe_samples(self, samples: np.ndarray, language: str | None) -> Transcription:
        raise AssertionError("nothing is transcribed to tell a language")

    def language_probabilities(self, samples: np.ndarray) -> dict[str, float]:
        self.asked.append(len(samples) / SAMPLE_RATE)
        sounding = np.abs(samples)[np.abs(samples) > 0.01]
        dutch = float((sounding > 0.4).mean()) if sounding.size else 0.5
        return {"nl": 0.98 * dutch + 0.01, "en": 0.98 * (1 - dutch) + 0.01}


def sound(*parts: tuple[float, float]) -> Audio:
    """Parts of so many seconds and so loud; a tenth of a second of silence ends each."""
    pieces = []
    for seconds, loudness in parts:
        piece = np.full(round(seconds * SAMPLE_RATE), loudness, np.float32)
        piece[-SAMPLE_RATE // 10 :] = 0.0
        pieces.append(piece)
    return Audio(np.concatenate(pieces))


def spans(audio: Audio, *speech: tuple[float, float]) -> list[LanguageSpan]:
    engine = Pitched()
    heard = listened(engine, audio, [Span(*one) for one in speech])
    return spans_by_language(engine, audio, heard)


def test_speech_in_one_language_has_no_passages() -> None:
    assert spans(sound((20.0, 0.8)), (0.0, 9.0), (9.5, 19.5)) == []


@pytest.mark.parametrize("first", [0.8, 0.2])
def test_a_short_first_passage_is_told_from_the_long_rest(first: float) -> None:
    audio = sound((4.0, first), (26.0, 1.0 - first))
    one, other = spans(audio, (0.2, 3.8), (4.2, 29.8))
    assert [one.language, other.language] == (["nl", "en"] if first > 0.5 else ["en", "nl"])
    assert 3.8 <= one.span.end == other.span.start <= 4.2
    assert other.span.end >= 29.8


def test_two_languages_without_a_pause_part_in_the_silence_between_two_words() -> None:
    audio = sound((5.3, 0.8), (9.0, 0.2))
    one, other = spans(audio, (0.0, 14.3))
    assert one.span.end == other.span.start == pytest.approx(5.25, abs=0.1)


def test_a_passage_in_doubt_goes_with_the_one_before() -> None:
    heard = [
        HeardPassage(Span(4.0 * n, 4.0 * n + 3.5), {"nl": dutch, "en": 1 - dutch, "la": 0.0})
        for n, dutch in enumerate([0.9, 0.55, 0.1, 0.45])
    ]
    heard.append(HeardPassage(Span(16.0, 19.5), {"la": 0.7, "nl": 0.2, "en": 0.1}))
    found = spans_by_language(Pitched(), Audio(np.zeros(0, np.float32)), heard)
    assert [(one.language, one.span.start) for one in found] == [("nl", 0.0), ("en", 8.0)]


def test_a_word_of_another_language_makes_no_passage() -> None:
    english = HeardPassage(Span(0.0, 4.0), {"nl": 0.01, "en": 0.98})
    word = HeardPassage(Span(5.0, 6.7), {"nl": 0.98, "en": 0.01})
    nothing = Audio(np.zeros(0, np.float32))
    assert spans_by_language(Pitched(), nothing, [english, word], "en") == []


def test_what_the_whole_was_taken_for_counts_beside_a_sure_passage() -> None:
    heard = [
        HeardPassage(Span(0.0, 4.0), {"nl": 0.57, "en": 0.31}),
        HeardPassage(Span(4.2, 8.0), {"nl": 0.01, "en": 0.98}),
    ]
    nothing = Audio(np.zeros(0, np.float32))
    assert spans_by_language(Pitched(), nothing, heard) == []
    found = spans_by_language(Pitched(), nothing, heard, "nl")
    assert [one.language for one in found] == ["nl", "en"]


def test_a_draft_of_one_passage_is_not_asked_for_its_language() -> None:
    engine = Pitched()
    assert listened(engine, sound((4.0, 0.8)), [Span(0.5, 3.5)]) == []
    assert engine.asked == []


def test_no_more_than_three_seconds_of_a_passage_are_listened_to() -> None:
    engine = Pitched()
    listened(engine, sound((30.0, 0.8)), [Span(0.0, 30.0)])
    assert len(engine.asked) == 8
    assert max(engine.asked) == pytest.approx(3.0, abs=0.01)
