"""What was found for several platforms, each told once: what holds for all, then what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..model import Finding, Judgement

OF_A_PLATFORM = frozenset({"basis", "platform", "name"})
"""Values of a finding that say whose limit it is, and not what is wrong."""


class Told(NamedTuple):
    """A finding, and the platforms that it was found for."""

    finding: Finding
    platforms: tuple[str, ...]


def told(judgements: Sequence[Judgement]) -> list[Told]:
    """The findings of all platforms: those that most share first, then in their own order."""
    found: dict[tuple[object, ...], Told] = {}
    for judgement in judgements:
        for finding in judgement.findings:
            same = found.get(key := _meaning(finding))
            before = same.platforms if same else ()
            found[key] = Told(same.finding if same else finding, (*before, judgement.platform))
    order = [judgement.platform for judgement in judgements]
    return sorted(
        found.values(), key=lambda one: (-len(one.platforms), *map(order.index, one.platforms))
    )


def _meaning(finding: Finding) -> tuple[object, ...]:
    """What is the same where two platforms complain of the same thing."""
    wording = finding.wording
    if wording is None:
        return finding.code, finding.severity, finding.message, finding.spans
    values = sorted((k, repr(v)) for k, v in wording.values.items() if k not in OF_A_PLATFORM)
    return finding.code, finding.severity, wording.message, wording.remedy, finding.spans, *values
