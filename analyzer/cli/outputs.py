"""What a run hands its reports to: one sink for each output that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .captions import CaptionSink
from .collection import Collection
from .cuts import CutsCard, CutsPage, Twice
from .files import Beside
from .screen import ErrorSink, RunningTable, TerminalSink
from .sink import Sink
from .sinks import CsvSink, GithubSink, JsonlSink, JsonSink, JunitSink
from .targets import STDOUT

if TYPE_CHECKING:
    from .run import Run

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


def outputs(run: Run, collection: Collection) -> Iterator[Sink]:
    """Yield one sink for each output that was asked for, the terminal first."""
    asked = run.options
    twice = Twice(collection, run.settings, run.store) if asked.compare else None
    if not asked.quiet:
        yield from _on_screen(run, twice)
    if asked.jsonl:
        yield JsonlSink(asked.jsonl)
    if asked.github:
        yield GithubSink(asked.fail_on)
    yield from _beside(run)
    yield from _documents(run, collection, twice)


def _on_screen(run: Run, twice: Twice | None) -> Iterator[Sink]:
    """What a person sees, unless standard output is a program's."""
    yield ErrorSink()
    if STDOUT in run.options.targets.values():
        return
    if twice:
        yield CutsCard(twice)
        return
    is_scan = not run.options.watch
    few = len(run.drafts) <= MOST_CARDS
    summary = is_scan and len(run.drafts) > 1
    yield TerminalSink(run.verdicts, as_cards=few or not is_scan, summary=summary)
    if not is_scan and sys.stdout is not None and sys.stdout.isatty():
        yield RunningTable(run.verdicts)


def _beside(run: Run) -> Iterator[Sink]:
    """What is written beside each draft."""
    asked = run.options
    beside = Beside(run.drafts, over=asked.force)
    if asked.captions:
        yield CaptionSink(asked.captions, beside, doubtful=asked.doubtful)
    if asked.markers:
        from .markers import MarkerSink

        yield MarkerSink(asked.markers, run.drafts, beside)
    for sheet in asked.sheets:
        from .sheets import SheetSink

        yield SheetSink(sheet, run.settings, run.store, asked.lang, beside)


def _documents(run: Run, collection: Collection, twice: Twice | None) -> Iterator[Sink]:
    """What is written whole, at the end."""
    asked = run.options
    if asked.json:
        yield JsonSink(asked.json, collection, twice)
    if asked.csv:
        yield CsvSink(asked.csv, collection, asked.platforms)
    if asked.junit:
        yield JunitSink(asked.junit, collection, asked.fail_on)
    if asked.html or asked.open:
        page = Path(asked.html) if asked.html else None
        if twice:
            yield CutsPage(page, twice, asked.lang, shown=asked.open)
        else:
            from .pages import HtmlSink

            yield HtmlSink(page, collection, run.settings, run.store, asked.lang, shown=asked.open)
