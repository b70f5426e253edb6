"""A folder of drafts in a real browser: quick, sorted, sifted, and every card opens."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from analyzer.model import Strength
from analyzer.reports import html
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_page import barriers
from tests.checks.cases import NO_MUSIC
from tests.reports.drafts import BROKEN, CLEAN, TOOL, ZONES, judged, stills, unheard
from tests.reports.test_html import hostile

pytestmark = pytest.mark.browser


@cache
def written() -> str:
    reports = [
        judged({**CLEAN, "music": NO_MUSIC}, path="drafts/9 no music.mp4"),
        judged(CLEAN, path="drafts/10 good.mp4"),
        judged({"hook": {"strength": Strength.WEAK}, "duration": 2.0}, path="drafts/weak.mp4"),
        unheard("drafts/mute.mp4"),
        hostile(),
        BROKEN,
    ]
    entries = [html.Entry(report, stills()) for report in reports[:-1]]
    return html.gallery([*entries, html.Entry(BROKEN)], ZONES, tool=TOOL)


def names(page: Any) -> list[str]:
    """The names on the cards, in the page's order.

    From the document and not from what is drawn: a card that has just been moved has
    ``content-visibility: auto`` and no inner text until the next frame.
    """
    texts = page.locator(".tile:visible .name").all_text_contents()
    return [text.strip().partition(".mp4")[0] for text in texts]


def test_cards_are_sorted_as_asked(open_page: Open) -> None:
    page = open_page(written())
    assert names(page)[0] == "broken"
    page.get_by_label("Sort by").select_option("order")
    assert names(page)[:4] == ["9 no music", "10 good", "weak", "mute"]
    page.get_by_label("Sort by").select_option("best")
    assert names(page)[0] == "10 good"
    page.get_by_label("Sort by").select_option("worst")
    assert names(page)[0] == "broken"
    page.get_by_label("Sort by").select_option("hook")
    assert names(page)[0] == "weak"
    page.get_by_label("Sort by").select_option("name")
    found = names(page)
    assert found.index("9 no music") < found.index("10 good") < found.index("weak")


def test_cards_are_sifted_by_verdict_and_words(open_page: Open) -> None:
    page = open_page(written())
    page.locator("[name=verdict]").select_option("ready")
    assert names(page) == ["10 good"]
    page.locator("[name=verdict]").select_option("")
    page.get_by_role("searchbox").fill("No Music")
    assert "9 no music" in names(page)
    assert "10 good" not in names(page)
    assert page.get_by_role("status").inner_text() == f"{len(names(page))} shown"
    page.get_by_role("searchbox").fill("zzzz")
    assert names(page) == []
    assert page.get_by_text("No draft fits.").is_visible()


def test_cards_are_sifted_by_a_finding_and_by_the_hook(open_page: Open) -> None:
    page = open_page(written())
    row = page.locator(".frequent tr", has_text="SD03")
    assert row.locator("td").first.inner_text() == "2 of 6"
    row.get_by_role("button").click()
    assert "9 no music" in names(page)
    assert len(names(page)) == 2
    assert page.locator("[name=finding]").input_value() == "SD03"
    page.locator("[name=finding]").select_option("")
    page.locator("[name=strength]").select_option("weak")
    assert names(page) == ["weak"]
    assert "to fix" in page.locator(".tile:visible .small").inner_text()


def test_a_card_opens_its_page_and_back_leads_to_the_card(open_page: Open) -> None:
    page = open_page(written())
    page.get_by_role("link", name="weak.mp4").click()
    page.locator(".grid").wait_for(state="hidden")
    assert page.locator("[data-place] .file").inner_text() == "weak.mp4"
    assert page.title().startswith("weak.mp4")
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert float(page.get_by_role("slider").get_attribute("aria-valuenow")) == 2.0
    page.go_back()
    page.locator(".grid").wait_for(state="visible")
    assert page.evaluate("document.activeElement.textContent").count("weak.mp4") == 1
    page.go_forward()
    assert page.locator("[data-place] .file").inner_text() == "weak.mp4"
    page.get_by_role("link", name="All drafts").click()
    page.locator(".grid").wait_for(state="visible")
    assert page.title() == "6 drafts"


def test_a_drafts_address_opens_its_page_at_once(open_page: Open) -> None:
    page = open_page(written())
    page.goto(page.url + "#draft-3")
    page.reload()
    assert page.locator("[data-place] .file").inner_text() == "weak.mp4"
    assert page.locator(".grid").is_hidden()


def test_every_card_opens_by_keyboard(open_page: Open) -> None:
    page = open_page(written())
    for i in range(6):
        card = page.locator(".tile a").nth(i)
        title = card.locator(".name").text_content()
        card.focus()
        page.keyboard.press("Enter")
        assert page.locator("[data-place] .file").text_content() == title
        page.wait_for_function("document.activeElement.tagName === 'H1'")
        page.go_back()
        page.locator(".grid").wait_for(state="visible")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_card_is_wider_than_the_screen(open_page: Open, width: int) -> None:
    page = open_page(written(), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="weak.mp4").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_hundred_drafts_are_painted_within_a_second(open_page: Open) -> None:
    heavy = stills(noise=60)
    kinds = [judged({"music": NO_MUSIC}), judged(), unheard()]
    entries = [html.Entry(kinds[i % 3], heavy) for i in range(200)]
    document = html.gallery(entries, ZONES, tool=TOOL)
    assert 15_000_000 < len(document.encode()) < 30_000_000
    page = open_page(document)
    painted = page.evaluate(
        """() => new Promise((done) => new PerformanceObserver((list) =>
            done(list.getEntriesByName("first-contentful-paint")[0].startTime))
            .observe({ type: "paint", buffered: true }))"""
    )
    assert painted < 1000
    assert page.locator(".tile").count() == 200


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_serious_barrier_is_found(open_page: Open, axe: str, width: int, theme: str) -> None:
    page = open_page(written(), width, theme)
    assert barriers(page, axe) == []
