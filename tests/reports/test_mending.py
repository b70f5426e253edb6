"""A page tells of each finding whether it was mended, and shows the draft beside the result."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer.fix.planning import outline
from analyzer.model import Report, Wording
from analyzer.reports import html
from tests.reports.drafts import TOOL, ZONES, judged, mended, stills
from tests.reports.test_html import HOSTILE_NAME, Outline, policy_of


def page(report: Report, folder: Path | None = None, language: str = "en") -> str:
    return html.page(report, stills(), ZONES, language=language, tool=TOOL, folder=folder)


def videos(document: str) -> list[str | None]:
    """What the draft and the mended one are played from, beside the page's own player."""
    found = [video.get("src") for video in Outline(document).of("video")]
    return [source for source in found if source]


def test_each_finding_says_whether_it_would_be_mended_or_why_not() -> None:
    report = judged({"fps": 12.0, "loudness": {"integrated_lufs": -24.0, "true_peak_dbtp": -9.0}})
    assert "--fix" not in page(report)
    text = Outline(page(replace(report, fix=outline(report)))).text
    assert "--fix mends this." in text
    assert "--fix leaves it: frames that were not filmed cannot be made" in text
    assert "Before and after" not in text


def test_what_went_and_what_stayed_are_told_with_both_scores() -> None:
    report = mended()
    assert report.fix is not None
    text = Outline(page(report)).text
    assert "Mended." in text
    assert "--fix" not in text
    before, after = text.split("Before and after")[1].split("Still there")
    assert "86/100" in before
    assert all(code in before for code in report.fix.gone)
    assert all(code in after for code in report.fix.after.codes)  # type: ignore[union-attr]


def test_both_are_played_where_they_lie_beside_the_page_and_nothing_else_is() -> None:
    report = mended("in/out/my draft #1.mp4", "in/out/my draft #1.fixed.mp4")
    document = page(report, Path("in"))
    assert videos(document) == ["out/my%20draft%20%231.mp4", "out/my%20draft%20%231.fixed.mp4"]
    assert policy_of(Outline(document)).endswith("; media-src 'self' file: blob:")
    assert videos(page(report, Path("in/pages")))[0] == "../out/my%20draft%20%231.mp4"
    for elsewhere in (None, Path("in/pages/deeper"), Path("/nowhere/at/all")):
        document = page(report, elsewhere)
        assert videos(document) == []
        assert policy_of(Outline(document)).endswith("; media-src blob:")


def test_the_paths_of_a_hostile_draft_stay_an_address() -> None:
    report = mended(f"in/{HOSTILE_NAME}.mp4", f"in/{HOSTILE_NAME}.fixed.mp4")
    outline = Outline(page(report, Path("in")))
    assert len(outline.of("video")) == 3
    assert not outline.of("img")
    first = mended("javascript:alert(1).mp4", "javascript:alert(1).fixed.mp4")
    assert videos(page(first, Path()))[0] == "javascript%3Aalert%281%29.mp4"


def test_a_gallery_and_a_folder_of_pages_play_them_too() -> None:
    report = mended("in/a.mp4", "in/a.fixed.mp4")
    entries = [html.Entry(report, stills())] * 2
    document = html.gallery(entries, ZONES, tool=TOOL, folder=Path("in"))
    assert videos(document) == ["a.mp4", "a.fixed.mp4"] * 2
    assert policy_of(Outline(document)).endswith("; media-src 'self' file: blob:")
    folder = html.Folder(ZONES, tool=TOOL, folder=Path("in/pages"))
    assert videos(folder.page(1, report, stills())[1]) == ["../a.mp4", "../a.fixed.mp4"]


@pytest.mark.parametrize(("language", "title"), [("en", "Not mended"), ("nl", "Niet hersteld")])
def test_why_nothing_was_kept_is_told(language: str, title: str) -> None:
    report = mended()
    assert report.fix is not None
    why = Wording("the mended file is no better; it was not kept")
    refused = replace(report, fix=replace(report.fix, path=None, refusal=why))
    text = Outline(page(refused, Path("drafts"), language)).text
    assert title in text
    assert "Before and after" not in text
