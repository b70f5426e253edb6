"""Where the reports of a run go: one sink for each output that was asked for."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ..model import Report
from . import console
from .collection import Collection
from .cuts import Twice
from .files import write_whole
from .sink import Sink
from .targets import STDOUT
from .tool import TOOL


class JsonSink(Sink):
    """One JSON document with every report, and what two cuts compare to, written whole."""

    name = "--json"

    def __init__(self, target: str, collection: Collection, twice: Twice | None = None) -> None:
        self._target = target
        self._collection = collection
        self._twice = twice

    def finish(self) -> None:
        """Write the document."""
        from ..reports import json

        found = self._twice.comparison() if self._twice else None
        _write(self._target, json.render(self._collection.reports(), TOOL, found))


class CsvSink(Sink):
    """One table with a row for every report, written whole."""

    name = "--csv"

    def __init__(self, target: str, collection: Collection, platforms: tuple[str, ...]) -> None:
        self._target = target
        self._collection = collection
        self._platforms = platforms

    def finish(self) -> None:
        """Write the table."""
        from ..reports import csv

        start = "" if self._target == STDOUT else csv.BOM
        lines = csv.render(
            self._collection.reports(),
            platforms=self._platforms,
            language=console.language().code,
        )
        _write(self._target, [start, *lines])


class JunitSink(Sink):
    """One JUnit document with every check of every draft, written whole."""

    name = "--junit"

    def __init__(self, target: str, collection: Collection, fail_on: str) -> None:
        self._target = target
        self._collection = collection
        self._fail_on = fail_on

    def finish(self) -> None:
        """Write the document."""
        from ..reports import pipelines

        pieces = pipelines.junit(
            self._collection.reports, TOOL, self._fail_on, console.language().code
        )
        _write(self._target, pieces)


class GithubSink(Sink):
    """Annotations of a GitHub workflow on standard output, each draft's as soon as it is there."""

    name = "--github"

    def __init__(self, fail_on: str) -> None:
        self._fail_on = fail_on

    def revise(self, report: Report) -> None:
        """Say no more: the annotation of the later draft names both."""

    def add(self, report: Report) -> None:
        """Annotate it."""
        from ..reports import pipelines

        console.out([pipelines.github(report, self._fail_on, console.language().code)])


class JsonlSink(Sink):
    """A line for each report as soon as it is there, to be followed while the run goes on.

    A file that was there is replaced in one step by the first line. After that each line is
    written whole or not at all, so that the file can be read whenever the run ends.
    """

    name = "--jsonl"

    def __init__(self, target: str) -> None:
        self._target = target
        self._file: io.FileIO | None = None

    def add(self, report: Report) -> None:
        """Write its line."""
        from ..reports import json

        line = json.line(report)
        if self._target == STDOUT:
            console.out([line])
        else:
            _append(self._opened(), line.encode())

    def finish(self) -> None:
        """Leave an empty file where there was no report."""
        if self._target != STDOUT:
            self._opened()

    def _opened(self) -> io.FileIO:
        if self._file is None:
            path = Path(self._target)
            if path.is_file() or not path.exists():
                write_whole(path, [], over=True)
            self._file = io.FileIO(os.open(path, os.O_WRONLY | os.O_APPEND), "wb")
        return self._file


def _append(file: io.FileIO, line: bytes) -> None:
    """Write the whole line; where that fails half-way, a file is as it was before."""
    start = file.seek(0, os.SEEK_END) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[file.write(rest) :]
    except OSError:
        if start is not None:
            file.truncate(start)
        raise


def _write(target: str, pieces: Iterable[str]) -> None:
    if target == STDOUT:
        console.out(pieces)
    else:
        write_whole(Path(target), pieces, over=True)
