"""A folder of pages that a process of its own draws, while the run goes on with the next drafts."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..batch import job_control
from ..batch.spawned import spawned
from ..errors import AnalyzerError
from ..model import Report, Still
from .page_folder import PageFolder, claimed

MOST_AHEAD = 8
"""Drafts that wait for their page before the run waits, too; some 0.1 MB each."""


class PageProcess:
    """A ``PageFolder`` on the other end of a pipe.

    Raises UsageError where its folder is taken. What goes wrong there is raised here with one of
    the next calls, and the page that could not be written counts as not held.
    """

    def __init__(self, target: Path, count: int, language: str) -> None:
        _, self._pipe = spawned(_draw, claimed(target, count), language, name="pages")
        self._unanswered = deque[int | None]()
        """What is asked for and not yet answered: the numbers of pages, and None for all else."""
        self._held: set[int] = set()

    def add(self, number: int, report: Report, stills: Sequence[Still]) -> None:
        """Have the draft's page written."""
        self._ask("add", number, report, stills, page=number)
        self._held.add(number)

    def holds(self, number: int) -> bool:
        """Whether the draft's page is written, or will be."""
        return number in self._held

    def discard(self, number: int) -> None:
        """Leave the draft out of the index."""
        self._held.discard(number)
        self._ask("discard", number)

    def finish(self) -> Path:
        """Write the index, once all pages are there."""
        self._ask("finish")
        path: Path = self._catch_up(0)
        return path

    def _ask(self, *order: Any, page: int | None = None) -> None:
        self._catch_up(MOST_AHEAD - 1)
        with suppress(OSError):  # that it has gone is told with its answer
            self._pipe.send(order)
        self._unanswered.append(page)

    def _catch_up(self, most: int) -> Any:
        """Wait until no more than ``most`` are unanswered; return the last answer."""
        answer = None
        while len(self._unanswered) > most:
            try:
                answer = self._pipe.recv()
            except (EOFError, OSError):
                raise AnalyzerError(
                    "the process that draws the pages has ended; run the same command again, and "
                    "what is measured is not measured again"
                ) from None
            page = self._unanswered.popleft()
            if isinstance(answer, Exception):
                self._held -= {page}
                raise answer
        return answer


def _draw(parent: int, folder: Path, language: str, pipe: Connection) -> None:
    """Make the pages of ``folder`` as the pipe says; answer each time, with the error if any."""
    job_control.stand_apart(parent)
    pages: PageFolder | None = None
    with suppress(EOFError, OSError):  # the parent has gone
        while True:
            order, *arguments = pipe.recv()
            try:
                pages = pages or PageFolder(folder, language)
                answer = getattr(pages, order)(*arguments)
            except (AnalyzerError, OSError) as error:
                answer = error
            pipe.send(answer)
