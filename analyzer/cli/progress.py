"""How far a run is, on standard error: a bar over seconds of video, and what each worker does."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..batch import job_control
from ..model import Report
from ..paths import display_path
from ..reports.text import STYLES, clock, printable
from . import console

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..batch.worker_handle import Working
    from ..reports.language import Language

BAR, SHORTEST_BAR = 30, 8
"""Columns of the bar, where there is room for it beside what is said."""

MOST_SHOWN = 12
"""Drafts that are shown with their stage; a cluster may have hundreds under way."""

SECONDS_PER_BYTE = 1 / 1_000_000
"""What a draft's length is taken to be until one has been opened: 8 Mbps."""


class Progress:
    """A live display where somebody watches, and nothing where nobody does.

    The length of a draft that has not been opened yet is estimated from its size, by the drafts
    that have been.
    """

    def __init__(self, drafts: Sequence[Path], *, shown: bool) -> None:
        self._sizes = {display_path(draft): _size(draft) for draft in drafts} if shown else {}
        self._waiting = sum(self._sizes.values())
        self._seconds = 0.0
        self._bytes = 0
        self._counts: Counter[str] = Counter()
        self._drafts = len(drafts)
        self._working: Sequence[Working] = ()
        self._fresh_seconds = 0.0
        self._began = time.monotonic()
        self._live: Any = self._started() if shown else None
        job_control.join(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def suspend(self) -> None:
        """Leave the terminal as it was found, cursor and all."""
        if self._live is not None:
            self._live.stop()

    def resume(self) -> None:
        """Show it again."""
        if self._live is not None:
            self._live.start(refresh=True)

    def done(self, report: Report) -> None:
        """Count the report of one draft."""
        self._counts[report.score.verdict if report.score else "error"] += 1
        size = self._sizes.get(report.path, 0)
        self._waiting -= size
        if report.probe is not None:
            self._seconds += report.probe.duration
            self._bytes += size
            if report.timing is not None and "decode" in report.timing.stages:
                self._fresh_seconds += report.probe.duration
        self._show()

    def working_on(self, working: Sequence[Working]) -> None:
        """Show what the workers do now."""
        self._working = working
        self._show()

    def _started(self) -> Any:
        from rich.console import Console
        from rich.live import Live

        live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
        live.start()
        return live

    def _show(self) -> None:
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)

    def _picture(self) -> RenderableType:
        from rich.cells import cell_len
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        say = console.language()
        per_byte = self._seconds / self._bytes if self._bytes else SECONDS_PER_BYTE
        left = self._waiting * per_byte
        elapsed = time.monotonic() - self._began
        rate = self._fresh_seconds / elapsed if elapsed else 0.0
        said = say("{done} of {count}", done=sum(self._counts.values()), count=self._drafts)
        if rate and left:
            said += say(
                ", {rate:.1f} s of video a second, {left_clock} left",
                rate=rate,
                left_clock=clock(left / rate),
            )
        if where := {one.where for one in self._working if one.where}:
            said += say(
                ", {drafts} under way on {workers} workers",
                drafts=len(self._working),
                workers=len(where),
            )
        first: RenderableType = Text(said, no_wrap=True, overflow="ellipsis")
        room = self._live.console.width - cell_len(said) - 1
        if room >= SHORTEST_BAR:
            total = max(self._seconds + left, 1e-6)
            bar = ProgressBar(total=total, completed=self._seconds, width=min(BAR, room))
            row = Table.grid(padding=(0, 1))
            row.add_row(bar, Text(said))
            first = row
        counts = Text(", ", no_wrap=True, overflow="ellipsis").join(
            Text(f"{count} {say(word)}", STYLES.get(word, "bold red"))
            for word, count in self._counts.items()
        )
        busy = [
            Text(_busy(one, say), "dim", no_wrap=True, overflow="ellipsis")
            for one in self._working[:MOST_SHOWN]
        ]
        if len(self._working) > MOST_SHOWN:
            more = len(self._working) - MOST_SHOWN
            busy.append(Text("  " + say("… and {count} more", count=more), "dim"))
        return Group(first, *([counts] if self._counts else []), *busy)


def _busy(one: Working, say: Language) -> str:
    """What a draft is at, and on which worker of a cluster."""
    where = f"  {printable(one.where)}" if one.where else ""
    name = printable(one.draft.name)
    return f"  {say.clock(one.seconds):>6}  {say(one.stage.replace('_', ' ')):12} {name}{where}"


def _size(draft: Path) -> int:
    try:
        return draft.stat().st_size
    except OSError:
        return 0
