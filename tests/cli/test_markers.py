"""``--markers`` as a user's shell runs it: beside each draft, and over nothing of the user's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyzer.cli import options
from analyzer.cli.files import Beside
from analyzer.cli.markers import MarkerSink
from analyzer.errors import UsageError
from analyzer.paths import display_path
from tests.command import analyze
from tests.conftest import MakeClip
from tests.reports.drafts import BROKEN, judged

QUICK = ("--no-transcript", "--fail-on", "never")


def test_formats_are_asked_for_with_commas_or_again() -> None:
    asked = options.read(["a.mp4", "--markers", "edl,csv", "--markers", "fcpxml", "--markers=edl"])
    assert asked.markers == ("edl", "csv", "fcpxml")
    assert options.read(["a.mp4"]).markers == ()


def test_a_mistyped_format_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"--markers fcpxm.*did you mean"):
        options.read(["a.mp4", "--markers", "fcpxm"])


def test_markers_lie_beside_the_draft_and_what_is_there_stays_unless_forced(
    clips: MakeClip, tmp_path: Path
) -> None:
    draft = Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "my draft.mp4"))
    mine = tmp_path / "my draft.markers.edl"
    mine.write_text("mine")
    done = analyze(draft, "--markers", "otio,edl,xml,fcpxml,csv", *QUICK)
    assert "my draft.markers.edl is there already and was left as it is" in done.err
    assert mine.read_text() == "mine"
    names = {path.name for path in tmp_path.iterdir()}
    formats = ("otio", "edl", "xml", "fcpxml", "csv")
    assert names == {"my draft.mp4", *(f"my draft.markers.{form}" for form in formats)}
    again = analyze(draft, "--markers", "edl", "--force", *QUICK)
    assert again.code == 0
    assert mine.read_text().startswith("TITLE: my draft.mp4\nFCM: NON-DROP FRAME\n")


def test_markers_are_never_forced_over_a_video(clips: MakeClip, tmp_path: Path) -> None:
    draft, target = tmp_path / "draft.mp4", tmp_path / "draft.markers.csv"
    shutil.copy(clips("tiny.mp4", seconds=0.5), target)
    before = target.read_bytes()
    report = judged(path=display_path(draft))
    drafts = {report.path: draft}
    sink = MarkerSink(["csv"], drafts, Beside(drafts, over=True))
    with pytest.raises(UsageError, match="never written over"):
        sink.add(report)
    assert target.read_bytes() == before


def test_what_this_run_wrote_is_written_anew_when_more_is_known(tmp_path: Path) -> None:
    draft = tmp_path / "draft.mp4"
    report = judged(path=display_path(draft))
    drafts = {report.path: draft}
    sink = MarkerSink(["csv"], drafts, Beside(drafts, over=False))
    sink.add(report)
    before = (tmp_path / "draft.markers.csv").read_text()
    sink.revise(judged({"hdr": "HLG"}, path=display_path(draft)))
    assert (tmp_path / "draft.markers.csv").read_text() != before


def test_a_draft_that_could_not_be_analyzed_has_no_markers(tmp_path: Path) -> None:
    drafts = {BROKEN.path: tmp_path / "broken.mp4"}
    MarkerSink(["csv", "otio"], drafts, Beside(drafts, over=False)).add(BROKEN)
    assert list(tmp_path.iterdir()) == []
