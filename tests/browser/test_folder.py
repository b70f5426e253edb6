"""A folder of pages in a real browser: they share a style and a script, and trust no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analyzer.reports import html
from tests.browser.conftest import Open, wait_until
from tests.reports.drafts import CLEAN, TOOL, ZONES, judged, stills

pytestmark = pytest.mark.browser


def written(folder: Path) -> html.Folder:
    """A folder with two drafts, its index still to be written."""
    pages = html.Folder(ZONES, tool=TOOL)
    for name, text in pages.shared().items():
        (folder / name).write_text(text, encoding="utf-8")
    for number, name in enumerate(("one.mp4", "two.mp4"), 1):
        page, text = pages.page(number, judged(CLEAN, path=name), stills())
        (folder / page).write_text(text, encoding="utf-8")
    return pages


def test_the_index_is_sifted_and_leads_to_pages_that_come_to_life(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page(written(tmp_path).index())
    page.get_by_role("searchbox").fill("two")
    assert page.get_by_role("status").inner_text() == "1 shown"
    page.get_by_role("link", name="two.mp4").click()
    page.get_by_role("slider").focus()
    page.keyboard.press("End")
    assert float(page.get_by_role("slider").get_attribute("aria-valuenow")) > 0
    assert page.locator(".keeping input").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def test_what_slipped_into_a_page_does_not_run(chromium: Any, tmp_path: Path) -> None:
    written(tmp_path)
    (tmp_path / "slipped.js").write_text("window.slipped = 'from a file'", encoding="utf-8")
    page_file = tmp_path / "draft-0001.html"
    slipped = '<script src="slipped.js"></script><script>window.slipped = "inline"</script>'
    text = page_file.read_text(encoding="utf-8")
    page_file.write_text(text.replace("<main", slipped + "<main", 1), encoding="utf-8")
    page = chromium.new_page(offline=True)
    page.goto(page_file.as_uri())
    wait_until(page, "!document.getElementById('theme').hidden")
    assert page.evaluate("window.slipped") is None
    page.close()
