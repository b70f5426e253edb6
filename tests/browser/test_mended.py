"""The draft and the mended file play side by side in a page that lies beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.reports import html
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_page import barriers
from tests.conftest import MakeClip
from tests.reports.drafts import TOOL, ZONES, mended, stills

pytestmark = pytest.mark.browser


def written(folder: Path, language: str = "en") -> str:
    report = mended(str(folder / "my draft.webm"), str(folder / "my draft.fixed.webm"))
    return html.page(report, stills(), ZONES, language=language, tool=TOOL, folder=folder)


@pytest.fixture
def beside(clips: MakeClip, tmp_path: Path) -> Path:
    """The folder of the page, with the draft and the mended file in it."""
    wide, tall = clips("w.webm", size="320x180", seconds=1.0), clips("t.webm", seconds=1.0)
    (tmp_path / "my draft.webm").write_bytes(wide.read_bytes())
    (tmp_path / "my draft.fixed.webm").write_bytes(tall.read_bytes())
    return tmp_path


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_both_play_side_by_side(open_page: Open, beside: Path, width: int) -> None:
    page = open_page(written(beside), width)
    for video in page.locator(".both video").all():
        video.evaluate("video => { video.muted = true; return video.play(); }")
    first, second = (video.bounding_box() for video in page.locator(".both video").all())
    assert first["x"] + first["width"] < second["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_serious_barrier_is_found(
    open_page: Open, axe: str, beside: Path, theme: str, language: str
) -> None:
    assert barriers(open_page(written(beside, language), DESKTOP, theme), axe) == []
