"""One worker process as its pool sees it: what it is busy with, what it has used, how it ends."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from ..fix import place
from ..media import binaries
from . import job_control
from .spawned import spawned
from .worker import work

if TYPE_CHECKING:
    from ..fix.mend import Order
    from ..settings import Settings

LOAD_SECONDS = 2.0
"""Time between two looks at how much processor time a worker has used; a look takes some 5 ms."""


STANDSTILL_LOAD = 0.02
"""Share of one core below which a draft uses no processor time: what the waiting itself takes."""


class Working(NamedTuple):
    """A draft that is being analyzed, and at what stage."""

    draft: Path
    stage: str
    seconds: float
    """How long it has been analyzed for."""
    still: float
    """How long it has used no processor time and begun no stage."""
    where: str = ""
    """The worker of a cluster that has it; empty for this machine."""


@dataclass(eq=False)
class Task:
    """A draft that waits for its report, and how it is to be measured and judged."""

    draft: Path
    settings: Settings
    deaths: int = 0
    order: Order | None = None
    """What is to be mended, once the draft is analyzed."""


@dataclass(eq=False)
class Worker:
    """One process, what it is busy with, and what it has used of its time.

    Times are seconds in which this machine was awake; ``load`` is processor seconds of the
    process and of all that it started.
    """

    process: BaseProcess
    pipe: Connection
    is_ready: bool = False
    task: Task | None = None
    has_taken: bool = False
    """Whether the draft has arrived there."""
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

    def begin(self, task: Task) -> None:
        """Hand ``task`` over."""
        self.task, self.has_taken, self.stage = task, False, ""
        self.seconds = self.still = self.unseen = 0.0
        self.load = self.load_at_start = self._processor_seconds()
        self.pipe.send((task.order or task.draft, task.settings))

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
        if self.task and self.task.order:
            place.sweep(self.task.order.target)

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


def start(threads: int, cache: Path) -> Worker:
    """Start a process that analyzes drafts; ``cache`` is the folder of its store."""
    process, pipe = spawned(work, cache, threads, binaries.look(), name="analysis")
    return Worker(process, pipe)


def _family(pid: int | None) -> list[psutil.Process]:
    """Return the process ``pid`` and all that descend from it, as far as they are there."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []
