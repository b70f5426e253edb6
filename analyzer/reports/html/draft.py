"""One draft as a page sees it: everything in words, pictures and places, ready to be set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePath, PureWindowsPath
from typing import Any

from markupsafe import Markup, escape

from ...model import (
    KIND_NAMES,
    Report,
    Result,
    SafeZone,
    Severity,
    Still,
    Verdict,
)
from .. import judged
from ..language import Language
from ..text import printable, sentence
from . import facts, masks, outcomes, search, timeline, words
from .advice import Advice, advised
from .pictures import Album, NamedStill

MOST_FIRST = 3
"""Things to fix first: more than three are not fixed at all."""

PLATFORMS = {"tiktok": "TikTok", "reels": "Reels", "shorts": "Shorts"}


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
    ) -> None:
        self.report = report
        self.say = say
        self.zones = zones
        self.album = Album(stills, prefix)
        self.prefix = prefix
        windows = PureWindowsPath(report.path)
        name = (windows if windows.drive else PurePath(report.path)).name or report.path
        self.name = printable(name)
        self.platform = PLATFORMS.get(report.platform, report.platform)
        self.probe = report.probe
        self.signals = report.signals
        self.score = report.score

    @property
    def verdict(self) -> str:
        """``ready``, ``improve``, ``blocked`` or ``error``."""
        return self.score.verdict.value if self.score else "error"

    @cached_property
    def headline(self) -> str:
        """The verdict in the reader's words."""
        return {
            Verdict.READY.value: self.say("Ready to post"),
            Verdict.IMPROVE.value: self.say("Improve it first"),
            Verdict.BLOCKED.value: self.say("Do not post it yet"),
        }.get(self.verdict, self.say("Could not be analyzed"))

    @cached_property
    def summary(self) -> str:
        """How much there is to do, in one sentence."""
        if self.score is None:
            error = self.report.error
            said = self.say.reason(error.message, error.wording) if error else ""
            return sentence(printable(said))
        todo = [f for f in self.report.findings if f.severity is not Severity.INFO]
        blocking = sum(f.severity is Severity.ERROR for f in todo)
        if not todo:
            return self.say("Nothing to fix for {platform}.", platform=self.platform)
        if blocking:
            return self.say(
                "{platform} will refuse, mangle or mute it as it is.", platform=self.platform
            )
        if len(todo) == 1:
            return self.say("One thing to fix for {platform}.", platform=self.platform)
        return self.say(
            "{count} things to fix for {platform}.", count=len(todo), platform=self.platform
        )

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
    def advice(self) -> tuple[Advice, ...]:
        """Every finding, worst first."""
        hook = self.signals.hook if self.signals else None
        findings = enumerate(self.report.findings, 1)
        return tuple(advised(i, one, hook, self.album, self.say) for i, one in findings)

    @property
    def first(self) -> tuple[Advice, ...]:
        """What to fix first."""
        return tuple(a for a in self.advice if a.severity != Severity.INFO.value)[:MOST_FIRST]

    @property
    def others(self) -> tuple[Advice, ...]:
        """The other findings."""
        first = {advice.number for advice in self.first}
        return tuple(advice for advice in self.advice if advice.number not in first)

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
    def evidence(self) -> tuple[str, ...]:
        """What makes the hook strong or weak."""
        hook = self.signals.hook if self.signals else None
        return self.say.evidence(hook) if hook else ()

    @cached_property
    def film(self) -> tuple[NamedStill, ...]:
        """The filmstrip."""
        return self.album.film(self.probe.duration) if self.probe else ()

    @cached_property
    def timeline(self) -> timeline.Timeline | None:
        """Lanes over time."""
        if self.probe is None or self.signals is None:
            return None
        return timeline.build(self.probe, self.signals, self.report.findings, self.say)

    @property
    def data(self) -> dict[str, Any]:
        """What the script reads: the timeline, the words and the stills in time."""
        spoken = self.signals.transcript if self.signals else None
        return {
            **(self.timeline.data() if self.timeline else {}),
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

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The parts of the score by their names."""
        return tuple((self.say(name), value) for name, value in judged.parts(self.score))

    def checks(self, result: str) -> tuple[outcomes.Ended, ...]:
        """Return the checks that ended this way, in the reader's words."""
        return outcomes.ended(self.report, Result(result), self.say)

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


@lru_cache(maxsize=512)
def _row(code: str, summary: str, note: str) -> Markup:
    """Return one row; nearly all drafts have most of them alike."""
    more = f" <em>{escape(note)}</em>" if note else ""
    said = f"{escape(summary)}{more}"
    return Markup(f'<li><span class="code">{escape(code)}</span><span>{said}</span></li>')  # noqa: S704
