"""The score is the weighted share of what passed; the verdict follows the worst finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Outcome, Result, Severity, Verdict
from analyzer.score import score


def outcome(severity: Severity, result: Result) -> Outcome:
    return Outcome("FM01", severity, result)


ERROR, WARN, INFO = Severity
PASSED, FLAGGED, SKIPPED, CRASHED = Result


@pytest.mark.parametrize(
    ("outcomes", "value", "coverage", "verdict"),
    [
        ([(ERROR, PASSED), (WARN, PASSED)], 100, 1.0, Verdict.READY),
        ([(ERROR, PASSED), (WARN, FLAGGED)], 71, 1.0, Verdict.IMPROVE),
        ([(ERROR, FLAGGED), (WARN, PASSED)], 29, 1.0, Verdict.BLOCKED),
        ([(ERROR, PASSED), (WARN, SKIPPED)], 100, 0.714, Verdict.READY),
        ([(ERROR, PASSED), (WARN, CRASHED)], 100, 0.714, Verdict.READY),
        ([(WARN, PASSED), (INFO, FLAGGED)], 100, 1.0, Verdict.READY),
        ([(WARN, SKIPPED)], 0, 0.0, Verdict.READY),
        ([], 0, 0.0, Verdict.READY),
    ],
)
def test_a_draft_is_scored_on_the_checks_that_ran(
    outcomes: list[tuple[Severity, Result]], value: int, coverage: float, verdict: Verdict
) -> None:
    result = score(outcome(*pair) for pair in outcomes)
    assert (result.value, result.coverage, result.verdict) == (value, coverage, verdict)


RESULTS = st.lists(st.tuples(st.sampled_from(Severity), st.sampled_from([PASSED, FLAGGED])))


@given(RESULTS, st.sampled_from(Severity), st.sampled_from([SKIPPED, CRASHED]))
def test_a_check_that_did_not_run_never_changes_the_score(
    ran: list[tuple[Severity, Result]], severity: Severity, result: Result
) -> None:
    without = score(outcome(*pair) for pair in ran)
    beside = score([*(outcome(*pair) for pair in ran), outcome(severity, result)])
    assert beside.value == without.value
    assert beside.verdict is without.verdict
    assert beside.coverage <= without.coverage
