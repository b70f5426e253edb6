"""What was mended in a draft, with the draft and the mended file side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ...model import Report, Standing, Verdict
from .. import mended
from ..language import Language
from ..text import printable, sentence
from .playing import beside


class Side(NamedTuple):
    """The draft or the mended file: how it stands, and its address where a page may play it."""

    title: str
    verdict: str
    headline: str
    value: int
    video: str | None


class Told(NamedTuple):
    """Some findings under a title, as codes and messages."""

    title: str
    found: tuple[tuple[str, str], ...]


class Mending(NamedTuple):
    """What ``--fix`` came to."""

    refusal: str
    """Why there is no mended file; empty where there is one."""
    sides: tuple[Side, ...]
    edits: tuple[str, ...]
    told: tuple[Told, ...]


def headline(verdict: Verdict, say: Language) -> str:
    """The verdict in the reader's words."""
    return {
        Verdict.READY: say("Ready to post"),
        Verdict.IMPROVE: say("Improve it first"),
        Verdict.BLOCKED: say("Do not post it yet"),
    }[verdict]


def build(report: Report, folder: Path | None, say: Language) -> Mending | None:
    """What was mended, for a page in ``folder``; null where nothing was asked for or tried."""
    fix = report.fix
    if fix is None or (fix.path is None and fix.refusal is None):
        return None
    if fix.refusal is not None:
        return Mending(sentence(printable(say.wording(fix.refusal))), (), (), ())
    videos = [beside(path, folder) for path in (report.path, fix.path or "")]
    is_playable = None not in videos
    sides = tuple(
        _side(title, standing, video if is_playable else None, say)
        for title, standing, video in zip(
            (say("The draft"), say("Mended")), (fix.before, fix.after), videos, strict=True
        )
        if standing is not None and standing.score is not None
    )
    edits = tuple(mended.edit_line(edit, say) for edit in fix.edits)
    return Mending("", sides, edits, tuple(_told(report, say)))


def _side(title: str, standing: Standing, video: str | None, say: Language) -> Side:
    score = standing.score
    assert score is not None
    return Side(title, score.verdict.value, headline(score.verdict, say), score.value, video)


def _told(report: Report, say: Language) -> Iterator[Told]:
    """What went, what stayed and what is new, each with the message that it had in the draft."""
    fix = report.fix
    if fix is None or fix.after is None:
        return
    hook = report.signals.hook if report.signals else None
    found = {f.code: f for one in reversed(report.judgements) for f in reversed(one.findings)}
    messages = {code: say.message(f, hook, sourced=False) for code, f in found.items()}
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        (say("Gone"), fix.gone),
        (say("Still there"), fix.after.codes),
    )
    for title, codes in lists:
        if codes:
            yield Told(title, tuple((code, messages.get(code, "")) for code in codes))
