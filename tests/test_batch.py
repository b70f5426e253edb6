"""A folder is searched, every draft gets its report, and none of them can stop the others."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analyzer.batch import discover, scan
from analyzer.errors import InputError
from analyzer.model import Status
from analyzer.pipeline import Settings
from tests.conftest import MakeClip

QUICK = Settings(transcript=False)


def test_a_folder_is_searched_to_any_depth_for_videos(tmp_path: Path) -> None:
    deep = tmp_path / "client" / "week 3"
    deep.mkdir(parents=True)
    wanted = [tmp_path / "b.MP4", deep / "a.mov", deep / "z.webm"]
    ignored = [tmp_path / "notes.txt", deep / "._a.mov", deep / ".hidden.mp4"]
    for path in wanted + ignored:
        path.touch()
    (tmp_path / "folder.mp4").mkdir()
    assert sorted(discover([tmp_path])) == sorted(wanted)


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    assert discover([tmp_path / "draft.bin"]) == [tmp_path / "draft.bin"]


def test_what_is_named_twice_is_analyzed_once(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    assert discover([tmp_path, tmp_path / "a.mp4"]) == [tmp_path / "a.mp4"]


def test_a_folder_without_videos_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no video"):
        discover([tmp_path])


def test_bad_drafts_are_reported_and_the_others_go_on(clips: MakeClip, tmp_path: Path) -> None:
    good = [clips("tiny.mp4", seconds=0.5), clips("second.mp4")]
    bad = [tmp_path / "missing.mp4", tmp_path / "empty.mp4"]
    bad[1].touch()
    reports = {r.path: r for r in scan([good[0], *bad, good[1]], QUICK)}
    assert [reports[str(path)].status for path in good] == [Status.OK] * 2
    errors = [reports[str(path)].error for path in bad]
    assert [error and error.kind for error in errors] == ["input", "input"]


@pytest.mark.skipif(os.name == "nt", reason="the fake ffprobe is a shell script")
def test_a_crash_costs_one_draft(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from analyzer import binaries

    fake = tmp_path / "ffprobe"
    real = binaries.ffprobe()
    crash = 'case "$*" in *fatal*) kill -SEGV $PPID;; esac'
    fake.write_text("\n".join(["#!/bin/sh", crash, f'exec "{real}" "$@"', ""]))
    fake.chmod(0o755)
    monkeypatch.setenv("ANALYZER_FFPROBE", str(fake))
    good = clips("tiny.mp4", seconds=0.5)
    fatal = tmp_path / "fatal.mp4"
    shutil.copy(good, fatal)
    reports = {Path(r.path).name: r for r in scan([fatal, good], QUICK)}
    assert reports["tiny.mp4"].status is Status.OK
    error = reports["fatal.mp4"].error
    assert error is not None
    assert error.kind == "crash"
    assert "crashed" in error.message


def test_two_jobs_give_what_one_gives(clips: MakeClip) -> None:
    drafts = [clips("tiny.mp4", seconds=0.5), clips("second.mp4"), clips("mute.mp4", sound=None)]
    alone = {r.path: (r.probe, r.signals, r.findings) for r in scan(drafts, QUICK)}
    together = {r.path: (r.probe, r.signals, r.findings) for r in scan(drafts, QUICK, jobs=2)}
    assert alone == together
