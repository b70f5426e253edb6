"""A folder's story: reuse what is known, analyze the rest in processes of their own, report each.

Even a single draft is analyzed in a process of its own, so that a decoder that hangs or crashes
on a hostile file costs that draft and not the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from ..cache.store import Store
from ..choices import DEFAULT_TIMEOUT
from ..model import Report, Wording
from ..pipeline.analysis import recaller
from ..pipeline.tracks import track_recaller
from ..scratch import Scratch
from ..settings import Settings
from .orders import Mended
from .pool import Pool
from .worker_handle import Working


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
) -> Iterator[Report]:
    """Analyze every draft in a pool of ``jobs`` processes and yield each report as it is ready.

    What ``store`` knows all about comes first, without a process. ``on_tick`` is told a few times
    a second what is being worked on, ``on_notice`` what a user should know. A draft that is to be
    ``mended`` has ``timeout`` seconds for that, too.
    """
    with Scratch("drafts-") as nowhere:
        cache = store.path.parent if store and not store.trouble else nowhere
        with Pool(
            settings, cache=cache, jobs=jobs, timeout=timeout, on_notice=on_notice, mended=mended
        ) as pool:
            known_to = track_recaller if settings.only_sound else recaller
            recall = known_to(settings, store) if store else lambda _: None
            known: list[str] = []
            for draft in drafts:
                report = recall(draft)
                if report is not None:
                    known.append(report.content or "")
                if report is None or mended:
                    pool.submit(draft, report=report)
                else:
                    yield report
            if store:
                store.touch(known)
            while pool.waiting:
                for _, report in pool.finished():
                    yield report
                on_tick(pool.working())
            if store:
                store.trouble = store.trouble or pool.trouble
