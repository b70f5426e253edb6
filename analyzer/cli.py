"""argv -> analysis -> reports -> exit code: the only print and the only sys.exit."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from analyzer import options
from analyzer.errors import AnalyzerError

if TYPE_CHECKING:
    import argparse

    from analyzer.model import Report
    from analyzer.outputs import Collection
    from analyzer.store import Store

FAILED = 2
INTERRUPTED = 130

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    given = options.guarded(sys.argv[1:] if arguments is None else arguments)
    asked = options.parser().parse_args(given)
    try:
        code = _run(asked)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    except KeyboardInterrupt:
        _say("stopped")
        code = INTERRUPTED
    except AnalyzerError as error:
        if asked.debug:
            raise
        _say(str(error))
        code = FAILED
    sys.exit(code)


def _run(asked: argparse.Namespace) -> int:
    if asked.schema:
        from analyzer.reports.json import schema

        print(schema(), end="")
        return 0
    if asked.cache or asked.clear_cache:
        return _cache(clear=asked.clear_cache)
    if not asked.paths:
        options.parser().print_help()
        return 0
    from analyzer import outputs
    from analyzer.discovery import discover, passed_over

    paths = [options.path(argument) for argument in asked.paths]
    found = discover(paths, may_be_empty=asked.watch)
    if not asked.quiet and passed_over(found):
        _say(f"{len(found.drafts)} drafts{passed_over(found)}")
    targets = {"--json": asked.json, "--jsonl": asked.jsonl, "--csv": asked.csv}
    outputs.refuse_to_overwrite(targets, found.drafts)
    with _store(asked) as store, outputs.Collection() as collection:
        return _Run(asked, paths, found.drafts, store, collection).go()


class _Run:
    """One run over drafts: analyze, show each as it is ready, write the reports, judge."""

    def __init__(
        self,
        asked: argparse.Namespace,
        paths: Sequence[Path],
        drafts: list[Path],
        store: Store,
        collection: Collection,
    ) -> None:
        self.asked = asked
        self.paths = paths
        self.drafts = drafts
        self.store = store
        self.collection = collection
        self.settings, self.jobs = options.settings(asked, None if asked.watch else len(drafts))
        self.data_on_stdout = "-" in (asked.json, asked.jsonl, asked.csv)

    def go(self) -> int:
        from analyzer.outputs import exit_code

        with _line_writer(self.asked.jsonl) as self.write_line:
            if self.asked.watch:
                return self._watch()
            try:
                self._analyze()
            except KeyboardInterrupt:
                self._say_how_to_go_on()
                return INTERRUPTED
            finally:
                if self.store.trouble and not self.asked.quiet:
                    _say(f"measurements are not kept: {self.store.trouble}")
            self._write()
            if len(self.drafts) > 1 and not self.asked.quiet and not self.data_on_stdout:
                print()
                print(self._summary(), end="", flush=True)
            return exit_code(self._reports(), self.asked.fail_on)

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
        self.collection.add(report)
        if self.write_line is not None:
            from analyzer.reports import json

            self.write_line(json.line(report))
        if self.asked.quiet:
            return
        if report.error is not None:
            _say(f"{report.path}: {report.error.message}")
        elif not self.data_on_stdout:
            self._show(report, as_card=as_card)

    def _show(self, report: Report, *, as_card: bool) -> None:
        from analyzer.reports import terminal

        width, color = _page()
        if as_card and len(self.collection) > 1:
            print()
        draw = terminal.render if as_card else terminal.line
        print(draw(report, width=width, color=color), end="", flush=True)

    def _summary(self) -> str:
        from analyzer.reports import summary

        width, color = _page()
        return summary.render(self._reports(), width=width, color=color)

    def _reports(self) -> Iterator[Report]:
        from analyzer.pipeline import spelled

        return self.collection.reports(spelled(draft) for draft in self.drafts)

    def _write(self) -> None:
        from analyzer import outputs

        if self.asked.json:
            from analyzer.reports import json

            outputs.write("--json", self.asked.json, json.render(self._reports(), outputs.TOOL))
        if self.asked.csv:
            from analyzer.reports import csv

            start = "" if self.asked.csv == "-" else csv.BOM
            outputs.write("--csv", self.asked.csv, [start, *csv.render(self._reports())])

    def _watch(self) -> int:
        from analyzer.batch import DEFAULT_TIMEOUT
        from analyzer.pipeline import spelled
        from analyzer.watch import watch

        if not self.asked.quiet:
            _say(f"watching {', '.join(str(path) for path in self.paths)}; Ctrl-C ends it")
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
                    self.collection.drop(spelled(draft))
                    self.drafts.remove(draft)
                else:
                    if draft not in self.drafts:
                        self.drafts.append(draft)
                    self._take(report, as_card=True)
                self._write()
        except KeyboardInterrupt:
            _say("stopped watching")
        return 0

    def _say_how_to_go_on(self) -> None:
        done = len(self.collection)
        _say(f"stopped: {done} of {len(self.drafts)} drafts are done")
        if self.asked.no_cache or self.store.trouble:
            _say("nothing was kept, so the same command begins anew")
        else:
            _say("run the same command again to go on from there")


@contextlib.contextmanager
def _store(asked: argparse.Namespace) -> Iterator[Store]:
    """The store in the user's cache, or one that ends with this run."""
    from analyzer.store import Store, home

    with contextlib.ExitStack() as stack:
        folder = home()
        if asked.no_cache:
            temporary = tempfile.TemporaryDirectory(prefix="drafts-", ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary))
        store = stack.enter_context(Store(folder))
        store.tidy()
        yield store


def _cache(*, clear: bool) -> int:
    """Show what is kept between runs, or forget it."""
    from analyzer.store import Store, home

    with Store(home()) as store:
        if clear:
            store.clear()
        kept = store.holdings()
        if store.trouble:
            _say(f"measurements are not kept: {store.trouble}")
            return FAILED
    print(f"{store.path}: measurements of {kept.drafts} drafts, {kept.size_bytes / 1e6:.1f} MB")
    return 0


@contextlib.contextmanager
def _line_writer(target: str | None) -> Iterator[Any]:
    """What writes a line at once to ``target``; null where nothing was asked for."""
    if target is None:
        yield None
    elif target == "-":
        yield lambda line: print(line, end="", flush=True)
    else:
        from analyzer.errors import UsageError

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


def _say(message: str) -> None:
    """One line on standard error, with nothing in it that could steer a terminal."""
    from analyzer.reports.text import printable

    print(f"analyze.py: {printable(message)}", file=sys.stderr)
