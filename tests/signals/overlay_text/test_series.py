"""A caption that nothing tells is known by those before and after it, in its very place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyzer.signals.overlay_text.merging import TextSegment
from analyzer.signals.overlay_text.segments import is_of_series
from tests.signals.overlay_text.test_merging import STEADY, segment

TOLD = segment("the first caption", 0.5, 2.2)


def untold(text: str, start: float, end: float, **place: int) -> TextSegment:
    """A line that stands still, and that neither its looks nor the picture tell."""
    pale = replace(STEADY, parallax_samples=0, appeared_on_static_background=False, contrast=126.0)
    return replace(segment(text, start, end, **place), evidence=pale)


@pytest.mark.parametrize(
    "line",
    [
        untold("and the second", 2.2, 4.0, x=170, width=200),
        untold("set from the left", 2.3, 4.0, width=400),
        untold("before it", 0.0, 0.5),
    ],
)
def test_a_line_in_the_place_of_a_caption_is_one(line: TextSegment) -> None:
    assert is_of_series(line, [TOLD])


@pytest.mark.parametrize(
    "line",
    [
        untold("elsewhere", 2.2, 4.0, y=700),
        untold("long after", 5.0, 6.0),
        untold("beside it all the time", 0.5, 2.2),
        replace(untold("larger", 2.2, 4.0), line_height=60),
    ],
)
def test_other_lines_are_not(line: TextSegment) -> None:
    assert not is_of_series(line, [TOLD])


def test_a_line_that_leans_or_slides_is_not_either() -> None:
    line = segment("and the second", 2.2, 4.0)
    for evidence in (replace(STEADY, tilt=4.0), replace(STEADY, steady_samples=2)):
        assert not is_of_series(replace(line, evidence=evidence), [TOLD])
