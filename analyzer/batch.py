"""A folder's story: find the drafts, analyze them in processes of their own, report each.

Even a single draft is analyzed in a process of its own, so that a decoder that hangs or crashes
on a hostile file costs that draft and not the run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from pathlib import Path

from analyzer.errors import AnalyzerError, InputError, TimeLimitError
from analyzer.model import Failure, Report, Status
from analyzer.pipeline import Settings, analyze, spelled

VIDEO_SUFFIXES = frozenset({
    ".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg",
    ".ts", ".mts", ".m2ts", ".3gp", ".flv", ".wmv", ".ogv", ".mxf",
})  # fmt: skip

DEFAULT_TIMEOUT = 900.0
"""Seconds that one draft may take."""


def discover(paths: Iterable[Path]) -> list[Path]:
    """The drafts under ``paths``: files as they are given, folders searched to any depth.

    Raises InputError for a folder that holds no video.
    """
    drafts: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            drafts[path] = None
            continue
        found = sorted(p for p in path.rglob("*") if _is_draft(p))
        if not found:
            raise InputError(f"{path}: there is no video in this folder")
        drafts |= dict.fromkeys(found)
    return list(drafts)


def scan(
    drafts: Iterable[Path], settings: Settings, *, jobs: int = 1, timeout: float = DEFAULT_TIMEOUT
) -> Iterator[Report]:
    """Analyze every draft in a pool of ``jobs`` processes and yield each report as it is ready.

    A draft that cannot be analyzed, crashes its process or takes more than ``timeout`` seconds
    is a report with an error, and the others go on.
    """
    from pebble import ProcessPool

    crew = _Crew()
    pool = ProcessPool(
        max_workers=jobs, context=multiprocessing.get_context("spawn"), initializer=prepare_worker
    )
    futures = {
        pool.schedule(_report, args=(draft, settings), timeout=timeout): draft for draft in drafts
    }
    pending = set(futures)
    try:
        while pending:
            done, pending = wait(pending, timeout=0.2, return_when=FIRST_COMPLETED)
            crew.muster()
            for future in done:
                yield _outcome(future, futures[future], settings, timeout)
        pool.close()
        pool.join()
    finally:
        pool.stop()
        pool.join()
        crew.disband()


def failed(path: Path, settings: Settings, error: AnalyzerError) -> Report:
    """The report of a draft that could not be analyzed."""
    return Report(
        path=spelled(path),
        status=Status.ERROR,
        platform=settings.platform,
        error=Failure(kind=error.kind, message=str(error)),
    )


class CrashError(AnalyzerError):
    """The process that analyzed a draft died."""

    kind = "crash"


def _is_draft(path: Path) -> bool:
    return (
        path.suffix.lower() in VIDEO_SUFFIXES and not path.name.startswith(".") and path.is_file()
    )


def _report(draft: Path, settings: Settings) -> Report:
    try:
        return analyze(draft, settings)
    except AnalyzerError as error:
        return failed(draft, settings, error)


def _outcome(future: object, draft: Path, settings: Settings, timeout: float) -> Report:
    from pebble import ProcessExpired

    try:
        return future.result()  # type: ignore[attr-defined, no-any-return]
    except TimeoutError:
        error: AnalyzerError = TimeLimitError(
            f"it took longer than {timeout:g} s and was stopped; give it more with --timeout"
        )
    except ProcessExpired as expired:
        error = CrashError(
            f"the analysis crashed (exit code {expired.exitcode}); the file may be damaged: "
            "export it again"
        )
    except CancelledError:
        error = CrashError("the analysis was cancelled")
    except Exception as stumble:  # noqa: BLE001
        error = AnalyzerError(f"the analysis failed: {type(stumble).__name__}: {stumble}")
    return failed(draft, settings, error)


def prepare_worker() -> None:
    """Size the threads of this worker, and make it lead a process group that ends with it."""
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    if hasattr(os, "setpgrp"):
        os.setpgrp()


class _Crew:
    """The workers seen so far, so that what they started ends when they do."""

    def __init__(self) -> None:
        self.seen: set[int] = set()

    def muster(self) -> None:
        """Note who is there, and end what those who are gone left running."""
        alive = {child.pid for child in multiprocessing.active_children() if child.pid}
        for gone in self.seen - alive:
            _end_group(gone)
        self.seen = alive

    def disband(self) -> None:
        """End everything that any worker left running."""
        for leader in self.seen:
            _end_group(leader)


def _end_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        try:
            os.killpg(leader, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
