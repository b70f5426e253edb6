"""Measure what a cluster costs: against jobs on one machine, and by itself with nothing to do.

    python scripts/bench/cluster.py [MEDIA] [--only throughput,nothing,missing] [--rounds 3]

    throughput  12 real drafts on two workers of one draft each, against two local jobs, in turns
    nothing     many tasks that do nothing on the worker: tasks a second, and how the memory of the
                run and of the scheduler grows
    missing     2,000 drafts that are not there: the same, with the process on the worker that a
                real one would be analyzed by

Needs the extra ``cluster``. Scheduler and workers are processes of this machine, started as Dask's
manual says; the runs of ``throughput`` are ``python -m analyzer``, each with a cache of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analyzer.batch.cluster import link  # noqa: E402
from analyzer.batch.cluster.errand import Answer  # noqa: E402
from analyzer.batch.cluster.opening import Cluster  # noqa: E402
from analyzer.batch.scan import scan  # noqa: E402
from analyzer.settings import Settings  # noqa: E402

DRAFTS = 12
WORKERS = 2
MISSING = 2000
START_SECONDS = 30.0


@contextmanager
def started(folder: Path, *command: str, cache: Path) -> Iterator[psutil.Process]:
    """A process of Dask, which ends with all that it started."""
    with (folder / f"{command[0]}.log").open("ab") as log:
        process = psutil.Popen(
            [sys.executable, "-m", "dask", *command, "--no-dashboard"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT,
            env=os.environ | {"ANALYZER_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    try:
        yield process
    finally:
        for one in [*process.children(recursive=True), process]:
            one.kill()
        process.wait()


@contextmanager
def farm(folder: Path, threads: int) -> Iterator[tuple[str, psutil.Process]]:
    """A scheduler with workers of so many drafts at once: its address and its process."""
    folder.mkdir()
    file = folder / "scheduler.json"
    place = ("--scheduler-file", str(file))
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            started(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", *place, cache=folder)
        )
        for n in range(WORKERS):
            own = ("--nthreads", str(threads), "--local-directory", str(folder / f"mill-{n}"))
            stack.enter_context(
                started(folder, "worker", *own, *place, cache=folder / f"cache-{n}")
            )
        deadline = time.monotonic() + START_SECONDS
        while (folder / "worker.log").read_text().count("Registered to") < WORKERS:
            if time.monotonic() > deadline:
                sys.exit((folder / "worker.log").read_text())
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], scheduler


def timed(drafts: list[Path], *options: object, cache: Path) -> tuple[float, float]:
    """Seconds that the command line takes over some drafts, and those of processors in it."""
    used = _processor_seconds()
    command = [sys.executable, "-m", "analyzer", *drafts, *options, "--fail-on", "never"]
    began = time.perf_counter()
    subprocess.run(
        list(map(str, command)), cwd=ROOT, env=os.environ | {"ANALYZER_CACHE": str(cache)},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - began, _processor_seconds() - used


def _processor_seconds() -> float:
    """Processor seconds of all that this process has started and waited for."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


def throughput(media: Path, scratch: Path, rounds: int, _: int) -> None:
    """Time twelve drafts with two jobs here and on two workers, in turn."""
    found = [*(media / "video").glob("vert_*.mp4"), *(media / "video").glob("square_*.mp4")]
    found = found or list((ROOT / "sample_videos").glob("*.mp4"))
    drafts = sorted(found, key=lambda path: path.stat().st_size)[:DRAFTS]
    seconds: dict[str, list[float]] = {"here": [], "cluster": []}
    used = []
    for n in range(rounds):
        took, processors = timed(drafts, "--jobs", WORKERS, cache=scratch / f"here-{n}")
        seconds["here"].append(took)
        used.append(processors / len(drafts))
        with farm(scratch / f"farm-{n}", 1) as (address, _process):
            seconds["cluster"].append(
                timed(drafts, "--cluster", address, cache=scratch / f"far-{n}")[0]
            )
    here, far = (statistics.median(times) for times in seconds.values())
    print(
        f"throughput: {len(drafts)} drafts, {WORKERS} jobs here {here:.1f} s, {WORKERS} workers "
        f"{far:.1f} s: {here / far:.2f} of the throughput"
    )
    print(f"  processor seconds a draft, here: {statistics.median(used):.1f}")
    pairs = zip(*seconds.values(), strict=True)
    print(f"  rounds, here/cluster: {[f'{a:.1f}/{b:.1f}' for a, b in pairs]}")


def said_at_once(errand: bytes) -> bytes:
    """The answer to an errand without doing it: what is left is the way there and back."""
    from analyzer.errors import InputError
    from analyzer.pipeline.analysis import failed

    draft = pickle.loads(errand).path
    return pickle.dumps(Answer(failed(draft, InputError("nothing was done")), {}))


def nothing(_: Path, scratch: Path, __: int, tasks: int) -> None:
    """Send tasks that do nothing on the worker, and weigh everybody after each tenth of them."""
    link.ANSWER = "__import__('scripts.bench.cluster', fromlist=['_']).said_at_once(errand)"
    _weighed("nothing", scratch, tasks)


def missing(_: Path, scratch: Path, __: int, tasks: int) -> None:
    """The same with drafts that are not there: each goes to the process that would analyze it."""
    _weighed("missing", scratch, min(tasks, MISSING))


def _weighed(name: str, scratch: Path, tasks: int) -> None:
    own = psutil.Process()
    drafts = (Path(f"/nowhere/{n // 1000}/{n}.mp4") for n in range(tasks))
    with farm(scratch / "farm", 4) as (address, scheduler), Cluster(address) as cluster:
        began = time.perf_counter()
        used, mine = sum(scheduler.cpu_times()[:2]), sum(own.cpu_times()[:2])
        for done, _report in enumerate(scan(drafts, Settings(), cluster=cluster), 1):
            if done % (tasks // 10) == 0:
                seconds = time.perf_counter() - began
                print(
                    f"{name}: {done} in {seconds:.0f} s, {done / seconds:.0f} a second; run "
                    f"{own.memory_info().rss / 1e6:.0f} MB, scheduler "
                    f"{scheduler.memory_info().rss / 1e6:.0f} MB",
                    flush=True,
                )
        each = 1e3 * (sum(scheduler.cpu_times()[:2]) - used) / tasks
        client = 1e3 * (sum(own.cpu_times()[:2]) - mine) / tasks
        print(f"  processor time a task: scheduler {each:.2f} ms, run {client:.2f} ms")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("media", nargs="?", type=Path, default=ROOT / ".." / "shared" / "media")
    parser.add_argument("--only", default="throughput,nothing,missing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=int, default=100_000)
    asked = parser.parse_args()
    parts = {"throughput": throughput, "nothing": nothing, "missing": missing}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in asked.only.split(","):
            scratch = Path(folder) / name
            scratch.mkdir()
            parts[name](asked.media.resolve(), scratch, asked.rounds, asked.tasks)


if __name__ == "__main__":
    main()
