"""What a worker process does: it analyzes drafts, says how far it is, and ends with its parent."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from analyzer import limits
from analyzer.errors import AnalyzerError
from analyzer.model import Report
from analyzer.pipeline import analyze, failed, spelled
from analyzer.settings import Settings
from analyzer.store import Store


class Working(msgspec.Struct, frozen=True):
    """A draft that is being analyzed: where it is, and at what stage."""

    path: str
    stage: str
    since: float
    """When the analysis began, in seconds of the wall clock."""


TROUBLE = "trouble"
"""The note in which a worker says why measurements are not kept."""

_store: Store | None = None
_told: Path | None = None


def prepare(parent: int, cache: Path, told: Path, threads: int) -> None:
    """Make this worker lead a process group that ends with ``parent``, and open the store.

    ``told`` is the folder in which it says what it does; ``threads`` is how many a library may
    use, so that workers do not fight for processors.
    """
    global _store, _told  # noqa: PLW0603
    share_cores(threads)
    if hasattr(os, "setpgrp"):
        os.setpgrp()
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _store = Store(cache)
    _told = told


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


def analyze_one(draft: Path, settings: Settings) -> Report:
    """The report on ``draft``, whatever is wrong with it."""
    most = limits.ceiling(settings.model)
    limits.hold(most)
    try:
        return analyze(draft, settings, _store, _teller(draft))
    except AnalyzerError as error:
        return failed(draft, settings, error)
    except MemoryError:
        return failed(draft, settings, limits.too_much(most))
    finally:
        if _told is not None:
            (_told / str(os.getpid())).unlink(missing_ok=True)
            if _store is not None and _store.trouble:
                (_told / TROUBLE).write_text(_store.trouble, encoding="utf-8")


def whereabouts(told: Path) -> list[Working]:
    """What each worker that speaks in the folder ``told`` is busy with, the longest first."""
    found = []
    for note in told.glob("[0-9]*"):
        with suppress(OSError, msgspec.DecodeError):
            found.append(msgspec.json.decode(note.read_bytes(), type=Working))
    return sorted(found, key=lambda working: working.since)


def end_group(leader: int) -> None:
    """End the process ``leader`` with everything that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _teller(draft: Path) -> Callable[[str], None]:
    """Writes down each stage of ``draft`` that begins, for the parent to read."""
    began = time.time()

    def tell(stage: str) -> None:
        if _told is None:
            return
        note = _told / str(os.getpid())
        fresh = note.with_name(f"fresh-{note.name}-{threading.get_ident()}")
        with suppress(OSError):
            fresh.write_bytes(msgspec.json.encode(Working(spelled(draft), stage, began)))
            fresh.replace(note)

    return tell


def _end_with(parent: int) -> None:
    """Wait until the parent has gone, then end this process and all that it started."""
    while os.getppid() == parent:
        time.sleep(0.5)
    end_group(os.getpid())
