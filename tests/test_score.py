"""The score: four parts from what findings cost, and a whole that the verdict caps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model import Finding, Outcome, Part, Parts, Result, Severity, Verdict, worst_first
from analyzer.score import score

ERROR, WARN, INFO = Severity
FILE, HOOK, SOUND, CONTENT = Part
FINE = [Outcome(part.upper(), WARN, Result.PASSED, part=part, impact=20) for part in Part]


def finding(
    impact: int, degree: float = 1.0, part: Part = FILE, severity: Severity = WARN, code: str = "X"
) -> Finding:
    return Finding(code, severity, "", "", part=part, impact=impact, degree=degree)


def test_a_draft_without_findings_has_all_points() -> None:
    flawless = score([], FINE)
    assert (flawless.value, flawless.verdict) == (100, Verdict.READY)
    assert flawless.parts == Parts(100, 100, 100, 100)


def test_each_finding_takes_its_cost_off_what_is_left_of_its_part() -> None:
    findings = [finding(50), finding(40, 0.5, code="Y"), finding(30, part=SOUND, code="Z")]
    assert score(findings, FINE).parts == Parts(file=40, hook=100, sound=70, content=100)


def test_the_whole_is_the_geometric_mean_of_the_parts_under_the_verdicts_ceiling() -> None:
    assert score([finding(84, part=SOUND)], FINE).value == round((16 * 100**3) ** 0.25 * 0.89)


def test_several_findings_of_one_check_count_once_by_the_dearest() -> None:
    assert score([finding(40, 0.1), finding(40, 1.0)], FINE).parts.file == 60


def test_a_part_of_which_nothing_could_be_checked_has_no_number() -> None:
    unheard = [o if o.part is not SOUND else Outcome("SD", WARN, Result.SKIPPED, part=SOUND)
               for o in FINE]  # fmt: skip
    result = score([], unheard)
    assert result.parts == Parts(100, 100, None, 100)
    assert result.value == 100


def test_what_did_not_run_lowers_the_coverage_and_what_was_not_asked_does_not() -> None:
    skipped = Outcome("A", WARN, Result.SKIPPED, impact=20)
    crashed = Outcome("B", WARN, Result.CRASHED, impact=20)
    unasked = Outcome("C", WARN, Result.UNASKED, impact=20)
    assert score([], [*FINE, unasked]).coverage == 1.0
    assert score([], [*FINE, skipped]).coverage == 0.8
    assert score([], [*FINE, skipped, crashed]).coverage == 0.667
    assert score([], []).value == 0


def test_only_drafts_that_are_ready_reach_the_top_and_blocked_ones_stay_below_half() -> None:
    assert score([finding(0, severity=ERROR)], FINE).value == 49
    assert score([finding(0)], FINE).value == 89
    assert score([finding(0, severity=INFO)], FINE).value == 100


COSTS = st.lists(
    st.tuples(
        st.integers(0, 85), st.floats(0, 1), st.sampled_from(Part), st.sampled_from(Severity)
    ),
    max_size=8,
)


@given(COSTS)
def test_the_verdict_caps_the_score_whatever_is_found(
    costs: list[tuple[int, float, Part, Severity]],
) -> None:
    findings = [finding(*cost, code=str(i)) for i, cost in enumerate(costs)]
    result = score(findings, FINE)
    ceilings = {Verdict.READY: 100, Verdict.IMPROVE: 89, Verdict.BLOCKED: 49}
    assert 0 <= result.value <= ceilings[result.verdict]


@given(COSTS, st.integers(1, 85), st.sampled_from(Part))
def test_another_finding_never_raises_the_score(
    costs: list[tuple[int, float, Part, Severity]], impact: int, part: Part
) -> None:
    findings = [finding(*cost, code=str(i)) for i, cost in enumerate(costs)]
    more = [*findings, finding(impact, part=part, code="more")]
    assert score(more, FINE).value <= score(findings, FINE).value


def test_drafts_are_sorted_the_worst_first() -> None:
    scores = [
        score([], FINE),
        score([finding(10)], FINE),
        score([finding(85), finding(85, code="Y")], FINE),
        score([finding(0, severity=ERROR)], FINE),
        None,
    ]
    assert sorted(scores, key=worst_first) == scores[::-1]


@pytest.mark.parametrize("severity", Severity)
def test_the_verdict_follows_the_worst_finding(severity: Severity) -> None:
    verdicts = {ERROR: Verdict.BLOCKED, WARN: Verdict.IMPROVE, INFO: Verdict.READY}
    beside = [finding(5, severity=INFO, code="Y")]
    assert score([finding(5, severity=severity), *beside], FINE).verdict is verdicts[severity]
