"""Words that are one slip away from a common one are told, and names and rare words are not."""

from __future__ import annotations

import pytest

from analyzer.model import OverlayLine, TextKind, Transcript, Typo
from analyzer.signals.typos import correction, is_slip, typos
from tests.checks.cases import said, shown


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("goverment", "government"),
        ("comming", "coming"),
        ("recieve", "receive"),
        ("existance", "existence"),
        ("gebeurdt", "gebeurt"),
        ("verdiendt", "verdient"),
        ("vandag", "vandaag"),
    ],
)
def test_a_slip_of_fingers_or_ears_is_one(word: str, meant: str) -> None:
    assert is_slip(word, meant)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("primark", "primary"),
        ("nespresso", "espresso"),
        ("canva", "canvas"),
        ("crocs", "cross"),
        ("strava", "strata"),
        ("bread", "bread"),
        ("bread", "dough"),
        ("a", "ab"),
    ],
)
def test_a_word_that_is_merely_close_is_none(word: str, other: str) -> None:
    assert not is_slip(word, other)


@pytest.mark.parametrize(
    ("word", "language", "meant"),
    [
        ("goverment", "en", "government"),
        ("adress", "en", "address"),
        ("vandag", "nl", "vandaag"),
        ("occured", "en", "occurred"),
        ("goverment", "nl", "government"),
    ],
)
def test_what_was_meant_is_a_common_word_of_the_language_first(
    word: str, language: str, meant: str
) -> None:
    assert correction(word, language) == meant


@pytest.mark.parametrize(
    "word",
    ["sourdough", "bananenbrood", "stracciatella", "primark", "nespresso", "airfryer", "outfit",
     "zwangerschapsverlof", "kneads", "ootd", "desem", "hooman"],
)  # fmt: skip
def test_a_right_word_a_compound_and_a_name_are_left_alone(word: str) -> None:
    assert correction(word, "nl") is None
    assert correction(word, "en") is None


def found(*lines: OverlayLine, vocabulary: tuple[str, ...] = ()) -> list[str]:
    return [typo.text for typo in typos(vocabulary, lines)]


ENGLISH = shown("This is the best bread that you will ever bake at home", 0.0, 3.0)


def test_each_word_is_told_once_with_the_time_of_its_line() -> None:
    wrong = shown("You will recieve it tomorow", 2.0, 4.0)
    told = typos((), (ENGLISH, wrong, shown("RECIEVE IT", 5.0, 6.0)))
    assert told == (Typo("recieve", "receive", wrong.span), Typo("tomorow", "tomorrow", wrong.span))


def test_names_marks_and_doubtful_readings_are_no_typos() -> None:
    assert found(ENGLISH, shown("RECIEVE IT", 1.0, 2.0)) == ["RECIEVE"]
    assert found(ENGLISH, shown("Ask Recieve now", 1.0, 2.0)) == []
    assert found(ENGLISH, shown("#recieve @goverment goverment.com", 1.0, 2.0)) == []
    assert found(ENGLISH, shown("recieve it", 1.0, 2.0), vocabulary=("Recieve",)) == []
    line = shown("recieve it", 1.0, 2.0)
    blurred = OverlayLine(line.text, line.span, line.box, 0.9)
    sign = OverlayLine(line.text, line.span, line.box, 0.99, TextKind.SCENE)
    assert found(ENGLISH, blurred, sign) == []


def test_a_word_that_is_said_so_is_meant_so() -> None:
    line = shown("recieve it", 1.0, 2.0)
    heard = said("We call this thing the recieve machine and we love it")
    assert typos((), (ENGLISH, line), heard) == ()


def test_other_languages_are_left_alone() -> None:
    french = Transcript("fr", "", said("Ceci est le pain de la maison").words, "", "")
    assert typos((), (shown("goverment", 1.0, 2.0),), french) == ()
