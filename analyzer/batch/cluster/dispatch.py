"""Hands drafts out to the workers of a cluster, one a seat, and takes their reports in.

No more drafts are out than there are seats: a million of them cost the scheduler nothing.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ...errors import AnalyzerError
from ...model import Wording
from ...settings import Settings
from ..orders import Mended, following, lost
from ..pool import TICK
from ..worker_handle import Working
from . import notices
from .errand import Answer, Seats, Way
from .heard import Answered, Failed, Fit, Gone, Heard, Roll, Staged
from .keeping import Keeper
from .link import Link
from .roster import Roster
from .trip import Trip

if TYPE_CHECKING:
    from ...cache.store import Store
    from ...model import Report

MOST_DEATHS = 3
"""Workers that may die over one draft before it is given up: it is tried again twice."""

PATIENT_SECONDS = 5.0
"""How long drafts wait for a worker that can take one, before that is said."""

DESERTED_SECONDS = 120.0
"""How long they wait before the run ends."""

_NUMBERS = itertools.count(1)
"""What errands are known by, in this process."""


class Dispatch:
    """The workers of a cluster, as a run's own pool of processes is: see ``Pool``.

    ``most`` drafts are out at once, or as many as there are seats. ``store`` keeps here what was
    measured there; workers keep measurements of their own where it ``is_kept``. ``finished`` raises
    ClusterError where the scheduler is gone.
    """

    def __init__(
        self,
        link: Link,
        settings: Settings,
        *,
        store: Store | None,
        timeout: float,
        most: int | None = None,
        is_kept: bool = True,
        on_notice: Callable[[Wording], None] = lambda _: None,
        mended: Mended | None = None,
    ) -> None:
        self.mended = mended
        self.trouble: str | None = None
        """Why a worker could not keep its measurements; None where all of them could."""
        self._link = link
        self._settings = settings
        self._most = most
        self._way = Way(timeout, is_kept=is_kept, topic=link.topic)
        self._on_notice = on_notice
        self._keeper = Keeper(settings, store)
        self._roster = Roster()
        self._noticed: set[tuple[object, ...]] = set()
        self._waiting: deque[Trip] = deque()
        self._out: dict[int, Trip] = {}
        self._ready: list[tuple[Path, Report]] = []
        self._deserted_since = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Wait no longer for what is out; its workers stop it."""
        while self._out:
            self._link.cancel(self._out.popitem()[0])

    @property
    def has_room(self) -> bool:
        """Whether another draft would be sent at once."""
        return not self._waiting and self._free > 0

    @property
    def waiting(self) -> int:
        """How many drafts are not ready."""
        return len(self._waiting) + len(self._out) + len(self._ready)

    def submit(
        self, draft: Path, settings: Settings | None = None, *, report: Report | None = None
    ) -> None:
        """Have ``draft`` analyzed unless it has a ``report``, and mended if asked."""
        self._route(Trip(draft, settings or self._settings), report)

    def finished(self, patience: float = TICK) -> list[tuple[Path, Report]]:
        """Return the drafts that are ready, after a wait of ``patience`` seconds at most."""
        self._hand_out()
        for heard in self._link.hear(0.0 if self._ready else patience):
            self._take(heard)
        self._hand_out()
        self._refuse_desertion()
        ready, self._ready = self._ready, []
        return ready

    def working(self) -> list[Working]:
        """Return what each worker is busy with, the longest first."""
        now = time.monotonic()
        return [
            Working(trip.draft, trip.stage, now - trip.since, 0.0, self._roster.name(trip.worker))
            for trip in self._out.values()
        ]

    @property
    def _free(self) -> int:
        most = self._roster.seats
        return (most if self._most is None else min(most, self._most)) - len(self._out)

    def _hand_out(self) -> None:
        """Send what waits, as long as there is a seat for it."""
        for _ in range(len(self._waiting) if self._free > 0 else 0):
            trip = self._waiting.popleft()
            worker = self._roster.freest(trip.lacking) if self._free > 0 else None
            if worker is not None:
                self._send(trip, worker)
            elif self._roster.is_settled and self._roster.all_are(trip.lacking):
                self._fail(trip, notices.nowhere(len(trip.lacking)))
            else:
                self._waiting.append(trip)

    def _send(self, trip: Trip, worker: str) -> None:
        number = next(_NUMBERS)
        trip.begin(worker)
        self._roster.take_seat(worker)
        self._out[number] = trip
        self._link.send(number, worker, trip.errand(self._roster.threads(worker), self._way))

    def _take(self, heard: Heard) -> None:
        match heard:
            case Roll(workers):
                self._call(workers)
            case Fit():
                self._give_notice(self._roster.note(heard))
            case Staged(number, stage) if number in self._out:
                self._out[number].stage = stage
            case Answered(number, answer) if number in self._out:
                self._arrive(self._return(number), answer)
            case Failed(number) if number in self._out:
                self._lose(self._return(number), heard)
            case Wording():
                self._give_notice(heard)
            case Gone(reason):
                raise notices.gone(self._link.address, reason)

    def _call(self, workers: Mapping[str, Seats]) -> None:
        """Take in who is there: the drafts of those that are gone get another worker."""
        gone, new = self._roster.call(workers)
        for number in [n for n, trip in self._out.items() if trip.worker in gone]:
            self._link.cancel(number)
            trip = self._return(number)
            self._give_notice(notices.bereft(gone[trip.worker]))
            self._bereave(trip)
        for address in new:
            self._link.ask(next(_NUMBERS), address, self._roster.seats_of(address))

    def _return(self, number: int) -> Trip:
        """Take back what is out under a number."""
        trip = self._out.pop(number)
        self._roster.leave_seat(trip.worker)
        return trip

    def _arrive(self, trip: Trip, answer: Answer) -> None:
        """Take in an answer."""
        self.trouble = self.trouble or answer.trouble
        if answer.is_broken_off:
            self._bereave(trip)
            return
        if answer.report is None:
            name = self._roster.name(trip.worker)
            self._give_notice(notices.lacking(name, trip.draft))
            trip.lacking.add(trip.worker)
            self._waiting.appendleft(trip)
            return
        content = answer.report.content
        self._keeper.keep(trip.draft, trip.state, content, answer.measured)
        self._route(trip, trip.named_here(answer.report))

    def _route(self, trip: Trip, report: Report | None) -> None:
        """Have a draft without a report analyzed, and one with it mended or passed on."""
        if report is None:
            self._waiting.append(trip)
        elif order := following(trip, report, self.mended):
            self._waiting.appendleft(Trip(trip.draft, trip.settings, order=order))
        else:
            self._ready.append((trip.draft, report))

    def _lose(self, trip: Trip, failed: Failed) -> None:
        """Take in that a draft has no answer."""
        if failed.is_lost:
            self._bereave(trip)
        else:
            self._fail(trip, AnalyzerError("the analysis failed: {what}", what=failed.reason))

    def _bereave(self, trip: Trip) -> None:
        """Send a draft whose worker has died again, unless that was the last time."""
        trip.deaths += 1
        if trip.deaths < MOST_DEATHS:
            self._waiting.appendleft(trip)
        else:
            self._fail(trip, notices.deadly(trip.deaths))

    def _fail(self, trip: Trip, error: AnalyzerError) -> None:
        self._ready.append((trip.draft, lost(trip, error)))

    def _give_notice(self, notice: Wording | None) -> None:
        """Say something once, of each worker."""
        if notice is None:
            return
        told = (notice.message, notice.values.get("worker", notice.text))
        if told not in self._noticed:
            self._noticed.add(told)
            self._on_notice(notice)

    def _refuse_desertion(self) -> None:
        """Say so where nobody can take what waits, and after a while end the run."""
        now = time.monotonic()
        if self._roster.seats or not self._waiting:
            self._deserted_since = now
            return
        address, seconds = self._link.address, now - self._deserted_since
        if seconds > DESERTED_SECONDS:
            raise notices.deserted(address, seconds)
        if seconds > PATIENT_SECONDS:
            self._give_notice(notices.alone(address))
