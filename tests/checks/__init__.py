"""Every check's cases, family by family."""

from __future__ import annotations

from tests.checks import cases, origin_cases, picture_cases, post_cases, track_cases
from tests.checks.cases import Case

FAMILIES = (cases, origin_cases, picture_cases, post_cases, track_cases)


def all_cases() -> tuple[dict[str, list[Case]], dict[str, list[Case]]]:
    """For every check's code, the drafts that it flags and those that it lets pass."""
    flagged = {code: drafts for family in FAMILIES for code, drafts in family.FLAGGED.items()}
    passed = {code: drafts for family in FAMILIES for code, drafts in family.PASSED.items()}
    return flagged, passed
