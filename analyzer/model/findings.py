"""What was judged: findings, how the checks ended, the score."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Span, Wording


class Severity(StrEnum):
    """What a finding costs."""

    ERROR = "error"
    """The platform will refuse, mangle or mute the draft."""
    WARN = "warn"
    """It costs reach or quality."""
    INFO = "info"
    """Good to know."""


class Part(StrEnum):
    """The parts of the score."""

    FILE = "file"
    HOOK = "hook"
    SOUND = "sound"
    CONTENT = "content"
    """Words and picture."""


class Finding(Record):
    """One thing to know about the draft: what, how much, when, and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str
    spans: tuple[Span, ...] = ()
    wording: Wording | None = None
    part: Part = Part.FILE
    impact: int = 0
    """0 to 100: what it costs where it is at its worst, in percent of its part of the score."""
    degree: float = 1.0
    """0 to 1: how bad it is on this draft, measured from the value against its limit."""

    advice: str = ""
    """What to do in general, where the remedy is made for this draft alone."""

    @property
    def cost(self) -> float:
        """0 to 1: the share of its part of the score that it takes."""
        return self.impact / 100 * self.degree

    @property
    def rank(self) -> tuple[bool, float, str]:
        """Sorts findings by what they cost, the dearest first, and last what is good to know."""
        return (self.severity is Severity.INFO, -self.cost, self.code)


class Result(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FLAGGED = "flagged"
    EXPLAINED = "explained"
    """It would have been flagged, but another finding is its cause."""
    UNASKED = "unasked"
    """It is not for this draft: for another kind, without a limit, or for what nobody asked."""
    SKIPPED = "skipped"
    CRASHED = "crashed"


class Outcome(Record):
    """How one check ended on one draft."""

    code: str
    severity: Severity
    outcome: Result
    note: str = ""
    """What was measured where it passed, what was found where another finding explains it, why it
    was skipped, or how it crashed."""
    summary: str = ""
    """What the check finds, in one sentence."""
    wording: Wording | None = None
    """The note as a template and its values, unless it crashed."""
    part: Part = Part.FILE
    impact: int = 0
    """As in a finding: how much it weighs."""
    explained_by: str = ""
    """The code of the finding that is the cause, where one is."""


class Verdict(StrEnum):
    """What to do with the draft."""

    READY = "ready"
    IMPROVE = "improve"
    BLOCKED = "blocked"


class Parts(Record):
    """The parts of the score, each 0 to 100; null where nothing of it could be checked."""

    file: int | None = None
    hook: int | None = None
    sound: int | None = None
    content: int | None = None
    """Words and picture."""


class Score(Record):
    """The draft in one number and in four, and how much of it could be checked."""

    value: int
    """0 to 100: the geometric mean of the parts, scaled to what the verdict allows."""
    coverage: float
    """0 to 1: share of the checks that could run, by their impact."""
    verdict: Verdict
    parts: Parts = Parts()


def worst_first(score: Score | None) -> tuple[int, int]:
    """Sorts drafts: those without a score, then by the verdict, then by the number."""
    ranks = list(Verdict)
    return (-len(ranks), 0) if score is None else (-ranks.index(score.verdict), score.value)
