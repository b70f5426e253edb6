"""One draft's page in a real browser: it moves, fits, stays text, and can be read by all."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

from analyzer.choices import PLATFORMS
from analyzer.model import HookFaces
from analyzer.reports import html
from analyzer.reports.text import printable
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.checks.cases import NO_MUSIC
from tests.reports.drafts import BROKEN, TOOL, ZONES, judged, stills, unheard
from tests.reports.test_html import HOSTILE_NAME, REVERSED, hostile

pytestmark = pytest.mark.browser

NO_FACE = {"hook": {"faces": HookFaces(False, None, 0, 0.0)}}

MANY = {
    **NO_FACE, "music": NO_MUSIC, "hdr": "HLG", "duration": 700.0, "fps": 15.0, "container": "avi",
    "display_width": 640, "display_height": 480, "has_location": True, "video_codec": "prores",
    "is_interlaced": True, "video_streams": 2, "has_open_gop": True, "edited_seconds": 2.0,
}  # fmt: skip
"""Changes after which nearly everything is wrong."""


@cache
def written(kind: str, language: str = "en") -> str:
    report = {
        "full": lambda: judged({**NO_FACE, "music": NO_MUSIC, "hdr": "HLG"}),
        "mute": unheard,
        "many": lambda: judged(MANY),
        "platforms": lambda: judged({**NO_FACE, "duration": 200.0}, *PLATFORMS),
        "broken": lambda: BROKEN,
        "hostile": hostile,
    }[kind]()
    return html.page(report, stills(), ZONES, language=language, tool=TOOL)


def slider(page: Any) -> Any:
    return page.get_by_role("slider")


def now(page: Any) -> float:
    return float(slider(page).get_attribute("aria-valuenow"))


@pytest.mark.parametrize("kind", ["full", "mute", "broken", "hostile", "platforms"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_is_wider_than_the_screen(open_page: Open, kind: str, width: int) -> None:
    page = open_page(written(kind), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """width => [...document.querySelectorAll("main *:not(.reel *):not(svg *)")]
            .filter((one) => one.getBoundingClientRect().right > width + 1)
            .map((one) => one.outerHTML.slice(0, 80))""",
        width,
    )
    assert outside == []


def test_the_arrow_keys_move_the_moment_and_tell_what_is_there(open_page: Open) -> None:
    page = open_page(written("full"))
    slider(page).focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert now(page) == pytest.approx(1.2, abs=0.05)
    told = slider(page).get_attribute("aria-valuetext")
    assert "POV: no kneading" in told
    assert "Faces: yes" in told
    assert "sourdough" in page.locator(".readout dl").inner_text()
    page.keyboard.press("End")
    assert now(page) == 24.0
    page.keyboard.press("Home")
    assert now(page) == 0.0
    for moment in (0.3, 3.5):  # a finding, then a cut
        page.keyboard.press("PageDown")
        assert now(page) == pytest.approx(moment, abs=0.05)


def test_pointing_at_the_timeline_shows_that_moment(open_page: Open) -> None:
    page = open_page(written("full"))
    box = slider(page).bounding_box()
    slider(page).hover(position={"x": box["width"] / 2, "y": 150})
    assert now(page) == pytest.approx(12.0, abs=0.1)
    before = page.locator(".readout .shot use").get_attribute("href")
    slider(page).hover(position={"x": box["width"] * 0.9, "y": 150})
    assert page.locator(".readout .shot use").get_attribute("href") != before


def test_a_time_in_the_text_leads_to_the_timeline(open_page: Open) -> None:
    page = open_page(written("full"))
    page.locator(".said .time").first.click()
    assert now(page) == pytest.approx(0.3, abs=0.01)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"


def test_the_mask_changes_with_the_platform(open_page: Open) -> None:
    page = open_page(written("full"))
    covered = page.locator(".phone .zone:not(.off) rect")
    assert covered.count() == 3
    page.get_by_label("Reels").check()
    assert covered.count() == 1
    assert page.locator(".about:visible").inner_text().startswith("Covered: edge.")


def test_one_switch_changes_the_findings_their_marks_and_the_screen(open_page: Open) -> None:
    page = open_page(written("platforms"))
    shown = page.locator(".verdict [data-platform]:visible")
    assert shown.get_attribute("data-platform") == "shorts"
    assert shown.locator("h1").inner_text() == "Do not post it yet"
    page.locator("[data-platforms]").get_by_label("Reels").check()
    assert shown.get_attribute("data-platform") == "reels"
    told = page.locator("[data-platform]:visible").evaluate_all(
        "parts => [...new Set(parts.map(part => part.dataset.platform))]"
    )
    assert told == ["reels"]
    assert page.locator(".choice").get_by_label("Reels").is_checked()


def test_the_list_of_fixes_is_copied_as_plain_text_with_its_times(open_page: Open) -> None:
    page = open_page(written("full"))
    page.evaluate("""navigator.clipboard.writeText = (text) => { window.copied = text; }""")
    page.get_by_role("button", name="Copy the list of fixes").click()
    page.get_by_role("button", name="Copied").wait_for()
    lines = page.evaluate("window.copied").splitlines()
    assert re.match(r"1\. (\[00:00:\d\d:\d\d – [\d:]+\] )?\S", lines[0])
    assert lines[1].startswith("   → ")


def test_the_theme_can_be_turned(open_page: Open) -> None:
    page = open_page(written("full"))
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    button = page.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate(paper) != light
    page.wait_for_timeout(300)  # the browser keeps what is chosen a moment later
    page.reload()
    assert page.evaluate(paper) != light


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_hostile_draft_stays_text(open_page: Open, width: int) -> None:
    page = open_page(written("hostile"), width)
    assert page.title().startswith(HOSTILE_NAME[:10])
    assert page.locator("main img").count() == 0
    assert HOSTILE_NAME + printable(REVERSED) in page.locator(".file").text_content()
    slider(page).focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert "onerror" in page.locator(".readout").inner_text()
    assert page.locator(".readout img").count() == 0


def test_the_page_can_be_used_without_a_mouse(open_page: Open) -> None:
    page = open_page(written("full"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className"))
    assert {"quiet", "time", "reel", "scrub", "flag warn"} <= reached


@pytest.mark.parametrize("kind", ["full", "mute", "platforms", "many"])
def test_a_printed_page_is_one_sheet_for_a_client(open_page: Open, kind: str) -> None:
    page = open_page(written(kind))
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    for said in (".verdict h1:visible", ".cards .act:visible"):
        assert page.locator(said).count() > 0
    assert page.locator(".facts").first.is_hidden()


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_no_serious_barrier_is_found(
    open_page: Open, axe: str, width: int, theme: str, language: str
) -> None:
    page = open_page(written("full", language), width, theme)
    assert barriers(page, axe) == []


@pytest.mark.parametrize("kind", ["mute", "broken", "hostile"])
def test_unusual_drafts_have_no_barrier_either(open_page: Open, axe: str, kind: str) -> None:
    assert barriers(open_page(written(kind)), axe) == []


def barriers(page: Any, axe: str) -> list[str]:
    """What axe-core finds that keeps people from reading the page."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.evaluate(axe)
    result = page.evaluate("axe.run(document)")
    assert len(result["passes"]) > 20
    return [
        f"{issue['id']}: {node['html'][:120]} {node['failureSummary']}"
        for issue in result["violations"]
        if issue["impact"] in ("serious", "critical")
        for node in issue["nodes"]
    ]
