"""Watching analyzes a draft once it is written, keeps the reports current, and stops cleanly."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer import cli
from analyzer.model import Report, Status
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS
from tests.conftest import ROOT, MakeClip


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def rows(table: Path) -> dict[str, dict[str, str]]:
    if not table.exists():
        return {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["path"]).name: row for row in csv.DictReader(file)}


@pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent otherwise on Windows")
def test_drafts_are_analyzed_as_they_are_written_and_gone_when_they_are_deleted(
    clips: MakeClip, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    shutil.copy(clips("tiny.mp4", seconds=0.5), folder / "first.mp4")
    table = tmp_path / "report.csv"
    command = [sys.executable, "-m", "analyzer", "--watch", str(folder), "--csv", str(table)]
    run = subprocess.Popen(
        [*command, "--no-transcript"],
        cwd=ROOT,
        env=os.environ | {"ANALYZER_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: "first.mp4" in rows(table))
        whole = clips("second.mp4").read_bytes()
        with (folder / "slow.mp4").open("wb") as file:
            for start in range(0, len(whole), len(whole) // 4 + 1):
                file.write(whole[start : start + len(whole) // 4 + 1])
                file.flush()
                time.sleep(0.7)
        until(lambda: "slow.mp4" in rows(table))
        assert rows(table)["slow.mp4"]["status"] == "ok"
        assert float(rows(table)["slow.mp4"]["duration"]) == pytest.approx(1.0, abs=0.1)
        (folder / "notes.txt").write_text("not a draft")
        (folder / "first.mp4").unlink()
        until(lambda: set(rows(table)) == {"slow.mp4"})
    finally:
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=20)
    assert run.returncode == 0
    assert "stopped watching" in err
    assert "Traceback" not in err
    assert out.count("slow.mp4") == 1


def test_a_new_draft_gets_its_captions_and_the_others_are_not_spoken_of_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [tmp_path / f"{name}.mp4" for name in ("old", "new", "newer")]
    for draft in drafts:
        draft.touch()
    old = drafts[0].with_suffix(".srt")
    old.write_text("mine")
    reports = [
        (draft, Report(str(draft), Status.OK, "tiktok", probe=GOOD_PROBE, signals=GOOD_SIGNALS))
        for draft in drafts
    ]
    monkeypatch.setattr("analyzer.watch.watch", lambda *_, **__: iter(reports))
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--watch", "--srt", str(tmp_path)])
    assert capsys.readouterr().err.count("left as it is") == 1
    assert old.read_text() == "mine"
    assert all("-->" in draft.with_suffix(".srt").read_text() for draft in drafts[1:])
