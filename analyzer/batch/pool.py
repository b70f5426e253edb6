"""Processes that analyze drafts, one draft each at a time, and are replaced when they die.

Each worker has a pipe of its own, and nothing is shared between workers: one that is killed at any
moment costs nobody else anything.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..choices import DEFAULT_TIMEOUT
from ..errors import AnalyzerError
from ..settings import Settings
from . import job_control, limits, losses
from .orders import Mended, following, lost
from .worker import Done, Message, Ready, Stage, Taken, Unable
from .worker_handle import Task, Worker, Working, start

if TYPE_CHECKING:
    from ..fix.mend import Order
    from ..model import Report, Wording

TICK = 0.2
"""Seconds between two looks at what the workers do."""

ASLEEP_SECONDS = 10.0
"""A longer pause between two looks means that this machine, or this run, was asleep meanwhile."""

STANDSTILL_SECONDS = 60.0
"""Seconds without processor time and without a new stage, after which a draft stands still."""

FAREWELL_SECONDS = 1.0
"""How long a worker that has nothing to do may take to end by itself."""

MOST_DEATHS = 2
"""Workers that may die over one draft before it is given up."""

MOST_FALSE_STARTS = 10
"""Workers in a row that may die before they can take a draft, before no more are started."""


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
        on_notice: Callable[[Wording], None] = lambda _: None,
        mended: Mended | None = None,
    ) -> None:
        self.settings = settings
        self.mended = mended
        self.jobs = jobs
        self.timeout = timeout
        self.cache = cache
        self.trouble: str | None = None
        """Why a worker could not keep its measurements; None where all of them could."""
        self._on_notice = on_notice
        self._noticed: set[str] = set()
        self._tasks: deque[Task] = deque()
        self._workers: list[Worker] = []
        self._ready: list[tuple[Path, Report]] = []
        self._false_starts, self._looked = 0, time.monotonic()
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

    def submit(
        self, draft: Path, settings: Settings | None = None, *,
        report: Report | None = None, order: Order | None = None,
    ) -> None:  # fmt: skip
        """Have ``draft`` analyzed unless it has a ``report`` or ``order``, and mended if asked."""
        self._route(Task(draft, settings or self.settings, order=order), report)

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
    def has_room(self) -> bool:
        """Whether it wants another draft: always."""
        return True

    @property
    def waiting(self) -> int:
        """How many drafts are not ready."""
        return len(self._tasks) + len(self._ready) + sum(w.task is not None for w in self._workers)

    def working(self) -> list[Working]:
        """Return what each worker is busy with, the longest first."""
        busy = (Working(w.task.draft, w.stage, w.seconds, w.still) for w in self._workers if w.task)
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
        """Give every free worker a draft, and start workers as long as drafts wait."""
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
            self._workers.append(start(self.settings.threads, self.cache))
            starting += 1

    def _hear(self, worker: Worker) -> None:
        """Take in all that ``worker`` has said."""
        try:
            while worker.pipe.poll():
                self._take(worker, worker.pipe.recv())
        except (EOFError, OSError):
            self._bury(worker)

    def _take(self, worker: Worker, message: Message) -> None:
        match message:
            case Ready(notices):
                for notice in notices:
                    self._give_notice(notice)
                worker.is_ready = True
                self._false_starts = 0
            case Unable(reason):
                worker.unable = reason
            case Taken():
                worker.has_taken = True
            case Stage(name):
                worker.enter(name)
            case Done(report, trouble):
                self.trouble = self.trouble or trouble
                if worker.task is not None:
                    self._route(worker.task, report)
                    worker.task = None

    def _route(self, task: Task, report: Report | None) -> None:
        """Have a draft without a report analyzed, and one with it mended or passed on."""
        if report is None:
            self._tasks.append(task)
        elif order := following(task, report, self.mended):
            self._tasks.appendleft(Task(task.draft, task.settings, order=order))
        else:
            self._ready.append((task.draft, report))

    def _bury(self, worker: Worker) -> None:
        """Take ``worker``, which has died, away; its draft gets another one, once."""
        self._workers.remove(worker)
        worker.end()
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= MOST_FALSE_STARTS or worker.unable:
                self._give_up(worker)
        if (task := worker.task) is None:
            return
        task.deaths += worker.has_taken
        if worker.process.exitcode == limits.EXIT_CODE:
            self._fail(task, limits.too_much(limits.ceiling(self.settings.model)))
        elif task.deaths < MOST_DEATHS:
            self._tasks.appendleft(task)
        else:
            self._fail(task, losses.crashed(worker))

    def _give_up(self, worker: Worker) -> None:
        """Report every draft that waits as one that nobody can analyze."""
        self._false_starts = 0
        while self._tasks:
            self._fail(self._tasks.popleft(), losses.not_started(worker))

    def _fail(self, task: Task, error: AnalyzerError) -> None:
        self._ready.append((task.draft, lost(task, error)))

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
                self._give_notice(losses.standstill(worker.task.draft, worker, STANDSTILL_SECONDS))

    def _give_notice(self, notice: Wording) -> None:
        if notice.text not in self._noticed:
            self._noticed.add(notice.text)
            self._on_notice(notice)

    def _stop(self, worker: Worker, task: Task) -> None:
        """End ``worker``, which has used up its draft's time."""
        error = losses.too_slow(worker, self.timeout)
        self._workers.remove(worker)
        worker.end()
        self._fail(task, error)
