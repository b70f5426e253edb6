"""Watches folders and analyzes each draft when it has been written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..cache.store import Store
from ..model import Report, Wording
from ..pipeline.analysis import recaller
from ..settings import Settings
from .crew import Crew, crew
from .discovery import discover, is_draft
from .orders import Mended

if TYPE_CHECKING:
    from .cluster.opening import Cluster

QUIET_SECONDS = 1.5
"""How long a file's size and time have to stay as they are before it counts as written."""

LOOK_MS = 250
"""Milliseconds between two looks at restless files and at the pool."""


class News(NamedTuple):
    """What has become of a draft."""

    draft: Path
    report: Report | None
    """None where the draft is gone."""


def watch(
    paths: Sequence[Path],
    drafts: Sequence[Path],
    settings: Settings,
    *,
    store: Store,
    jobs: int,
    timeout: float,
    on_notice: Callable[[Wording], None] = lambda _: None,
    mended: Mended | None = None,
    cluster: Cluster | None = None,
) -> Iterator[Iterator[News]]:
    """Yield what is new, one batch at a time: first of ``drafts``, then of what is written.

    A batch is told as it is read; one comes some times a second and may hold nothing. Goes on until
    it is closed or interrupted.
    """
    from watchfiles import watch as changes

    with crew(
        settings,
        store=store,
        jobs=jobs,
        timeout=timeout,
        on_notice=on_notice,
        mended=mended,
        cluster=cluster,
    ) as pool:
        desk = _Desk(paths, settings, store, pool)
        yield desk.take(drafts)
        is_new = True
        for news in changes(
            *paths,
            watch_filter=None,
            debounce=LOOK_MS,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            recursive=True,
        ):
            changed = [Path(path) for _, path in news]
            if is_new:  # what was written before the folders were watched
                changed += [
                    d for d in discover(paths, may_be_empty=True).drafts if d not in desk.known
                ]
                is_new = False
            gone = desk.note(changed)
            yield chain(
                (News(draft, None) for draft in gone),
                desk.take(desk.settled()),
                (News(d, r) for d, r in pool.finished(patience=0.0) if d in desk.known),
            )


class _Desk:
    """What is known of the watched folders: the drafts, and the files that are still changing."""

    def __init__(self, paths: Sequence[Path], settings: Settings, store: Store, pool: Crew) -> None:
        self.known: set[Path] = set()
        self._named = {os.path.realpath(path): path for path in paths}
        self._recall = recaller(settings, store)
        self._pool = pool
        self._restless: dict[Path, tuple[tuple[int, int], float]] = {}

    def take(self, drafts: Sequence[Path]) -> Iterator[News]:
        """Yield what is known already, and have the other drafts analyzed."""
        for draft in drafts:
            self.known.add(draft)
            report = self._recall(draft)
            if report is None or self._pool.mended:
                self._pool.submit(draft, report=report)
            else:
                yield News(draft, report)

    def note(self, changed: Sequence[Path]) -> list[Path]:
        """Take in which paths have changed; returns the drafts among them that are gone."""
        gone = []
        for real in changed:
            path = self._as_named(real)
            if path.exists():
                self._restless.setdefault(path, ((-1, -1), time.monotonic()))
            elif path in self.known:
                self.known.discard(path)
                gone.append(path)
        return gone

    def settled(self) -> list[Path]:
        """The drafts that have not changed for a while and can be opened."""
        ready = []
        for path, (seen, since) in list(self._restless.items()):
            try:
                facts = path.stat()
                state = (facts.st_size, facts.st_mtime_ns)
                if state != seen:
                    self._restless[path] = (state, time.monotonic())
                elif time.monotonic() - since >= QUIET_SECONDS:
                    if is_draft(path):
                        with path.open("rb"):
                            ready.append(path)
                    del self._restless[path]
            except OSError:
                if not path.exists():
                    del self._restless[path]
        return ready

    def _as_named(self, path: Path) -> Path:
        """The changed path below the folder as the user named it."""
        for real, given in self._named.items():
            if path.is_relative_to(real):
                return given / path.relative_to(real)
        return path
