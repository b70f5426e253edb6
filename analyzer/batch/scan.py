"""A folder's story: reuse what is known, analyze the rest in processes of their own, report each.

Even a single draft is analyzed in a process of its own, so that a decoder that hangs or crashes
on a hostile file costs that draft and not the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..cache.store import Store
from ..choices import DEFAULT_TIMEOUT
from ..model import Report, Wording
from ..pipeline.analysis import recaller
from ..pipeline.tracks import track_recaller
from ..settings import Settings
from .crew import Crew, crew
from .orders import Mended
from .worker_handle import Working

if TYPE_CHECKING:
    from .cluster.opening import Cluster

AT_ONCE = 1000
"""Known drafts that are noted at once as asked for today."""


def scan(
    drafts: Iterable[Path],
    settings: Settings,
    *,
    jobs: int = 1,
    timeout: float = DEFAULT_TIMEOUT,
    store: Store | None = None,
    on_tick: Callable[[Sequence[Working]], None] = lambda _: None,
    on_notice: Callable[[Wording], None] = lambda _: None,
    mended: Mended | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Report]:
    """Analyze every draft and yield each report as it is ready.

    That is done in a pool of ``jobs`` processes, or by the workers of a ``cluster``. What ``store``
    knows all about comes first, without either. ``on_tick`` is told a few times a second what is
    being worked on, ``on_notice`` what a user should know. A draft that is to be ``mended`` has
    ``timeout`` seconds for that, too. ``drafts`` are read as they are wanted.
    """
    with crew(
        settings,
        store=store,
        jobs=jobs,
        timeout=timeout,
        on_notice=on_notice,
        mended=mended,
        cluster=cluster,
    ) as workers:
        known_to = track_recaller if settings.only_sound else recaller
        recall = known_to(settings, store) if store else lambda _: None
        known: list[str] = []
        for draft in drafts:
            report = recall(draft)
            if report is not None:
                known.append(report.content or "")
            if store and len(known) >= AT_ONCE:
                store.touch(known)
                known.clear()
            if report is None or mended:
                workers.submit(draft, report=report)
            else:
                yield report
            while not workers.has_room:
                yield from _ready(workers, on_tick)
        if store:
            store.touch(known)
        while workers.waiting:
            yield from _ready(workers, on_tick)
        if store:
            store.trouble = store.trouble or workers.trouble


def _ready(workers: Crew, on_tick: Callable[[Sequence[Working]], None]) -> Iterator[Report]:
    for _, report in workers.finished():
        yield report
    on_tick(workers.working())
