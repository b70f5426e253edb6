"""A run on a cluster reports what a run here does, whatever becomes of its machines."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

pytest.importorskip("distributed", reason="the extra `cluster` (Dask) is not installed")

from analyzer.batch.cluster import dispatch
from analyzer.batch.cluster.opening import Cluster
from analyzer.batch.cluster.seat import TRIMMING
from analyzer.batch.scan import scan
from analyzer.batch.worker_handle import Working
from analyzer.cache.store import Store
from analyzer.errors import ClusterError
from analyzer.model import Report, Status, Wording
from analyzer.pipeline.analysis import recaller
from analyzer.settings import Settings
from tests.batch.cluster.farm import Farm, until
from tests.batch.test_scan import NAP, needs_proc, sleepers
from tests.command import analyze
from tests.conftest import ROOT, MakeClip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the fake ffprobe is a shell script"),
]

QUICK = Settings(transcript=False)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """A scheduler and two workers that stay."""
    with Farm(tmp_path_factory.mktemp("farm")) as farm:
        farm.add("mill-1")
        farm.add("mill-2")
        yield farm


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Farm]:
    """A scheduler of this test alone, without a worker."""
    folder = tmp_path / "farm"
    folder.mkdir()
    with Farm(folder) as farm:
        yield farm


STOOD_STILL = "stood-still"
"""The folder that is there once the first of all workers stands still."""


def hangs(folder: Path, *, once: bool = False) -> dict[str, str]:
    """The environment of a worker that stands still over ``hang.mp4``, and dies of ``fatal.mp4``.

    Where it is ``once``, only the first of all workers stands still.
    """
    from analyzer.media import binaries

    fake, sign = folder / "ffprobe", folder / STOOD_STILL
    hang = f'mkdir "{sign}" 2> /dev/null && {NAP}' if once else NAP
    cases = f'case "$*" in *hang.mp4*) {hang};; *fatal.mp4*) kill -SEGV $PPID;; esac'
    fake.write_text("\n".join(["#!/bin/sh", cases, f'exec "{binaries.ffprobe()}" "$@"', ""]))
    fake.chmod(0o755)
    return {"ANALYZER_FFPROBE": str(fake)}


def copied(clip: Path, folder: Path, *names: str) -> list[Path]:
    """Copies of a clip, each of other content."""
    folder.mkdir(exist_ok=True)
    copies = []
    for name in names:
        copies.append(Path(shutil.copy(clip, folder / name)))
        with copies[-1].open("ab") as file:
            file.write(name.encode())
    return copies


def without_time(report: Report) -> Report:
    """A report without what differs from one run to the next."""
    return replace(report, timing=None, content=None)


def test_a_cluster_reports_what_this_machine_does_and_the_store_here_knows_it_from_then_on(
    clips: MakeClip, tmp_path: Path, two: Farm
) -> None:
    drafts = [clips("tiny.mp4", seconds=0.5), clips("second.mp4"), clips("mute.mp4", sound=None)]
    drafts += [tmp_path / "missing.mp4"]
    here = {r.path: without_time(r) for r in scan(drafts, QUICK)}
    with Store(tmp_path / "cache") as store, Cluster(two.address) as cluster:
        far = {r.path: without_time(r) for r in scan(drafts, QUICK, store=store, cluster=cluster)}
        known = [recaller(QUICK, store)(draft) for draft in drafts]
    assert far == here
    assert [one is not None for one in known] == [True, True, True, False]


@needs_proc
def test_what_dask_sets_for_its_own_memory_does_not_slow_the_decoding(
    clips: MakeClip, tmp_path: Path, two: Farm
) -> None:
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "0.mp4", "1.mp4")
    with Cluster(two.address) as cluster:
        assert len(list(scan(drafts, QUICK, cluster=cluster))) == 2
        analysts = [process for name in two.workers for process in two.analysts(name)]
        its_worker = analysts[0].parent()
        assert its_worker is not None
        assert TRIMMING in its_worker.environ()
        assert not [one for one in analysts if TRIMMING in one.environ()]


def test_no_more_drafts_are_read_than_there_are_seats_for(clips: MakeClip, two: Farm) -> None:
    clip = clips("tiny.mp4", seconds=0.5)
    counts = {"read": 0, "told": 0, "most": 0}

    def read() -> Iterator[Path]:
        for _ in range(6):
            counts["read"] += 1
            counts["most"] = max(counts["most"], counts["read"] - counts["told"])
            yield clip

    with Cluster(two.address) as cluster:
        for _ in scan(read(), QUICK, cluster=cluster):
            counts["told"] += 1
    assert counts["told"] == 6
    assert counts["most"] <= 3


@needs_proc
def test_a_worker_keeps_its_process_for_the_next_draft_and_shows_where_a_draft_is(
    clips: MakeClip, tmp_path: Path, two: Farm
) -> None:
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", *(f"{n}.mp4" for n in range(4)))
    seen: set[tuple[str, str]] = set()

    def look(working: Sequence[Working]) -> None:
        seen.update((one.where, one.stage) for one in working)

    with Cluster(two.address) as cluster:
        assert len(list(scan(drafts[:2], QUICK, cluster=cluster, on_tick=look))) == 2
        before = {p.pid for name in two.workers for p in two.analysts(name)}
        assert len(list(scan(drafts[2:], QUICK, cluster=cluster, on_tick=look))) == 2
        after = {p.pid for name in two.workers for p in two.analysts(name)}
    assert len(before) == 2
    assert after == before
    assert {where for where, _ in seen} == {"mill-1", "mill-2"}
    assert len({stage for _, stage in seen}) > 2


def test_without_a_cache_the_workers_keep_nothing_either(clips: MakeClip, tmp_path: Path) -> None:
    (draft,) = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "secret.mp4")
    with Farm(tmp_path) as farm:
        farm.add("mill")
        with Cluster(farm.address, is_kept=False) as cluster:
            (report,) = scan([draft], QUICK, cluster=cluster)
        assert report.status is Status.OK
        with Store(farm.cache("mill")) as store:
            assert store.holdings().drafts == 0


@needs_proc
def test_a_worker_that_dies_in_mid_draft_costs_no_draft(
    clips: MakeClip, tmp_path: Path, farm: Farm
) -> None:
    farm.add("mill-1", hangs(tmp_path, once=True))
    farm.add("mill-2", hangs(tmp_path, once=True))
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "hang.mp4", "a.mp4", "b.mp4")
    killed: list[str] = []
    notices: list[Wording] = []

    def kill(working: Sequence[Working]) -> None:
        for one in working:
            stands_still = (tmp_path / STOOD_STILL).exists()
            if one.draft.name == "hang.mp4" and stands_still and not killed:
                killed.append(one.where)
                farm.kill(one.where)

    with Cluster(farm.address) as cluster:
        reports = list(scan(drafts, QUICK, cluster=cluster, on_tick=kill, on_notice=notices.append))
    assert len(killed) == 1
    assert {Path(r.path).name: r.status for r in reports} == {d.name: Status.OK for d in drafts}
    assert [n.text for n in notices if killed[0] in n.text and "is gone" in n.text]


@needs_proc
def test_a_draft_over_which_three_workers_die_is_given_up_and_the_others_go_on(
    clips: MakeClip, tmp_path: Path, farm: Farm
) -> None:
    for n in range(4):
        farm.add(f"mill-{n}", hangs(tmp_path))
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "hang.mp4", "a.mp4")

    def kill(working: Sequence[Working]) -> None:
        for one in working:
            if one.draft.name == "hang.mp4" and one.stage and one.where in farm.workers:
                farm.kill(one.where)

    with Cluster(farm.address) as cluster:
        reports = {Path(r.path).name: r for r in scan(drafts, QUICK, cluster=cluster, on_tick=kill)}
    assert reports["a.mp4"].status is Status.OK
    assert len(farm.workers) == 1
    error = reports["hang.mp4"].error
    assert error is not None
    assert error.kind == "crash"
    assert error.message.startswith("3 workers of the cluster died over it")


def test_a_decoder_that_crashes_or_stands_still_costs_its_draft_and_no_worker(
    clips: MakeClip, tmp_path: Path, farm: Farm
) -> None:
    farm.add("mill", hangs(tmp_path))
    drafts = copied(
        clips("tiny.mp4", seconds=0.5), tmp_path / "d", "fatal.mp4", "hang.mp4", "a.mp4"
    )
    with Cluster(farm.address) as cluster:
        reports = {Path(r.path).name: r for r in scan(drafts, QUICK, cluster=cluster, timeout=20)}
    kinds = {name: r.error and r.error.kind for name, r in reports.items()}
    assert kinds == {"fatal.mp4": "crash", "hang.mp4": "time-limit", "a.mp4": None}
    assert farm.workers["mill"].poll() is None
    assert "Traceback" not in farm.log("mill")


def test_a_worker_that_comes_later_gets_drafts_and_until_then_it_is_said_that_one_is_missing(
    clips: MakeClip, tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PATIENT_SECONDS", 0.5)
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "a.mp4", "b.mp4")
    notices: list[str] = []
    where: set[str] = set()

    def look(working: Sequence[Working]) -> None:
        where.update(one.where for one in working)
        if notices and not farm.workers:
            farm.add("late")

    def note(notice: Wording) -> None:
        notices.append(notice.text)

    with Cluster(farm.address) as cluster:
        reports = list(scan(drafts, QUICK, cluster=cluster, on_tick=look, on_notice=note))
    assert [report.status for report in reports] == [Status.OK] * 2
    assert "has no worker that can take drafts; waiting for one" in notices[0]
    assert where == {"late"}


def test_a_cluster_that_stays_without_workers_ends_the_run(
    farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "DESERTED_SECONDS", 1.0)
    with Cluster(farm.address) as cluster, pytest.raises(ClusterError, match="no worker"):
        list(scan([tmp_path / "a.mp4"], QUICK, cluster=cluster))


@needs_proc
def test_a_worker_that_does_not_see_a_draft_is_told_and_another_one_gets_it(
    clips: MakeClip, tmp_path: Path, farm: Farm, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted, bare = tmp_path / "mounted", tmp_path / "bare"
    bare.mkdir()
    copied(clips("tiny.mp4", seconds=0.5), mounted, *(f"{n}.mp4" for n in range(4)))
    farm.add("blind", cwd=bare)
    farm.add("seeing", cwd=mounted)
    monkeypatch.chdir(mounted)
    drafts = [Path(f"/proc/self/cwd/{n}.mp4") for n in range(4)]
    notices: list[str] = []
    with Cluster(farm.address) as cluster:
        reports = list(
            scan(drafts, QUICK, cluster=cluster, on_notice=lambda said: notices.append(said.text))
        )
        assert {report.path: report.status for report in reports} == {
            str(draft): Status.OK for draft in drafts
        }
        assert len([said for said in notices if "blind does not see" in said]) == 1
        farm.kill("seeing")
        (report,) = scan(drafts[:1], QUICK, cluster=cluster)
    assert report.error is not None
    assert report.error.message.startswith("none of the 1 workers of the cluster sees it")


def test_a_worker_of_another_version_is_told_and_gets_nothing(
    clips: MakeClip, tmp_path: Path, farm: Farm
) -> None:
    old = tmp_path / "old"
    shutil.copytree(
        ROOT / "analyzer", old / "analyzer", ignore=shutil.ignore_patterns("__pycache__")
    )
    with (old / "analyzer" / "score.py").open("a", encoding="utf-8") as file:
        file.write("# as it was\n")
    without = tmp_path / "without" / "analyzer"
    without.mkdir(parents=True)
    (without / "__init__.py").write_text("")
    farm.add("old", root=old, cwd=old)
    farm.add("without", root=without.parent, cwd=without.parent)
    farm.add("new")
    drafts = copied(clips("tiny.mp4", seconds=0.5), tmp_path / "d", "a.mp4", "b.mp4", "c.mp4")
    notices: list[str] = []
    where: set[str] = set()
    with Cluster(farm.address) as cluster:
        reports = list(
            scan(
                drafts,
                QUICK,
                cluster=cluster,
                on_tick=lambda working: where.update(one.where for one in working),
                on_notice=lambda said: notices.append(said.text),
            )
        )
    assert [report.status for report in reports] == [Status.OK] * 3
    assert where == {"new"}
    assert [said for said in notices if said.startswith("the worker old has version 0.1.0+")]
    assert [said for said in notices if said.startswith("the worker without has not this tool")]
    assert all(worker.poll() is None for worker in farm.workers.values())


def test_a_draft_is_mended_by_a_worker_and_named_as_it_was_given(
    clips: MakeClip, tmp_path: Path, two: Farm
) -> None:
    quiet = clips("quiet.mp4", size="1080x1920", seconds=4, sound="sine=frequency=440,volume=0.05")
    shutil.copy(quiet, tmp_path / "a.mp4")
    run = analyze(
        "a.mp4", "--no-transcript", "--fix", "--fix-only", "file,sound", "--json", "-",
        "--cluster", two.address, cwd=tmp_path, ANALYZER_CACHE=str(tmp_path / "c"),
    )  # fmt: skip
    assert run.code in {0, 1}, run.err
    assert (tmp_path / "a.fixed.mp4").exists(), run.videos["a.mp4"]["fix"]
    assert run.videos["a.mp4"]["fix"]["path"] == "a.fixed.mp4"
    assert run.videos["a.mp4"]["path"] == "a.mp4"


def command(folder: Path, address: str, *options: str) -> subprocess.Popen[str]:
    """A run on a cluster, going on."""
    return subprocess.Popen(
        [sys.executable, "-m", "analyzer", str(folder), "--no-transcript", "--jsonl", "-",
         "--cluster", address, *options],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"ANALYZER_CACHE": str(folder.parent / "c"), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
    )  # fmt: skip


@needs_proc
def test_when_the_scheduler_is_killed_it_is_said_and_what_is_done_is_kept(
    clips: MakeClip, tmp_path: Path, farm: Farm
) -> None:
    farm.add("mill", hangs(tmp_path))
    folder = tmp_path / "drafts"
    copied(clips("tiny.mp4", seconds=0.5), folder, "a.mp4", "z hang.mp4")
    run = command(folder, farm.address)
    assert run.stdout is not None
    assert "a.mp4" in run.stdout.readline()
    until(sleepers)
    farm.scheduler.kill()
    out, err = run.communicate(timeout=60)
    assert run.returncode == 2
    assert out == ""
    assert f"the cluster at {farm.address} is gone" in err
    assert "1 of 2 drafts are done" in err
    assert "Traceback" not in err
    assert len(err.splitlines()) == 3, err
    with Store(tmp_path / "c") as store:
        assert recaller(Settings(transcript=False, compared=True), store)(folder / "a.mp4")
    until(lambda: not sleepers())


@needs_proc
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_a_run_that_is_stopped_stops_its_drafts_on_the_workers_which_go_on(
    clips: MakeClip, tmp_path: Path, farm: Farm, how: signal.Signals
) -> None:
    farm.add("mill", hangs(tmp_path))
    folder = tmp_path / "drafts"
    copied(clips("tiny.mp4", seconds=0.5), folder, "a.mp4", "z hang.mp4")
    run = command(folder, farm.address)
    until(sleepers)
    began = time.monotonic()
    run.send_signal(how)
    _, err = run.communicate(timeout=30)
    if how is signal.SIGINT:
        assert run.returncode == 130
        assert time.monotonic() - began < 4
        assert "1 of 2 drafts are done" in err
        assert "Traceback" not in err
    until(lambda: not sleepers(), 15)
    again = command(folder / "a.mp4", farm.address, "--no-cache")
    assert "a.mp4" in again.communicate(timeout=60)[0]


@needs_proc
def test_a_cluster_on_this_machine_analyzes_and_leaves_nothing_running(
    clips: MakeClip, tmp_path: Path
) -> None:
    folder = tmp_path / "drafts"
    copied(clips("tiny.mp4", seconds=0.5), folder, "a.mp4", "b.mp4")
    run = command(folder, "local", "--jobs", "2")
    out, err = run.communicate(timeout=200)
    assert run.returncode in {0, 1}, err
    assert len(out.splitlines()) == 2
    assert err == ""
    assert not _spawned_with(folder.parent / "c")


def test_a_scheduler_that_is_not_there_is_said_before_any_draft_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"no video")
    run = analyze(tmp_path / "a.mp4", "--cluster", "tcp://127.0.0.1:9")
    assert run.code == 2
    assert "the cluster at tcp://127.0.0.1:9 does not answer" in run.err
    assert "Traceback" not in run.err


def _spawned_with(cache: Path) -> set[int]:
    """The processes that multiprocessing has started for a run with this cache."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_spawned = b"spawn_main" in (folder / "cmdline").read_bytes()
            if (
                is_spawned
                and f"ANALYZER_CACHE={cache}\0".encode() in (folder / "environ").read_bytes()
            ):
                found.add(int(folder.name))
    return found
