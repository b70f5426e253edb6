"""Readings become texts: seen again, grown, and joined only where they belong together."""

from __future__ import annotations

import pytest

from analyzer.signals.overlay_text import joining
from analyzer.signals.overlay_text.joining import Piece
from analyzer.signals.overlay_text.kinds import Evidence, is_burned_in, is_mark

STEADY = Evidence(tested=5, looks=10, wandered=0.0, tilt=0.5, popped=True, contrast=200.0)
SIZE = (960, 540)


def piece(
    text: str, start: float, end: float, *, y: int = 600, x: int = 150, width: int = 240
) -> Piece:
    bounds = (x, y, x + width, y + 40)
    return Piece(text, start, end, bounds, 40, 0.95, STEADY, start)


def test_a_text_read_twice_in_one_place_is_one() -> None:
    both = joining.same(piece("Full special", 0, 2), piece("Full speclal", 3, 4))
    assert both is not None
    assert (both.text, both.start, both.end) == ("Full special", 0, 4)


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (piece("Full special", 5.0, 6.0), "too long after"),
        (piece("Full special", 2.2, 4.0, y=200), "elsewhere"),
        (piece("Empty plates", 2.2, 4.0), "another text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_the_same_text_stays_apart(later: Piece, why: str) -> None:
    assert joining.same(piece("Full special", 0, 2), later) is None


def test_a_sentence_that_has_ended_takes_no_more_words() -> None:
    assert joining.next_word(piece("dough.", 0.0, 0.4), piece("Now", 0.4, 0.8)) is None
    joined = joining.next_word(piece("this", 0.0, 0.4), piece("dough.", 0.4, 0.8))
    assert joined is not None
    assert joined.text == "this dough."


def test_whole_captions_are_no_single_words() -> None:
    first, second = piece("the bread that nobody", 0.0, 1.0), piece("ever has to knead", 1.0, 2.0)
    assert joining.next_word(first, second) is None


def test_lines_of_one_block_go_together_and_others_do_not() -> None:
    upper, lower = piece("The bread that", 0, 2, y=300), piece("nobody kneads", 0, 2, y=345)
    joined = joining.stacked(upper, lower)
    assert joined is not None
    assert joined.text == "The bread that nobody kneads"
    assert joining.stacked(upper, piece("a caption", 0, 2, y=700)) is None
    assert joining.stacked(upper, piece("a caption", 0, 1, y=345)) is None


@pytest.mark.parametrize(
    ("evidence", "burned_in"),
    [
        (STEADY, True),
        (Evidence(0, 20, 0.0, 0.0, False, 200.0), True),
        (Evidence(0, 20, 0.0, 0.0, False, 60.0), False),
        (Evidence(0, 20, 2.0, 0.0, False, 200.0), False),
        (Evidence(9, 20, 0.0, 9.0, False, 200.0), False),
    ],
    ids=["stood", "outlined and still", "faint and still", "wandered", "leans"],
)
def test_what_an_editor_set_is_told_by_how_it_behaves(evidence: Evidence, burned_in: bool) -> None:
    assert is_burned_in(evidence, 0.95) is burned_in


@pytest.mark.parametrize(
    ("text", "bounds", "share", "mark"),
    [
        ("TikTok", (20, 40, 120, 64), 1.0, True),
        ("d TikTok @lisa.bakes", (20, 40, 160, 64), 0.5, True),
        ("@lisabakes", (380, 850, 500, 874), 0.4, True),
        ("Made with CapCut", (200, 460, 340, 484), 0.2, False),
        ("CapCut", (200, 460, 340, 484), 0.2, True),
        ("www.example.com", (380, 20, 520, 44), 1.0, True),
        ("WH.GOV", (470, 20, 520, 44), 1.0, True),
        ("follow me on TikTok for more", (100, 460, 440, 484), 0.2, False),
        ("Bread without kneading", (100, 200, 440, 250), 1.0, False),
        ("@lisabakes made this", (100, 600, 440, 660), 0.3, False),
    ],
)
def test_a_mark_is_told_from_what_the_editor_says(
    text: str, bounds: tuple[int, int, int, int], share: float, mark: bool
) -> None:
    assert is_mark(text, bounds, bounds[3] - bounds[1], SIZE, share) is mark
