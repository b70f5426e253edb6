"""Two readings of one place agree or not, and give each other their spaces."""

from __future__ import annotations

import numpy as np
import pytest

from analyzer.signals.overlay_text.edges import EdgeGrid
from analyzer.signals.overlay_text.geometry import Quad
from analyzer.signals.overlay_text.reading import Reading, similar, split_words
from analyzer.signals.overlay_text.track import TextTrack

QUAD = Quad(np.array([[8, 8], [150, 8], [150, 40], [8, 40]], np.float32))


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("had thenleisure", "had then leisure", "had then leisure"),
        ("had then leisure", "had thenleisure", "had then leisure"),
        ("had thenleisure", "had then pleasure", "had thenleisure"),
        ("bread", "bread", "bread"),
    ],
)
def test_a_second_reading_gives_the_spaces_that_the_first_one_missed(
    first: str, second: str, taken: str
) -> None:
    assert split_words(Reading(QUAD, first, 0.99), Reading(QUAD, second, 0.98)).text == taken


def test_a_new_line_is_read_a_second_time_only() -> None:
    grid = EdgeGrid()
    grid.update(np.zeros((96, 160), np.uint8), 0.0)
    track = TextTrack(Reading(QUAD, "had thenleisure", 0.99), 0.0, 0.0, grid)
    assert track.may_lack_space
    track.take_spaces(Reading(QUAD, "had thenleisure", 0.98))
    assert not track.may_lack_space


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Full special", "FULL SPECÍAL!", True),
        ("Full special", "Full speclal", True),
        ("Full special", "Empty plates", False),
        ("yes", "yet", False),
    ],
)
def test_two_readings_are_similar_where_at_most_a_letter_in_five_differs(
    one: str, other: str, same: bool
) -> None:
    assert similar(one, other) is same


@pytest.mark.parametrize(
    ("text", "confidence", "is_text", "is_certain"),
    [
        ("bread", 0.8, True, True),
        ("22", 0.8, True, False),
        ("22", 0.95, True, True),
        ("bread", 0.7, False, False),
        ("...", 0.99, False, False),
    ],
)
def test_few_letters_need_a_higher_confidence(
    text: str, confidence: float, is_text: bool, is_certain: bool
) -> None:
    reading = Reading(QUAD, text, confidence)
    assert (reading.is_text, reading.is_certain) == (is_text, is_certain)


def test_an_unreadable_reading_contradicts_nothing() -> None:
    first = Reading(QUAD, "flour and water", 0.99)
    assert first.is_contradicted_by(Reading(QUAD, "a pinch of salt", 0.99))
    assert not first.is_contradicted_by(Reading(QUAD, "a pinch of salt", 0.3))
