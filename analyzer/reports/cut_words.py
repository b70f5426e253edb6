"""Two cuts next to each other in words: what is better, and what became of the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model import Aspect, CutComparison, Piece, PieceKind, Report, Way
from .language import Language

LABELS = {
    "verdict": "Verdict",
    "score": "Score",
    "file": "File",
    "hook": "Hook, of 100",
    "sound": "Sound",
    "content": "Words and picture",
    "hook strength": "Hook",
    "loudness": "Loudness",
    "words": "Words",
    "pace": "Pace of speech",
    "cuts": "Cuts",
    "length": "Length",
}

NUMBERS = {
    "loudness": "{value:.1f} LUFS",
    "pace": "{value:.0f} words a minute",
    "cuts": "{value:.0f} a minute",
}
"""How a number is written; a plain one otherwise."""

PIECES = {
    PieceKind.MOVED: "moved: {before}, now at {after}",
    PieceKind.REPEATED: "shown again: {before}, at {after}",
    PieceKind.CUT: "cut: {before}",
    PieceKind.ADDED: "added: {after}",
}
"""What became of a piece that is not just kept, with its times in the first and the second cut."""

WAYS = {Way.BETTER: "better", Way.WORSE: "worse", Way.EQUAL: "equal", Way.OTHER: "different"}


class AspectRow(NamedTuple):
    """One thing that both were measured or judged by."""

    label: str
    before: str
    after: str
    way: Way
    said: str


def headline(comparison: CutComparison, say: Language) -> str:
    """Which cut is better."""
    return {
        Way.BETTER: say("The second cut is better"),
        Way.WORSE: say("The first cut is better"),
    }.get(comparison.way, say("Both cuts are as good"))


def rows(comparison: CutComparison, say: Language) -> Iterator[AspectRow]:
    """Yield what both were measured by, without what was measured on neither."""
    for one in comparison.aspects:
        if one.before is not None or one.after is not None:
            before, after = (_value(one, value, say) for value in (one.before, one.after))
            yield AspectRow(say(LABELS[one.name]), before, after, one.way, say(WAYS[one.way]))


class Findings(NamedTuple):
    """What was found in one cut or in both, in words."""

    title: str
    way: Way
    lines: tuple[tuple[str, str], ...]
    """Each code, and what was found."""


def findings(
    comparison: CutComparison, reports: tuple[Report, Report], say: Language
) -> Iterator[Findings]:
    """Yield what is gone, what is new and what is still there, as far as there is any."""
    before, after = reports
    for title, way, codes, report in (
        (say("Gone"), Way.BETTER, comparison.gone, before),
        (say("New"), Way.WORSE, comparison.new, after),
        (say("Still there"), Way.EQUAL, comparison.left, after),
    ):
        first = {finding.code: finding for finding in reversed(report.judgements[0].findings)}
        hook = report.signals.hook if report.signals else None
        if codes:
            said = ((code, say.message(first[code], hook, sourced=False)) for code in codes)
            yield Findings(title, way, tuple(said))


def piece(one: Piece, say: Language) -> str:
    """What became of a piece."""
    spans = {"before": one.before, "after": one.after}
    times = {which: say.stretch(span) if span else "" for which, span in spans.items()}
    return say(PIECES[one.kind], **times)


def changes(comparison: CutComparison) -> tuple[Piece, ...]:
    """What is not just kept."""
    return tuple(one for one in comparison.pieces or () if one.kind is not PieceKind.KEPT)


def summary(comparison: CutComparison, say: Language) -> str:
    """How much was kept, moved, cut and added."""
    if comparison.pieces is None:
        return say("The pictures could not be compared.")
    seconds = dict.fromkeys(PieceKind, 0.0)
    for one in comparison.pieces:
        span = one.after or one.before
        seconds[one.kind] += span.seconds if span else 0.0
    said = {
        PieceKind.KEPT: say("{seconds:.1f} s kept", seconds=seconds[PieceKind.KEPT]),
        PieceKind.MOVED: say("{seconds:.1f} s moved", seconds=seconds[PieceKind.MOVED]),
        PieceKind.REPEATED: say("{seconds:.1f} s shown again", seconds=seconds[PieceKind.REPEATED]),
        PieceKind.CUT: say("{seconds:.1f} s cut", seconds=seconds[PieceKind.CUT]),
        PieceKind.ADDED: say("{seconds:.1f} s added", seconds=seconds[PieceKind.ADDED]),
    }
    return ", ".join(text for kind, text in said.items() if seconds[kind])


def _value(aspect: Aspect, value: float | str | None, say: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return say(value)
    if aspect.name == "length":
        return say.clock(value)
    return say(NUMBERS.get(aspect.name, "{value:.0f}"), value=value)
