"""How a draft stands, by its report: the one place that knows where findings and score are."""

from __future__ import annotations

from ..model import Finding, Policy, Report, Result, Severity, Standing, worst_first
from ..platforms.policy import under
from ..platforms.profile import Profile, load


def findings(report: Report) -> tuple[Finding, ...]:
    """What was found in the draft, for any platform, the worst one's first."""
    judged = sorted(report.judgements, key=lambda one: worst_first(one.score))
    return tuple(finding for one in judged for finding in one.findings)


def profile(report: Report, policy: Policy | None = None) -> Profile:
    """The limits of the platform where the draft does worst, with the user's policy over them."""
    worst = report.worst
    return under(load(worst.platform, worst.placement) if worst else load("tiktok"), policy)


def standing(report: Report) -> Standing:
    """The score, and the codes of what costs some of it."""
    found = (f.code for f in findings(report) if f.severity is not Severity.INFO or f.impact)
    return Standing(report.score, tuple(dict.fromkeys(found)))


def known(report: Report) -> frozenset[str]:
    """The codes of all that was found in the draft, and of what another finding stood for."""
    return _found(report) | _ended(report, Result.EXPLAINED)


def passed(report: Report) -> frozenset[str]:
    """The codes of the checks that passed on some platform, and were flagged on none."""
    return _ended(report, Result.PASSED) - _found(report)


def _found(report: Report) -> frozenset[str]:
    return frozenset(finding.code for finding in findings(report))


def _ended(report: Report, result: Result) -> frozenset[str]:
    outcomes = (outcome for judged in report.judgements for outcome in judged.outcomes)
    return frozenset(outcome.code for outcome in outcomes if outcome.outcome is result)
