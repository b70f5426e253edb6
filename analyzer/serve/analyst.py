"""The drop page's way to the analysis: one draft in, its report out, in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from analyzer.batch import scan
from analyzer.model import Report, Still
from analyzer.pipeline import Settings


class Analyst:
    """Analyzes up to ``jobs`` drafts at once, each within ``timeout`` seconds."""

    def __init__(self, settings: Settings, *, jobs: int, timeout: float) -> None:
        self.jobs = jobs
        self._settings = settings
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="analyst")
        self._busy = 0

    async def analyze(
        self, path: Path, tell: Callable[[str], None]
    ) -> tuple[Report, tuple[Still, ...]]:
        """The report on the draft at ``path``, whatever is wrong with it; ``tell`` hears stages."""
        tell("")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._report, path), ()

    def close(self) -> None:
        """End every analysis at once, in mid-draft."""
        patience = time.monotonic() + 1.0
        while True:
            for child in multiprocessing.active_children():
                with suppress(ProcessLookupError, PermissionError, AttributeError):
                    os.killpg(child.pid or 0, signal.SIGKILL)
                child.kill()
            if not self._busy or time.monotonic() > patience:
                break
            time.sleep(0.05)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _report(self, path: Path) -> Report:
        self._busy += 1
        try:
            (report,) = scan([path], self._settings, timeout=self._timeout)
            return report
        finally:
            self._busy -= 1
