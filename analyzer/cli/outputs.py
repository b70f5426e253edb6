"""What a run hands its reports to, by what was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .captions import CaptionSink
from .collection import Collection
from .screen import ErrorSink, RunningTable, TerminalSink
from .sink import Sink
from .sinks import CsvSink, GithubSink, JsonlSink, JsonSink, JunitSink
from .targets import STDOUT

if TYPE_CHECKING:
    from .run import Run

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


def outputs(run: Run, collection: Collection) -> Iterator[Sink]:
    """One sink for each output that was asked for, the terminal first."""
    asked = run.options
    if not asked.quiet:
        yield from _on_screen(run)
    if asked.jsonl:
        yield JsonlSink(asked.jsonl)
    if asked.github:
        yield GithubSink(asked.fail_on)
    if asked.captions:
        yield CaptionSink(asked.captions, run.drafts, over=asked.force, doubtful=asked.doubtful)
    yield from _documents(run, collection)


def _on_screen(run: Run) -> Iterator[Sink]:
    """What a person sees, unless standard output is a program's."""
    is_scan = not run.options.watch
    yield ErrorSink()
    if STDOUT not in run.options.targets.values():
        few = len(run.drafts) <= MOST_CARDS
        summary = is_scan and len(run.drafts) > 1
        yield TerminalSink(run.verdicts, as_cards=few or not is_scan, summary=summary)
        if not is_scan and sys.stdout is not None and sys.stdout.isatty():
            yield RunningTable(run.verdicts)


def _documents(run: Run, collection: Collection) -> Iterator[Sink]:
    """What is written whole, at the end."""
    asked = run.options
    if asked.json:
        yield JsonSink(asked.json, collection)
    if asked.csv:
        yield CsvSink(asked.csv, collection, asked.platforms)
    if asked.junit:
        yield JunitSink(asked.junit, collection, asked.fail_on)
    if asked.html or asked.open:
        from .pages import HtmlSink

        page = Path(asked.html) if asked.html else None
        yield HtmlSink(page, collection, run.settings, run.store, asked.lang, shown=asked.open)
