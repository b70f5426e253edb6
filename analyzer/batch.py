"""A folder's story: reuse what is known, analyze the rest in processes of their own, report each.

Even a single draft is analyzed in a process of its own, so that a decoder that hangs or crashes
on a hostile file costs that draft and not the run.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from analyzer import limits
from analyzer.errors import AnalyzerError, TimeLimitError
from analyzer.model import Report
from analyzer.pipeline import failed, recaller
from analyzer.settings import Settings
from analyzer.store import Store
from analyzer.worker import TROUBLE, Working, analyze_one, end_group, prepare, whereabouts

DEFAULT_TIMEOUT = 900.0
"""Seconds that one draft may take."""

TICK = 0.2
"""Seconds between two looks at what the workers do."""


class CrashError(AnalyzerError):
    """The process that analyzed a draft died."""

    kind = "crash"


class Pool:
    """``jobs`` processes that analyze drafts; each keeps its models loaded and ends with this one.

    A draft that cannot be analyzed, crashes its process or takes more than ``timeout`` seconds is
    a report with an error, and its process is replaced. ``cache`` is the folder of the store that
    the workers share.
    """

    def __init__(
        self, settings: Settings, *, cache: Path, jobs: int = 1, timeout: float = DEFAULT_TIMEOUT
    ) -> None:
        self.settings = settings
        self.jobs = jobs
        self.timeout = timeout
        self.cache = cache
        self._told = tempfile.TemporaryDirectory(prefix="drafts-", ignore_cleanup_errors=True)
        self._pool: Any = None
        self._drafts: dict[Future[Report], Path] = {}
        self._leaders: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let the workers go; on an error, such as Ctrl-C, at once and in mid-draft."""
        if self._pool is not None:
            if kind is None and not self._drafts:
                self._pool.close()
                self._pool.join()
            self._kill()
            self._pool.stop()
            self._pool.join()
            self._kill()
        self._told.cleanup()

    def submit(self, draft: Path) -> None:
        """Have ``draft`` analyzed; its report is one of those that ``finished`` gives."""
        if self._pool is None:
            self._pool = self._started()
        future = self._pool.schedule(analyze_one, args=(draft, self.settings), timeout=self.timeout)
        self._drafts[future] = draft

    def finished(self, patience: float = TICK) -> list[tuple[Path, Report]]:
        """The drafts that are ready, after a wait of ``patience`` seconds at most."""
        done, _ = wait(self._drafts, timeout=patience, return_when=FIRST_COMPLETED)
        self._muster()
        return [(draft := self._drafts.pop(f), self._outcome(f, draft)) for f in done]

    @property
    def waiting(self) -> int:
        """How many drafts are not ready."""
        return len(self._drafts)

    def working(self) -> list[Working]:
        """What each worker is busy with."""
        return whereabouts(Path(self._told.name))

    def trouble(self) -> str | None:
        """Why a worker could not keep its measurements; null where all of them could."""
        note = Path(self._told.name) / TROUBLE
        return note.read_text(encoding="utf-8") if note.exists() else None

    def _started(self) -> Any:
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=self.jobs,
            context=multiprocessing.get_context("spawn"),
            initializer=prepare,
            initargs=(os.getpid(), self.cache, Path(self._told.name), self.settings.threads),
        )

    def _muster(self) -> None:
        """Note who is there, and end what those who are gone left running."""
        alive = {child.pid for child in multiprocessing.active_children() if child.pid}
        for gone in self._leaders - alive:
            end_group(gone)
            (Path(self._told.name) / str(gone)).unlink(missing_ok=True)
        self._leaders = alive

    def _kill(self) -> None:
        """End every worker with all that it started."""
        self._muster()
        for leader in self._leaders:
            end_group(leader)

    def _outcome(self, future: Future[Report], draft: Path) -> Report:
        from pebble import ProcessExpired

        try:
            return future.result()
        except TimeoutError:
            error: AnalyzerError = TimeLimitError(
                f"it took longer than {self.timeout:g} s and was stopped; give it more with "
                "--timeout"
            )
        except ProcessExpired as expired:
            error = CrashError(
                f"the analysis crashed (exit code {expired.exitcode}); the file may be damaged: "
                "export it again"
            )
            if expired.exitcode == limits.EXIT_CODE:
                error = limits.too_much(limits.ceiling(self.settings.model))
        except CancelledError:
            error = CrashError("the analysis was cancelled")
        except Exception as stumble:  # noqa: BLE001
            error = AnalyzerError(f"the analysis failed: {type(stumble).__name__}: {stumble}")
        return failed(draft, self.settings, error)


def scan(
    drafts: Iterable[Path],
    settings: Settings,
    *,
    jobs: int = 1,
    timeout: float = DEFAULT_TIMEOUT,
    store: Store | None = None,
    on_tick: Callable[[Sequence[Working]], None] = lambda _: None,
) -> Iterator[Report]:
    """Analyze every draft in a pool of ``jobs`` processes and yield each report as it is ready.

    What ``store`` knows all about comes first, without a process. ``on_tick`` is told a few times
    a second what is being worked on.
    """
    with tempfile.TemporaryDirectory(prefix="drafts-", ignore_cleanup_errors=True) as nowhere:
        cache = store.path.parent if store and not store.trouble else Path(nowhere)
        with Pool(settings, cache=cache, jobs=jobs, timeout=timeout) as pool:
            recall = recaller(settings, store) if store else lambda _: None
            known: list[str] = []
            for draft in drafts:
                report = recall(draft)
                if report is None:
                    pool.submit(draft)
                else:
                    known.append(report.content or "")
                    yield report
            if store:
                store.touch(known)
            while pool.waiting:
                for _, report in pool.finished():
                    yield report
                on_tick(pool.working())
            if store:
                store.trouble = store.trouble or pool.trouble()
