"""The picture that is sent in a chat: all of it is on it, in both languages, whatever was found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyzer.model import Report
from analyzer.reports import html
from tests.browser.conftest import Open
from tests.browser.test_page import MANY
from tests.reports.drafts import CLEAN, TOOL, judged, stills
from tests.reports.test_html import hostile

pytestmark = pytest.mark.browser

DRAFTS: dict[str, tuple[Callable[[], Report], int]] = {
    "many": (lambda: judged(MANY), 3),
    "clean": (lambda: judged(CLEAN), 0),
    "hostile": (hostile, 3),
}
"""Drafts, and how much there is to fix first."""

OUTSIDE = """() => {
    const end = document.querySelector("footer").getBoundingClientRect().top;
    const right = document.body.clientWidth;
    return [...document.querySelectorAll("h1, h2, h3, p, li, .shot")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right > right || (!one.closest("footer") && box.bottom > end);
    }).map((one) => one.outerHTML.slice(0, 80));
}"""


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", DRAFTS)
def test_nothing_lies_outside_the_picture(open_page: Open, kind: str, language: str) -> None:
    make, acts = DRAFTS[kind]
    report = make()
    page = open_page(html.share(report, stills(), language=language, tool=TOOL), html.SHARE_WIDTH)
    page.set_viewport_size({"width": html.SHARE_WIDTH, "height": html.SHARE_HEIGHT})
    assert page.evaluate(OUTSIDE) == []
    foot = page.locator("footer").bounding_box()
    assert foot["y"] + foot["height"] <= html.SHARE_HEIGHT
    assert page.locator(".acts li").count() == acts
    assert page.locator(".strip li").count() == 6
