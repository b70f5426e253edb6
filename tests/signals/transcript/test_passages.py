"""Doubtful words are told from others, and speech without words is told at all."""

from __future__ import annotations

from analyzer.model import Span, Word
from analyzer.signals.transcript.engines import RawWord
from analyzer.signals.transcript.passages import (
    Piece,
    main_language,
    marked,
    passages,
    unheard,
)


def piece(text: str, *probabilities: float, start: float = 0.0, language: str = "en") -> Piece:
    """A piece of one word each half second."""
    chances = probabilities * len(text.split()) if len(probabilities) == 1 else probabilities
    return Piece(
        language,
        tuple(
            RawWord(f" {word}", start + n / 2, start + n / 2 + 0.4, chance)
            for n, (word, chance) in enumerate(zip(text.split(), chances, strict=True))
        ),
    )


def test_a_word_that_is_hardly_believed_is_doubtful_among_others() -> None:
    assert piece("this is new", 0.9, 0.2, 0.9).doubts == (False, True, False)


def test_all_words_are_doubtful_where_most_are() -> None:
    assert piece("I caught you", 0.12, 0.2, 0.9).doubts == (True, True, True)
    assert piece("Xing reals both", 0.45).doubts == (True, True, True)


def test_speech_without_words_is_unheard() -> None:
    spans = (Span(0.0, 2.0), Span(3.0, 7.0))
    assert unheard(spans, [piece("one two three four", 0.9)]) == [Span(3.0, 7.0)]


def test_a_word_that_is_stretched_over_speech_does_not_account_for_it() -> None:
    stretched = Piece("nl", (RawWord(" ja", 0.0, 6.0, 0.9),))
    assert unheard((Span(0.0, 6.0),), [stretched]) == [Span(1.3, 6.0)]


def test_a_number_that_takes_long_to_say_accounts_for_it() -> None:
    number = Piece("de", (RawWord(" 268.", 0.0, 1.6, 0.9),))
    assert unheard((Span(0.0, 1.6),), [number]) == []


def test_a_gap_within_a_span_of_speech_is_unheard_however_short_a_laugh_is() -> None:
    pieces = [piece("one two", 0.9), piece("five six", 0.9, start=1.8)]
    assert unheard((Span(0.0, 2.8),), pieces) == [Span(1.2, 1.5)]
    assert unheard((Span(0.0, 2.3),), [piece("one two", 0.9), piece("five", 0.9, start=1.5)]) == []


def test_a_gap_is_unheard_with_the_short_speech_beside_it() -> None:
    spans = (Span(0.0, 1.5), Span(1.52, 1.6))
    assert unheard(spans, [piece("one two", 0.9)]) == [Span(1.2, 1.6)]


def test_a_laugh_is_not_worth_hearing_again() -> None:
    assert unheard((Span(0.0, 0.8),), []) == []
    assert unheard((), []) == []


def test_passages_follow_each_other_by_language_with_what_was_not_understood() -> None:
    pieces = [
        piece("goede morgen", 0.9, language="nl"),
        piece("allemaal", 0.9, start=1.0, language="nl"),
        piece("Xing reals", 0.1, start=2.0),
        piece("good morning", 0.9, start=6.0),
    ]
    found = passages(pieces, [Span(4.0, 5.5)])
    assert [(one.language, one.text, one.is_understood, one.word_count) for one in found] == [
        ("nl", "goede morgen allemaal", True, 3),
        (None, "Xing reals", False, 2),
        ("en", "good morning", True, 2),
    ]
    assert found[1].span == Span(2.0, 5.5)


def test_the_main_language_is_that_of_most_words_that_are_believed() -> None:
    believed, doubted = piece("ja hoor", 0.9, language="nl"), piece("a b c d", 0.1)
    assert main_language([believed, doubted]) == "nl"
    assert main_language([doubted]) == "en"
    assert main_language([]) is None


def test_words_are_marked_in_their_order() -> None:
    pieces = [piece("one two", 0.9, 0.1), piece("three", 0.9, start=2.0)]
    words = [Word(text, n, n + 0.5, 0.9) for n, text in enumerate(("one", "two", "three"))]
    assert [word.is_doubtful for word in marked(words, pieces)] == [False, True, False]
