"""Processes that analyze drafts, one draft each at a time, and are replaced when they die.

Each worker has a pipe of its own, and nothing is shared between workers: one that is killed at any
moment costs nobody else anything. (A pool whose workers share a queue does not survive that: the
lock or half a message of the dead one stays behind.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

import psutil

from analyzer import job_control
from analyzer.errors import AnalyzerError, CrashError, TimeLimitError
from analyzer.paths import display_path
from analyzer.pipeline import failed
from analyzer.settings import DEFAULT_TIMEOUT, Settings
from analyzer.worker import Done, Message, Ready, Stage, Unable, work

if TYPE_CHECKING:
    from analyzer.model import Report

TICK = 0.2
"""Seconds between two looks at what the workers do."""

ASLEEP_SECONDS = 10.0
"""A longer pause between two looks means that this machine, or this run, was asleep meanwhile."""

LOAD_SECONDS = 2.0
"""Time between two looks at how much processor time a worker has used; a look takes some 5 ms."""

STANDSTILL_SECONDS = 60.0
"""Seconds without processor time and without a new stage, after which a draft stands still."""

STANDSTILL_LOAD = 0.02
"""Share of one core below which a draft uses no processor time: what the waiting itself takes."""

USED_LOAD = 0.5
"""Share of one core that a draft has to use for its time limit to be called too short."""

FAREWELL_SECONDS = 1.0
"""How long a worker that has nothing to do may take to end by itself."""

MOST_DEATHS = 2
"""Workers that may die over one draft before it is given up."""

MOST_FALSE_STARTS = 10
"""Workers in a row that may die before they can take a draft, before no more are started."""


class Working(NamedTuple):
    """A draft that is being analyzed, and at what stage."""

    draft: Path
    stage: str
    seconds: float
    """How long it has been analyzed for."""
    still: float
    """How long it has used no processor time and begun no stage."""


@dataclass(eq=False)
class _Task:
    """A draft that waits for its report."""

    draft: Path
    deaths: int = 0


@dataclass(eq=False)
class _Worker:
    """One process, what it is busy with, and what it has used of its time.

    Times are seconds in which this machine was awake; ``load`` is processor seconds of the
    process and of all that it started.
    """

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    is_ready: bool = False
    task: _Task | None = None
    stage: str = ""
    seconds: float = 0.0
    still: float = 0.0
    unseen: float = 0.0
    load: float = 0.0
    load_at_start: float = 0.0
    unable: str = ""

    @property
    def stage_name(self) -> str:
        """The stage in words."""
        return self.stage.replace("_", " ")

    def begin(self, task: _Task) -> None:
        """Hand ``task`` over."""
        self.task, self.stage = task, ""
        self.seconds = self.still = self.unseen = 0.0
        self.load = self.load_at_start = self._processor_seconds()
        self.pipe.send(task.draft)

    def enter(self, stage: str) -> None:
        """Note that ``stage`` has begun."""
        self.stage = stage
        self.still = 0.0

    def pass_time(self, step: float) -> None:
        """Note that ``step`` seconds have passed, and whether something was done in them."""
        self.seconds += step
        self.still += step
        self.unseen += step
        if self.unseen >= LOAD_SECONDS:
            load = self._processor_seconds()
            if load - self.load > STANDSTILL_LOAD * self.unseen:
                self.still = 0.0
            self.load, self.unseen = load, 0.0

    def used(self) -> float:
        """Return the processor seconds that the draft has taken so far."""
        return max(self._processor_seconds(), self.load) - self.load_at_start

    def end(self) -> None:
        """End the process with everything that it started."""
        family = _family(self.process.pid)
        self.signal_group("SIGKILL")
        for process in family:
            with suppress(psutil.Error):
                process.kill()
        self.process.join()
        self.pipe.close()

    def signal_group(self, name: str) -> None:
        """Send a signal to the process and to its group, where there are groups."""
        if hasattr(os, "killpg") and self.process.pid is not None:
            job_control.signal_group(self.process.pid, getattr(signal, name))

    def _processor_seconds(self) -> float:
        total = 0.0
        for process in _family(self.process.pid):
            try:
                used = process.cpu_times()
            except psutil.Error:
                continue
            total += used.user + used.system
            total += getattr(used, "children_user", 0.0) + getattr(used, "children_system", 0.0)
        return total


class Pool:
    """``jobs`` processes that analyze drafts; each keeps its models loaded and ends with this one.

    A draft that cannot be analyzed, kills its worker twice or takes more than ``timeout`` seconds
    is a report with an error. ``cache`` is the folder of the store that the workers share.
    ``on_notice`` is told, once each, what the user should know meanwhile: that a draft stands
    still, and at which stage; that a program is too old. A pool belongs to one thread, and moves
    only while ``finished`` is called.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        cache: Path,
        jobs: int = 1,
        timeout: float = DEFAULT_TIMEOUT,
        on_notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.jobs = jobs
        self.timeout = timeout
        self.cache = cache
        self.trouble: str | None = None
        """Why a worker could not keep its measurements; None where all of them could."""
        self._on_notice = on_notice
        self._noticed: set[str] = set()
        self._tasks: deque[_Task] = deque()
        self._workers: list[_Worker] = []
        self._ready: list[tuple[Path, Report]] = []
        self._false_starts = 0
        self._looked = time.monotonic()
        job_control.join(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let the workers go; those that have a draft, and all on an error, at once."""
        for worker in self._workers:
            if kind is None and worker.task is None:
                worker.pipe.close()
                worker.process.join(FAREWELL_SECONDS)
            worker.end()
        self._workers.clear()

    def submit(self, draft: Path) -> None:
        """Have ``draft`` analyzed; its report is one of those that ``finished`` gives."""
        self._tasks.append(_Task(draft))

    def finished(self, patience: float = TICK) -> list[tuple[Path, Report]]:
        """Return the drafts that are ready, after a wait of ``patience`` seconds at most."""
        self._hand_out()
        pipes = {worker.pipe: worker for worker in self._workers}
        if not self._ready:
            for pipe in wait(list(pipes), patience) if pipes else ():
                self._hear(pipes[pipe])  # type: ignore[index]
        self._pass_time()
        self._hand_out()
        ready, self._ready = self._ready, []
        return ready

    @property
    def waiting(self) -> int:
        """How many drafts are not ready."""
        return len(self._tasks) + len(self._ready) + sum(w.task is not None for w in self._workers)

    def working(self) -> list[Working]:
        """Return what each worker is busy with, the longest first."""
        busy = [
            Working(worker.task.draft, worker.stage, worker.seconds, worker.still)
            for worker in self._workers
            if worker.task is not None
        ]
        return sorted(busy, key=lambda working: -working.seconds)

    def suspend(self) -> None:
        """Have the workers rest."""
        for worker in self._workers:
            worker.signal_group("SIGSTOP")

    def resume(self) -> None:
        """Have the workers go on; the time that they rested does not count."""
        for worker in self._workers:
            worker.signal_group("SIGCONT")
        self._looked = time.monotonic()

    def _hand_out(self) -> None:
        """Give every free worker a draft, and start workers as long as drafts wait for one."""
        for worker in list(self._workers):
            if self._tasks and worker.is_ready and worker.task is None:
                task = self._tasks.popleft()
                try:
                    worker.begin(task)
                except OSError:  # it has died since
                    worker.task = None
                    self._tasks.appendleft(task)
                    self._bury(worker)
        starting = sum(not worker.is_ready for worker in self._workers)
        while len(self._workers) < self.jobs and starting < len(self._tasks):
            self._workers.append(self._started())
            starting += 1

    def _started(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        arguments = (os.getpid(), self.cache, self.settings.threads, self.settings, theirs)
        process = context.Process(target=work, args=arguments, name="analysis", daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _hear(self, worker: _Worker) -> None:
        """Take in all that ``worker`` has said."""
        try:
            while worker.pipe.poll():
                self._take(worker, worker.pipe.recv())
        except (EOFError, OSError):
            self._bury(worker)

    def _take(self, worker: _Worker, message: Message) -> None:
        match message:
            case Ready(notices):
                for notice in notices:
                    self._give_notice(notice)
                worker.is_ready = True
                self._false_starts = 0
            case Unable(reason):
                worker.unable = reason
            case Stage(name):
                worker.enter(name)
            case Done(report, trouble):
                self.trouble = self.trouble or trouble
                if worker.task is not None:
                    self._ready.append((worker.task.draft, report))
                    worker.task = None

    def _bury(self, worker: _Worker) -> None:
        """Take ``worker``, which has died, away; its draft gets another one, once."""
        self._workers.remove(worker)
        worker.end()
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= MOST_FALSE_STARTS or worker.unable:
                self._give_up(worker)
        task = worker.task
        if task is None:
            return
        task.deaths += 1
        if task.deaths < MOST_DEATHS:
            self._tasks.appendleft(task)
        else:
            self._fail(
                task,
                CrashError(
                    "the analysis crashed (exit code {code}); the file may be damaged: export it "
                    "again",
                    code=str(worker.process.exitcode),
                ),
            )

    def _give_up(self, worker: _Worker) -> None:
        """Report every draft that waits as one that nobody can analyze."""
        what = worker.unable or f"exit code {worker.process.exitcode}"
        error = CrashError("the analysis does not start: {what}", what=what)
        self._false_starts = 0
        while self._tasks:
            self._fail(self._tasks.popleft(), error)

    def _fail(self, task: _Task, error: AnalyzerError) -> None:
        self._ready.append((task.draft, failed(task.draft, self.settings, error)))

    def _pass_time(self) -> None:
        """Count the time that drafts take, stop those that take too long, tell who stands still."""
        now = time.monotonic()
        step, self._looked = now - self._looked, now
        if step > ASLEEP_SECONDS:
            return
        for worker in list(self._workers):
            if worker.task is None:
                continue
            worker.pass_time(step)
            if worker.seconds > self.timeout:
                self._stop(worker, worker.task)
            elif worker.still >= STANDSTILL_SECONDS:
                self._give_notice(
                    f"{display_path(worker.task.draft)}: it stands still at the stage "
                    f"“{worker.stage_name}”: no processor time used for "
                    f"{STANDSTILL_SECONDS:.0f} s; Ctrl-C ends the run"
                )

    def _give_notice(self, notice: str) -> None:
        if notice not in self._noticed:
            self._noticed.add(notice)
            self._on_notice(notice)

    def _stop(self, worker: _Worker, task: _Task) -> None:
        """End ``worker``, which has used up its draft's time."""
        used, limit = worker.used(), f"{self.timeout:g}"
        self._workers.remove(worker)
        worker.end()
        if used >= USED_LOAD * self.timeout:
            error = TimeLimitError(
                "it took longer than {limit_digits} s and was stopped; give it more with --timeout",
                limit_digits=limit,
            )
        else:
            error = TimeLimitError(
                "it stood still at the stage “{stage}” and was stopped after {limit_digits} s, of "
                "which it used {used_digits} s of processor time; run it again, and if it stands "
                "still again, export the file again",
                stage=worker.stage_name,
                limit_digits=limit,
                used_digits=f"{used:.1f}",
            )
        self._fail(task, error)


def _family(pid: int | None) -> list[psutil.Process]:
    """Return the process ``pid`` and all that descend from it, as far as they are there."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
