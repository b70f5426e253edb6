"""One draft as a page sees it: everything in words, pictures and places, ready to be set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ...model import (
    KIND_NAMES,
    Report,
    SafeZone,
    Still,
)
from ..language import Language
from ..text import name_in, printable, sentence
from . import facts, masks, mending, playing, search, timeline, words
from .per_platform import Judged
from .pictures import Album, NamedStill

STRIP_FRAMES = 6
"""Frames of the hook that stand side by side where there is room for a glance only."""


@dataclass(frozen=True, slots=True)
class HookFrame:
    """One frame of the hook and what is there at that moment."""

    picture: NamedStill
    when: str
    there: tuple[str, ...]


class DraftView:
    """What the templates ask of one report."""

    def __init__(
        self,
        report: Report,
        stills: Sequence[Still],
        zones: Sequence[SafeZone],
        say: Language,
        prefix: str = "s",
        folder: Path | None = None,
    ) -> None:
        self.report = report
        self.say = say
        self.zones = zones
        self.album = Album(stills, prefix)
        self.prefix = prefix
        self.name = printable(name_in(report.path))
        self.probe = report.probe
        self.signals = report.signals
        self.score = report.score
        self.judged = tuple(Judged(one, report, self.album, say) for one in report.judgements)
        self.mending = mending.build(report, folder, say)
        self.film = playing.build(report, folder)

    @property
    def worst(self) -> Judged | None:
        """The platform where it does worst, by which it counts in a gallery."""
        return next((one for one in self.judged if one.score == self.report.score), None)

    @property
    def plays(self) -> bool:
        """Whether its page plays what lies beside it."""
        sides = self.mending.sides if self.mending else ()
        return bool(self.film and self.film.video) or any(side.video for side in sides)

    @property
    def verdict(self) -> str:
        """``ready``, ``improve``, ``blocked`` or ``error``."""
        return self.worst.verdict if self.worst else "error"

    @property
    def headline(self) -> str:
        """The verdict in the reader's words."""
        return self.worst.headline if self.worst else self.say("Could not be analyzed")

    @property
    def trouble(self) -> str:
        """Why it could not be analyzed; empty where it was."""
        error = self.report.error
        if error is None:
            return ""
        return sentence(printable(self.say.reason(error.message, error.wording)))

    @property
    def platforms(self) -> str:
        """Where it is to be posted, with the score for each where there is more than one."""
        if len(self.judged) == 1:
            return self.judged[0].name
        return ", ".join(f"{one.name} {one.score.value}" for one in self.judged)

    @cached_property
    def cover(self) -> NamedStill | None:
        """The frame that stands for the draft."""
        picture = self.signals.picture if self.signals else None
        if picture is not None and picture.covers:
            return self.album.nearest(picture.covers[0].time)
        if self.signals and self.signals.faces and self.signals.faces.sightings:
            return self.album.nearest(self.signals.faces.sightings[0].time)
        return self.album.nearest(min(1.0, self.probe.duration / 2) if self.probe else 0.0)

    @cached_property
    def hook_frames(self) -> tuple[HookFrame, ...]:
        """The first two seconds, frame by frame."""
        if self.signals is None or self.signals.hook is None:
            return ()
        return tuple(
            HookFrame(p, self.say.clock(p.still.time), tuple(self._there(p.still.time)))
            for p in self.album.hook(self.signals.hook.window)
        )

    @property
    def hook_strip(self) -> tuple[HookFrame, ...]:
        """Some of them for a glance: the first, the last, and the rest as evenly as may be."""
        frames, count = self.hook_frames, STRIP_FRAMES
        if len(frames) <= count:
            return frames
        return tuple(frames[round(i * (len(frames) - 1) / (count - 1))] for i in range(count))

    @property
    def evidence(self) -> tuple[str, ...]:
        """What makes the hook strong or weak."""
        hook = self.signals.hook if self.signals else None
        return self.say.evidence(hook) if hook else ()

    @cached_property
    def filmstrip(self) -> tuple[NamedStill, ...]:
        """The filmstrip."""
        return self.album.film(self.probe.duration) if self.probe else ()

    @cached_property
    def timeline(self) -> timeline.Timeline | None:
        """Lanes over time."""
        if self.probe is None or self.signals is None:
            return None
        return timeline.build(self.probe, self.signals, self.say)

    @property
    def data(self) -> dict[str, Any]:
        """What the script reads: the timeline, the words and the stills in time."""
        spoken = self.signals.transcript if self.signals else None
        return {
            **(self.timeline.data() if self.timeline else {}),
            **(self.film.data if self.film else {}),
            "flags": sorted({flag.time for one in self.judged for flag in one.flags}),
            "words": [
                [round(w.start, 2), round(w.end, 2), w.text]
                for w in (spoken.sure_words if spoken else ())
            ],
            "stills": [
                [p.still.time, p.name, p.still.width, p.still.height] for p in self._moments
            ],
        }

    @cached_property
    def transcript(self) -> tuple[words.Said, ...]:
        """What is said, line by line."""
        return words.transcript(self.signals, self.say) if self.signals else ()

    @property
    def wanted(self) -> tuple[search.Wanted, ...]:
        """Where each wanted keyword is said, shown and written."""
        return search.wanted(self.signals, self.say) if self.signals else ()

    @property
    def suggested(self) -> tuple[tuple[str, str], ...]:
        """What the post could say, and why."""
        return tuple(search.suggested(self.signals, self.say)) if self.signals else ()

    @cached_property
    def facts(self) -> tuple[facts.Group, ...]:
        """Every fact."""
        return facts.groups(self.report, self.say)

    @property
    def kind(self) -> str:
        """The kind of draft, and by what it was recognised; empty where it is not known."""
        kind = self.signals.kind if self.signals else None
        if kind is None:
            return ""
        evidence = ", ".join(map(self.say.wording, kind.wordings))
        return sentence(f"{self.say(KIND_NAMES[kind.kind])}: {evidence}.")

    @cached_property
    def mask(self) -> masks.Mask | None:
        """The safe zones over a frame of the draft."""
        return masks.build(self.report, self.zones, self._moments, self.say)

    @cached_property
    def _moments(self) -> tuple[NamedStill, ...]:
        """One picture a moment, the largest."""
        found: dict[float, NamedStill] = {}
        for picture in self.album.pictures:
            found.setdefault(picture.still.time, picture)
        return tuple(found.values())

    def _there(self, time: float) -> Iterator[str]:
        """Return what is seen and heard at ``time``."""
        signals = self.signals
        assert signals is not None
        lanes = (
            (self.say("face"), signals.faces.spans if signals.faces else ()),
            (self.say("movement"), signals.motion.spans if signals.motion else ()),
            (self.say("voice"), signals.speech.spans if signals.speech else ()),
            (self.say("text"), [line.span for line in signals.overlay_text or ()]),
        )
        for word, spans in lanes:
            if any(span.start <= time < span.end for span in spans):
                yield word
