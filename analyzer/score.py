"""Findings and outcomes -> Score: the draft in four numbers and one, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from statistics import geometric_mean

from .model import Finding, Outcome, Part, Parts, Result, Score, Severity, Verdict

CEILINGS = {Verdict.READY: 100, Verdict.IMPROVE: 89, Verdict.BLOCKED: 49}
"""The score of a draft that is flawless but for its verdict: chosen so that no blocked draft comes
near one that can be posted, and no ready one below one that is to be improved."""

RAN = {Result.PASSED, Result.FLAGGED, Result.EXPLAINED}


def score(findings: Sequence[Finding], outcomes: Iterable[Outcome]) -> Score:
    """What each finding takes off its part, the parts as one number, and what could be checked.

    A part is what its findings leave of 100, each taking its cost off what the ones before it
    left. The whole is the geometric mean of the parts, which one bad part pulls down, scaled to
    the verdict's ceiling. Skipped and crashed checks lower the coverage and never the score. The
    verdict follows the worst finding: an error blocks the draft, a warning can be improved.
    """
    ran = dict.fromkeys(Part, 0)
    asked = dict.fromkeys(Part, False)
    every = 0
    for outcome in outcomes:
        weight = 0 if outcome.outcome is Result.UNASKED else outcome.impact
        every += weight
        if outcome.outcome in RAN:
            ran[outcome.part] += weight
            asked[outcome.part] = True
    costs: dict[str, float] = {}
    for finding in findings:
        costs[finding.code] = max(costs.get(finding.code, 0.0), finding.cost)
    part_of = {finding.code: finding.part for finding in findings}
    left = {
        part: 100 * prod(1 - cost for code, cost in costs.items() if part_of[code] is part)
        for part in Part
        if asked[part]
    }
    severities = {finding.severity for finding in findings}
    verdict = (
        Verdict.BLOCKED
        if Severity.ERROR in severities
        else Verdict.IMPROVE
        if Severity.WARN in severities
        else Verdict.READY
    )
    whole = geometric_mean(left.values()) if left else 0.0
    return Score(
        value=round(whole * CEILINGS[verdict] / 100),
        coverage=round(sum(ran.values()) / every, 3) if every else 0.0,
        verdict=verdict,
        parts=Parts(**{part.value: round(number) for part, number in left.items()}),
    )
