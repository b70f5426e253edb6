"""Check marks and notes on findings stay in the browser and go along with the list of fixes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from analyzer.reports import html
from tests.browser.conftest import Open
from tests.browser.test_page import MANY, written
from tests.reports.drafts import TOOL, ZONES, judged, stills

pytestmark = pytest.mark.browser

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); } })"""


def copied(page: Any) -> str:
    page.evaluate("""navigator.clipboard.writeText = async (text) => { window.copied = text; }""")
    page.locator("[data-fixes]:visible").click()
    page.get_by_role("button", name="Copied").wait_for()
    return str(page.evaluate("window.copied"))


def first(page: Any) -> Any:
    return page.locator(".card").first


def annotate(page: Any, note: str) -> None:
    first(page).get_by_role("button", name="Add a note").click()
    first(page).get_by_role("textbox").fill(note)
    first(page).get_by_label("Done").check()


def test_a_mark_and_a_note_are_there_again_after_a_reload(open_page: Open) -> None:
    page = open_page(written("full"))
    annotate(page, "ask Noor\nfor the stem")
    page.reload()
    assert first(page).get_by_label("Done").is_checked()
    assert first(page).get_by_role("textbox").input_value() == "ask Noor\nfor the stem"
    first(page).get_by_label("Done").uncheck()
    first(page).get_by_role("textbox").fill("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key !== 'theme')") == []


def test_they_go_along_with_the_list_of_fixes_with_its_timecodes(open_page: Open) -> None:
    page = open_page(written("many"))
    before = copied(page).splitlines()
    assert any(re.match(r"\d+\. \[00:00:\d\d:\d\d – 00:\d\d:\d\d:\d\d\] ", line) for line in before)
    assert "✓" not in "".join(before)
    page.reload()
    annotate(page, "ask Noor\nfor the stem")
    lines = copied(page).splitlines()
    assert lines[0].startswith("✓ 1. ")
    assert lines[1].startswith("   → ")
    assert lines[2:4] == ["   ✎ ask Noor", "     for the stem"]
    assert lines[4:] == before[2:]


def test_another_draft_has_notes_of_its_own(open_page: Open) -> None:
    page = open_page(written("full"))
    annotate(page, "mine")
    key = page.evaluate("Object.keys(localStorage).find((key) => key !== 'theme')")
    assert key == "draft 0123456789abcdef0123456789abcdef"


def test_one_finding_of_two_platforms_is_marked_once(open_page: Open) -> None:
    report = judged(MANY, "tiktok", "reels")
    page = open_page(html.page(report, stills(), ZONES, tool=TOOL))
    key = "FM01"
    page.locator(f"[data-keep^='{key}']:visible input").first.check()
    page.locator("[data-platforms]").get_by_label("Reels").check()
    assert page.locator(f"[data-keep^='{key}']:visible input").first.is_checked()


def test_a_browser_that_remembers_nothing_still_marks(open_page: Open) -> None:
    page = open_page(written("full"))
    page.context.add_init_script(FORBIDDEN)
    page.reload()
    annotate(page, "kept while the page is open")
    assert first(page).get_by_label("Done").is_checked()
    assert "✎ kept while the page is open" in copied(page)
