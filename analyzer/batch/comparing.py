"""Every draft compared with a library of earlier videos, and with the other drafts of its run.

Of a video in the library nothing is measured but its fingerprint, once: it is kept by content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..model import Match, Origin, Report
from ..pipeline.analysis import compared, looks_recaller
from ..settings import Settings
from .scan import scan

if TYPE_CHECKING:
    from ..cache.store import Store
    from ..matching import Index, Seen, Shared
    from .worker_handle import Working

FINGERPRINT = ("looks",)
"""The measurers that a video is compared by."""


class Comparison:
    """What was seen so far: the library, and the drafts of this run whose reports have come."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._recall = looks_recaller(settings, store)
        self._index: Index | None = None
        self._known: list[tuple[str, Origin]] = []
        """The path of each video in the index, and where it comes from."""
        self._matches: dict[str, tuple[Match, ...]] = {}
        self._late: set[str] = set()

    def learn(
        self,
        library: Sequence[Path],
        *,
        jobs: int,
        timeout: float,
        on_report: Callable[[Report], None] = lambda _: None,
        on_tick: Callable[[Sequence[Working]], None] = lambda _: None,
    ) -> list[Report]:
        """Take in the videos of a library; returns the reports of those that cannot be read."""
        settings = replace(self._settings, only=FINGERPRINT, stills=False)
        unread: list[Report] = []
        reports = scan(
            library, settings, jobs=jobs, timeout=timeout, store=self._store, on_tick=on_tick
        )
        for report in reports:
            on_report(report)
            seen = self._seen(report)
            if seen is None:
                unread.append(report)
            else:
                self._add(report.path, Origin.LIBRARY, seen)
        return unread

    def compare(self, report: Report) -> Report:
        """Return the report on a draft with what is known to show the same as it does.

        An earlier draft of the run that does has to be told, too: see ``late``.
        """
        self.discard(report.path)
        seen = self._seen(report)
        if seen is None or report.signals is None:
            return report
        matches = tuple(self._matches_of(report, seen))
        self._add(report.path, Origin.RUN, seen)
        self._matches[report.path] = _in_order(matches)
        return compared(report, self._matches[report.path], self._settings)

    def late(self, reports: Callable[[str], Report | None]) -> Iterator[Report]:
        """The reports, anew, on drafts that one which came later shows the same as."""
        for path in sorted(self._late):
            report = reports(path)
            if report is not None:
                yield compared(report, self._matches[path], self._settings)
        self._late.clear()

    def discard(self, path: str) -> None:
        """Forget a draft of the run."""
        self._matches.pop(path, None)
        self._late.discard(path)
        for number, (known, origin) in enumerate(self._known):
            if known == path and origin is Origin.RUN:
                self._known[number] = ("", origin)

    def _matches_of(self, report: Report, seen: Seen) -> Iterator[Match]:
        from ..matching import shared

        if self._index is None:
            return
        here = _place(report.path)
        for number in self._index.like(seen):
            path, origin = self._known[number]
            if not path or _place(path) == here:
                continue
            found = shared(seen, self._index.videos[number])
            if found is None:
                continue
            yield _match(path, origin, found)
            if origin is Origin.RUN:
                back = shared(self._index.videos[number], seen)
                if back is not None:
                    told = (*self._matches[path], _match(report.path, origin, back))
                    self._matches[path] = _in_order(told)
                    self._late.add(path)

    def _seen(self, report: Report) -> Seen | None:
        looks = self._recall(report)
        if looks is None:
            return None
        from ..matching import Seen

        return Seen.of(looks)

    def _add(self, path: str, origin: Origin, seen: Seen) -> None:
        from ..matching import Index

        if self._index is None:
            self._index = Index()
        self._index.add(seen)
        self._known.append((path, origin))


def _match(path: str, origin: Origin, found: Shared) -> Match:
    return Match(
        path=path,
        of=origin,
        seconds=round(found.seconds, 3),
        spans=found.spans,
        spans_there=found.spans_there,
        picture=found.picture,
        sound=None,
        mirrored=found.mirrored,
        speed=found.speed,
        cropped=found.cropped,
    )


def _in_order(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (-match.seconds, match.path)))


def _place(path: str) -> str:
    """Where a video lies, however it is named: links and relative paths are the same place."""
    return str(Path(path).resolve())
