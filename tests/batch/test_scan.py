"""Every draft of a folder gets its report, once, and none of them can stop the others."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from analyzer.batch import pool, worker, worker_handle
from analyzer.batch.scan import scan
from analyzer.batch.worker_handle import Working
from analyzer.cache.store import Store
from analyzer.media.binaries import Fault
from analyzer.model import Status, Wording
from analyzer.settings import Settings
from tests.conftest import ROOT, MakeClip

QUICK = Settings(transcript=False)


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
    from analyzer.media import binaries

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


NAP = f"sleep 300.{os.getpid()}"
"""What a fake decoder does, told apart from those of tests that run beside this one."""


def slow_probe(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ffprobe sleep over every draft whose name says ``hang``."""
    from analyzer.media import binaries

    fake = folder / "ffprobe"
    lines = ["#!/bin/sh", f'case "$*" in *hang*) {NAP};; esac']
    fake.write_text("\n".join([*lines, f'exec "{binaries.ffprobe()}" "$@"', ""]))
    fake.chmod(0o755)
    monkeypatch.setenv("ANALYZER_FFPROBE", str(fake))


def sleepers() -> list[str]:
    """The command lines of all processes that sleep as the fake decoder does."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            found.append(line.decode(errors="replace"))
    return [line for line in found if line.startswith(NAP)]


needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here")


@needs_proc
def test_a_decoder_that_hangs_costs_its_draft_and_leaves_nothing_running(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_probe(tmp_path, monkeypatch)
    good = clips("tiny.mp4", seconds=0.5)
    hanging = Path(shutil.copy(good, tmp_path / "hang.mp4"))
    reports = {Path(r.path).name: r for r in scan([hanging, good], QUICK, timeout=15)}
    assert reports["tiny.mp4"].status is Status.OK
    error = reports["hang.mp4"].error
    assert error is not None
    assert error.kind == "time-limit"
    assert "stood still at the stage “probe”" in error.message
    assert "--timeout" not in error.message
    assert sleepers() == []


def test_a_draft_that_needs_more_time_than_it_has_is_told_to_be_given_more(clips: MakeClip) -> None:
    slow = clips("slow.mp4", size="540x960", seconds=20)
    (report,) = scan([slow], QUICK, timeout=3)
    assert report.error is not None
    assert "give it more with --timeout" in report.error.message


def test_a_draft_that_stands_still_is_told_with_its_stage_and_once(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "STANDSTILL_SECONDS", 3.0)
    slow_probe(tmp_path, monkeypatch)
    hanging = Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "hang.mp4"))
    notices: list[Wording] = []
    list(scan([hanging], QUICK, timeout=8, on_notice=notices.append))
    assert len(notices) == 1
    assert "hang.mp4: it stands still at the stage “probe”" in notices[0].text


def test_time_in_which_the_run_was_asleep_does_not_count(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ASLEEP_SECONDS", 1.0)
    slow_probe(tmp_path, monkeypatch)
    hanging = Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "hang.mp4"))
    seconds: list[float] = []

    def sleep(working: Sequence[Working]) -> None:
        if working and working[0].stage and len(seconds) < 5:
            seconds.append(working[0].seconds)
            time.sleep(1.5)

    list(scan([hanging], QUICK, timeout=3, on_tick=sleep))
    assert len(seconds) == 5
    assert seconds[-1] < 3


@needs_proc
def test_workers_that_are_killed_at_any_moment_cost_no_draft(
    clips: MakeClip, tmp_path: Path
) -> None:
    clip = clips("tiny.mp4", seconds=0.5)
    drafts = [Path(shutil.copy(clip, tmp_path / f"{n}.mp4")) for n in range(10)]
    chance = random.Random(7)
    killed: list[int] = []
    spared: set[Path] = set()

    def kill(working: Sequence[Working]) -> None:
        """Kill an idle or starting worker, or one whose draft has not been hit before."""
        hit = {one.draft for one in working}
        children = [child.pid for child in multiprocessing.active_children() if child.pid]
        if children and len(killed) < 5 and not hit & spared and chance.random() < 0.6:
            killed.append(chance.choice(children))
            spared.update(hit)
            os.kill(killed[-1], signal.SIGKILL)

    reports = list(scan(drafts, QUICK, jobs=2, on_tick=kill))
    assert len(killed) >= 2
    assert sorted(r.path for r in reports) == [str(draft) for draft in drafts]
    assert {r.status for r in reports} == {Status.OK}


def test_workers_that_cannot_start_are_an_error_of_every_draft_and_not_an_endless_try(
    clips: MakeClip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_handle, "work", dies)
    reports = list(scan([clips("tiny.mp4", seconds=0.5), clips("second.mp4")], QUICK, jobs=2))
    assert len(reports) == 2
    for report in reports:
        assert report.error is not None
        assert report.error.message == "the analysis does not start: exit code 3"


def test_a_worker_that_lives_long_drops_what_the_store_has_too_much(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_handle, "work", tells_when_it_tidies)
    clip = clips("tiny.mp4", seconds=0.5)
    drafts = [Path(shutil.copy(clip, tmp_path / f"{n}.mp4")) for n in range(3)]
    with Store(tmp_path / "cache") as store:
        list(scan(drafts[:1], QUICK, store=store))
        assert not (tmp_path / "cache" / "tidied").exists()
        list(scan(drafts[1:], QUICK, store=store))
        assert (tmp_path / "cache" / "tidied").exists()


def tells_when_it_tidies(*arguments: Any) -> None:
    """A worker that tidies after every second draft."""
    worker.TIDY_DRAFTS = 2
    setattr(Store, "tidy", lambda store: store.path.with_name("tidied").touch())  # noqa: B010
    worker.work(*arguments)


def test_a_worker_that_died_before_its_draft_arrived_is_not_held_against_the_draft(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_handle, "work", dies_three_times_before_it_takes)
    with Store(tmp_path) as store:
        (report,) = scan([clips("tiny.mp4", seconds=0.5)], QUICK, store=store)
    assert len(list(tmp_path.glob("*.dead"))) == 3
    assert report.status is Status.OK


def dies_three_times_before_it_takes(
    parent: int, cache: Path, threads: int, programs: Mapping[str, Fault], pipe: Connection
) -> None:
    """A worker that ends when a draft is on its way; the fourth one works."""
    if len(list(cache.glob("*.dead"))) < 3:
        pipe.send(worker.Ready([]))
        pipe.poll(None)
        (cache / f"{os.getpid()}.dead").touch()
        os._exit(1)
    worker.work(parent, cache, threads, programs, pipe)


def dies(*_: object) -> None:
    """A worker that ends before it can take a draft."""
    os._exit(3)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_never_ends_is_no_draft_and_hangs_nothing(tmp_path: Path, kind: str) -> None:
    never = tmp_path / "never.mp4"
    if kind == "pipe":
        os.mkfifo(never)
    else:
        never.symlink_to("/dev/zero")
    with Store(tmp_path / "cache") as store:
        began = time.monotonic()
        (report,) = scan([never], QUICK, timeout=60, store=store)
        took = time.monotonic() - began
    assert report.error is not None
    assert report.error.kind == "input"
    assert "not an ordinary file" in report.error.message
    assert took < 5


@needs_proc
def test_a_draft_whose_worker_is_killed_twice_is_given_up_and_the_others_go_on(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_probe(tmp_path, monkeypatch)
    good = clips("tiny.mp4", seconds=0.5)
    hanging = Path(shutil.copy(good, tmp_path / "hang.mp4"))
    killed = set()

    def kill(working: Sequence[Working]) -> None:
        for one in working:
            for child in multiprocessing.active_children():
                if one.draft == hanging and one.stage and child.pid and child.pid not in killed:
                    killed.add(child.pid)
                    os.kill(child.pid, signal.SIGKILL)

    reports = {Path(r.path).name: r for r in scan([hanging, good], QUICK, on_tick=kill)}
    assert len(killed) == 2
    assert reports["tiny.mp4"].status is Status.OK
    error = reports["hang.mp4"].error
    assert error is not None
    assert error.kind == "crash"
    assert sleepers() == []


@needs_proc
def test_after_the_parent_is_killed_the_next_run_goes_on_and_nothing_is_left_running(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_probe(tmp_path, monkeypatch)
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    for n in range(3):
        clip = clips(f"clip{n}.mp4", seconds=0.5 + n / 10)
        shutil.copy(clip, drafts / f"draft{n}.mp4")
    shutil.copy(drafts / "draft0.mp4", drafts / "z hang.mp4")
    (drafts / "z hang.mp4").open("ab").write(b"\0")
    cache = tmp_path / "cache"
    command = [sys.executable, "-m", "analyzer", str(drafts), "--no-transcript", "--jsonl", "-"]
    environment = os.environ | {"ANALYZER_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    assert run.stdout is not None
    done = [json.loads(run.stdout.readline())["path"] for _ in range(3)]
    run.kill()
    run.wait()
    assert len(set(done)) == 3
    deadline = time.monotonic() + 10
    while sleepers() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert sleepers() == []
    with Store(cache) as store:
        assert store.holdings().drafts == 3
        again = {
            Path(r.path).name: r
            for r in scan(sorted(drafts.iterdir()), QUICK, timeout=4, store=store)
        }
    assert len(again) == 4
    fresh = {name for name, r in again.items() if r.timing and "decode" in r.timing.stages}
    assert fresh == set()
    assert again["z hang.mp4"].status is Status.ERROR


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_being_stopped_takes_two_seconds_at_most_leaves_nothing_and_says_how_to_go_on(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: signal.Signals
) -> None:
    slow_probe(tmp_path, monkeypatch)
    good = Path(shutil.copy(clips("tiny.mp4", seconds=0.5), tmp_path / "a.mp4"))
    hanging = Path(shutil.copy(good, tmp_path / "b hang.mp4"))
    hanging.open("ab").write(b"\0")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    folders = {"ANALYZER_CACHE": str(tmp_path / "c"), "TMPDIR": str(scratch)}
    environment = os.environ | folders | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analyzer", str(good), str(hanging), "--no-transcript"]
    run = subprocess.Popen(
        [*command, "--jsonl", "-", "--jobs", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    assert run.stdout is not None
    run.stdout.readline()
    began = time.monotonic()
    run.send_signal(how)
    _, err = run.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert run.returncode == 130
    assert "1 of 2 drafts are done" in err
    assert "run the same command again" in err
    assert "Traceback" not in err
    assert sleepers() == []
    assert list(scratch.iterdir()) == []


def test_a_draft_that_vanishes_while_the_folder_is_scanned_is_an_error_of_its_own(
    clips: MakeClip, tmp_path: Path
) -> None:
    good = clips("tiny.mp4", seconds=0.5)
    drafts = [Path(shutil.copy(good, tmp_path / f"{n}.mp4")) for n in range(3)]
    reports = []
    for report in scan(drafts, QUICK):
        reports.append(report)
        drafts[2].unlink(missing_ok=True)
    assert [report.status for report in reports] == [Status.OK, Status.OK, Status.ERROR]
    assert reports[2].error is not None
    assert "no such file" in reports[2].error.message


def test_two_scans_at_the_same_time_share_one_cache(clips: MakeClip, tmp_path: Path) -> None:
    drafts = [clips(f"clip{n}.mp4", seconds=0.5 + n / 10) for n in range(4)]
    environment = os.environ | {"ANALYZER_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [
        sys.executable,
        "-m",
        "analyzer",
        *map(str, drafts),
        "--no-transcript",
        "--json",
        "-",
    ]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
        for _ in range(2)
    ]
    documents = [json.loads(run.communicate(timeout=120)[0]) for run in runs]
    for document in documents:
        for video in document["videos"]:
            del video["timing"]
    assert documents[0] == documents[1]
    with Store(tmp_path) as store:
        assert store.holdings().drafts == 4


def test_a_worker_that_cannot_keep_its_measurements_says_so(
    clips: MakeClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        for file in (store.path, *tmp_path.glob("*-shm"), *tmp_path.glob("*-wal")):
            file.unlink()
        store.path.mkdir()
        reports = list(scan([clips("tiny.mp4", seconds=0.5)], QUICK, store=store))
        assert reports[0].status is Status.OK
        assert store.trouble is not None
