"""Two cuts are judged next to each other by what was measured on both."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.model import Aspect, CutComparison, Report, Way
from analyzer.pipeline.cuts import comparison
from analyzer.settings import Settings
from tests.checks.cases import NO_MUSIC
from tests.reports.drafts import BROKEN, judged


def compared(before: Report, after: Report) -> CutComparison:
    found = comparison(before, after, (None, None), Settings())
    assert found is not None
    return found


def aspect(name: str, before: dict[str, Any], after: dict[str, Any]) -> Aspect:
    found = compared(judged(before), judged(after, path="drafts/bread2.mp4"))
    return next(one for one in found.aspects if one.name == name)


QUIET, LOUD = {"loudness": {"integrated_lufs": -24.0}}, {"loudness": {"integrated_lufs": -14.0}}


def test_a_cut_that_mends_something_is_better_and_says_what_is_gone() -> None:
    found = compared(judged({"music": NO_MUSIC}), judged())
    assert found.way is Way.BETTER
    assert "SD03" in found.gone
    assert not found.new
    back = compared(judged(), judged({"music": NO_MUSIC}))
    assert (back.way, "SD03" in back.new) == (Way.WORSE, True)


def test_the_same_twice_is_equal_in_everything() -> None:
    found = compared(judged(), judged())
    assert {one.way for one in found.aspects} == {Way.EQUAL}
    assert (found.gone, found.new) == ((), ())
    assert found.left


@pytest.mark.parametrize(
    ("name", "before", "after", "way"),
    [
        ("loudness", QUIET, LOUD, Way.BETTER),
        ("loudness", LOUD, QUIET, Way.WORSE),
        ("loudness", {"loudness": {"integrated_lufs": -14.0}},
         {"loudness": {"integrated_lufs": -14.2}}, Way.EQUAL),
        ("length", {"duration": 24.0}, {"duration": 18.0}, Way.OTHER),
        ("length", {"duration": 24.0}, {"duration": 24.04}, Way.EQUAL),
    ],
)  # fmt: skip
def test_each_thing_is_better_worse_equal_or_only_different(
    name: str, before: dict[str, Any], after: dict[str, Any], way: Way
) -> None:
    assert aspect(name, before, after).way is way


def test_what_one_of_them_lacks_is_different_and_not_worse() -> None:
    silent = replace(judged(), signals=replace(judged().signals, loudness=None))  # type: ignore[type-var]
    found = compared(judged(), silent)
    loudness = next(one for one in found.aspects if one.name == "loudness")
    assert (loudness.after, loudness.way) == (None, Way.OTHER)


def test_pictures_that_were_not_seen_are_not_compared() -> None:
    assert compared(judged(), judged()).pieces is None


def test_a_cut_that_could_not_be_analyzed_is_compared_with_nothing() -> None:
    assert comparison(BROKEN, judged(), (None, None), Settings()) is None
