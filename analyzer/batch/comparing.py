"""Every draft compared with a library of earlier videos, and with the other drafts of its run.

Of a video in the library nothing is measured but its fingerprint, once: it is kept by content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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

MOST_COPIES = 8
"""Copies of one file that are told of as matches; chosen by hand."""

FINGERPRINT = ("looks",)
"""The measurers that a video is compared by."""


class Comparison:
    """What was seen so far: the library, and the drafts of this run whose reports have come."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._recall = looks_recaller(settings, store)
        self._index: Index | None = None
        self._numbers: dict[str, int] = {}
        """Which video of the index has a content: copies of a file are one video."""
        self._places: list[dict[str, Origin]] = []
        """Where each video of the index lies, and where that comes from."""
        self._run: dict[str, int] = {}
        """The video of each draft of this run, by its path."""
        self._matches: dict[str, list[Match]] = {}
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
                self._add(report, Origin.LIBRARY, seen)
        return unread

    def compare(self, report: Report) -> Report:
        """Return the report on a draft with what is known to show the same as it does.

        An earlier draft of the run that does has to be told, too: see ``late``.
        """
        self.discard(report.path)
        seen = self._seen(report)
        if seen is None or report.signals is None:
            return report
        found = list(self._matches_of(report, seen))
        self._run[report.path] = self._add(report, Origin.RUN, seen)
        self._matches[report.path] = found
        matches = _in_order(found)
        is_told = matches == report.signals.matches
        return report if is_told else compared(report, matches, self._settings)

    def late(self, reports: Callable[[str], Report | None]) -> Iterator[Report]:
        """The reports, anew, on drafts that one which came later shows the same as."""
        for path in sorted(self._late):
            report = reports(path)
            if report is not None:
                yield compared(report, _in_order(self._matches[path]), self._settings)
        self._late.clear()

    def discard(self, path: str) -> None:
        """Forget a draft of the run."""
        self._matches.pop(path, None)
        self._late.discard(path)
        if path in self._run:
            del self._places[self._run.pop(path)][path]

    def _matches_of(self, report: Report, seen: Seen) -> Iterator[Match]:
        from ..matching import itself, shared

        if self._index is None:
            return
        here, own = _place(report.path), self._numbers.get(report.content or "")
        copies = [] if own is None else [own]
        for number in [*copies, *(one for one in self._index.like(seen) if one != own)]:
            places, other = self._places[number], self._index.videos[number]
            if not places:
                continue
            found = itself(seen) if number == own else shared(seen, other)
            if found is None:
                continue
            for path, origin in list(places.items())[:MOST_COPIES]:
                if _place(path) == here:
                    continue
                yield _match(path, origin, found)
                if origin is Origin.RUN:
                    back = found if number == own else shared(other, seen)
                    if back is not None:
                        self._tell_of(report.path, path, back)

    def _tell_of(self, later: str, earlier: str, found: Shared) -> None:
        """Note that a later draft shows the same as an earlier one, which has to be told anew."""
        self._matches[earlier].append(_match(later, Origin.RUN, found))
        self._late.add(earlier)

    def _seen(self, report: Report) -> Seen | None:
        looks = self._recall(report)
        if looks is None:
            return None
        from ..matching import Seen

        return Seen.of(looks)

    def _add(self, report: Report, origin: Origin, seen: Seen) -> int:
        """Take in where a video lies, and what it shows unless a copy of it is there already."""
        from ..matching import Index

        if self._index is None:
            self._index = Index()
        content = report.content or report.path
        number = self._numbers.get(content)
        if number is None:
            number = self._numbers[content] = self._index.add(seen)
            self._places.append({})
        self._places[number][report.path] = origin
        return number


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


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (-match.seconds, match.path)))


def _place(path: str) -> str:
    """Where a video lies, however it is named: links and relative paths are the same place."""
    return str(Path(path).resolve())
