"""The connection to a scheduler, on a thread of its own: errands go out, answers come back."""

from __future__ import annotations

import asyncio
import logging
import pickle
import queue
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Self

from ...errors import ClusterError, DependencyError
from ...model import Wording
from .errand import Errand, Fitness, Seats
from .heard import Answered, Failed, Fit, Gone, Heard, Roll, Staged

CONNECT_SECONDS = 10.0
"""How long the scheduler may take to answer at first."""

ROLL_SECONDS = 1.0
"""Time between two looks at which workers there are."""

FAREWELL_SECONDS = 5.0
"""How long the scheduler may take to hear that nobody waits for the rest."""

SEAT = f"__import__('importlib').import_module('{__package__}.seat')"
FITNESS = f"{SEAT}.fitness()"
ANSWER = f"{SEAT}.answer(errand)"
"""What a worker is asked, as it is evaluated there."""

MOST_AT_ONCE = 1000
"""Messages that are taken in at once, before something else is done."""


class Link:
    """A connection to the scheduler at ``address``.

    Raises ClusterError where nobody answers there, DependencyError where Dask is missing.
    ``security`` is Dask's own, where it is not in its configuration.
    """

    def __init__(self, address: str, security: Any = None) -> None:
        demand_dask()
        self.address = address
        self.topic = f"short-draft-analyzer-{uuid.uuid4().hex}"
        self._security = security
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self._carried: dict[int, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)
        self._thread.start()
        first = self._heard.get()
        if isinstance(first, Gone):
            self._thread.join()
            raise ClusterError(
                "the cluster at {address} does not answer: {what}; see that its scheduler runs "
                "and that the address is the one that it printed",
                address=address,
                what=first.reason,
            )
        self._heard.put(first)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, number: int, worker: str, errand: Errand) -> None:
        """Have ``worker`` do an errand, which is known by a number from now on."""
        self._call(self._begin, number, worker, errand)

    def ask(self, number: int, worker: str, seats: Seats) -> None:
        """Have ``worker`` say whether it is fit."""
        self._call(self._begin_to_ask, number, worker, seats)

    def cancel(self, number: int) -> None:
        """Wait no longer for an errand; the worker stops it, if it is there."""
        self._call(self._drop, number)

    def hear(self, patience: float) -> Iterator[Heard]:
        """What has been heard, after a wait of ``patience`` seconds at most."""
        with suppress(queue.Empty):
            yield self._heard.get(timeout=patience) if patience else self._heard.get_nowait()
            for _ in range(MOST_AT_ONCE):
                yield self._heard.get_nowait()

    def close(self) -> None:
        """Cancel every errand that is out, and leave the cluster."""
        self._call(self._closing.set)
        self._thread.join(FAREWELL_SECONDS)

    def _call(self, act: Any, *arguments: Any) -> None:
        with suppress(RuntimeError):  # the loop has ended with the connection
            self._loop.call_soon_threadsafe(act, *arguments)

    def _run(self) -> None:
        """The thread: it lives as long as the connection."""
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._live())
        except Exception as error:  # noqa: BLE001
            self._heard.put(Gone(str(error) or type(error).__name__))

    async def _live(self) -> None:
        """Connect, call the roll again and again, and tell when the scheduler is gone."""
        from distributed import Client

        async with Client(
            self.address,
            asynchronous=True,
            timeout=CONNECT_SECONDS,
            security=self._security,
            set_as_default=False,
        ) as client:
            self._client = client
            client.subscribe_topic(self.topic, self._take_event)
            while not self._closing.is_set():
                if client.status != "running" or client.scheduler is None:
                    raise ConnectionError("the connection was lost")
                known = await client.scheduler.identity(n_workers=-1)
                self._heard.put(Roll({a: _seats(w) for a, w in known["workers"].items()}))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._closing.wait(), ROLL_SECONDS)
            for task in list(self._carried.values()):
                task.cancel()
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    asyncio.gather(*self._carried.values(), return_exceptions=True),
                    FAREWELL_SECONDS,
                )

    def _begin(self, number: int, worker: str, errand: Errand) -> None:
        self._carried[number] = self._loop.create_task(self._carry(number, worker, errand))

    def _begin_to_ask(self, number: int, worker: str, seats: Seats) -> None:
        self._carried[number] = self._loop.create_task(self._inquire(number, worker, seats))

    def _drop(self, number: int) -> None:
        if number in self._carried:
            self._carried[number].cancel()

    async def _carry(self, number: int, worker: str, errand: Errand) -> None:
        """Have a worker do an errand, and tell what comes of it."""
        try:
            given = {"errand": pickle.dumps(errand)}
            answer = await self._done(worker, number, ANSWER, given)
            self._heard.put(Answered(number, pickle.loads(answer)))  # noqa: S301
        except Exception as error:  # noqa: BLE001
            if self._client.status == "running":
                self._heard.put(Failed(number, _said(error), _is_lost(error)))
        finally:
            del self._carried[number]

    async def _inquire(self, number: int, worker: str, seats: Seats) -> None:
        """Ask a worker whether it is fit; one without even the question is of another version."""
        try:
            said = await self._done(worker, number, FITNESS, {})
            self._heard.put(Fit(worker, seats.id, Fitness(*said), ""))
        except Exception as error:  # noqa: BLE001
            if not _is_lost(error):
                self._heard.put(Fit(worker, seats.id, None, _said(error)))
        finally:
            del self._carried[number]

    async def _done(self, worker: str, number: int, what: str, given: dict[str, Any]) -> Any:
        """What an expression is worth on a worker; it is cancelled there if it is cancelled here.

        It is sent as text with bytes: whoever passes it on has to import nothing, and a worker that
        lacks a module says so, where Dask's own way to name a function would end it.
        """
        future = self._client.submit(
            eval,
            what,
            given,
            key=f"{self.topic}-{number}-{uuid.uuid4().hex[:8]}",
            workers=[worker],
            allow_other_workers=False,
            pure=False,
        )
        try:
            return await future
        except asyncio.CancelledError:
            await asyncio.shield(self._client.cancel([future]))
            raise

    def _take_event(self, event: tuple[float, dict[str, Any]]) -> None:
        """Take in what a worker says meanwhile."""
        said = event[1]
        if "stage" in said:
            number = int(said["key"].removeprefix(f"{self.topic}-").partition("-")[0])
            self._heard.put(Staged(number, said["stage"]))
        else:
            self._heard.put(Wording(said["message"], values=said["values"]))


def demand_dask() -> None:
    """Raise DependencyError where Dask is missing; quieten what it prints by itself."""
    import sys

    try:
        import distributed  # noqa: F401
    except ImportError:
        raise DependencyError(
            "--cluster needs Dask, which is not installed: {python} -m pip install distributed",
            python=sys.executable,
        ) from None
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {"distributed", "tornado", "asyncio"}:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _seats(worker: dict[str, Any]) -> Seats:
    return Seats(
        id=worker["id"],
        name=str(worker.get("name", worker["id"])),
        host=worker["host"],
        threads=worker["nthreads"],
        memory=worker.get("memory_limit") or 0,
    )


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".strip(": ").partition("\n")[0]


def _is_lost(error: BaseException) -> bool:
    """Whether an errand failed because workers died over it, and not by what it asks for."""
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    return isinstance(error, (FutureCancelledError, KilledWorker))
