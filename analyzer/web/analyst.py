"""The drop page's way to the analysis: drafts go into one pool, reports come out of it."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..batch.pool import STANDSTILL_SECONDS, Pool
from ..cache.store import Store
from ..fix.mend import Order
from ..model import Report, Still
from ..pipeline.analysis import stills_recaller
from ..settings import Settings

KEPT_BYTES = 200_000_000
"""Bytes of measurements that are kept for a draft that is dropped again: some 500 drafts with their
frames (0.4 MB each), as many as have a card."""

TIDY_DRAFTS = 20
"""Drafts after which it is seen to that no more is kept; it takes 5 ms."""

STANDSTILL = "standstill"
"""What is told in place of a stage that stands still."""

Found = tuple[Report, tuple[Still, ...]]


class _Order(NamedTuple):
    """A draft to analyze or mend, who is told its stages, and where its report is awaited."""

    path: Path
    mending: Order | None
    settings: Settings
    tell: Callable[[str], None]
    loop: asyncio.AbstractEventLoop
    found: asyncio.Future[Found]


class Analyst:
    """Analyzes up to ``jobs`` drafts at once, each within ``timeout`` seconds.

    The pool lives in a thread of its own, begun with the first draft. ``cache`` is the folder of
    the store that its workers share.
    """

    def __init__(self, settings: Settings, *, cache: Path, jobs: int, timeout: float) -> None:
        self.jobs = jobs
        self.settings = settings
        self._timeout = timeout
        self._cache = cache
        self._inbox: queue.SimpleQueue[_Order] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._beginning = threading.Lock()
        self._thread: threading.Thread | None = None
        self._analyzed = 0

    async def analyze(self, path: Path, settings: Settings, tell: Callable[[str], None]) -> Found:
        """The report on the draft at ``path``, whatever is wrong with it; ``tell`` hears stages."""
        return await self._wait_for(path, None, settings, tell)

    async def mend(self, order: Order, settings: Settings, tell: Callable[[str], None]) -> Report:
        """The report with what came of mending a draft that was analyzed."""
        report, _ = await self._wait_for(order.draft, order, settings, tell)
        return report

    def close(self) -> None:
        """End every analysis at once, in mid-draft."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(timeout=1.5)

    async def _wait_for(
        self, path: Path, mending: Order | None, settings: Settings, tell: Callable[[str], None]
    ) -> Found:
        with self._beginning:
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._run, name="analyst", daemon=True)
                self._thread.start()
        loop = asyncio.get_running_loop()
        wished = msgspec.structs.replace(settings, stills=mending is None)
        order = _Order(path, mending, wished, tell, loop, loop.create_future())
        self._inbox.put(order)
        return await order.found

    def _run(self) -> None:
        """Work until closed; on a failure whoever waits hears of it, and a later draft tries."""
        orders: dict[Path, _Order] = {}
        try:
            with Store(self._cache) as store, self._pool() as pool:
                while not self._closed.is_set():
                    self._step(orders, store, pool)
        except Exception as error:  # noqa: BLE001
            with self._beginning:
                self._thread = None
            for order in orders.values():
                order.loop.call_soon_threadsafe(_fail, order.found, error)

    def _step(self, orders: dict[Path, _Order], store: Store, pool: Pool) -> None:
        """Take in what was dropped, hand out what is ready, and tell what is going on."""
        with suppress(queue.Empty):
            order = self._inbox.get(timeout=0.0 if orders else 0.1)
            orders[order.path] = order
            pool.submit(order.path, order.settings, order=order.mending)
        for path, report in pool.finished(patience=0.1) if orders else ():
            order = orders.pop(path)
            stills = () if order.mending else stills_recaller(order.settings, store)(report)
            order.loop.call_soon_threadsafe(_answer, order.found, (report, stills))
            self._analyzed += 1
            if self._analyzed % TIDY_DRAFTS == 0:
                store.tidy(KEPT_BYTES)
        for one in pool.working():
            if one.draft in orders:
                order = orders[one.draft]
                stage = STANDSTILL if one.still >= STANDSTILL_SECONDS else one.stage
                order.loop.call_soon_threadsafe(order.tell, stage)

    def _pool(self) -> Pool:
        return Pool(self.settings, cache=self._cache, jobs=self.jobs, timeout=self._timeout)


def _answer(future: asyncio.Future[Found], found: Found) -> None:
    if not future.done():
        future.set_result(found)


def _fail(future: asyncio.Future[Found], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
