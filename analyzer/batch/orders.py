"""What is to be mended in drafts that were analyzed, and what is said where a worker is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..pipeline.analysis import failed

if TYPE_CHECKING:
    from ..errors import AnalyzerError
    from ..fix.mend import Order
    from ..model import Report
    from ..settings import Mending
    from .worker_handle import Task


class Mended(NamedTuple):
    """That drafts are mended, how, and where the result of each goes."""

    mending: Mending
    target: Callable[[Path], Path]

    def order(self, draft: Path, report: Report) -> Order | None:
        """What is to be mended in a draft that was analyzed; null where nothing is."""
        from ..fix.mend import Order
        from ..fix.planning import plan

        if not plan(report, self.mending).edits:
            return None
        return Order(draft, report, self.target(draft), self.mending)


def following(task: Task, report: Report, mended: Mended | None) -> Order | None:
    """What is to be mended in a draft that has its report; null where nothing is, or it was."""
    return None if mended is None or task.order else mended.order(task.draft, report)


def lost(task: Task, error: AnalyzerError) -> Report:
    """The report on a draft that has cost its worker: it stays whole where it was being mended."""
    if task.order is None:
        return failed(task.draft, error)
    from ..fix.mend import refused

    return refused(task.order, error)
