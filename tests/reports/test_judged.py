"""A number without a scale gets its judgement first."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from analyzer.model import Picture
from analyzer.reports import html, judged, terminal
from tests.checks.cases import GOOD_SIGNALS
from tests.reports.drafts import TOOL, ZONES, stills
from tests.reports.drafts import judged as report_on


def picture(**changes: Any) -> Picture:
    assert GOOD_SIGNALS.picture is not None
    return msgspec.structs.replace(GOOD_SIGNALS.picture, **changes)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"sharpness": 0.2}, "soft"),
        ({"sharpness": 0.5}, "sharp enough"),
        ({"sharpness": 0.9}, "sharp"),
        ({"sharpness": 0.5, "upscaled_from": 480}, "soft"),
    ],
)
def test_a_picture_that_was_enlarged_is_soft_whatever_its_figure(
    changes: dict[str, Any], word: str
) -> None:
    assert judged.sharpness(picture(**changes)) == word


def test_the_judgement_comes_before_the_number_in_the_card_and_on_the_page() -> None:
    report = report_on({"picture": {"sharpness": 0.2, "noise": 0.2, "upscaled_from": None}})
    assert "soft (20% of the detail it could hold)" in terminal.render(report, width=120)
    page = html.page(report, stills(), ZONES, tool=TOOL)
    assert "soft (20% of the detail it could hold)" in page
    assert "clean (0.2 of 255 steps)" in page


def test_the_card_and_the_page_tell_the_parts_of_the_score_and_the_kind() -> None:
    report = report_on()
    card = terminal.render(report, width=120)
    assert "Score       file 100, hook 100, sound 100, words and picture" in card
    assert "Kind        talk: a voice for 83% of the time" in card
    assert "words and picture" in html.page(report, stills(), ZONES, tool=TOOL)


def test_a_ratio_that_nobody_uses_is_told_in_the_facts_by_those_around_it() -> None:
    odd = {"display_width": 180, "display_height": 341, "aspect_ratio": "180:341"}
    report = report_on(odd)
    for said in (terminal.render(report, width=120), html.page(report, (), ZONES, tool=TOOL)):
        assert "between 1:2 and 9:16" in said
        assert "180:341" not in said
