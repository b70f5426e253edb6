"""A run over drafts: every report that comes is handed to every output that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..batch.orders import Mended
from ..cache.store import Store
from ..errors import AnalyzerError, ExitCode
from ..model import Report, Wording
from ..paths import display_path
from . import console
from .captions import CaptionSink
from .collection import Collection
from .companions import Companions
from .mending import Places, planned
from .options import Options
from .screen import ErrorSink, RunningTable, TerminalSink
from .sink import Sink
from .sinks import CsvSink, JsonlSink, JsonSink
from .targets import STDOUT
from .verdicts import Verdicts

MOST_CARDS = 10
"""Up to so many drafts each get a card; more than that get a line each."""


class Run:
    """A run over ``drafts``, as ``options`` ask for it."""

    def __init__(
        self, options: Options, drafts: Sequence[Path], store: Store, collection: Collection
    ) -> None:
        self.options = options
        self.drafts = {display_path(draft): draft for draft in drafts}
        self.store = store
        settings, self.jobs = options.settings(None if options.watch else len(drafts))
        self.companions = Companions(options, drafts, settings, store)
        self.settings = self.companions.settings
        self._collection = collection
        self.verdicts = Verdicts(self.drafts)
        self.outputs = list(self._asked_for(collection))
        self.sinks: list[Sink] = [self.verdicts, collection, *self.outputs]
        self._failures: set[str] = set()

    def scan(self) -> int:
        """Analyze every draft, write the outputs, and return the exit code."""
        from ..batch.scan import scan
        from .progress import Progress

        drafts = list(self.drafts.values())
        try:
            with Progress(drafts, shown=not self.options.quiet and sys.stderr.isatty()) as progress:
                for report in scan(
                    drafts,
                    self.settings,
                    jobs=self.jobs,
                    timeout=self.options.timeout,
                    store=self.store,
                    on_tick=progress.working_on,
                    on_notice=self._say_notice,
                    mended=self._mended(),
                ):
                    self._add(report)
                    progress.done(report)
                    if self._nobody_listens():
                        return ExitCode.FAILED
        except KeyboardInterrupt:
            self._say_how_to_go_on()
            return ExitCode.INTERRUPTED
        finally:
            if self.store.trouble and not self.options.quiet:
                console.say("measurements are not kept: {what}", what=self.store.trouble)
        self._revise()
        self._tell(lambda sink: sink.finish())
        return ExitCode.FAILED if self._failures else self.verdicts.exit_code(self.options.fail_on)

    def watch(self) -> int:
        """Analyze drafts as they are written until interrupted, and return the exit code."""
        from ..batch.watch import watch

        if not self.options.quiet:
            paths = ", ".join(map(display_path, self.options.paths))
            console.say("watching {paths}; Ctrl-C ends it", paths=paths)
        try:
            for news in watch(
                self.options.paths,
                list(self.drafts.values()),
                self.settings,
                store=self.store,
                jobs=self.jobs,
                timeout=self.options.timeout,
                on_notice=self._say_notice,
                mended=self._mended(),
            ):
                for draft, report in news:
                    self._take(draft, report)
                self._revise()
                self._tell(lambda sink: sink.finish())
                if self._nobody_listens():
                    break
        except KeyboardInterrupt:
            console.leave_below()
            console.say("stopped watching")
        return ExitCode.FAILED if self._failures else ExitCode.FINE

    def _take(self, draft: Path, report: Report | None) -> None:
        """Take in the news of a watched draft; no report means that it is gone."""
        path = display_path(draft)
        if report is None:
            self.drafts.pop(path, None)
            self.companions.discard(path)
            self._tell(lambda sink: sink.discard(path))
        else:
            self.drafts[path] = draft
            self._add(report)

    def _mended(self) -> Mended | None:
        """That drafts are mended, where that is asked for."""
        asked = self.options
        if not asked.fix:
            return None
        folder = Path(asked.fix_to) if asked.fix_to else None
        return Mended(asked.mending, Places(asked.paths, self.drafts, folder))

    def _add(self, report: Report) -> None:
        report = planned(self.companions.compare(report), self.options.mending)
        self._tell(lambda sink: sink.add(report))

    def _revise(self) -> None:
        """Tell the outputs of drafts that one which came later shows the same as."""
        for report in self.companions.late(self._collection.report):
            told = planned(report, self.options.mending)
            self._tell(lambda sink, told=told: sink.revise(told))  # type: ignore[misc]

    def _tell(self, act: Callable[[Sink], None]) -> None:
        """Have every output do something; what fails is said once and costs the others nothing.

        Whoever read a pipe is gone for good; a file may have room the next time.
        """
        for sink in tuple(self.sinks):
            try:
                act(sink)
            except (AnalyzerError, OSError) as error:
                say = console.language()
                reason = (
                    say.error(error)
                    if isinstance(error, AnalyzerError)
                    else say(error.strerror or str(error))
                )
                message = f"{say(sink.name)}: {reason}"
                if message not in self._failures:
                    self._failures.add(message)
                    console.say(message)
                if isinstance(error, BrokenPipeError):
                    self.sinks.remove(sink)

    def _nobody_listens(self) -> bool:
        """Whether every output that was asked for has been given up."""
        return bool(self.outputs) and not any(sink in self.sinks for sink in self.outputs)

    def _asked_for(self, collection: Collection) -> Iterator[Sink]:
        """One sink for each output that was asked for, the terminal first."""
        asked, is_scan = self.options, not self.options.watch
        if not asked.quiet:
            yield ErrorSink()
            if STDOUT not in (asked.json, asked.jsonl, asked.csv):
                few = len(self.drafts) <= MOST_CARDS
                summary = is_scan and len(self.drafts) > 1
                yield TerminalSink(self.verdicts, as_cards=few or not is_scan, summary=summary)
                if not is_scan and sys.stdout is not None and sys.stdout.isatty():
                    yield RunningTable(self.verdicts)
        if asked.jsonl:
            yield JsonlSink(asked.jsonl)
        if asked.captions:
            yield CaptionSink(
                asked.captions, self.drafts, over=asked.force, doubtful=asked.doubtful
            )
        if asked.json:
            yield JsonSink(asked.json, collection)
        if asked.csv:
            yield CsvSink(asked.csv, collection, asked.platforms)
        if asked.html or asked.open:
            from .pages import HtmlSink

            page = Path(asked.html) if asked.html else None
            yield HtmlSink(
                page, collection, self.settings, self.store, asked.lang, shown=asked.open
            )

    def _say_notice(self, notice: Wording) -> None:
        if not self.options.quiet:
            console.say(notice.message, **notice.values)

    def _say_how_to_go_on(self) -> None:
        console.say(
            "stopped: {done} of {count} drafts are done",
            done=len(self.verdicts),
            count=len(self.drafts),
        )
        if self.options.no_cache or self.store.trouble:
            console.say("nothing was kept, so the same command begins anew")
        else:
            console.say("run the same command again to go on from there")
