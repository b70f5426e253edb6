"""The user's own names are spelled as the user does, and what is no name is left alone."""

from __future__ import annotations

import pytest

from analyzer.model import Word
from analyzer.signals.transcript.vocabulary import spelled, without_echoes


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(one, n / 2, n / 2 + 0.4, 0.9) for n, one in enumerate(text.split()))


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("Call Supbx, now.", "Call suPBX, now."),
        ("the su PBX!", "the suPBX!"),
        ("on Su P B X today", "on suPBX today"),
        ("with asterisk and asterisks.", "with Asterisk and asterisks."),
        ("bakery jansen's", "bakery jansen's"),
        ("at bakery jansen.", "at Bakery Jansen."),
        ("bakeryjansen", "Bakery Jansen"),
    ],
)
def test_a_name_is_written_as_it_is_given(heard: str, written: str) -> None:
    found = spelled(words(heard), ("suPBX", "Asterisk", "Bakery Jansen"))
    assert " ".join(word.text for word in found) == written


def test_a_name_in_several_words_keeps_their_time() -> None:
    (_, name, _) = spelled(words("on Su PBX today"), ("suPBX",))
    assert (name.text, name.start, name.end) == ("suPBX", 0.5, 1.4)


@pytest.mark.parametrize(
    ("heard", "kept"),
    [
        ("dit kon Vlisco, Vlisco, Vlisco, Vlisco.", "dit kon"),
        ("Bakery Jansen Bakery Jansen, Bakery Jansen", ""),
        ("en De Vlisco, De Vlisco, De Vlisco, De Vlisco,", "en"),
        ("Asterisk, Asterisk and suPBX", "Asterisk, Asterisk and suPBX"),
        ("no, no, no, no", "no, no, no, no"),
        ("Vlisco Asterisk suPBX Vlisco", "Vlisco Asterisk suPBX Vlisco"),
    ],
)
def test_names_that_whisper_repeats_were_said_by_nobody(heard: str, kept: str) -> None:
    names = ("suPBX", "Asterisk", "Bakery Jansen", "Vlisco", "!")
    assert " ".join(word.text for word in without_echoes(words(heard), names)) == kept
