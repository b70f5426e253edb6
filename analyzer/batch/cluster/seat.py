"""What runs on a worker of a cluster: a draft in a process of its own, which stays for the next.

A task of Dask is one draft. The process that analyzes it is not Dask's: a decoder that crashes, a
draft that takes too long or too much memory end that process, and Dask's own goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from ...cache.store import Store, home
from ...model import Report, Wording
from ...pipeline.keys import keys
from ...platforms.policy import asked_of
from ...scratch import Scratch
from ...settings import Settings, cores
from ..pool import Pool
from .errand import Answer, Errand, edition

IDLE_SECONDS = 600.0
"""Seconds after which a process that nobody gave a draft ends, and gives its memory back."""

TRIMMING = "MALLOC_TRIM_THRESHOLD_"
"""What Dask sets for its workers, so that they give memory back at once. A process that decodes
would then ask the system for each picture anew, which takes a third of its time; it gives back what
it has after each draft."""

CLOSING = frozenset({"closing", "closed", "failed"})
"""What a worker of Dask is when it ends, as where the scheduler is gone."""


class _OverError(Exception):
    """Nobody waits for the draft any more."""


def fitness() -> tuple[str, int]:
    """What the edition of this tool is here, and how many processors there are: a ``Fitness``."""
    return edition(), cores()


def answer(errand: bytes) -> bytes:
    """Do an errand and return the answer; both pickled, for what lies between knows neither."""
    return pickle.dumps(run(pickle.loads(errand)))  # noqa: S301


def run(errand: Errand) -> Answer:
    """Analyze a draft, or mend it, and return its report with what was measured."""
    if errand.is_seen and not _sees(errand.path):
        return Answer(None, {})
    call = _Call(errand.way.topic)
    try:
        with _seat(errand.way.is_kept) as seat:
            report = seat.report(errand, call)
            return Answer(report, seat.measured(report, errand.settings), seat.pool.trouble)
    except _OverError:
        return Answer(None, {}, is_broken_off=True)


class _Call:
    """The task of Dask that runs in this thread."""

    def __init__(self, topic: str) -> None:
        from distributed import get_worker

        self._worker: Any = get_worker()
        self._key = self._worker.get_current_task()
        self._topic = topic
        self._stage = ""

    @property
    def is_over(self) -> bool:
        """Whether nobody waits for it any more: a task that runs is told of that by its state."""
        task = self._worker.state.tasks.get(self._key)
        is_closing = self._worker.status.name in CLOSING
        return task is None or task.state == "cancelled" or is_closing

    def enter(self, stage: str) -> None:
        """Say that a stage has begun, if it has."""
        if stage and stage != self._stage:
            self._stage = stage
            self._worker.log_event(self._topic, {"key": self._key, "stage": stage})

    def notice(self, notice: Wording) -> None:
        """Say what a user should know meanwhile."""
        said = {"message": notice.message, "values": dict(notice.values)}
        self._worker.log_event(self._topic, said)


class _Seat:
    """A process that analyzes one draft after another, and the store that it keeps them in."""

    def __init__(self, *, is_kept: bool) -> None:
        _allow_children()
        os.environ.pop(TRIMMING, None)
        self.is_kept = is_kept
        self._scratch = None if is_kept else Scratch("drafts-")
        self._folder = self._scratch.path if self._scratch else home()
        self._call: _Call | None = None
        self.pool = Pool(Settings(), cache=self._folder, on_notice=self._pass_on)
        self._idle: threading.Timer | None = None

    def report(self, errand: Errand, call: _Call) -> Report:
        """Return the report on a draft; raises ``_OverError`` where nobody waits any more."""
        self.pool.settings, self.pool.timeout = errand.settings, errand.way.timeout
        self._call = call
        self.pool.submit(errand.path, order=errand.order)
        while not (ready := self.pool.finished()):
            for one in self.pool.working():
                call.enter(one.stage)
            if call.is_over:
                raise _OverError
        ((_, report),) = ready
        return report

    def measured(self, report: Report, settings: Settings) -> dict[str, bytes]:
        """What was measured of the draft of a report, to be kept where the run was started."""
        if report.content is None:
            return {}
        with Store(self._folder) as store:
            known = store.recall(report.content, keys(settings, asked_of(settings)[0]))
            if not self.is_kept:
                store.clear()
        return {
            name: msgspec.msgpack.encode(value)
            for name, value in known.items()
            if name != "stills" or settings.stills
        }

    def _pass_on(self, notice: Wording) -> None:
        if self._call is not None:
            self._call.notice(notice)

    def rest(self, then: Callable[[], None]) -> None:
        """Wait for the next draft, and after a while do something."""
        self._idle = threading.Timer(IDLE_SECONDS, then)
        self._idle.daemon = True
        self._idle.start()

    def rise(self) -> None:
        """Wait no longer."""
        if self._idle is not None:
            self._idle.cancel()

    def close(self) -> None:
        """End the process, whatever it is busy with."""
        self.rise()
        self.pool.__exit__(RuntimeError, None, None)
        if self._scratch is not None:
            self._scratch.close()


_resting: list[_Seat] = []
_lock = threading.Lock()


@contextmanager
def _seat(is_kept: bool) -> Iterator[_Seat]:
    """A seat for this thread alone: one that rests, or a new one; after a failure it is closed."""
    with _lock:
        found = next((seat for seat in _resting if seat.is_kept == is_kept), None)
        if found is not None:
            _resting.remove(found)
    seat = found or _Seat(is_kept=is_kept)
    seat.rise()
    try:
        yield seat
    except BaseException:
        seat.close()
        raise
    with _lock:
        _resting.append(seat)
    seat.rest(lambda: _dismiss(seat))


def _dismiss(seat: _Seat) -> None:
    with _lock:
        if seat not in _resting:
            return
        _resting.remove(seat)
    seat.close()


def _sees(path: Path) -> bool:
    """Whether the file is there; a network folder is asked anew before it is said not to be."""
    if path.exists():
        return True
    with suppress(OSError):
        os.listdir(path.parent)  # noqa: PTH208
    return path.exists()


def _allow_children() -> None:
    """Let this process start others.

    Dask's nanny starts its workers as daemons (``distributed.worker.daemon``), which
    multiprocessing lets have no children; ours end with their parent by themselves.
    """
    own: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    own.pop("daemon", None)
