"""A finding in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from ...model import Finding, Fix, Hook, Severity
from .. import mended
from ..language import Language
from .pictures import Album, NamedStill


@dataclass(frozen=True, slots=True)
class Advice:
    """One finding in the reader's words."""

    number: int
    code: str
    key: str
    """Tells it from the draft's other findings, on any platform: the code, and when it begins."""
    severity: str
    cost: float
    level: str
    message: str
    remedy: str
    general: str
    """The act without this draft's own numbers."""
    basis: str
    mending: str
    """Whether it was or can be mended, or why not; empty where that takes the editor."""
    when: str
    picture: NamedStill | None


def advised(
    number: int, finding: Finding, hook: Hook | None, fix: Fix | None, album: Album, say: Language
) -> Advice:
    """Return the finding as the one of this ``number`` on a page."""
    span = finding.spans[0] if finding.spans else None
    return Advice(
        number=number,
        code=finding.code,
        key=finding.code if span is None else f"{finding.code}@{span.start:.2f}",
        severity=finding.severity.value,
        cost=finding.cost,
        level={
            Severity.ERROR: say("Must fix"),
            Severity.WARN: say("Should fix"),
            Severity.INFO: say("Good to know"),
        }[finding.severity],
        message=say.message(finding, hook, sourced=False),
        remedy=say.remedy(finding),
        general=say(finding.advice) if finding.advice else say.remedy(finding),
        basis=say.basis(finding),
        mending=mended.of_finding(finding, fix, say),
        when="" if span is None else say.stretch(span),
        picture=album.nearest(span.start) if span else None,
    )
