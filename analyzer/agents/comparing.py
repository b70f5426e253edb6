"""Two reports side by side: which draft is better, and what is gone, new and left."""

from __future__ import annotations

from ..model import Finding, Record, Report, Severity, worst_first


class Side(Record):
    """One of the two, in short."""

    path: str
    verdict: str
    score: int
    parts: dict[str, int]
    hook: str | None
    seconds: float
    loudness_lufs: float | None
    cuts: int | None
    words: int | None


class Change(Record):
    """A finding that one of the two has, or that both have."""

    code: str
    severity: Severity
    message: str
    remedy: str
    cost_a: float | None = None
    """0 to 1: the share of its part of the score that it takes of the first; null where it is not
    found there."""
    cost_b: float | None = None


class Comparison(Record):
    """The second draft beside the first, for the platform where each does worst."""

    a: Side
    b: Side
    better: str
    """``a``, ``b``, or ``equal``: by the verdict, then by the score."""
    gone: tuple[Change, ...]
    """What is found in the first and no longer in the second."""
    new: tuple[Change, ...]
    left: tuple[Change, ...]
    """What is found in both."""


def compare(first: Report, second: Report) -> Comparison:
    """Compare two drafts that were analyzed, by their reports alone."""
    ranks = worst_first(first.score), worst_first(second.score)
    before, after = _found(first), _found(second)
    return Comparison(
        a=_side(first),
        b=_side(second),
        better="equal" if ranks[0] == ranks[1] else "a" if ranks[0] > ranks[1] else "b",
        gone=tuple(_change(f, f.cost, None) for c, f in before.items() if c not in after),
        new=tuple(_change(f, None, f.cost) for c, f in after.items() if c not in before),
        left=tuple(_change(f, before[c].cost, f.cost) for c, f in after.items() if c in before),
    )


def _found(report: Report) -> dict[str, Finding]:
    """The first finding of each code, the dearest first."""
    found: dict[str, Finding] = {}
    for finding in report.findings:
        found.setdefault(finding.code, finding)
    return found


def _change(finding: Finding, cost_a: float | None, cost_b: float | None) -> Change:
    return Change(finding.code, finding.severity, finding.message, finding.remedy, cost_a, cost_b)


def _side(report: Report) -> Side:
    assert report.score is not None
    assert report.probe is not None
    assert report.signals is not None
    signals, score = report.signals, report.score
    parts = {name: getattr(score.parts, name) for name in score.parts.__struct_fields__}
    return Side(
        path=report.path,
        verdict=score.verdict.value,
        score=score.value,
        parts={name: value for name, value in parts.items() if value is not None},
        hook=signals.hook.strength.value if signals.hook else None,
        seconds=report.probe.duration,
        loudness_lufs=signals.loudness.integrated_lufs if signals.loudness else None,
        cuts=len(signals.shots.cuts) if signals.shots else None,
        words=len(signals.transcript.words) if signals.transcript else None,
    )
