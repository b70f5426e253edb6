"""How a draft stands, by its report: the one place that knows where findings and score are."""

from __future__ import annotations

from ..model import Finding, Report, Result, Score, Severity, Standing, worst_first
from ..platforms.profile import Profile, load


def findings(report: Report) -> tuple[Finding, ...]:
    """What was found in the draft, for any platform, the worst one's first."""
    judged = sorted(report.judgements, key=lambda one: worst_first(one.score))
    return tuple(finding for one in judged for finding in one.findings)


def profile(report: Report) -> Profile:
    """The limits of the platform where the draft does worst."""
    worst = report.worst
    return load(worst.platform, worst.placement) if worst else load("tiktok")


def score(report: Report) -> Score | None:
    """The draft's score; null where it could not be analyzed."""
    return report.score


def standing(report: Report) -> Standing:
    """The score, and the codes of what costs some of it."""
    found = (f.code for f in findings(report) if f.severity is not Severity.INFO or f.impact)
    return Standing(score(report), tuple(dict.fromkeys(found)))


def known(report: Report) -> frozenset[str]:
    """The codes of all that was found in the draft, and of what another finding stood for."""
    explained = (
        outcome.code
        for judged in report.judgements
        for outcome in judged.outcomes
        if outcome.outcome is Result.EXPLAINED
    )
    return frozenset((*(finding.code for finding in findings(report)), *explained))


def passed(report: Report) -> frozenset[str]:
    """The codes of the checks that passed on some platform, and were flagged on none."""
    fine = (
        outcome.code
        for judged in report.judgements
        for outcome in judged.outcomes
        if outcome.outcome is Result.PASSED
    )
    return frozenset(fine) - {finding.code for finding in findings(report)}
