"""A run over drafts: every report that comes is handed to every output that was asked for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch.orders import Mended
from ..cache.store import Store
from ..errors import AnalyzerError, ClusterError, ExitCode
from ..model import Report, Wording
from ..paths import display_path
from . import console
from .collection import Collection
from .companions import Companions
from .mending import Places, planned
from .options import Options
from .outputs import outputs
from .sink import Sink
from .verdicts import Verdicts

if TYPE_CHECKING:
    from ..batch.cluster.opening import Cluster


WRITING_SHARE = 0.1
"""Share of a watch's time that may go into what is written whole, however many drafts there are."""


class Documents:
    """What a watch writes whole: anew for what is new, and the rarer the longer that takes."""

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write
        self._is_behind = False
        self._due = 0.0

    def write_when_due(self, *, is_new: bool) -> None:
        """Write if there is something new, now or since the last time, and the share allows it."""
        self._is_behind |= is_new
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> None:
        """Write what is new."""
        if not self._is_behind:
            return
        began = time.monotonic()
        self._write()
        ended = time.monotonic()
        self._is_behind = False
        self._due = ended + (ended - began) / WRITING_SHARE


class Run:
    """A run over ``drafts``, as ``options`` ask for it."""

    def __init__(
        self,
        options: Options,
        drafts: Sequence[Path],
        store: Store,
        collection: Collection,
        cluster: Cluster | None = None,
    ) -> None:
        self.options = options
        self.drafts = {display_path(draft): draft for draft in drafts}
        self.store = store
        self.cluster = cluster
        settings, self.jobs = options.settings(None if options.watch else len(drafts))
        self.companions = Companions(options, drafts, settings, store, cluster)
        self.settings = self.companions.settings
        self._collection = collection
        self.verdicts = Verdicts(self.drafts)
        self.outputs = list(outputs(self, collection))
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
                    cluster=self.cluster,
                ):
                    self._add(report)
                    progress.done(report)
                    if self._nobody_listens():
                        return ExitCode.FAILED
        except KeyboardInterrupt:
            self._say_how_to_go_on()
            return ExitCode.INTERRUPTED
        except ClusterError as error:
            console.complain(error)
            self._say_how_to_go_on()
            return ExitCode.FAILED
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
        written = Documents(lambda: self._tell(lambda sink: sink.finish()))
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
                cluster=self.cluster,
            ):
                is_new = False
                for draft, report in news:
                    self._take(draft, report)
                    is_new = True
                if is_new:
                    self._revise()
                written.write_when_due(is_new=is_new)
                if self._nobody_listens():
                    break
        except KeyboardInterrupt:
            written.write()
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
