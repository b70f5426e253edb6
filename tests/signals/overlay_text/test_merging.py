"""Readings become texts: seen again, grown, and joined only where they belong together."""

from __future__ import annotations

import pytest

from analyzer.signals.overlay_text import merging
from analyzer.signals.overlay_text.classification import Evidence
from analyzer.signals.overlay_text.geometry import Bounds
from analyzer.signals.overlay_text.merging import TextSegment
from analyzer.signals.overlay_text.segments import merge

STEADY = Evidence(
    parallax_samples=5,
    steady_samples=10,
    samples=10,
    drift=0.0,
    tilt=0.5,
    appeared_on_static_background=True,
    contrast=200.0,
)


def segment(
    text: str, start: float, end: float, *, y: int = 600, x: int = 150, width: int = 240
) -> TextSegment:
    return TextSegment(
        text,
        start,
        end,
        bounds=Bounds(x, y, x + width, y + 40),
        line_height=40,
        confidence=0.95,
        contrast=None,
        evidence=STEADY,
        changed_at=start,
    )


def test_a_text_read_twice_in_one_place_is_one() -> None:
    both = merging.merge_repeated(segment("Full special", 0, 2), segment("Full speclal", 3, 4))
    assert both is not None
    assert (both.text, both.start, both.end) == ("Full special", 0, 4)


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (segment("Full special", 5.0, 6.0), "too long after"),
        (segment("Full special", 2.2, 4.0, y=200), "elsewhere"),
        (segment("Empty plates", 2.2, 4.0), "another text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_the_same_text_stays_apart(later: TextSegment, why: str) -> None:
    assert merging.merge_repeated(segment("Full special", 0, 2), later) is None


def test_a_sentence_that_has_ended_takes_no_more_words() -> None:
    assert merging.merge_next_word(segment("dough.", 0.0, 0.4), segment("Now", 0.4, 0.8)) is None
    joined = merging.merge_next_word(segment("this", 0.0, 0.4), segment("dough.", 0.4, 0.8))
    assert joined is not None
    assert joined.text == "this dough."


def test_whole_captions_are_no_single_words() -> None:
    first, second = (
        segment("the bread that nobody", 0.0, 1.0),
        segment("ever has to knead", 1.0, 2.0),
    )
    assert merging.merge_next_word(first, second) is None


def test_lines_of_one_block_go_together_and_others_do_not() -> None:
    upper, lower = segment("The bread that", 0, 2, y=300), segment("nobody kneads", 0, 2, y=345)
    joined = merging.merge_stacked_lines(upper, lower)
    assert joined is not None
    assert joined.text == "The bread that nobody kneads"
    assert merging.merge_stacked_lines(upper, segment("a caption", 0, 2, y=700)) is None
    assert merging.merge_stacked_lines(upper, segment("a caption", 0, 1, y=345)) is None


def test_a_line_that_gains_a_word_is_the_longer_text_and_no_repeated_reading() -> None:
    first = segment("Bread that nobody ever", 0.0, 0.4)
    second = segment("Bread that nobody ever kneads", 0.4, 0.8)
    assert [s.text for s in merge([first, second])] == ["Bread that nobody ever kneads"]


def test_a_text_that_was_replaced_is_not_merged_with_its_return() -> None:
    words = [segment("more", 0, 0.4), segment("bread", 0.4, 0.8), segment("more", 0.8, 1.2)]
    assert [s.text for s in merge(words)] == ["more bread more"]


def test_two_lines_whose_edges_and_middles_lie_apart_are_no_block() -> None:
    upper = segment("The bread that", 0, 2, y=300, x=20, width=300)
    lower = segment("nobody kneads", 0, 2, y=345, x=200, width=300)
    assert merging.merge_stacked_lines(upper, lower) is None
