"""What was found for several platforms, each told once: what holds for all, then what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ..model import Finding, Judgement
from .language import ALSO

OF_A_PLATFORM = {"basis": ALSO, "platform": " / ", "name": " / "}
"""Values of a finding that say whose limit it is, and not what is wrong, with what stands between
those of several platforms."""


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
            if same is None:
                found[key] = Told(finding, (judgement.platform,))
            else:
                both = _joined(same.finding, finding)
                found[key] = Told(both, (*same.platforms, judgement.platform))
    order = [judgement.platform for judgement in judgements]
    return sorted(
        found.values(), key=lambda one: (-len(one.platforms), *map(order.index, one.platforms))
    )


def _joined(finding: Finding, other: Finding) -> Finding:
    """Return what both platforms complain of, with both their names and sources."""
    wording, values = finding.wording, other.wording.values if other.wording else {}
    if wording is None:
        return finding
    both = dict(wording.values)
    for name, between in OF_A_PLATFORM.items():
        if name in both:
            parts = dict.fromkeys([*str(both[name]).split(between), str(values[name])])
            both[name] = between.join(parts)
    wording = msgspec.structs.replace(wording, values=both)
    return msgspec.structs.replace(finding, message=wording.text, wording=wording)


def _meaning(finding: Finding) -> tuple[object, ...]:
    """What is the same where two platforms complain of the same thing."""
    wording = finding.wording
    if wording is None:
        return finding.code, finding.severity, finding.message, finding.spans
    values = sorted((k, repr(v)) for k, v in wording.values.items() if k not in OF_A_PLATFORM)
    return finding.code, finding.severity, wording.message, wording.remedy, finding.spans, *values
