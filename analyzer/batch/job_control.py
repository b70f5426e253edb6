"""The terminal that a run was started from: its keyboard is left alone, and Ctrl-Z and fg work.

Workers lead process groups of their own, so the terminal counts them as background jobs: a child
of theirs that reads the keyboard, or sets the terminal's mode as ffmpeg does, would be stopped by
the kernel (SIGTTIN, SIGTTOU) with all of its group, without a word. See POSIX.1-2017, 11.1.4.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol
from weakref import WeakSet

STOPPING = ("SIGTTOU", "SIGTTIN", "SIGTSTP")
"""The signals by which a terminal stops a background process."""


class Suspendable(Protocol):
    """Something that rests while the run is stopped by Ctrl-Z."""

    def suspend(self) -> None:
        """Rest; called just before this process stops."""

    def resume(self) -> None:
        """Go on; called as soon as this process runs again."""


_joined: WeakSet[Suspendable] = WeakSet()


def leave_keyboard() -> None:
    """Make the null device the standard input of this process and of all that it will start."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    if null != 0:
        os.close(null)


def ignore_stops() -> None:
    """Make the terminal unable to stop this process and all that it will start."""
    for name in STOPPING:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back meanwhile; a process that is started here begins with it held back, too.

    It would otherwise end with a traceback before its first line of ours could say anything.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def ignore_interrupts() -> None:
    """Leave it to the parent what Ctrl-C means, and hold it back no longer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def stand_apart(parent: int) -> None:
    """Leave the terminal and lead a group of one's own, which ends with the process ``parent``."""
    ignore_interrupts()
    leave_keyboard()
    ignore_stops()
    if hasattr(os, "setpgrp"):
        os.setpgrp()
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def join(thing: Suspendable) -> None:
    """Have ``thing`` rest while the run is stopped, for as long as it is there."""
    _joined.add(thing)


def handle_suspension() -> None:
    """Have Ctrl-Z stop this process with everything that joined, and ``fg`` wake them all."""
    stop = getattr(signal, "SIGTSTP", None)
    if stop is not None and signal.getsignal(stop) is not signal.SIG_IGN:
        signal.signal(stop, _suspend)


def signal_group(leader: int, number: int) -> None:
    """Send a signal to the process ``leader`` and to all of its group, if they are there."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


def _end_with(parent: int) -> None:
    """Wait until the parent has gone, then end this process and all that it started."""
    while os.getppid() == parent:
        time.sleep(0.5)
    signal_group(os.getpid(), signal.SIGKILL)


def _suspend(number: int, _: object) -> None:
    things = list(_joined)
    for thing in things:
        thing.suspend()
    signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {number})
    os.kill(os.getpid(), number)  # this process stops here, and goes on here
    signal.signal(number, _suspend)
    for thing in things:
        thing.resume()
