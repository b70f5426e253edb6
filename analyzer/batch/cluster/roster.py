"""The workers that there are, which of them are fit, and who has a seat free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ...model import Wording
from ..limits import MEMORY_PER_DRAFT
from . import notices
from .errand import Fitness, Seats, edition
from .heard import Fit


@dataclass(eq=False)
class _Worker:
    seats: Seats
    fitness: Fitness | None = None
    is_fit: bool | None = None
    """None until it has said so."""
    taken: int = 0

    @property
    def most(self) -> int:
        """How many drafts it takes at once: one a thread, as far as its memory goes."""
        seats = self.seats.threads
        if self.seats.memory:
            seats = min(seats, self.seats.memory // MEMORY_PER_DRAFT)
        return max(1, seats)


class Roster:
    """The workers of a cluster by their addresses, as the last roll told them."""

    def __init__(self) -> None:
        self._workers: dict[str, _Worker] = {}

    def call(self, workers: Mapping[str, Seats]) -> tuple[dict[str, str], list[str]]:
        """Take in who is there; returns who is gone, with names, and who is new and not asked."""
        gone = {
            address: self.name(address)
            for address, known in self._workers.items()
            if address not in workers or workers[address].id != known.seats.id
        }
        for address in gone:
            del self._workers[address]
        new = [address for address in workers if address not in self._workers]
        self._workers |= {address: _Worker(workers[address]) for address in new}
        for address, seats in workers.items():
            self._workers[address].seats = seats
        return gone, new

    def note(self, fit: Fit) -> Wording | None:
        """Take in what a worker says of itself, and return what a user should know of that."""
        worker = self._workers.get(fit.worker)
        if worker is None or worker.seats.id != fit.id:
            return None
        worker.fitness = fit.fitness
        worker.is_fit = fit.fitness is not None and fit.fitness.edition == edition()
        if worker.is_fit:
            return None
        name = self.name(fit.worker)
        if fit.fitness is None:
            return notices.foreign(name, fit.reason)
        return notices.outdated(name, fit.fitness.edition, edition())

    @property
    def seats(self) -> int:
        """How many drafts the fit workers take at once."""
        return sum(worker.most for worker in self._fit().values())

    @property
    def is_settled(self) -> bool:
        """Whether there are workers that are fit, and all have said whether they are."""
        known = [worker.is_fit for worker in self._workers.values()]
        return any(known) and None not in known

    def freest(self, lacking: AbstractSet[str]) -> str | None:
        """The fit worker with the most seats free of those that do not lack a file."""
        free = {
            address: worker.most - worker.taken
            for address, worker in self._fit().items()
            if address not in lacking and worker.taken < worker.most
        }
        return max(free, key=lambda address: free[address]) if free else None

    def all_are(self, lacking: AbstractSet[str]) -> bool:
        """Whether all fit workers are among these."""
        return self._fit().keys() <= lacking

    def threads(self, address: str) -> int:
        """How many threads a draft may use there, with all seats of its machine taken."""
        fit = self._fit()
        seats = Counter[str]()
        for worker in fit.values():
            seats[worker.seats.host] += worker.most
        worker = fit[address]
        cores = worker.fitness.cores if worker.fitness else 1
        return max(1, cores // seats[worker.seats.host])

    def take_seat(self, address: str) -> None:
        """Note that a draft was sent there."""
        self._workers[address].taken += 1

    def leave_seat(self, address: str) -> None:
        """Note that one is no longer there."""
        if address in self._workers:
            self._workers[address].taken = max(0, self._workers[address].taken - 1)

    def seats_of(self, address: str) -> Seats:
        """The worker as the scheduler knows it."""
        return self._workers[address].seats

    def name(self, address: str) -> str:
        """How a person knows a worker: by the name that it was given, or by its machine."""
        worker = self._workers.get(address)
        if worker is None:
            return address
        if worker.seats.name.isdigit():  # as Dask numbers those that it starts by itself
            return f"#{worker.seats.name}"
        return worker.seats.host if worker.seats.name == address else worker.seats.name

    def _fit(self) -> dict[str, _Worker]:
        return {address: worker for address, worker in self._workers.items() if worker.is_fit}
