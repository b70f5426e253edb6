"""What a page says for one platform: the verdict, what to fix, and how the checks ended."""

from __future__ import annotations

from functools import cached_property

from ...model import Finding, Judgement, Report, Result, Severity
from .. import judged
from ..language import Language
from ..rates import Rate
from . import mending, outcomes, timeline
from .advice import Advice, advised
from .pictures import Album

MOST_FIRST = 3
"""Things to fix first: more than three are not fixed at all."""

PLATFORMS = {"tiktok": "TikTok", "reels": "Reels", "shorts": "Shorts"}


class Judged:
    """What the templates ask of one judgement."""

    def __init__(self, judgement: Judgement, report: Report, album: Album, say: Language) -> None:
        self.platform = judgement.platform
        self.placement = judgement.placement
        self.findings = judgement.findings
        self.score = judgement.score
        self.name = PLATFORMS.get(judgement.platform, judgement.platform)
        self._outcomes = judgement.outcomes
        self._hook = report.signals.hook if report.signals else None
        self._duration = report.probe.duration if report.probe else 0.0
        self._rate = Rate.of(report.probe) if report.probe else None
        self._fix = report.fix
        self._album = album
        self._say = say

    @property
    def verdict(self) -> str:
        """``ready``, ``improve`` or ``blocked``."""
        return self.score.verdict.value

    @property
    def headline(self) -> str:
        """The verdict in the reader's words."""
        return mending.headline(self.score.verdict, self._say)

    @property
    def summary(self) -> str:
        """How much there is to do, in one sentence."""
        todo = [f for f in self.findings if f.severity is not Severity.INFO]
        if not todo:
            return self._say("Nothing to fix for {platform}.", platform=self.name)
        if any(f.severity is Severity.ERROR for f in todo):
            return self._say(
                "{platform} will refuse, mangle or mute it as it is.", platform=self.name
            )
        if len(todo) == 1:
            return self._say("One thing to fix for {platform}.", platform=self.name)
        return self._say(
            "{count} things to fix for {platform}.", count=len(todo), platform=self.name
        )

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """Every finding, worst first."""
        findings = enumerate(self.findings, 1)
        return tuple(
            advised(i, one, self._hook, self._fix, self._album, self._say) for i, one in findings
        )

    @property
    def first(self) -> tuple[Advice, ...]:
        """What to fix first."""
        return tuple(a for a in self.advice if a.severity != Severity.INFO.value)[:MOST_FIRST]

    @property
    def others(self) -> tuple[Advice, ...]:
        """The other findings."""
        first = {advice.number for advice in self.first}
        return tuple(advice for advice in self.advice if advice.number not in first)

    @property
    def fixes(self) -> tuple[tuple[str, bool, str], ...]:
        """Each finding by its key, whether it is to be fixed, and as plain text with timecodes.

        They are sent to who edits: the time, what is wrong, the act.
        """
        return tuple(
            (
                one.key,
                one.severity != Severity.INFO.value,
                f"{one.number}. {self._timecode(finding)}{one.message}\n   → {one.remedy}",
            )
            for one, finding in zip(self.advice, self.findings, strict=True)
        )

    def _timecode(self, finding: Finding) -> str:
        if not (finding.spans and self._rate):
            return ""
        rate, span = self._rate, finding.spans[0]
        start = rate.at(span.start)
        end = start + rate.during(span)
        return f"[{rate.timecode(start)} – {rate.timecode(end)}] "

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The parts of the score by their names."""
        return tuple((self._say(name), value) for name, value in judged.parts(self.score))

    @cached_property
    def flags(self) -> tuple[timeline.Marker, ...]:
        """The findings that have a time, on the timeline."""
        return timeline.markers(self.findings, self._duration, self._hook, self._say)

    def stacks(self) -> list[list[timeline.Marker]]:
        """Return the markers, those together that would cover each other."""
        return timeline.stacks(self.flags)

    def checks(self, result: str) -> tuple[outcomes.Ended, ...]:
        """Return the checks that ended this way, in the reader's words."""
        return outcomes.ended(self._outcomes, self._hook, Result(result), self._say)
