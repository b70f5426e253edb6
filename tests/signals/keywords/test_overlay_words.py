"""What is shown is found among the keywords, with where it comes from."""

from __future__ import annotations

import pytest

from analyzer.model import Box, KeywordSource, OverlayLine, Span, TextKind, Transcript, Word
from analyzer.signals.keywords import extract, find_wanted, overlay_words


def shown(text: str, start: float = 0.0, kind: TextKind = TextKind.OVERLAY) -> OverlayLine:
    return OverlayLine(text, Span(start, start + 2.0), Box(0, 0, 400, 60, 0.01), 0.99, kind)


def said(text: str, language: str = "en") -> Transcript:
    words = tuple(Word(w, n / 3, (n + 1) / 3, 0.95) for n, w in enumerate(text.split()))
    return Transcript(language, text, words, "faster-whisper", "base")


SPOKEN = said("This sourdough needs no work. The sourdough rises alone overnight.")


def test_without_overlay_text_all_keywords_are_spoken() -> None:
    assert {keyword.source for keyword in extract(SPOKEN)} == {KeywordSource.SPOKEN}
    assert extract(SPOKEN) == extract(SPOKEN, ())


def test_a_keyword_says_whether_it_is_said_or_shown_or_both() -> None:
    found = extract(
        SPOKEN, (shown("SOURDOUGH FOR BEGINNERS", 1.0), shown("my favourite oven", 3.0))
    )
    sources = {keyword.text: keyword.source for keyword in found}
    assert sources["sourdough"] is KeywordSource.BOTH
    assert next(s for text, s in sources.items() if "oven" in text) is KeywordSource.SHOWN


def test_captions_of_the_voice_bring_no_keywords_of_their_own() -> None:
    captions = (shown("THIS SOURDOUGH NEEDS NO W0RK."), shown("THE SOURDOUGH RISES ALONE"))
    assert {k.text for k in extract(SPOKEN, captions)} == {k.text for k in extract(SPOKEN)}


def test_a_caption_of_the_voice_may_have_lost_a_space() -> None:
    captions = (shown("the sourdoughrises"), shown("NEEDSNO WORK"))
    assert {k.text for k in extract(SPOKEN, captions)} == {k.text for k in extract(SPOKEN)}


def test_a_word_within_a_spoken_one_is_shown_only() -> None:
    found = {keyword.text: keyword.source for keyword in extract(SPOKEN, (shown("dough"),))}
    assert found["dough"] is KeywordSource.SHOWN


def test_a_draft_without_a_voice_is_about_what_it_shows() -> None:
    found = extract(None, (shown("when you open the fridge", 0.5),))
    assert [(k.text, k.source, k.first_at) for k in found] == [("fridge", KeywordSource.SHOWN, 0.5)]


def test_marks_and_signs_bring_no_keywords() -> None:
    lines = (shown("TikTok bakery", kind=TextKind.WATERMARK), shown("BAKERY", kind=TextKind.SCENE))
    assert extract(None, lines) == ()
    assert find_wanted(None, ("bakery",), lines)[0].found is False


def test_a_wanted_keyword_is_found_where_it_is_shown() -> None:
    lines = (shown("Brötchen backen", 1.0), shown("守约在哪", 4.0))
    rolls, place, rye = find_wanted(SPOKEN, ("brotchen", "守约", "rye"), lines)
    assert (rolls.found, rolls.times, rolls.shown_times) == (True, (), (1.0,))
    assert (place.found, place.shown_times) == (True, (4.0,))
    assert (rye.found, rye.times, rye.shown_times) == (False, (), ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wait until you see how this bread comes out of the oven", "en"),
        ("Zo maak je in vijf minuten een brood zonder te kneden", "nl"),
    ],
)
def test_a_plain_sentence_of_the_readers_needs_no_other_list(
    text: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay_words, "LANGUAGES", ("none",))  # asking for it is an error
    assert overlay_words.language_of(text) == language
    with pytest.raises(ValueError, match="none"):
        overlay_words.language_of("Dieses Brot muss man überhaupt nicht kneten")
