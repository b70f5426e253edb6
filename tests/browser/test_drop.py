"""Drafts are dropped on the page in a real browser, and their reports read there."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analyzer.cache.store import home
from analyzer.model import Report, Still
from analyzer.reports import html as pages
from analyzer.settings import Settings
from analyzer.web.analyst import Analyst
from analyzer.web.opening import Opening
from tests.browser.conftest import wait_until_drawn
from tests.conftest import ROOT, MakeClip
from tests.reports.drafts import TOOL, ZONES
from tests.web.serving import Patient, site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DRAFT = ROOT / "sample_videos" / "no_audio.mp4"

DROP = """(files) => {
    const carried = new DataTransfer();
    for (const { name, type, data } of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        carried.items.add(new File([bytes], name, { type }));
    }
    const zone = document.getElementById("drop");
    for (const kind of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(kind, {
            dataTransfer: carried, bubbles: true, cancelable: true }));
    }
}"""


def test_the_browser_is_led_to_the_page_from_a_file(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    with site() as served:
        Opening(tmp_path, served.address, "Drop your drafts").show()
        page = chromium.new_page()
        page.goto(opened[0])
        page.wait_for_selector("#choose")
        assert page.url == served.address
        page.close()


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab that fails the test where the page stumbles or its policy has to step in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if "Policy" in said.text else None)
    yield page
    context.close()
    assert troubles == []


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    carried = [
        {"name": name, "type": "video/mp4", "data": base64.b64encode(data).decode()}
        for name, data in files
    ]
    page.evaluate(DROP, carried)


def verdict(report: Report, stills: tuple[Still, ...]) -> str:
    assert report.score is not None
    return (
        f"<!doctype html><title>{html.escape(report.path)}</title><h1>Verdict</h1>"
        "<script>document.querySelector('h1').textContent = "
        f"'Verdict: {report.score.verdict.value}'</script>"
    )


def expect(thing: Any) -> Any:
    from playwright.sync_api import expect as wait

    return wait(thing)


def real() -> Analyst:
    return Analyst(Settings(transcript=False), cache=home(), jobs=1, timeout=300)


@pytest.mark.slow
def test_a_real_draft_is_dropped_and_its_verdict_read(tab: Page) -> None:
    with site(real(), render=verdict) as served:
        tab.goto(served.address)
        drop(tab, ("bread.mp4", DRAFT.read_bytes()))
        report = tab.frame_locator("#report").get_by_role("heading")
        expect(report).to_have_text("Verdict: improve", timeout=120_000)
        expect(tab.locator(".card")).to_contain_text(re.compile(r"Improve it first · \d+ of 100"))
        expect(tab.get_by_role("status")).to_contain_text("bread.mp4: Improve it first")
        served.wait_until_nothing_is_left()


@pytest.mark.slow
def test_two_drafts_and_something_else_are_dropped_at_once(tab: Page) -> None:
    with site(real(), render=verdict) as served:
        tab.goto(served.address)
        other = tab.context.new_page()
        other.goto(served.address)
        film = DRAFT.read_bytes()
        drop(tab, ("a.mp4", film), ("notes.mp4", b"# Notes"), ("b.mp4", film))
        for page in (tab, other):
            expect(page.locator(".card.improve")).to_have_count(2, timeout=120_000)
            expect(page.locator(".card.failed")).to_contain_text("not a video", timeout=60_000)
        served.wait_until_nothing_is_left()


def test_a_draft_over_the_limit_is_refused_with_the_limit(tab: Page) -> None:
    with site(largest=1000) as served:
        tab.goto(served.address)
        drop(tab, ("long.mp4", bytes(5000)), ("short.mp4", b"film"))
        expect(tab.locator(".card.failed")).to_contain_text("too large: it is 5 kB")
        expect(tab.locator(".card.improve h3")).to_have_text("short.mp4")


def test_the_keyboard_is_enough(tab: Page, tmp_path: Path) -> None:
    film = tmp_path / "by keyboard.mp4"
    film.write_bytes(b"film")
    with site() as served:
        # Playwright needs a moment to keep the browser's own chooser, which cancels at once, away.
        with tab.expect_file_chooser() as chooser:
            tab.goto(served.address)
            wait_until_drawn(tab)
            tab.keyboard.press("Tab")
            expect(tab.get_by_role("button", name="Choose drafts")).to_be_focused()
            tab.keyboard.press("Enter")
        chooser.value.set_files(film)
        tab.get_by_role("link", name="Open the report of by keyboard.mp4").press("Enter")
        expect(tab.locator("iframe#report")).to_be_visible()


def test_a_name_that_looks_like_markup_is_text(tab: Page) -> None:
    name = "<img src=x onerror=alert(1)>.mp4"
    with site() as served:
        tab.goto(served.address)
        drop(tab, (name, b"film"))
        expect(tab.locator(".card h3")).to_have_text(name)
        assert tab.locator(".card img").count() == 0


def test_on_a_phone_the_report_opens_in_a_tab_of_its_own(tab: Page) -> None:
    tab.set_viewport_size({"width": 390, "height": 844})
    with site(render=verdict) as served:
        tab.goto(served.address)
        drop(tab, ("bread.mp4", b"film"))
        with tab.expect_popup() as opened:
            tab.get_by_role("link", name="bread.mp4").click()
        expect(opened.value.get_by_role("heading")).to_have_text("Verdict: improve")
        width = tab.evaluate("document.documentElement.scrollWidth")
        assert width == 390


def test_a_report_can_do_nothing_to_the_page(chromium: Browser) -> None:
    def hostile(report: Report, stills: tuple[Still, ...]) -> str:
        return """<!doctype html><h1>wait</h1><script>
            const tried = {};
            try { parent.document.title = "gone"; } catch (error) { tried.page = error.name; }
            fetch("../drafts", { method: "POST", body: "x" }).catch((error) => {
                tried.server = error.name;
                document.querySelector("h1").textContent = Object.values(tried).join(" ");
            });
        </script>"""

    with site(render=hostile) as served:
        tab = chromium.new_page()
        tab.goto(served.address)
        drop(tab, ("bread.mp4", b"film"))
        report = tab.frame_locator("#report").get_by_role("heading")
        expect(report).to_have_text("SecurityError TypeError")
        expect(tab.locator(".card")).to_have_count(1)
        assert tab.title() == "Drop your drafts"
        tab.close()


def test_a_server_that_stops_in_the_middle_is_said(tab: Page) -> None:
    analyst = Patient()
    analyst.go.clear()
    with site(analyst) as served:
        tab.goto(served.address)
        drop(tab, ("bread.mp4", b"film"))
        expect(tab.locator(".card")).to_contain_text(
            "analyzing: watching the picture", ignore_case=True
        )
    expect(tab.get_by_role("alert")).to_have_text(
        "The analyzer was stopped. Start it again to go on."
    )


def test_a_draft_is_mended_with_one_press_and_downloaded(tab: Page) -> None:
    analyst = Patient()
    analyst.is_mendable = True
    with site(analyst) as served:
        tab.goto(served.address)
        drop(tab, ("my bread.mp4", b"film"))
        button = tab.get_by_role("button", name="Mend my bread.mp4")
        expect(button).to_be_visible()
        analyst.go.clear()
        button.press("Enter")
        expect(tab.locator(".card .mending")).to_contain_text("mending: writing the mended file")
        expect(tab.get_by_role("progressbar", name="mending")).to_be_visible()
        analyst.go.set()
        link = tab.get_by_role("link", name="Download my bread.mp4, mended")
        expect(tab.get_by_role("status")).to_have_text("my bread.mp4: Mended")
        with tab.expect_download() as downloaded:
            link.press("Enter")
        assert downloaded.value.suggested_filename == "my bread.fixed.mp4"
        assert Path(downloaded.value.path()).read_bytes() == b"mended"
        expect(tab.get_by_role("button", name="Mend my bread.mp4")).to_have_count(0)


def test_why_a_draft_is_not_mended_is_on_its_card(tab: Page) -> None:
    analyst = Patient()
    analyst.is_mendable, analyst.refusal = True, "the mended file is no better; it was not kept"
    with site(analyst) as served:
        tab.goto(served.address)
        drop(tab, ("bread.mp4", b"film"))
        tab.get_by_role("button", name="Mend bread.mp4").click()
        expect(tab.locator(".card .mending")).to_have_text(f"Not mended: {analyst.refusal}")


@pytest.mark.slow
def test_a_draft_is_judged_as_the_form_wishes_and_its_caption_while_it_is_typed(tab: Page) -> None:
    with site(real(), render=verdict) as served:
        tab.goto(served.address)
        tab.get_by_label("Platform").select_option("shorts")
        tab.get_by_label("Keywords").fill("rye, bread")
        drop(tab, ("bread.mp4", DRAFT.read_bytes()))
        tab.locator("summary", has_text="Caption").click(timeout=120_000)
        field = tab.get_by_role("textbox", name="The caption of bread.mp4")
        told = tab.locator(".caption li")
        field.fill("Would you try this? #sourdough")
        expect(told.filter(has_text="not in the caption")).to_contain_text("rye")
        expect(told.first).to_contain_text("shorts: 30 of 5,000")
        field.fill("Rye bread: would you try it?")
        expect(told.filter(has_text="not in the caption")).to_have_count(0)


def test_the_report_plays_the_file_that_was_dropped(tab: Page, clips: MakeClip) -> None:
    analyst = Patient()
    analyst.is_mendable = True
    render = partial(pages.page, zones=ZONES, tool=TOOL)
    with site(analyst, render=render) as served:
        tab.goto(served.address)
        drop(tab, ("bread.webm", clips("d.webm", seconds=2.0).read_bytes()))
        report = tab.frame_locator("#report")
        expect(report.locator("[data-video]")).to_be_visible()
        report.get_by_role("slider").press("l")
        expect(report.locator(".now")).to_have_text(re.compile(r"0\.[2-9] s|1\.\d s"))
        report.get_by_role("slider").press("k")
        source = report.locator("[data-video]").get_attribute("src")
        assert source is not None
        assert source.startswith("blob:null/")
