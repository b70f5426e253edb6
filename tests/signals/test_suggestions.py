"""What a post could say comes from the draft's own words, each with its reason."""

from __future__ import annotations

import pytest

from analyzer.model import Keyword, KeywordSource, OverlayLine, PostSource, Span, WantedKeyword
from analyzer.platforms.profile import load
from analyzer.signals.post import parse
from analyzer.signals.suggestions import hashtag, suggest
from tests.checks.cases import said, shown

BREAD = Keyword("sourdough bread", 1.0, 4, 2.1, KeywordSource.BOTH)
POT = Keyword("iron pot", 0.6, 1, 3.0)
WEAK = Keyword("corner", 0.3, 1, 8.0)
TIKTOK = load("tiktok")


def reasons(**given: object) -> dict[str, str]:
    made = suggest(TIKTOK, **given)  # type: ignore[arg-type]
    return {one.text: one.reason for one in made.hashtags}


def test_a_hashtag_says_how_often_and_when_its_words_are_there() -> None:
    assert reasons(keywords=(BREAD, POT, WEAK)) == {
        "#sourdoughbread": "said 4 times and shown, first at 2.1 s",
        "#ironpot": "said at 3.0 s",
    }


def test_wanted_keywords_that_are_there_come_first_and_others_never() -> None:
    there, missed = WantedKeyword("No knead", True, (5.0,)), WantedKeyword("rye", False, ())
    assert list(reasons(keywords=(BREAD,), wanted_keywords=(missed, there))) == [
        "#noknead",
        "#sourdoughbread",
    ]


def test_what_is_written_already_or_says_nothing_is_not_suggested() -> None:
    viral = Keyword("viral", 1.0, 9, 0.0)
    post = parse(PostSource.FILE, "Bread #SourdoughBread")
    assert list(reasons(keywords=(viral, BREAD, POT), post=post)) == ["#ironpot"]


def test_there_are_never_more_than_every_platform_takes() -> None:
    many = tuple(Keyword(f"word{n}x", 1.0, 2, 0.0) for n in range(9))
    post = parse(PostSource.FILE, "#one #two #three")
    assert len(reasons(keywords=many)) == 5
    assert len(reasons(keywords=many, post=post)) == 2


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Sourdough bread", "sourdoughbread"),
        ("crème brûlée", "crèmebrûlée"),
        ("McDonald's", "mcdonald"),
        ("pommes de terre", "pommesdeterre"),
    ],
)
def test_a_compound_hashtag_is_written_as_people_write_it(text: str, tag: str) -> None:
    assert hashtag(text) == tag


def test_the_first_line_is_the_sentence_that_says_most_and_none_where_there_is_a_caption() -> None:
    spoken = said(
        "Well hello there everybody. This sourdough bread bakes in an iron pot. Nice one."
    )
    made = suggest(TIKTOK, keywords=(BREAD, POT), transcript=spoken)
    assert made.first_line is not None
    assert made.first_line.text == "This sourdough bread bakes in an iron pot."
    assert made.first_line.reason == "said at 1.6 s, and names what it is about"
    post = parse(PostSource.FILE, "My own line")
    assert suggest(TIKTOK, keywords=(BREAD,), transcript=spoken, post=post).first_line is None


def test_overlay_text_in_capitals_is_suggested_as_it_would_be_written() -> None:
    line: OverlayLine = shown("THE BEST SOURDOUGH BREAD?", 0.4, 3.0)
    made = suggest(TIKTOK, keywords=(BREAD,), overlay_text=(line,))
    assert made.first_line is not None
    assert made.first_line.text == "The best sourdough bread?"
    assert line.span == Span(0.4, 3.0)
