"""Kill workers, and whole runs, at random moments, and count what is lost, twice or left behind.

    python scripts/bench/kills.py [--rounds 60] [--seed 0] [--only scan,watch,serve,parent]

    scan    a folder is analyzed while its workers are killed, up to four in a round
    watch   one run of ``--watch``: each round is two new drafts and the kill of a worker
    serve   the same with ``--serve`` and dropped drafts
    parent  the run itself is killed (a scan, ``--watch``, ``--serve`` in turns), then the same
            command goes on: what was told stays known, and what was left behind is gone

A draft may be given up where two workers were killed over it, which happens in a scan only: in the
others one is killed between two drafts and the next two. Everything else is a failure, and printed
as one.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripts.bench.runs import Page, Place, Run, numbered, until  # noqa: E402

DRAFTS = 6
"""Drafts of a scanned folder."""

MOST_KILLS = 4
"""Workers that are killed in a round of a scan; ten that never start are given up by design."""

ORPHAN_SECONDS = 5.0
"""Seconds within which everything has ended after its run was killed."""

GIVEN_UP = "the analysis crashed"


class Tally:
    """What was done, and what went wrong."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []

    def expect(self, holds: bool, what: str) -> None:
        """Note ``what`` as a failure unless it ``holds``."""
        if not holds:
            self.failures.append(what)

    def told_once(self, where: str, reports: list[dict[str, Any]], drafts: list[Path]) -> None:
        """Every draft has one report."""
        times = Counter(report["path"] for report in reports)
        for draft in drafts:
            self.expect(times[str(draft)] > 0, f"{where}: {draft.name} is lost")
            self.expect(times[str(draft)] < 2, f"{where}: {draft.name} is told twice")

    def errors(self, where: str, messages: list[str], *, may_be_given_up: bool = False) -> None:
        """No draft has an error, or each of them was given up."""
        for message in messages:
            self.expect(may_be_given_up and GIVEN_UP in message, f"{where}: {message}")
        self.counts["given up"] += len(messages)

    def clean(self, where: str, run: Run, codes: set[int]) -> None:
        """A run that has ended has left nothing, and said nothing of its inside."""
        self.expect(run.process.returncode in codes, f"{where}: exit {run.process.returncode}")
        self.expect("Traceback" not in run.complaints(), f"{where}: {run.complaints()[-600:]}")
        self.nobody_left(where, run.place)
        self.expect(not run.place.left(), f"{where}: {run.place.left()} are left")

    def nobody_left(self, where: str, place: Place) -> None:
        """Nothing that a run has started is there."""
        if not until(lambda: not place.processes(), ORPHAN_SECONDS):
            for orphan in place.processes():
                with suppress(psutil.Error):
                    self.failures.append(f"{where}: left running: {orphan.cmdline()}")
                    orphan.kill()

    def kill_one(self, run: Run, chance: random.Random) -> None:
        """Kill a worker, if there is one."""
        if workers := run.workers():
            with suppress(psutil.Error):
                chance.choice(workers).send_signal(signal.SIGKILL)
                self.counts["kills"] += 1


def scan(place: Place, rounds: int, chance: random.Random, tally: Tally) -> None:
    """Kill workers of a scan."""
    drafts = [place.add() for _ in range(DRAFTS)]
    for number in numbered(rounds):
        shutil.rmtree(place.cache, ignore_errors=True)
        run = Run(place, place.drafts, "--jsonl", "-", "--jobs", 2)
        before = tally.counts["kills"]
        while not run.is_over:
            time.sleep(chance.uniform(0, 2))
            if tally.counts["kills"] - before < MOST_KILLS:
                tally.kill_one(run, chance)
        reports = run.reports()
        errors = [report["error"]["message"] for report in reports if report["error"]]
        where = f"scan {number}"
        kills = tally.counts["kills"] - before
        tally.told_once(where, reports, drafts)
        tally.errors(where, errors, may_be_given_up=True)
        tally.expect(2 * len(errors) <= kills, f"{where}: {len(errors)} given up, {kills} kills")
        tally.clean(where, run, {2} if errors else {0, 1})


def watch(place: Place, rounds: int, chance: random.Random, tally: Tally) -> None:
    """Kill workers of ``--watch``."""
    run = Run(place, place.drafts, "--watch", "--jsonl", "-", "--jobs", 2)
    drafts: list[Path] = []
    for number in numbered(rounds):
        drafts += [place.add() for _ in range(2)]
        time.sleep(chance.uniform(0, 5))
        tally.kill_one(run, chance)
        if not until(partial(_has_told, run, len(drafts))) or run.is_over:
            tally.failures.append(f"watch {number}: a draft is lost")
            break
    _end(run, tally, "watch")
    reports = run.reports()
    tally.told_once("watch", reports, drafts)
    tally.errors("watch", [report["error"]["message"] for report in reports if report["error"]])


def serve(place: Place, rounds: int, chance: random.Random, tally: Tally) -> None:
    """Kill workers of ``--serve``."""
    run = Run(place, "--serve", "--jobs", 2)
    page = Page(run)
    drafts: list[str] = []
    for number in numbered(rounds):
        drafts += [page.drop(place.content()) for _ in range(2)]
        time.sleep(chance.uniform(0, 4))
        tally.kill_one(run, chance)
        if not until(partial(page.are_over, drafts[-2:])) or run.is_over:
            tally.failures.append(f"serve {number}: a draft is lost")
            break
    _end(run, tally, "serve")
    failed = [page.cards[draft] for draft in drafts if page.cards[draft]["stage"] == "failed"]
    tally.errors("serve", [card["detail"] for card in failed])


def parent(place: Place, rounds: int, chance: random.Random, tally: Tally) -> None:
    """Kill the run itself, then have the same command go on."""
    ways = (_scan_goes_on, _watch_goes_on, _serve_goes_on)
    for number in numbered(rounds):
        for draft in place.drafts.iterdir():
            draft.unlink()
        ways[number % len(ways)](place, chance, tally, f"parent {number}")


def _scan_goes_on(place: Place, chance: random.Random, tally: Tally, where: str) -> None:
    drafts = [place.add() for _ in range(DRAFTS)]
    run = Run(place, place.drafts, "--jsonl", "-", "--jobs", 2)
    first = _killed(run, chance, tally, where).reports()
    again = Run(place, place.drafts, "--jsonl", "-", "--jobs", 2)
    again.process.wait()
    _compare(first, again.reports(), drafts, tally, where)
    tally.clean(where, again, {0, 1})


def _watch_goes_on(place: Place, chance: random.Random, tally: Tally, where: str) -> None:
    drafts = [place.add() for _ in range(DRAFTS)]
    run = Run(place, "--watch", place.drafts, "--jsonl", "-", "--jobs", 2)
    first = _killed(run, chance, tally, where).reports()
    again = Run(place, "--watch", place.drafts, "--jsonl", "-", "--jobs", 2)
    until(partial(_has_told, again, len(drafts)))
    _end(again, tally, where)
    _compare(first, again.reports(), drafts, tally, where)


def _serve_goes_on(place: Place, chance: random.Random, tally: Tally, where: str) -> None:
    run = Run(place, "--serve", "--jobs", 2)
    page = Page(run)
    for _ in range(3):
        page.drop(place.content())
    _killed(run, chance, tally, where, most_told=0)
    tally.expect(bool(place.left()), f"{where}: there was nothing to remove")
    before = place.left()
    again = Run(place, "--serve", "--jobs", 2)
    Page(again)
    still = set(before) & set(place.left())
    tally.expect(not still, f"{where}: {still} were not removed")
    _end(again, tally, where)


def _killed(
    run: Run, chance: random.Random, tally: Tally, where: str, most_told: int = DRAFTS - 1
) -> Run:
    """Kill the run once it has told some reports, or none, up to ``most_told``."""
    told = chance.randrange(most_told + 1)
    until(lambda: len(run.said()) >= told)
    time.sleep(chance.uniform(0, 3))
    run.kill()
    tally.counts["kills"] += 1
    tally.nobody_left(where, run.place)
    tally.counts["folders left by kill -9"] += len(run.place.left())
    return run


def _compare(
    first: list[dict[str, Any]],
    again: list[dict[str, Any]],
    drafts: list[Path],
    tally: Tally,
    where: str,
) -> None:
    """What was told before the kill is known after it, and the same."""
    tally.told_once(where, again, drafts)
    tally.expect(not any(report["error"] for report in again), f"{where}: an error")
    after = {report["path"]: report for report in again}
    tally.counts["told before the kill"] += len(first)
    for report in first:
        same = after.get(report["path"])
        if same is None:
            continue
        tally.expect(same["signals"] == report["signals"], f"{where}: {report['path']} differs")
        measured = "decode" in same["timing"]["stages"]
        tally.expect(not measured, f"{where}: {report['path']} is measured again")


def _has_told(run: Run, count: int) -> bool:
    return len(run.said()) >= count


def _end(run: Run, tally: Tally, where: str) -> None:
    run.stop()
    tally.clean(where, run, {0})


KINDS: dict[str, Callable[[Place, int, random.Random, Tally], None]] = {
    "scan": scan,
    "watch": watch,
    "serve": serve,
    "parent": parent,
}


def main() -> None:
    """Run what was asked for and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=",".join(KINDS))
    asked = parser.parse_args()
    failed = False
    for kind in asked.only.split(","):
        tally = Tally()
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="bench-kills-") as folder:
            KINDS[kind](Place(Path(folder)), asked.rounds, random.Random(asked.seed), tally)
        counts = ", ".join(f"{count} {name}" for name, count in tally.counts.items())
        took = time.monotonic() - began
        print(
            f"{kind}: {asked.rounds} rounds in {took:.0f} s; {counts or 'nothing'}; "
            f"{len(tally.failures)} failures",
            flush=True,
        )
        for failure in tally.failures:
            print(f"  {failure}", flush=True)
        failed |= bool(tally.failures)
    sys.exit(failed)


if __name__ == "__main__":
    main()
