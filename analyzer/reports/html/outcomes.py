"""How the checks ended, in the reader's words: what is in order, and what could not be checked."""

from __future__ import annotations

from dataclasses import dataclass

from ...model import Outcome, Report, Result
from ..language import Language


@dataclass(frozen=True, slots=True)
class Ended:
    """How one check ended."""

    code: str
    told: str
    """What it measured, or what it looks for where it did not run."""
    note: str
    """Why it did not run, or what explains it."""


def ended(report: Report, result: Result, say: Language) -> tuple[Ended, ...]:
    """Return the checks that ended this way."""
    outcomes = (outcome for outcome in report.outcomes if outcome.outcome is result)
    return tuple(Ended(one.code, _told(one, report, say), _note(one, say)) for one in outcomes)


def _told(outcome: Outcome, report: Report, say: Language) -> str:
    hook = report.signals.hook if report.signals else None
    if outcome.outcome in {Result.PASSED, Result.EXPLAINED} and outcome.wording is not None:
        return say.measured(outcome.wording, hook, sourced=False)
    return say(outcome.summary) if outcome.summary else ""


def _note(outcome: Outcome, say: Language) -> str:
    if outcome.outcome is Result.EXPLAINED:
        return say("explained by {cause}", cause=outcome.explained_by)
    if outcome.outcome is Result.PASSED or not outcome.note:
        return ""
    return say.reason(outcome.note, outcome.wording)
