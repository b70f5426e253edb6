"""Captions read well, stand long enough, and never lose a word or overlap."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from rich.cells import cell_len

from analyzer.model import Transcript, Word
from analyzer.reports.cues import Cue, cues
from analyzer.reports.phrases import (
    LINE_WIDTH,
    MAX_CHAINED_GAP,
    MIN_DURATION,
    MIN_GAP,
    READING_SPEED,
)
from tests.checks.cases import half_doubted
from tests.reports.transcripts import said, transcripts


def lines(transcript: Transcript) -> list[tuple[str, ...]]:
    return [cue.lines for cue in cues(transcript)]


def letters(text: str) -> str:
    """What a reader sees of a text, apart from where it breaks."""
    kept = (c for c in text if c in "\u200c\u200d\u200e\u200f" or unicodedata.category(c)[0] != "C")
    return "".join("".join(kept).split())


@given(transcripts())
def test_no_word_is_lost_and_none_is_said_twice(transcript: Transcript) -> None:
    shown = "".join("".join(cue.lines) for cue in cues(transcript))
    assert letters(shown) == letters("".join(word.text for word in transcript.words))


@given(transcripts())
def test_cues_follow_each_other_and_never_overlap(transcript: Transcript) -> None:
    made = cues(transcript)
    assert all(cue.start < cue.end for cue in made)
    assert all(a.end <= b.start for a, b in itertools.pairwise(made))


@given(transcripts())
def test_a_cue_has_at_most_two_lines_that_fit(transcript: Transcript) -> None:
    for cue in cues(transcript):
        assert 1 <= len(cue.lines) <= 2
        for line in cue.lines:
            assert line == line.strip() != ""
            assert cell_len(line) <= LINE_WIDTH


@given(transcripts())
def test_a_cue_never_starts_before_its_first_word(transcript: Transcript) -> None:
    starts = [round(w.start * 1000) for w in transcript.words for _ in letters(w.text)]
    shown = 0
    for cue in cues(transcript):
        assert starts[shown] <= cue.start
        shown += len(letters("".join(cue.lines)))


def test_a_short_sentence_stands_alone_on_one_line() -> None:
    assert lines(said("This is how you bake bread.")) == [("This is how you bake bread.",)]


def test_cues_end_with_sentences_where_they_can() -> None:
    text = "Never knead this dough again. Fold it twice and let it rest for an hour. Bake it now."
    assert lines(said(text)) == [
        ("Never knead this dough again.",),
        ("Fold it twice", "and let it rest for an hour."),
        ("Bake it now.",),
    ]


@pytest.mark.parametrize(
    ("language", "text", "torn"),
    [
        ("en", "Today we are going to bake the best bread of the whole neighbourhood", "the"),
        ("nl", "Vandaag bakken we samen het lekkerste brood van de hele buurt bij ons", "het"),
        ("de", "Heute backen wir zusammen das beste Brot der ganzen Nachbarschaft bei uns", "das"),
        (
            "fr",
            "Aujourd’hui nous allons préparer ensemble le meilleur pain de tout le village",
            "le",
        ),
    ],
)
def test_an_article_stays_with_its_noun(language: str, text: str, torn: str) -> None:
    for cue in lines(said(text, language)):
        assert all(line.split()[-1] != torn for line in cue)


def test_a_number_stays_with_its_unit() -> None:
    shown = lines(said("Let the dough rest in the fridge for 90 minutes before you shape it"))
    assert any("90 minutes" in line for cue in shown for line in cue)


def test_no_word_is_left_alone() -> None:
    text = "We wanted to know how much faster it really goes when you do it like so"
    for cue in lines(said(text)):
        assert all(len(line.split()) > 1 for line in cue)


def test_two_lines_are_about_as_long() -> None:
    [(upper, lower)] = lines(said("You fold the dough over itself four times"))
    assert abs(len(upper) - len(lower)) <= 8


def test_a_pause_ends_a_cue() -> None:
    shown = cues(said("Watch this happen slowly", pause_after={"this": 3.0}))
    assert [cue.lines for cue in shown] == [("Watch this",), ("happen slowly",)]
    assert shown[1].start == 3700


def test_a_short_cue_stands_until_it_is_read() -> None:
    first, second = cues(said("Look! Bread.", seconds=0.2, pause_after={"Look!": 4.0}))
    assert (first.start, first.end) == (0, MIN_DURATION)
    assert second.end - second.start == MIN_DURATION


def test_a_cue_is_extended_into_silence_to_be_read_at_17_characters_a_second() -> None:
    text = "Extraordinarily complicated words."
    [cue] = cues(said(text, seconds=0.25))
    assert (cue.end - cue.start) / 1000 == pytest.approx(len(text) / READING_SPEED, abs=0.001)


def test_the_last_cue_ends_with_the_draft() -> None:
    transcript = said("Look!", seconds=0.2)
    assert cues(transcript, duration=0.5) == (Cue(0, 500, ("Look!",)),)


def test_fast_speech_is_shown_for_as_long_as_there_is_room() -> None:
    text = "I speak so incredibly fast that nobody could ever read all of this in time. " * 3
    made = cues(said(text.strip(), seconds=0.12))
    assert len(made) > 3
    assert all(b.start - a.end == MIN_GAP for a, b in itertools.pairwise(made))


def test_the_screen_is_not_blank_for_a_blink() -> None:
    text = "This is the first sentence. This is the second sentence."
    pause = MAX_CHAINED_GAP / 1000 - 0.1
    first, second = cues(said(text, pause_after={"sentence.": pause}))
    assert second.start - first.end == MIN_GAP


def test_slow_speech_keeps_within_the_reading_speed() -> None:
    text = "You will see that every caption here can be read by anyone, without any hurry at all."
    for cue in cues(said(text, seconds=0.6)):
        width = sum(map(len, cue.lines)) + len(cue.lines) - 1
        assert width / ((cue.end - cue.start) / 1000) <= READING_SPEED + 0.1


def test_a_script_without_spaces_is_broken_at_its_punctuation() -> None:
    text = "今天我们来做一个非常简单的面包，不需要揉面，只要等一个晚上就可以了。"
    shown = lines(said(text, "zh", seconds=0.18))
    assert "".join(itertools.chain.from_iterable(shown)) == text
    assert all(line[0] not in "，。" for cue in shown for line in cue)
    assert shown[0][-1].endswith("，")


def test_latin_words_in_a_script_without_spaces_keep_their_space() -> None:
    words = tuple(
        Word(text, n / 2, n / 2 + 0.4, 0.9)
        for n, text in enumerate(["我爱", "New", "York", "披萨"])
    )
    assert lines(Transcript("zh", "我爱New York披萨", words, "none", "none")) == [
        ("我爱New York披萨",)
    ]


def test_a_word_that_no_line_holds_is_split() -> None:
    word = "#" + "superduper" * 5
    shown = list(itertools.chain.from_iterable(lines(said(word))))
    assert "".join(shown) == word
    assert len(shown) == 2


def test_text_that_is_read_from_the_right_stays_in_logical_order() -> None:
    assert lines(said("مرحبا بكم في مطبخي", "ar")) == [("مرحبا بكم في مطبخي",)]


def test_doubtful_words_are_no_captions_unless_asked_for() -> None:
    def shown(*, doubtful: bool) -> str:
        found = cues(half_doubted(), doubtful=doubtful)
        return " ".join(line for cue in found for line in cue.lines)

    assert shown(doubtful=False) == "Bake bread today. Bak zelf brood"
    assert shown(doubtful=True) == half_doubted().text
