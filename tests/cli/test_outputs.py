"""Whatever goes wrong with one output, no video is lost, the others are written, and it is said."""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import pytest

from analyzer.cli.files import write_whole
from analyzer.cli.run import WRITING_SHARE, Documents
from analyzer.cli.sinks import JsonlSink
from analyzer.cli.targets import refuse_bad_targets
from analyzer.errors import UsageError
from analyzer.model import Report, Status
from tests.command import analyze
from tests.conftest import ROOT, MakeClip

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and limits are others there")

OPTIONS = ("--no-transcript", "--fail-on", "never")


@pytest.fixture
def draft(clips: MakeClip, tmp_path: Path) -> Path:
    """A draft of its own, known already after the first of these tests."""
    return Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "draft.mp4"))


# ── Never over a video ────────────────────────────────────────────────────────────────────────


@posix
@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv", "--junit", "--html"])
@pytest.mark.parametrize("way", ["itself", "hard link", "link", "another video", "by content"])
def test_no_report_is_written_over_a_video(
    draft: Path, clips: MakeClip, tmp_path: Path, option: str, way: str
) -> None:
    target = draft if way == "itself" else tmp_path / "report.txt"
    if way == "hard link":
        target.hardlink_to(draft)
    elif way == "link":
        target.symlink_to(draft)
    elif way == "another video":
        target = tmp_path / "other.mp4"
        shutil.copy(clips("second.mp4"), target)
    elif way == "by content":
        shutil.copy(clips("second.mp4"), target)
    before = target.read_bytes()
    with pytest.raises(UsageError, match=f"{option} .*: that is a (draft|video)"):
        refuse_bad_targets({option: str(target)}, [draft])
    assert target.read_bytes() == before


def test_the_command_line_refuses_to_write_over_a_video_that_is_not_in_the_run(
    draft: Path, clips: MakeClip, tmp_path: Path
) -> None:
    other = Path(shutil.copy(clips("second.mp4"), tmp_path / "report.json"))
    before = other.read_bytes()
    done = analyze(draft, "--jsonl", other)
    assert (done.code, done.out) == (2, "")
    assert "that is a video" in done.err
    assert other.read_bytes() == before


def test_captions_are_never_forced_over_a_video(clips: MakeClip, tmp_path: Path) -> None:
    target = Path(shutil.copy(clips("second.mp4"), tmp_path / "draft.srt"))
    before = target.read_bytes()
    with pytest.raises(UsageError, match="is a video and is never written over"):
        write_whole(target, ["1\n"], over=True)
    assert target.read_bytes() == before


def test_a_report_may_replace_an_empty_file_and_an_older_report(tmp_path: Path) -> None:
    for text in ("", "[]"):
        (tmp_path / "report.json").write_text(text)
        refuse_bad_targets({"--json": str(tmp_path / "report.json")}, [])


@pytest.mark.parametrize(
    ("targets", "complaint"),
    [
        ({"--json": "nowhere/report.json"}, "no such folder"),
        ({"--json": "."}, "that is a folder"),
        ({"--json": "a", "--csv": "./a"}, "--json goes there too"),
        ({"--json": "-", "--csv": "-"}, "only one report"),
    ],
)
def test_a_target_that_cannot_be_is_refused_before_the_work(
    targets: dict[str, str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=complaint):
        refuse_bad_targets(targets, [])


# ── Full disks, closed pipes ──────────────────────────────────────────────────────────────────


@needs_full
@pytest.mark.parametrize("option", ["--json", "--jsonl", "--csv", "--junit", "--html"])
def test_a_full_disk_costs_one_output_and_not_the_others(
    draft: Path, tmp_path: Path, option: str
) -> None:
    targets = {name: tmp_path / f"report.{name[2:]}" for name in ("--json", "--jsonl", "--csv")}
    targets["--html"] = tmp_path / "report.html"
    targets[option] = FULL
    done = analyze(draft, *OPTIONS, *(part for pair in targets.items() for part in pair))
    assert done.code == 2
    assert "Traceback" not in done.err
    assert done.err.splitlines() == [said for said in done.err.splitlines() if option in said]
    assert "No space left on device" in done.err
    written = {name for name, path in targets.items() if path.is_file() and path.stat().st_size}
    assert written == set(targets) - {option}


@needs_full
def test_a_full_disk_behind_standard_output_is_said_and_the_report_written(
    draft: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    with FULL.open("w") as full:
        done = run_into(full, draft, *OPTIONS, "--json", target)
    assert done.returncode == 2
    assert done.stderr == "analyze.py: standard output: No space left on device\n"
    assert json.loads(target.read_text())["videos"][0]["status"] == "ok"


@needs_full
@pytest.mark.parametrize("arguments", [("--schema",), ("--help",), ("--version",), ("--cache",)])
def test_what_is_only_printed_fails_with_the_code_for_that(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = run_into(full, *arguments)
    assert done.returncode == 2
    assert "standard output" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@posix
@pytest.mark.parametrize(
    "data",
    [(), ("--json", "-"), ("--jsonl", "-"), ("--csv", "-"), ("--junit", "-"), ("--github",)],
)
def test_a_closed_pipe_is_said_and_the_other_report_written(
    draft: Path, tmp_path: Path, data: tuple[str, ...]
) -> None:
    target = tmp_path / "report.html"
    reading, writing = os.pipe()
    os.close(reading)
    done = run_into(writing, draft, *OPTIONS, *data, "--html", target)
    os.close(writing)
    assert done.returncode == 2
    assert "Broken pipe" in done.stderr
    assert done.stderr.count("\n") == 1
    assert target.stat().st_size > 10_000


@posix
def test_a_run_that_nobody_reads_any_more_ends(clips: MakeClip, tmp_path: Path) -> None:
    for name in "abcdefghijkl":
        shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / f"{name}.mp4")
    reading, writing = os.pipe()
    os.close(reading)
    done = run_into(writing, tmp_path, *OPTIONS, "--jobs", "1")
    os.close(writing)
    assert done.returncode == 2
    assert done.stderr == "analyze.py: standard output: Broken pipe\n"


@posix
def test_a_file_that_may_not_grow_is_as_it_was_and_the_others_are_written(
    draft: Path, tmp_path: Path
) -> None:
    """The page is the only report that is larger than the limit on the size of a file."""
    page, table = tmp_path / "report.html", tmp_path / "report.csv"
    page.write_text("yesterday's")
    analyze(draft, *OPTIONS, "--html", tmp_path / "first.html")
    done = subprocess.run(
        [*COMMAND, draft, *OPTIONS, "--html", page, "--csv", table],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )
    assert done.returncode == 2
    assert f"--html: {page}: File too large" in done.stderr
    assert page.read_text() == "yesterday's"
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["ok"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder is read-only for everybody")
def test_a_folder_that_takes_nothing_is_named_and_the_others_are_written(
    draft: Path, tmp_path: Path
) -> None:
    table = tmp_path / "report.csv"
    done = analyze(draft, *OPTIONS, "--json", "/proc/report.json", "--csv", table)
    assert done.code == 2
    assert done.err.startswith("analyze.py: --json: /proc/report.json: ")
    assert done.err.count("\n") == 1
    assert table.stat().st_size > 100


@needs_full
def test_a_full_standard_error_ends_nothing(draft: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_text("no video")
    target = tmp_path / "report.json"
    with FULL.open("w") as full:
        done = subprocess.run(
            [*COMMAND, tmp_path, *OPTIONS, "--json", target],
            stdout=subprocess.DEVNULL,
            stderr=full,
            cwd=ROOT,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    assert [v["status"] for v in json.loads(target.read_text())["videos"]] == ["error", "ok"]


# ── A line a draft ────────────────────────────────────────────────────────────────────────────


def test_each_line_can_be_read_as_soon_as_it_is_written(tmp_path: Path) -> None:
    target = tmp_path / "lines"
    target.write_text("older\n")
    kept = tmp_path / "a hard link to what was there"
    kept.hardlink_to(target)
    sink = JsonlSink(str(target))
    assert target.read_text() == "older\n"
    for number in range(3):
        sink.add(Report(f"{number}.mp4", Status.OK))
        told = [json.loads(line)["path"] for line in target.read_text().splitlines()]
        assert told == [f"{n}.mp4" for n in range(number + 1)]
    assert kept.read_text() == "older\n"


def test_a_run_without_a_report_leaves_an_empty_file(tmp_path: Path) -> None:
    sink = JsonlSink(str(tmp_path / "lines"))
    sink.finish()
    assert (tmp_path / "lines").read_bytes() == b""


@posix
def test_a_line_that_finds_no_room_leaves_whole_lines_behind(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from analyzer.model import Report, Status\n"
        "from analyzer.cli.sinks import JsonlSink\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "sink = JsonlSink(sys.argv[1])\n"
        "sink.add(Report('a.mp4', Status.OK))\n"
        "try:\n"
        "    sink.add(Report('b' * 1000, Status.OK))\n"
        "except OSError as error:\n"
        "    print(error.strerror)\n"
        "sink.add(Report('c.mp4', Status.OK))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "lines")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "File too large\n"
    lines = (tmp_path / "lines").read_text().splitlines()
    assert [json.loads(line)["path"] for line in lines] == ["a.mp4", "c.mp4"]


@posix
def test_what_is_done_can_be_read_after_an_interrupt(clips: MakeClip, tmp_path: Path) -> None:
    folder, target = tmp_path / "drafts", tmp_path / "lines"
    folder.mkdir()
    for number in range(6):
        shutil.copy(clips("second.mp4"), folder / f"{number}.mp4")
        (folder / f"{number}.mp4").open("ab").write(bytes([number]))
    command = [*COMMAND, folder, *OPTIONS, "--jobs", "1", "--jsonl", target, "--quiet"]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (target.exists() and target.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "Traceback" not in err
    lines = target.read_text().splitlines()
    assert 1 <= len(lines) < 6
    assert all(json.loads(line)["status"] == "ok" for line in lines)


@posix
def test_a_pipe_by_name_gets_every_line(draft: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    told: list[str] = []
    reader = threading.Thread(target=lambda: told.append(pipe.read_text()))
    reader.start()
    assert analyze(draft, *OPTIONS, "--jsonl", pipe).code == 0
    reader.join(timeout=10)
    assert [json.loads(line)["path"] for line in told[0].splitlines()] == [str(draft)]
    assert pipe.is_fifo()


COMMAND: list[str | Path] = [sys.executable, "-m", "analyzer"]


def run_into(stdout: int | IO[str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line with its standard output going there."""
    return subprocess.run(
        [*COMMAND, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )


def test_what_a_watch_writes_whole_takes_no_more_of_its_time_the_more_drafts_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, writings = 0.0, []

    def write() -> None:
        nonlocal now
        writings.append(now)
        now += 0.001 * len(writings)

    monkeypatch.setattr("time.monotonic", lambda: now)
    documents = Documents(write)
    for _ in range(2000):
        documents.write_when_due(is_new=True)
        now += 0.01
    spent = sum(0.001 * (i + 1) for i in range(len(writings)))
    assert len(writings) > 30
    assert spent < 1.5 * WRITING_SHARE * now
    documents.write_when_due(is_new=True)
    documents.write()  # at the end nothing is left out
    count = len(writings)
    now += 100
    documents.write_when_due(is_new=False)
    assert len(writings) == count
