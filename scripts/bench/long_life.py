"""Feed one run of --watch, or of --serve, many small drafts, and see whether it grows.

    python scripts/bench/long_life.py [--count 300] [--seconds 360] [--only watch,serve]

Each draft is the same clip of 0.3 s with another end, so that it is measured anew. Every tenth of
the way are printed: resident memory of the run and of its workers together (MB), open files,
temporary files and what they take on the disk (MB), the cache (MB), and processor seconds per
draft since the last line. What grows is told from the second line on: models are loaded with the
first drafts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripts.bench.runs import Page, Place, Run, until  # noqa: E402

AT_ONCE = 12
"""Drafts that wait or are analyzed at the same time."""

LOOKS = 10


class Sample(NamedTuple):
    """What a run takes at a moment."""

    drafts: int
    parent_mb: float
    workers_mb: float
    open_files: int
    temporary_files: int
    temporary_mb: float
    cache_mb: float
    cpu_per_draft: float


def cpu(run: Run) -> float:
    """Processor seconds of the run, its workers and what those have ended."""
    times = [one.cpu_times() for one in (psutil.Process(run.process.pid), *run.workers())]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def look(run: Run, drafts: int, seconds: float) -> Sample:
    """What the run takes now."""
    me = psutil.Process(run.process.pid)
    workers = run.workers()
    temporary = [path for path in run.place.temporary.rglob("*") if path.is_file()]
    return Sample(
        drafts,
        me.memory_info().rss / 1e6,
        sum(worker.memory_info().rss for worker in workers) / 1e6,
        sum(process.num_fds() for process in (me, *workers)),
        len(temporary),
        _mb(temporary),
        _mb(list(run.place.cache.rglob("*"))),
        seconds,
    )


def _mb(files: list[Path]) -> float:
    total = 0
    for file in files:
        with suppress(OSError):
            total += file.stat().st_size
    return total / 1e6


def watched(place: Place) -> tuple[Run, Callable[[], None]]:
    """A run of ``--watch``, and what has the next drafts analyzed by it."""
    run = Run(place, "--watch", place.drafts, "--jsonl", "-", "--csv", place.folder / "table.csv")
    until(lambda: "watching" in run.complaints())
    told = 0

    def feed() -> None:
        nonlocal told
        told += AT_ONCE
        for _ in range(AT_ONCE):
            place.add()
        if not until(lambda: run.lines_said() >= told):
            raise RuntimeError("a draft is lost")

    return run, feed


def served(place: Place) -> tuple[Run, Callable[[], None]]:
    """A run of ``--serve``, and what has the next drafts analyzed by it."""
    run = Run(place, "--serve")
    page = Page(run)

    def feed() -> None:
        drafts = [page.drop(place.content()) for _ in range(AT_ONCE)]
        if not until(partial(page.are_over, drafts)):
            raise RuntimeError("a draft is lost")

    return run, feed


KINDS = {"watch": watched, "serve": served}


def live(kind: str, count: int, seconds: float) -> list[Sample]:
    """Feed a run until it has had ``count`` drafts, or for so many ``seconds``."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory(prefix="bench-life-") as folder:
        place = Place(Path(folder))
        run, feed = KINDS[kind](place)
        feed()  # starts the workers
        began = time.monotonic()
        since = cpu(run)
        done = seen = AT_ONCE
        while done < count and time.monotonic() - began < seconds:
            feed()
            done += AT_ONCE
            part = (time.monotonic() - began) / seconds
            if max(done / count, part) >= (len(samples) + 1) / LOOKS:
                now = cpu(run)
                samples.append(look(run, done, (now - since) / (done - seen)))
                print(kind, *(f"{value:8.4g}" for value in samples[-1]), flush=True)
                since, seen = now, done
        run.stop()
        print(f"{kind}: exit {run.process.returncode}, left behind: {place.left()}", flush=True)
    return samples


def main() -> None:
    """Run what was asked for and print how it grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=360)
    parser.add_argument("--only", default=",".join(KINDS))
    asked = parser.parse_args()
    for kind in asked.only.split(","):
        print("    ", *(name[:8].rjust(8) for name in Sample._fields), flush=True)
        samples = live(kind, asked.count, asked.seconds)
        if len(samples) < 3:
            continue
        first, last = samples[1], samples[-1]
        drafts = last.drafts - first.drafts
        for name, before, after in zip(Sample._fields[1:], first[1:], last[1:], strict=True):
            slope = 1000 * (after - before) / drafts
            print(f"{kind} {name}: {before:.4g} -> {after:.4g}, {slope:+.3g} per 1,000 drafts")


if __name__ == "__main__":
    main()
