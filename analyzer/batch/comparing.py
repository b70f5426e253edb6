"""Every draft compared with a library of earlier videos, and with the other drafts of its run.

Of a video in the library nothing is measured but its fingerprint, once: it is kept by content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from ..model import Match, Origin, Report
from ..pipeline.analysis import compared, looks_recaller
from ..pipeline.tracks import landmarks_recaller
from ..settings import Settings
from .scan import scan

if TYPE_CHECKING:
    from ..cache.store import Store
    from ..matching import Hearing, Index, Seen, Shared
    from .cluster.opening import Cluster
    from .worker_handle import Working

MOST_COPIES = 8
"""Copies of one file that are told of as matches; chosen by hand."""

MOST_HEARD = 32
"""Sounds that are kept ready to be compared with: a minute of one takes 3 MB."""

MOST_SEEN = 256
"""Pictures that are kept ready to be compared with: a minute of one takes 0.1 MB."""

LIBRARY_DAYS = 30
"""Days for which the fingerprints of a library are kept, however many they are: 0.1 MB for half a
minute of video; chosen by hand."""

FINGERPRINT = ("looks", "landmarks")
"""The measurers that a video is compared by."""


class _Copy(NamedTuple):
    """Where a video comes from, and where it lies however it is named."""

    origin: Origin
    place: str


class Comparison:
    """What was seen so far: the library, and the drafts of this run whose reports have come."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._looks = looks_recaller(settings, store)
        self._landmarks = landmarks_recaller(settings, store)
        self._seeing = lru_cache(MOST_SEEN)(self._seen)
        self._hearing = lru_cache(MOST_HEARD)(self._heard)
        self._index: Index | None = None
        self._numbers: dict[str, int] = {}
        """Which video of the index has a content: copies of a file are one video."""
        self._contents: list[str] = []
        """The content of each video of the index, by which its fingerprint is kept."""
        self._copies: list[dict[str, _Copy]] = []
        """The copies of each video of the index, by their paths."""
        self._alike: list[dict[int, Shared] | None] = []
        """What each video shares with others, by their numbers, and with a copy of itself; null of
        one that no draft of the run is a copy of."""
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
        cluster: Cluster | None = None,
    ) -> list[Report]:
        """Take in the videos of a library; returns the reports of those that cannot be read."""
        settings = replace(self._settings, only=FINGERPRINT, stills=False)
        unread: list[Report] = []
        reports = scan(
            library, settings, jobs=jobs, timeout=timeout, store=self._store, on_tick=on_tick,
            cluster=cluster,
        )  # fmt: skip
        for report in reports:
            on_report(report)
            number = self._number(report.content)
            if number is None:
                unread.append(report)
            else:
                self._copies[number][report.path] = _Copy(Origin.LIBRARY, _place(report.path))
        self._store.touch(self._numbers, hold_days=LIBRARY_DAYS)
        return unread

    def compare(self, report: Report) -> Report:
        """Return the report on a draft with what is known to show the same as it does.

        An earlier draft of the run that does has to be told, too: see ``late``.
        """
        self.discard(report.path)
        number = self._number(report.content)
        if number is None or report.signals is None:
            return report
        found = list(self._matches_of(report.path, number))
        self._copies[number][report.path] = _Copy(Origin.RUN, _place(report.path))
        self._run[report.path] = number
        self._matches[report.path] = found
        matches = _in_order(found)
        is_told = matches == report.signals.matches
        return report if is_told else compared(report, self._settings, matches=matches)

    def late(self, reports: Callable[[str], Report | None]) -> Iterator[Report]:
        """The reports, anew, on drafts that one which came later shows the same as."""
        for path in sorted(self._late):
            report = reports(path)
            if report is not None:
                yield compared(report, self._settings, matches=_in_order(self._matches[path]))
        self._late.clear()

    def discard(self, path: str) -> None:
        """Forget a draft of the run."""
        self._matches.pop(path, None)
        self._late.discard(path)
        if path in self._run:
            del self._copies[self._run.pop(path)][path]

    def _matches_of(self, path: str, number: int) -> Iterator[Match]:
        """What shows the same as the draft at ``path``; who came before hears of it, too."""
        here = _place(path)
        for other, found in self._shared_by(number).items():
            back = (self._alike[other] or {}).get(number)
            for there, copy in list(self._copies[other].items())[:MOST_COPIES]:
                if copy.place == here:
                    continue
                yield _match(there, copy.origin, found)
                if copy.origin is Origin.RUN and back is not None:
                    self._matches[there].append(_match(path, Origin.RUN, back))
                    self._late.add(there)

    def _number(self, content: str | None) -> int | None:
        """Which video of the index has a content; a new one is taken in.

        Null where nothing was kept of its picture.
        """
        from ..matching import Index

        if content is None:
            return None
        if content not in self._numbers:
            seen = self._seeing(content)
            if seen is None:
                return None
            self._index = self._index or Index()
            self._numbers[content] = self._index.add(seen)
            self._alike.append(None)
            self._contents.append(content)
            self._copies.append({})
        return self._numbers[content]

    def _shared_by(self, number: int) -> dict[int, Shared]:
        """What a draft's video shares with others; it is compared with them once."""
        from ..matching import itself, same_sound, shared

        alike = self._alike[number]
        seen = self._seeing(self._contents[number])
        if alike is not None or self._index is None or seen is None:
            return alike or {}
        whole, own = itself(seen), self._hearing(self._contents[number])
        alike = self._alike[number] = {}
        if whole is not None:
            alike[number] = whole._replace(sound=True if own is not None else None)
        for other in self._index.like(seen, without=number):
            theirs = self._seeing(self._contents[other])
            if theirs is not None and (found := shared(seen, theirs)):
                there = self._hearing(self._contents[other])
                sound = same_sound(own, there, found) if own and there else None
                alike[other] = found._replace(sound=sound)
                known = self._alike[other]
                if known is not None and (back := shared(theirs, seen)):
                    known[number] = back._replace(sound=sound)
        return alike

    def _seen(self, content: str) -> Seen | None:
        """What is kept of a video's picture; null where it was not measured."""
        looks = self._looks(content)
        if looks is None:
            return None
        from ..matching import Seen

        return Seen.of(looks)

    def _heard(self, content: str) -> Hearing | None:
        """What is kept of a video's sound; null where it has none that can be heard."""
        landmarks = self._landmarks(content)
        if landmarks is None or not landmarks.times:
            return None
        from ..matching import Heard, Hearing

        return Hearing(Heard.of(landmarks))


def _match(path: str, origin: Origin, found: Shared) -> Match:
    return Match(
        path=path,
        of=origin,
        seconds=round(found.seconds, 3),
        spans=found.spans,
        spans_there=found.spans_there,
        picture=found.picture,
        sound=found.sound,
        mirrored=found.mirrored,
        speed=found.speed,
        cropped=found.cropped,
    )


def _in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    return tuple(sorted(matches, key=lambda match: (-match.seconds, match.path)))


def _place(path: str) -> str:
    """Where a video lies, however it is named: links and relative paths are the same place."""
    return str(Path(path).resolve())
