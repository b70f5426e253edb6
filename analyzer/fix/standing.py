"""How a draft stands, by its report: the one place that knows where findings and score are."""

from __future__ import annotations

from ..model import Finding, Report, Result, Score, Severity, Standing


def findings(report: Report) -> tuple[Finding, ...]:
    """What was found in the draft."""
    return report.findings


def score(report: Report) -> Score | None:
    """The draft's score; null where it could not be analyzed."""
    return report.score


def standing(report: Report) -> Standing:
    """The score, and the codes of what costs some of it."""
    found = (f.code for f in findings(report) if f.severity is not Severity.INFO or f.impact)
    return Standing(score(report), tuple(dict.fromkeys(found)))


def known(report: Report) -> frozenset[str]:
    """The codes of all that was found in the draft, and of what another finding stood for."""
    explained = (one.code for one in report.outcomes if one.outcome is Result.EXPLAINED)
    return frozenset((*(finding.code for finding in findings(report)), *explained))
