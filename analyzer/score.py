"""Outcomes -> Score: the checks in one number, and what to do with the draft."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Outcome, Result, Score, Severity, Verdict

WEIGHTS = {Severity.ERROR: 5, Severity.WARN: 2, Severity.INFO: 0}
"""How much a check counts: an error is a draft that does not run, a warning one that runs worse."""


def score(outcomes: Iterable[Outcome]) -> Score:
    """The weighted share of checks that passed, and of checks that could run.

    Skipped and crashed checks lower the coverage and never the value. The verdict follows the
    worst finding: an error blocks the draft, a warning can be improved.
    """
    weights = dict.fromkeys(Result, 0)
    flagged = set()
    for outcome in outcomes:
        weights[outcome.outcome] += WEIGHTS[outcome.severity]
        if outcome.outcome is Result.FLAGGED:
            flagged.add(outcome.severity)
    ran = weights[Result.PASSED] + weights[Result.FLAGGED]
    every = sum(weights.values())
    return Score(
        value=round(100 * weights[Result.PASSED] / ran) if ran else 0,
        coverage=round(ran / every, 3) if every else 0.0,
        verdict=Verdict.BLOCKED
        if Severity.ERROR in flagged
        else Verdict.IMPROVE
        if Severity.WARN in flagged
        else Verdict.READY,
    )
