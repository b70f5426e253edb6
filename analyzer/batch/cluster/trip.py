"""A draft on its way to a worker and back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...paths import display_path
from ..worker_handle import Task
from .errand import Errand, Way
from .keeping import state_seen

if TYPE_CHECKING:
    from ...model import Report


@dataclass(eq=False)
class Trip(Task):
    """A draft on its way, and what is known of it here."""

    state: bytes | None = None
    """The state of the file when it was sent; null where there is none."""
    lacking: set[str] = field(default_factory=set)
    """The workers that do not see it."""
    worker: str = ""
    """Who has it."""
    since: float = 0.0
    stage: str = ""

    def begin(self, worker: str) -> None:
        """Note that it goes to a worker now."""
        self.state = state_seen(self.draft)
        self.worker, self.since, self.stage = worker, time.monotonic(), ""

    def errand(self, threads: int, way: Way) -> Errand:
        """What the worker is asked for: there a path means what it means here if it is whole."""
        draft, order = self.draft.absolute(), self.order
        if order is not None:
            order = order._replace(draft=draft, target=order.target.absolute())
        settings = replace(self.settings, threads=threads)
        return Errand(draft, settings, order, way, is_seen=self.state is not None)

    def named_here(self, report: Report) -> Report:
        """The report with the paths as they were given to the run."""
        report = replace(report, path=display_path(self.draft))
        if report.fix is None or report.fix.path is None or self.order is None:
            return report
        return replace(report, fix=replace(report.fix, path=display_path(self.order.target)))
