"""How the checks ended, in the reader's words: what is in order, and what could not be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...model import Hook, Outcome, Result
from ..language import Language


@dataclass(frozen=True, slots=True)
class Ended:
    """How one check ended."""

    code: str
    told: str
    """What it measured, or what it looks for where it did not run."""
    note: str
    """Why it did not run, or what explains it."""


def ended(
    outcomes: Iterable[Outcome], hook: Hook | None, result: Result, say: Language
) -> tuple[Ended, ...]:
    """Return the checks that ended this way."""
    return tuple(
        Ended(one.code, _told(one, hook, say), _note(one, say))
        for one in outcomes
        if one.outcome is result
    )


def _told(outcome: Outcome, hook: Hook | None, say: Language) -> str:
    if outcome.outcome in {Result.PASSED, Result.EXPLAINED} and outcome.wording is not None:
        return say.measured(outcome.wording, hook, sourced=False)
    return say(outcome.summary) if outcome.summary else ""


def _note(outcome: Outcome, say: Language) -> str:
    if outcome.outcome is Result.EXPLAINED:
        return say("explained by {cause}", cause=outcome.explained_by)
    if outcome.outcome is Result.PASSED or not outcome.note:
        return ""
    return say.reason(outcome.note, outcome.wording)
