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


class Finding(Record):
    """One thing to know about the draft: what, how much, when, and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str
    spans: tuple[Span, ...] = ()
    wording: Wording | None = None


class Result(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FLAGGED = "flagged"
    SKIPPED = "skipped"
    CRASHED = "crashed"


class Outcome(Record):
    """How one check ended on one draft."""

    code: str
    severity: Severity
    outcome: Result
    note: str = ""
    """Why it was skipped or how it crashed."""
    summary: str = ""
    """What the check finds, in one sentence."""
    wording: Wording | None = None
    """The note as a template and its values, where it was skipped."""


class Verdict(StrEnum):
    """What to do with the draft."""

    READY = "ready"
    IMPROVE = "improve"
    BLOCKED = "blocked"


class Score(Record):
    """The checks in one number, and how many of them could run."""

    value: int
    """0 to 100: weighted share of the checks that passed, of those that ran."""
    coverage: float
    """0 to 1: weighted share of the checks that could run."""
    verdict: Verdict
