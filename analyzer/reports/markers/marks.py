"""Findings as marks on frames: one for each frame, for editing programs keep no two on one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ...model import Finding, Report, Severity
from .. import matrix
from ..language import Language
from ..rates import Rate
from ..text import printable


class Said(NamedTuple):
    """One finding in the reader's words, and where it stands."""

    finding: Finding
    start: int
    """Its first frame: 0 where it is of the whole draft."""
    frames: int
    """How many frames it takes; 0 where it is of the whole draft."""
    name: str
    act: str
    platforms: str
    """Those that it was found for."""


class Mark(NamedTuple):
    """All that begins at one frame."""

    start: int
    frames: int
    severity: Severity
    """That of the worst."""
    name: str
    """What was found; with how many more where there are more."""
    note: str
    """What to do about it; the others below it, each with its act."""
    codes: tuple[str, ...]


def said(report: Report, rate: Rate, say: Language) -> Iterator[Said]:
    """Yield each finding at each time that it has; one without a time at frame 0."""
    hook = report.signals.hook if report.signals else None
    count = len(report.judgements)
    for finding, platforms in matrix.told(report.judgements):
        names = ", ".join(platforms)
        message = printable(say.message(finding, hook, sourced=False))
        name = message if len(platforms) == count else f"{names}: {message}"
        act = printable(say.remedy(finding))
        for span in finding.spans:
            yield Said(finding, rate.at(span.start), rate.during(span), name, act, names)
        if not finding.spans:
            yield Said(finding, 0, 0, name, act, names)


def marks(report: Report, rate: Rate, say: Language) -> tuple[Mark, ...]:
    """All marks of a draft, in order of time."""
    found = sorted(said(report, rate, say), key=lambda one: (one.start, one.finding.rank))
    return tuple(_mark(list(group)) for _, group in groupby(found, key=lambda one: one.start))


def _mark(found: list[Said]) -> Mark:
    worst, others = found[0], found[1:]
    note = "\n".join((worst.act, *(f"{one.name} → {one.act}" for one in others)))
    return Mark(
        worst.start,
        max(1, worst.frames),
        min((one.finding.severity for one in found), key=list(Severity).index),
        f"{worst.name} (+{len(others)})" if others else worst.name,
        note,
        tuple(one.finding.code for one in found),
    )
