"""The outputs of a run: one sink for each that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ..cache.store import Store
from ..settings import Settings
from .captions import CaptionSink
from .collection import Collection
from .cuts import CutsCard, CutsPage, Twice
from .options import Options
from .screen import ErrorSink, RunningTable, TerminalSink
from .sink import Sink
from .sinks import CsvSink, JsonlSink, JsonSink
from .targets import STDOUT
from .verdicts import Verdicts

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


class Runs(Protocol):
    """What the outputs have to know of a run."""

    options: Options
    drafts: dict[str, Path]
    store: Store
    settings: Settings
    verdicts: Verdicts


def outputs(run: Runs, collection: Collection) -> Iterator[Sink]:
    """Yield one sink for each output that was asked for, the terminal first."""
    asked, drafts = run.options, run.drafts
    twice = Twice(collection, run.settings, run.store) if asked.compare else None
    if not asked.quiet:
        yield ErrorSink()
        if STDOUT not in (asked.json, asked.jsonl, asked.csv):
            yield from _on_screen(run, twice)
    if asked.jsonl:
        yield JsonlSink(asked.jsonl)
    yield from _beside(asked, drafts)
    if asked.json:
        yield JsonSink(asked.json, collection, twice)
    if asked.csv:
        yield CsvSink(asked.csv, collection, asked.platforms)
    if asked.html or asked.open:
        page = Path(asked.html) if asked.html else None
        if twice:
            yield CutsPage(page, twice, asked.lang, shown=asked.open)
        else:
            from .pages import HtmlSink

            yield HtmlSink(page, collection, run.settings, run.store, asked.lang, shown=asked.open)


def _on_screen(run: Runs, twice: Twice | None) -> Iterator[Sink]:
    if twice:
        yield CutsCard(twice)
        return
    is_scan = not run.options.watch
    few = len(run.drafts) <= MOST_CARDS
    summary = is_scan and len(run.drafts) > 1
    yield TerminalSink(run.verdicts, as_cards=few or not is_scan, summary=summary)
    if not is_scan and sys.stdout is not None and sys.stdout.isatty():
        yield RunningTable(run.verdicts)


def _beside(asked: Options, drafts: Mapping[str, Path]) -> Iterator[Sink]:
    """What is written beside each draft."""
    if asked.captions:
        yield CaptionSink(asked.captions, drafts, over=asked.force, doubtful=asked.doubtful)
    if asked.markers:
        from .markers import MarkerSink

        yield MarkerSink(asked.markers, drafts, over=asked.force)
