"""One run over drafts: analyze, show each as it is ready, write the reports, judge."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import PROGRAM, options, outputs, pages
from analyzer.errors import ExitCode, UsageError
from analyzer.model import Gist, Report

if TYPE_CHECKING:
    import argparse

    from analyzer.store import Store

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


class Run:
    """One run over drafts: analyze, show each as it is ready, write the reports, judge."""

    def __init__(
        self,
        asked: argparse.Namespace,
        paths: Sequence[Path],
        drafts: list[Path],
        store: Store,
        collection: outputs.Collection,
    ) -> None:
        self.asked = asked
        self.paths = paths
        self.drafts = drafts
        self.store = store
        self.collection = collection
        self.gists: dict[str, Gist] = {}
        self.settings, self.jobs = options.settings(asked, None if asked.watch else len(drafts))
        self.language = pages.language(asked.lang)
        self.page = Path(asked.html) if asked.html else pages.page_for_now() if asked.open else None
        self.data_on_stdout = "-" in (asked.json, asked.jsonl, asked.csv)
        captions = asked.srt or asked.vtt
        self.reports_follow = bool(asked.json or asked.csv or captions or self.page)
        """Whether whole reports are wanted once all drafts are done."""

    def go(self) -> int:
        """Do it all, and return the exit code."""
        with _line_writer(self.asked.jsonl) as self.write_line:
            if self.asked.watch:
                return self._watch()
            try:
                self._analyze()
            except KeyboardInterrupt:
                self._say_how_to_go_on()
                return ExitCode.INTERRUPTED
            finally:
                if self.store.trouble and not self.asked.quiet:
                    say(f"measurements are not kept: {self.store.trouble}")
            self._write_captions(self._reports())
            page = self._write()
            if page is not None and self.asked.open:
                pages.show(page)
            if len(self.drafts) > 1 and not self.asked.quiet and not self.data_on_stdout:
                print()
                print(self._summary(), end="", flush=True)
            return outputs.exit_code(self.gists.values(), self.asked.fail_on)

    def _analyze(self) -> None:
        from analyzer.batch import DEFAULT_TIMEOUT, scan
        from analyzer.progress import Progress

        shown = not self.asked.quiet and sys.stderr.isatty()
        with Progress(self.drafts, shown=shown) as progress:
            for report in scan(
                self.drafts,
                self.settings,
                jobs=self.jobs,
                timeout=self.asked.timeout or DEFAULT_TIMEOUT,
                store=self.store,
                on_tick=progress.working_on,
            ):
                self._take(report, as_card=len(self.drafts) <= MOST_CARDS)
                progress.done(report)

    def _take(self, report: Report, *, as_card: bool) -> None:
        self.gists[report.path] = Gist.of(report)
        if self.reports_follow:
            self.collection.add(report)
        if self.write_line is not None:
            from analyzer.reports import json

            self.write_line(json.line(report))
        if self.asked.quiet:
            return
        if report.error is not None:
            say(f"{report.path}: {report.error.message}")
        elif not self.data_on_stdout:
            self._show(report, as_card=as_card)

    def _show(self, report: Report, *, as_card: bool) -> None:
        from analyzer.reports import terminal

        width, color = _page()
        if as_card and len(self.gists) > 1:
            print()
        draw = terminal.render if as_card else terminal.line
        print(draw(report, width=width, color=color), end="", flush=True)

    def _summary(self) -> str:
        from analyzer.reports import summary

        width, color = _page()
        gists = (self.gists[path] for path in self._order() if path in self.gists)
        return summary.render(gists, width=width, color=color)

    def _order(self) -> Iterator[str]:
        from analyzer.pipeline import spelled

        return (spelled(draft) for draft in self.drafts)

    def _reports(self) -> Iterator[Report]:
        return self.collection.reports(self._order())

    def _write_captions(self, reports: Iterable[Report]) -> None:
        """Write the captions that were asked for of each of ``reports``."""
        asked = {".srt": self.asked.srt, ".vtt": self.asked.vtt}
        suffixes = [suffix for suffix, wanted in asked.items() if wanted]
        if suffixes:
            over = self.asked.force
            pages.write_captions(self.drafts, reports, suffixes, over=over, say=say)

    def _write(self) -> Path | None:
        """Write the reports that were asked for; returns the page to open, if there is one."""
        if self.asked.json:
            from analyzer.reports import json

            outputs.write("--json", self.asked.json, json.render(self._reports(), outputs.TOOL))
        if self.asked.csv:
            from analyzer.reports import csv

            start = "" if self.asked.csv == "-" else csv.BOM
            outputs.write("--csv", self.asked.csv, [start, *csv.render(self._reports())])
        if self.page is not None and self.drafts:
            reports, settings = self._reports(), self.settings
            count = len(self.gists)
            return pages.write_page(self.page, reports, count, settings, self.store, self.language)
        return None

    def _watch(self) -> int:
        from analyzer.batch import DEFAULT_TIMEOUT
        from analyzer.pipeline import spelled
        from analyzer.watch import watch

        if not self.asked.quiet:
            say(f"watching {', '.join(str(path) for path in self.paths)}; Ctrl-C ends it")
        try:
            for draft, report in watch(
                self.paths,
                self.drafts,
                self.settings,
                store=self.store,
                jobs=self.jobs,
                timeout=self.asked.timeout or DEFAULT_TIMEOUT,
            ):
                if report is None:
                    self.gists.pop(spelled(draft), None)
                    self.collection.drop(spelled(draft))
                    self.drafts.remove(draft)
                else:
                    if draft not in self.drafts:
                        self.drafts.append(draft)
                    self._take(report, as_card=True)
                    self._write_captions([report])
                self._write()
        except KeyboardInterrupt:
            say("stopped watching")
        return 0

    def _say_how_to_go_on(self) -> None:
        done = len(self.gists)
        say(f"stopped: {done} of {len(self.drafts)} drafts are done")
        if self.asked.no_cache or self.store.trouble:
            say("nothing was kept, so the same command begins anew")
        else:
            say("run the same command again to go on from there")


@contextlib.contextmanager
def _line_writer(target: str | None) -> Iterator[Callable[[str], object] | None]:
    """What writes a line at once to ``target``; null where nothing was asked for."""
    if target is None:
        yield None
    elif target == "-":
        yield lambda line: print(line, end="", flush=True)
    else:
        with contextlib.ExitStack() as stack:
            try:
                file = stack.enter_context(Path(target).open("w", encoding="utf-8", buffering=1))
            except OSError as error:
                why = error.strerror or error
                raise UsageError(f"--jsonl: {target} cannot be written: {why}") from None
            yield file.write


def _page() -> tuple[int, bool]:
    """How wide standard output is, and whether it shows colour."""
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if is_terminal else 80
    return width, is_terminal and "NO_COLOR" not in os.environ


def say(message: str) -> None:
    """One line on standard error, with nothing in it that could steer a terminal."""
    from analyzer.reports.text import printable

    print(f"{PROGRAM}: {printable(message)}", file=sys.stderr)
