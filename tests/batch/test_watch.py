"""Watching analyzes a draft once it is written, keeps the reports current, and stops cleanly."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from analyzer.batch.watch import News
from analyzer.cli import main as cli
from analyzer.cli.collection import Collection
from analyzer.media import binaries
from analyzer.model import Report, Signals, Status, Transcript
from tests.checks.cases import GOOD_PROBE, GOOD_SIGNALS
from tests.conftest import ROOT, MakeClip


def until(condition: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def rows(table: Path) -> dict[str, dict[str, str]]:
    if not table.exists():
        return {}
    with table.open(encoding="utf-8-sig", newline="") as file:
        return {Path(row["path"]).name: row for row in csv.DictReader(file)}


@dataclass
class Watching:
    """A run of ``--watch``, and what it had said when it ended."""

    pid: int
    returncode: int | None = None
    out: str = ""
    err: str = ""

    def workers(self) -> list[int]:
        """The processes that analyze drafts."""
        children = psutil.Process(self.pid).children()
        return [child.pid for child in children if "spawn_main" in " ".join(child.cmdline())]


@contextmanager
def watching(folder: Path, *options: str | Path, **environment: str) -> Iterator[Watching]:
    """Watch ``folder`` until the end of the block, and interrupt it then."""
    printed = folder.parent / "printed"
    with printed.open("w") as stdout:
        run = subprocess.Popen(
            [sys.executable, "-m", "analyzer", "--watch", folder, "--no-transcript", *options],
            cwd=ROOT,
            env=os.environ | {"ANALYZER_CACHE": str(folder.parent / "cache")} | environment,
            stdout=stdout,
            stderr=subprocess.PIPE,
            text=True,
        )
    watching = Watching(run.pid)
    assert run.stderr is not None
    assert "watching" in run.stderr.readline()
    try:
        yield watching
    finally:
        run.send_signal(signal.SIGINT)
        watching.err = run.communicate(timeout=20)[1]
        watching.out = printed.read_text()
        watching.returncode = run.returncode


@pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent otherwise on Windows")
def test_drafts_are_analyzed_as_they_are_written_and_gone_when_they_are_deleted(
    clips: MakeClip, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    shutil.copy(clips("tiny.mp4", seconds=0.5), folder / "first.mp4")
    table = tmp_path / "report.csv"
    with watching(folder, "--csv", table) as run:
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
    assert run.returncode == 0
    assert "stopped watching" in run.err
    assert "Traceback" not in run.err
    assert run.out.count("slow.mp4") == 1


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here")
def test_drafts_are_not_lost_when_workers_are_killed_meanwhile(
    clips: MakeClip, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    clip = clips("tiny.mp4", seconds=0.5)
    table = tmp_path / "report.csv"
    chance = random.Random(5)
    with watching(folder, "--csv", table, "--jobs", "2") as run:
        for number in range(3):
            draft = folder / f"{number}.mp4"
            shutil.copy(clip, draft)
            draft.open("ab").write(b"%d" % number)
            time.sleep(chance.uniform(0.5, 3.5))
            if workers := run.workers():
                os.kill(chance.choice(workers), signal.SIGKILL)
            until(lambda: len(rows(table)) > number, seconds=60)  # noqa: B023
    assert {row["status"] for row in rows(table).values()} == {"ok"}
    assert run.returncode == 0
    assert "Traceback" not in run.err


def test_a_new_draft_gets_its_captions_and_the_others_are_not_spoken_of_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = [tmp_path / f"{name}.mp4" for name in ("old", "new", "newer")]
    for draft in drafts:
        draft.touch()
    old = drafts[0].with_suffix(".srt")
    old.write_text("mine")
    reports = [
        News(draft, Report(str(draft), Status.OK, probe=GOOD_PROBE, signals=GOOD_SIGNALS))
        for draft in drafts
    ]
    monkeypatch.setattr(
        "analyzer.batch.watch.watch", lambda *_, **__: (iter([one]) for one in reports)
    )
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--watch", "--srt", str(tmp_path)])
    assert capsys.readouterr().err.count("left as it is") == 1
    assert old.read_text() == "mine"
    assert all("-->" in draft.with_suffix(".srt").read_text() for draft in drafts[1:])


@pytest.mark.skipif(os.name == "nt", reason="the slow ffprobe is a shell script")
@pytest.mark.parametrize("way", ["deleted", "renamed"])
def test_a_draft_that_vanishes_while_it_is_analyzed_ends_nothing(
    clips: MakeClip, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "drafts"
    folder.mkdir()
    begun = tmp_path / "begun"
    slow = tmp_path / "ffprobe"
    slow.write_text(f'#!/bin/sh\ntouch "{begun}"\nsleep 2\nexec "{binaries.ffprobe()}" "$@"\n')
    slow.chmod(0o755)
    table = tmp_path / "report.csv"
    with watching(folder, "--csv", table, "--jobs", "1", ANALYZER_FFPROBE=str(slow)) as run:
        shutil.copy(clips("second.mp4"), folder / "export.mp4")
        until(begun.exists)
        if way == "deleted":
            (folder / "export.mp4").unlink()
            shutil.copy(clips("second.mp4"), folder / "later.mp4")
        else:
            (folder / "export.mp4").rename(folder / "later.mp4")
        until(lambda: "later.mp4" in rows(table))
        assert {name: row["status"] for name, row in rows(table).items()} == {"later.mp4": "ok"}
    assert run.returncode == 0
    assert "Traceback" not in run.err
    assert "export.mp4" not in run.out


@pytest.mark.skipif(os.name == "nt", reason="there are no named pipes")
def test_two_hundred_known_drafts_are_written_once(clips: MakeClip, tmp_path: Path) -> None:
    """A pipe gets a document each time that the report is written anew."""
    folder, pipe = tmp_path / "drafts", tmp_path / "report.json"
    folder.mkdir()
    for number in range(200):
        shutil.copy(clips("tiny.mp4", seconds=0.5), folder / f"{number:03}.mp4")
    known = (sys.executable, "-m", "analyzer", str(folder), "--no-transcript", "--quiet")
    environment = os.environ | {"ANALYZER_CACHE": str(tmp_path / "cache")}
    subprocess.run(known, cwd=ROOT, env=environment, timeout=240, check=False)
    os.mkfifo(pipe)
    documents: list[int] = []

    def read() -> None:
        while text := pipe.read_text():
            documents.append(len(json.loads(text)["videos"]))

    threading.Thread(target=read, daemon=True).start()
    with watching(folder, "--json", pipe):
        until(lambda: bool(documents))
        time.sleep(1.0)
        assert documents == [200]
        (folder / "007.mp4").unlink()
        (folder / "008.mp4").unlink()
        until(lambda: len(documents) > 1)
        time.sleep(1.0)
        assert documents[1:] in ([198], [199, 198])


def test_the_reports_of_a_long_watch_take_no_more_room_than_they_need() -> None:
    def report(number: int, text: str) -> Report:
        signals = Signals(transcript=Transcript("en", text, (), "auto", "base"))
        return Report(f"{number}.mp4", Status.OK, signals=signals)

    with Collection() as collection:
        for turn in range(300):
            for number in range(4):
                collection.add(report(number, f"{turn}" * 5000))
        collection.discard("2.mp4")
        assert collection.size_bytes < 2_000_000
        kept = list(collection.reports())
    assert kept == [report(number, "299" * 5000) for number in (0, 1, 3)]
