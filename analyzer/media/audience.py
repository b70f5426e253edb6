"""Watchers at work beside the decoder: each in a thread of its own, with a queue before it.

OpenCV, NumPy, onnxruntime and swscale leave the interpreter to others while they compute, so the
watchers use as many cores as there are. The decoder waits while too many pictures are being looked
at (back-pressure): memory stays flat however slow a watcher is.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .frames import Frame, Watcher
from .scaling import ScaledFrame, Scaler
from .threads import beside

if TYPE_CHECKING:
    import av

    from ..model import Probe

PIXELS_IN_FLIGHT = 12 * 1_080 * 1_920
"""Pixels of all the pictures that are looked at or wait for it: 37 MB at 8 bits, 75 MB at 10. At
1080x1920 and 30 frames a second it is 0.4 s of video; twice as many are looked at no sooner."""

FEWEST_IN_FLIGHT = 2
"""Pictures that may be in flight whatever their size, so that the decoder goes on beside one."""


class Audience:
    """Shows each picture to the watchers that want it, and waits for them at the end.

    Raises what a watcher raised, once all are done.
    """

    def __init__(self, watchers: Sequence[Watcher], probe: Probe) -> None:
        self._scalers = {one.long_side: Scaler(one.long_side, probe) for one in watchers}
        count = max(FEWEST_IN_FLIGHT, PIXELS_IN_FLIGHT // (probe.width * probe.height))
        self._room = threading.Semaphore(count)
        self._seats = [_Seat(one, self._room) for one in watchers]
        self._working: list[Future[None]] = []

    def show(self, picture: av.VideoFrame, time: float) -> None:
        """Hand a picture on; wait first while too many are in flight."""
        wanting = [seat for seat in self._seats if seat.watcher.wants(time)]
        if not wanting:
            return
        self._room.acquire()
        sides = {seat.watcher.long_side for seat in wanting}
        frames = {side: ScaledFrame(time, picture, self._scalers[side]) for side in sides}
        showing = _Showing(len(wanting))
        for seat in wanting:
            seat.queue.put((frames[seat.watcher.long_side], showing))

    def __enter__(self) -> Self:
        self._working = [beside(seat.look) for seat in self._seats]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for seat in self._seats:
            seat.is_given_up = error is not None
            seat.queue.put(None)
        wait(self._working)
        failures = [seat.failure for seat in self._seats if seat.failure is not None]
        if failures and error is None:
            raise failures[0]


class _Showing:
    """One picture being looked at, by so many watchers still."""

    def __init__(self, count: int) -> None:
        self._left = count
        self._lock = threading.Lock()

    def is_over(self) -> bool:
        """Whether the watcher that has just looked was the last."""
        with self._lock:
            self._left -= 1
            return self._left == 0


class _Seat:
    """Where one watcher looks from; one that has failed sees no more."""

    def __init__(self, watcher: Watcher, room: threading.Semaphore) -> None:
        self.watcher = watcher
        self.queue: SimpleQueue[tuple[Frame, _Showing] | None] = SimpleQueue()
        self.failure: BaseException | None = None
        self.is_given_up = False
        self._room = room

    def look(self) -> None:
        """Show the watcher what comes through the queue, until None does."""
        while (shown := self.queue.get()) is not None:
            frame, showing = shown
            if self.failure is None and not self.is_given_up:
                try:
                    self.watcher.observe(frame)
                except BaseException as failure:  # noqa: BLE001
                    self.failure = failure
            del frame, shown
            if showing.is_over():
                self._room.release()
