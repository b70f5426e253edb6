"""Each language's table says how its words behave; one without a table still works."""

from __future__ import annotations

import pytest

from analyzer.signals.keywords.languages import rules_of
from analyzer.signals.keywords.tokens import Role, of_text


@pytest.mark.parametrize(
    ("language", "written", "text"),
    [
        ("fr", "L’ail", "ail"),
        ("fr", "abonnez-vous", "abonnez"),
        ("it", "l'olio", "olio"),
        ("en", "mum's", "mum"),
        ("nl", "foto's", "foto's"),
        (None, "l'ail", "l'ail"),
    ],
)
def test_what_clings_to_a_word_is_taken_off_as_its_language_does(
    language: str | None, written: str, text: str
) -> None:
    assert [token.text for token in of_text(written, language)] == [text]


@pytest.mark.parametrize(
    ("language", "word", "is_verb"),
    [
        ("en", "walked", True),
        ("en", "quickly", True),
        ("en", "family", False),
        ("nl", "hij bakt", True),
        ("fr", "montrons", True),
        ("es", "lentamente", True),
        ("de", "backen", True),
        ("de", "das Brot", False),
        ("pt", "mostrou", False),
    ],
)
def test_verbs_and_adverbs_are_told_by_the_endings_of_their_language(
    language: str, word: str, is_verb: bool
) -> None:
    assert of_text(word, language)[-1].is_verb is is_verb


@pytest.mark.parametrize("word", ["testing", "adding", "getting", "making"])
def test_the_gerund_of_a_stop_word_is_a_stop_word(word: str) -> None:
    (token,) = of_text(word, "en")
    assert token.role is Role.STOP


def test_a_word_is_a_stop_word_or_a_modifier_and_never_both() -> None:
    for language in ("en", "nl", "de", "fr", "es"):
        rules = rules_of(language)
        assert rules.stop_words
        assert rules.modifiers
        assert not rules.stop_words & rules.modifiers


def test_a_language_without_a_table_has_no_endings() -> None:
    rules = rules_of("cy")
    assert not rules.modifiers
    assert not rules.verb.search("anything")
    assert not rules.inflects_adjectives
