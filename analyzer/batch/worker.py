"""What a worker process does: it analyzes drafts, says how far it is, and ends with its parent.

Nothing heavy is imported before the worker has left the terminal.
"""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import AnalyzerError
from . import job_control

if TYPE_CHECKING:
    from ..cache.store import Store
    from ..fix.mend import Order
    from ..media.binaries import Fault
    from ..model import Report, Wording
    from ..settings import Settings

TIDY_DRAFTS = 500
"""Drafts after which a worker drops from the store what is too much: a watch may never end."""


class Ready(NamedTuple):
    """The worker can take a draft; ``notices`` are what the user should know first."""

    notices: list[Wording]


class Taken(NamedTuple):
    """The worker has its draft: should it die from now on, the draft may be why."""


class Stage(NamedTuple):
    """A stage of the analysis has begun."""

    name: str


class Unable(NamedTuple):
    """The worker cannot analyze any draft."""

    reason: str


class Done(NamedTuple):
    """The draft has its report; ``trouble`` says why measurements are not kept, if so."""

    report: Report
    trouble: str | None


Message = Ready | Unable | Taken | Stage | Done
Tell = Callable[[Message], None]


def work(
    parent: int, cache: Path, threads: int, programs: Mapping[str, Fault], pipe: Connection
) -> None:
    """Analyze each draft, or mend by each ``Order``, that comes through ``pipe`` with its settings.

    ``cache`` is the folder of the store; ``threads`` is how many a library may use, so that
    workers do not fight for processors; ``programs`` is what is known of them, so that they are
    not asked again; ``parent`` is the process that this one ends with.
    """
    job_control.stand_apart(parent)
    share_cores(threads)
    from . import limits

    limits.share_heap()
    tell = _teller(pipe)
    with suppress(OSError):  # the parent has gone
        try:
            from ..cache.store import Store
            from ..media import binaries
            from ..pipeline.analysis import analyze

            binaries.trust(programs)
            store = Store(cache)
            notices = binaries.notices()
        except Exception as error:  # noqa: BLE001
            tell(Unable(f"{type(error).__name__}: {error}"))
            return
        tell(Ready(notices))
        with suppress(EOFError):
            for count in itertools.count(1):
                asked, settings = pipe.recv()
                tell(Taken())
                if isinstance(asked, Path):
                    report = _analyzed(analyze, asked, settings, store, tell)
                else:
                    report = _mended(asked, settings, store, tell)
                tell(Done(report, store.trouble))
                del report
                limits.trim_heap()
                if count % TIDY_DRAFTS == 0:
                    store.tidy()


def share_cores(threads: int = 0) -> None:
    """Have the libraries that are loaded from now on leave the processors to each other.

    A thread of theirs that waits sleeps: spinning, as OpenMP's do by default, it takes the core
    that the decoder wants. ``threads`` is how many each may use; 0 for as many as help.
    """
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if threads:
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
            os.environ.setdefault(name, str(threads))


def _analyzed(
    analyze: Callable[..., Report], draft: Path, settings: Settings, store: Store, tell: Tell
) -> Report:
    """Return the report on ``draft``, whatever is wrong with it."""
    from ..pipeline.analysis import failed
    from . import limits

    most = limits.ceiling(settings.model)
    limits.hold(most)
    try:
        if settings.only_sound:
            from ..pipeline.tracks import listen

            return listen(draft, settings, store, lambda stage: tell(Stage(stage)))
        return analyze(draft, settings, store, lambda stage: tell(Stage(stage)))
    except AnalyzerError as error:
        return failed(draft, error)
    except MemoryError:
        return failed(draft, limits.too_much(most))
    except Exception as error:  # noqa: BLE001
        what = f"{type(error).__name__}: {error}"
        return failed(draft, AnalyzerError("the analysis failed: {what}", what=what))


def _mended(order: Order, settings: Settings, store: Store, tell: Tell) -> Report:
    """Return the report on a draft with what was mended in it, whatever goes wrong."""
    from ..fix.mend import mend, refused
    from . import limits

    most = limits.ceiling(settings.model)
    limits.hold(most)
    try:
        return mend(order, settings, store, lambda stage: tell(Stage(stage)))
    except MemoryError:
        return refused(order, limits.too_much(most))
    except Exception as error:  # noqa: BLE001
        what = f"{type(error).__name__}: {error}"
        return refused(order, AnalyzerError("the mending failed: {what}", what=what))


def _teller(pipe: Connection) -> Tell:
    """Return what sends a message to the parent; the picture's and the sound's threads share it."""
    lock = threading.Lock()

    def tell(message: Message) -> None:
        with lock:
            pipe.send(message)

    return tell
