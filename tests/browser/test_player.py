"""The draft plays on its page: under the timeline, by keys, with boxes over the moving picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.media.probe import probe
from analyzer.model import Box, Faces, OverlayLine, Report, Sighting, Span
from analyzer.reports import html
from tests.browser.conftest import DESKTOP, PHONE, Open, wait_until
from tests.browser.test_page import barriers, now, slider
from tests.conftest import MakeClip, encode
from tests.reports.drafts import TOOL, ZONES, judged, stills

pytestmark = pytest.mark.browser

FPS = 30
SECONDS = 4.0
FACE = Box(x=120, y=300, width=840, height=120, share=0.0486)
TEXT = (OverlayLine("hello", Span(0.0, 1.0), FACE, 0.9),)
NOW = "document.querySelector('[data-video]').currentTime"


def report_on(video: Path) -> Report:
    """A report whose times are those of the real file."""
    faces = Faces(True, 2.0, 1, 0.1, 2.0, None, (Span(2, 4),), (Sighting(2.0, (FACE,)),))
    report = judged({"faces": faces, "overlay_text": TEXT}, path=str(video))
    assert report.probe is not None
    return replace(report, probe=probe(video))


@pytest.fixture
def video(clips: MakeClip, tmp_path: Path) -> Path:
    target = tmp_path / "my draft.webm"
    target.write_bytes(clips("d.webm", seconds=SECONDS, fps=FPS).read_bytes())
    return target


def written(video: Path, *, beside: bool = True, language: str = "en") -> str:
    folder = video.parent if beside else None
    return html.page(report_on(video), stills(), ZONES, language=language, tool=TOOL, folder=folder)


def loaded(page: Any) -> Any:
    page.get_by_role("button", name="Play", exact=True).wait_for()
    page.locator("[data-video]").evaluate("video => { video.muted = true; }")
    return page


@pytest.fixture
def playing(open_page: Open, video: Path) -> Any:
    """A page beside its video, which is loaded."""
    return loaded(open_page(written(video)))


def shown_frame(page: Any) -> int:
    wait_until(page, "!document.querySelector('[data-video]').seeking")
    return int(page.evaluate(NOW) * FPS)


def test_what_lies_beside_the_page_plays_with_the_space_bar(playing: Any) -> None:
    slider(playing).focus()
    playing.keyboard.press("Space")
    wait_until(playing, f"{NOW} > 0.5")
    playing.keyboard.press("Space")
    assert playing.evaluate("document.querySelector('[data-video]').paused")
    assert now(playing) == pytest.approx(playing.evaluate(NOW), abs=0.3)
    assert playing.get_by_role("button", name="Play", exact=True).is_visible()


def test_the_timeline_stands_where_it_was_stopped_though_nothing_was_painted(playing: Any) -> None:
    playing.evaluate("() => { window.requestAnimationFrame = () => 0; }")  # as on a busy computer
    slider(playing).focus()
    playing.keyboard.press("Space")
    wait_until(playing, f"{NOW} > 0.5")
    playing.keyboard.press("Space")
    assert now(playing) == pytest.approx(playing.evaluate(NOW), abs=0.1)


def test_the_arrow_keys_go_exactly_one_frame(playing: Any) -> None:
    slider(playing).focus()
    for frame in range(1, 8):
        playing.keyboard.press("ArrowRight")
        assert shown_frame(playing) == frame
    for frame in range(6, 3, -1):
        playing.keyboard.press("ArrowLeft")
        assert shown_frame(playing) == frame


def test_j_k_and_l_play_backwards_stop_and_play_on(playing: Any) -> None:
    slider(playing).focus()
    playing.keyboard.press("End")
    playing.keyboard.press("j")
    wait_until(playing, f"{NOW} < {SECONDS - 0.6}")
    playing.keyboard.press("k")
    stood = shown_frame(playing)
    playing.wait_for_timeout(200)
    assert shown_frame(playing) == stood
    playing.keyboard.press("Home")
    playing.keyboard.press("l")
    playing.keyboard.press("l")
    assert playing.evaluate("document.querySelector('[data-video]').playbackRate") == 2
    wait_until(playing, f"{NOW} > 1")
    playing.keyboard.press("k")


def test_a_click_on_a_finding_shows_its_frame(playing: Any) -> None:
    flag = playing.locator(".flag:visible").last
    time = float(flag.get_attribute("data-seek"))
    flag.click()
    assert shown_frame(playing) == min(int(time * FPS + 0.01), SECONDS * FPS - 1)
    assert playing.evaluate("document.activeElement.getAttribute('role')") == "slider"


def test_the_timeline_is_its_scrubber_and_is_not_moved_by_passing_over_it(playing: Any) -> None:
    box = slider(playing).bounding_box()
    slider(playing).click(position={"x": box["width"] / 2, "y": 150})
    assert shown_frame(playing) == pytest.approx(SECONDS * FPS / 2, abs=2)
    slider(playing).hover(position={"x": box["width"] * 0.9, "y": 150})
    assert shown_frame(playing) == pytest.approx(SECONDS * FPS / 2, abs=2)


def test_boxes_follow_the_moment_and_can_be_hidden(playing: Any) -> None:
    boxes = playing.locator(".over .box")
    slider(playing).focus()
    playing.keyboard.press("Home")
    assert boxes.count() == 1
    assert boxes.first.get_attribute("class") == "box line"
    for _ in range(45):
        playing.keyboard.press("ArrowRight")
    assert boxes.count() == 0  # at 1.5 s
    for _ in range(15):
        playing.keyboard.press("ArrowRight")
    assert boxes.first.get_attribute("class") == "box face"
    playing.get_by_label("Faces and text").uncheck()
    assert boxes.first.is_hidden()


def test_the_safe_zone_lies_over_the_film_and_changes_with_the_platform(playing: Any) -> None:
    drawn = "document.querySelector('.over [data-layer=zone]').getBBox().width"
    assert playing.evaluate(drawn) == 1080  # TikTok's
    playing.locator(".choice").get_by_label("Reels").check()
    assert playing.evaluate(drawn) == 60
    playing.locator("[data-keys]").get_by_label("What the app covers").uncheck()
    assert playing.locator(".over [data-layer=zone]").is_hidden()


def test_a_page_that_was_passed_on_plays_what_is_chosen(open_page: Open, video: Path) -> None:
    page = open_page(written(video, beside=False))
    assert page.locator("[data-video]").is_hidden()
    page.get_by_label("Choose the video").set_input_files(video)
    loaded(page)
    slider(page).focus()
    page.keyboard.press("l")
    wait_until(page, f"{NOW} > 0.3")
    page.keyboard.press("k")
    assert page.locator("[data-video]").get_attribute("src").startswith("blob:")


def test_a_file_that_cannot_be_played_or_is_another_is_told(
    open_page: Open, video: Path, clips: MakeClip, tmp_path: Path
) -> None:
    page = open_page(written(video, beside=False))
    broken = tmp_path / "notes.mp4"
    broken.write_bytes(b"# Notes" * 100)
    page.get_by_label("Choose the video").set_input_files(broken)
    page.get_by_text("This browser cannot play that file.").wait_for()
    assert page.locator("[data-video]").is_hidden()
    page.get_by_label("Choose the video").set_input_files(clips("short.webm", seconds=1.0))
    page.get_by_text("is it the right one?").wait_for()


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_is_wider_than_the_screen(open_page: Open, video: Path, width: int) -> None:
    page = loaded(open_page(written(video), width))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_barrier_is_found(
    open_page: Open, axe: str, video: Path, theme: str, language: str
) -> None:
    page = open_page(written(video, language=language), DESKTOP, theme)
    page.locator("[data-keys]").wait_for()
    assert barriers(page, axe) == []


def test_a_gallery_plays_the_draft_that_is_opened(open_page: Open, video: Path) -> None:
    entries = [html.Entry(report_on(video), stills()), html.Entry(judged(), stills())]
    page = open_page(html.gallery(entries, ZONES, tool=TOOL, folder=video.parent))
    page.get_by_role("link", name="my draft.webm").click()
    loaded(page)
    slider(page).focus()
    page.keyboard.press("l")
    wait_until(page, f"{NOW} > 0.3")
    page.evaluate("window.held = document.querySelector('[data-video]')")
    page.get_by_role("link", name="All drafts").click()
    wait_until(page, "window.held.paused")


def test_a_draft_beside_the_page_whose_picture_cannot_be_played_is_not_said_to_be_gone(
    open_page: Open, clips: MakeClip, tmp_path: Path
) -> None:
    """Its sound can be played, as that of an HEVC file in many browsers."""
    old = encode(
        tmp_path / "old.mp4",
        "-i",
        str(clips("d.webm", seconds=SECONDS, fps=FPS)),
        "-f",
        "lavfi",
        "-i",
        "sine",
        "-t",
        str(SECONDS),
        "-c:v",
        "mpeg4",
        "-c:a",
        "libopus",
    )
    page = open_page(written(old))
    page.get_by_text("This browser cannot play that file.").wait_for()
    assert page.locator("[data-video]").is_hidden()
