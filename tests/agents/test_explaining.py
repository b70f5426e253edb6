"""Every check can be explained, and the limits that it names are those that it reads."""

from __future__ import annotations

import pytest

from analyzer import checks
from analyzer.agents.explaining import Limit, explain
from analyzer.platforms.profile import Profile, load
from tests.checks import all_cases

FLAGGED, _ = all_cases()


@pytest.mark.parametrize("check", checks.all_checks(), ids=lambda check: str(check.code))
def test_a_finding_that_names_its_source_is_explained_with_a_limit_of_that_source(
    check: checks.Check,
) -> None:
    for case in FLAGGED[check.code]:
        explained = explain(check.code, case.profile)
        assert explained.checks == check.summary
        assert explained.act
        findings, _ = checks.run(case.probe, case.signals, case.profile)
        for finding in findings:
            basis = finding.wording and finding.wording.values.get("basis")
            if finding.code == check.code and basis:
                bases = {basis_of(limit, case.profile) for limit in explained.limits}
                assert basis in bases


def basis_of(limit: Limit, profile: Profile) -> str:
    """How a finding writes where a limit comes from."""
    if limit.name == "safe_zone":
        return f"{limit.source}, {limit.date}"
    return profile.basis(limit.name)


def test_a_limit_is_told_with_its_value_and_where_it_comes_from() -> None:
    (limit,) = (one for one in explain("FM07", load("tiktok")).limits if one.name == "max_seconds")
    assert limit.value == load("tiktok").max_seconds
    assert (limit.kind, limit.role) == ("official", "takes")
