"""Every draft searched for the user's own tracks; they are listened to once, kept by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..model import Report, Sound, Span, Status
from ..pipeline.analysis import compared
from ..pipeline.tracks import landmarks_recaller
from ..settings import Settings
from .scan import scan

if TYPE_CHECKING:
    from ..cache.store import Store
    from ..matching import Tracks
    from ..matching.evidence import Placed
    from .worker_handle import Working


class Soundtracks:
    """The user's own tracks, and which of them are heard in a draft."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._recall = landmarks_recaller(settings, store)
        self._tracks: Tracks | None = None
        self._paths: list[str] = []
        """The path of each track, by its number."""

    def learn(
        self,
        tracks: Sequence[Path],
        *,
        jobs: int,
        timeout: float,
        on_report: Callable[[Report], None] = lambda _: None,
        on_tick: Callable[[Sequence[Working]], None] = lambda _: None,
    ) -> list[Report]:
        """Take in the tracks; returns the reports of those that cannot be listened to."""
        from ..matching import Heard, Tracks

        settings = replace(self._settings, only_sound=True, stills=False)
        unheard: list[Report] = []
        known: dict[str, Report] = {}
        for report in scan(
            tracks, settings, jobs=jobs, timeout=timeout, store=self._store, on_tick=on_tick
        ):
            on_report(report)
            if report.status is Status.OK:
                known.setdefault(report.content or report.path, report)
            else:
                unheard.append(report)
        self._tracks = Tracks()
        for report in sorted(known.values(), key=lambda one: one.path):
            landmarks = self._recall(report.content)
            if landmarks is None:
                unheard.append(report)
            else:
                self._tracks.add(Heard.of(landmarks))
                self._paths.append(report.path)
        return unheard

    def tell(self, report: Report) -> Report:
        """Return the report on a draft with the tracks that are heard in it."""
        if self._tracks is None or report.signals is None or report.probe is None:
            return report
        landmarks = self._recall(report.content)
        if landmarks is None:
            has_none = report.probe.audio_index is None
            return compared(report, self._settings, sounds=()) if has_none else report
        from ..matching import Heard

        placed = self._tracks.heard_in(Heard.of(landmarks))
        return compared(report, self._settings, sounds=tuple(self._sounds(placed)))

    def _sounds(self, placed: Sequence[Placed]) -> Iterator[Sound]:
        """The stretches of each track as one, the track that is heard first before the others."""
        by_track = sorted(placed, key=lambda one: (one.track, one.start))
        parts = [list(those) for _, those in groupby(by_track, lambda one: one.track)]
        for stretches in sorted(parts, key=lambda those: those[0].start):
            surest = max(stretches, key=lambda one: one.evidence)
            spans = tuple(_span(one.start, one.end) for one in stretches)
            yield Sound(
                path=self._paths[surest.track],
                seconds=round(sum(span.seconds for span in spans), 3),
                spans=spans,
                spans_there=tuple(_span(one.start_there, one.end_there) for one in stretches),
                speed=round(surest.speed, 3),
                landmarks=sum(one.landmarks for one in stretches),
                evidence=round(sum(one.evidence for one in stretches) / log(10), 1),
            )


def _span(start: float, end: float) -> Span:
    from ..signals.landmarks.peaks import HOP_SECONDS

    return Span(round(max(0.0, start * HOP_SECONDS), 3), round(end * HOP_SECONDS, 3))
