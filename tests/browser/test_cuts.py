"""Two cuts play in step on their page, and what was changed can be looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.media.probe import probe
from analyzer.model import Aspect, CutComparison, Piece, PieceKind, Report, Span, Way
from analyzer.reports import html
from tests.browser.conftest import DESKTOP, PHONE, Open, wait_until
from tests.browser.test_page import barriers
from tests.checks.cases import NO_MUSIC
from tests.conftest import MakeClip, encode
from tests.reports.drafts import TOOL, ZONES, judged, stills

pytestmark = pytest.mark.browser

PIECES = (
    Piece(PieceKind.KEPT, Span(0, 1), Span(0, 1)),
    Piece(PieceKind.CUT, Span(1, 2), None),
    Piece(PieceKind.KEPT, Span(2, 4), Span(1, 3)),
    Piece(PieceKind.ADDED, None, Span(3, 4)),
)


def report_on(video: Path, changes: dict[str, Any] | None = None) -> Report:
    return replace(judged(changes, path=str(video)), probe=probe(video))


@pytest.fixture
def both(clips: MakeClip, tmp_path: Path) -> tuple[Path, Path]:
    made = []
    for name, size in (("one.webm", "270x480"), ("two.webm", "180x320")):
        target = tmp_path / name
        target.write_bytes(clips(name, seconds=4.0, size=size).read_bytes())
        made.append(target)
    return made[0], made[1]


def written(both: tuple[Path, Path], language: str = "en", *, beside: bool = True) -> str:
    reports = report_on(both[0], {"music": NO_MUSIC}), report_on(both[1])
    score = [one.judgements[0].score for one in reports]
    found = CutComparison(
        str(both[0]), str(both[1]), "tiktok",
        (Aspect("verdict", score[0].verdict.value, score[1].verdict.value, Way.EQUAL),
         Aspect("score", score[0].value, score[1].value, Way.BETTER),
         Aspect("loudness", -24.0, -14.0, Way.BETTER)),
        ("SD03",), (), (), PIECES,
    )  # fmt: skip
    entries = tuple(html.Entry(report, stills()) for report in reports)
    return html.cuts(
        found, (entries[0], entries[1]), ZONES, language=language, tool=TOOL,
        folder=both[0].parent if beside else None,
    )  # fmt: skip


@pytest.fixture
def playing(open_page: Open, both: tuple[Path, Path]) -> Any:
    page = open_page(written(both))
    wait_until(
        page, "[...document.querySelectorAll('[data-video]')].every((video) => !video.hidden)"
    )
    return page


def times(page: Any) -> list[float]:
    wait_until(
        page, "[...document.querySelectorAll('[data-video]')].every((video) => !video.seeking)"
    )
    return list(
        page.evaluate("""[...document.querySelectorAll('[data-video]')].map(
        (video) => video.currentTime)""")
    )


def second(page: Any) -> Any:
    return page.get_by_role("slider", name="Moment in the second cut")


def stopped(page: Any, *, after: float) -> list[float]:
    """Play the second cut, stop it after so many seconds, and return where the two stand."""
    second(page).focus()
    page.keyboard.press("Space")
    wait_until(page, f"document.querySelectorAll('[data-video]')[1].currentTime > {after}")
    page.keyboard.press("k")
    return times(page)


def test_the_first_follows_the_second_over_what_was_cut(playing: Any) -> None:
    first, other = stopped(playing, after=1.6)
    assert first == pytest.approx(other + 1, abs=0.3)


def test_both_stand_at_the_same_where_they_were_stopped_though_nothing_was_painted(
    playing: Any,
) -> None:
    playing.evaluate("() => { window.requestAnimationFrame = () => 0; }")  # as on a busy computer
    first, other = stopped(playing, after=1.6)
    assert first == pytest.approx(other + 1, abs=0.1)
    assert float(second(playing).get_attribute("aria-valuenow")) == pytest.approx(other, abs=0.1)


def test_it_waits_where_the_second_shows_something_new(playing: Any) -> None:
    box = second(playing).bounding_box()
    second(playing).click(position={"x": box["width"] * 0.9, "y": 10})
    assert times(playing)[1] == pytest.approx(3.6, abs=0.1)
    waiting = playing.locator("[data-side='0']").get_attribute("class")
    assert "waits" in waiting


def test_the_arrow_keys_go_a_frame_in_both(playing: Any) -> None:
    second(playing).focus()
    for frame in range(1, 5):
        playing.keyboard.press("ArrowRight")
        assert [int(time * 30) for time in times(playing)] == [frame, frame]


def test_a_change_in_the_list_leads_to_where_it_is_seen(playing: Any) -> None:
    playing.get_by_role("button", name="Cut: 1.0 s – 2.0 s").click()
    assert times(playing)[0] == pytest.approx(1.0, abs=0.05)
    name = playing.evaluate("document.activeElement.getAttribute('aria-label')")
    assert name == "Moment in the first cut"
    playing.get_by_role("button", name="Added: 3.0 s – 4.0 s").click()
    assert times(playing)[1] == pytest.approx(3.0, abs=0.05)


def test_what_does_not_lie_beside_is_chosen(open_page: Open, both: tuple[Path, Path]) -> None:
    page = open_page(written(both, beside=False))
    for at, video in enumerate(both):
        page.locator("[data-pick]").nth(at).set_input_files(video)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    second(page).focus()
    page.keyboard.press("ArrowRight")
    assert [int(time * 30) for time in times(page)] == [1, 1]


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_nothing_is_wider_than_the_screen(
    open_page: Open, both: tuple[Path, Path], width: int
) -> None:
    page = open_page(written(both), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_barrier_is_found(
    open_page: Open, axe: str, both: tuple[Path, Path], theme: str, language: str
) -> None:
    assert barriers(open_page(written(both, language), DESKTOP, theme), axe) == []


def test_a_cut_whose_picture_cannot_be_played_shows_its_cover(
    open_page: Open, both: tuple[Path, Path]
) -> None:
    """Its sound can be played, so that the browser reports no error."""
    old = both[0].with_name("old.mp4")
    encode(old, "-i", str(both[0]), "-c:v", "mpeg4", "-c:a", "aac")
    page = open_page(written((old, both[1])))
    wait_until(page, "!document.querySelectorAll('[data-video]')[1].hidden")
    first = "document.querySelectorAll('[data-video]')[0]"
    wait_until(page, f"{first}.readyState > 0 || {first}.error")
    assert page.locator("[data-video]").first.is_hidden()
    assert page.evaluate(
        "[...document.querySelectorAll('.handset use')].every((use) => use.getBBox().width > 0)"
    )
