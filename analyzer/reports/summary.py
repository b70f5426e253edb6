"""A folder's drafts in one table, those that need work first, and what is found most often."""

from __future__ import annotations

import heapq
import os
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import Finding, Gist, Severity, Verdict, worst_first
from .language import ENGLISH, Language, load
from .text import STYLES, draw, printable, sentence

MOST_ROWS = 40

NARROW = 60
"""Columns below which the table says no more of a draft than its verdict, score and name."""

MOST_FINDINGS = 8


def render(
    gists: Iterable[Gist], *, language: str = ENGLISH, width: int = 80, color: bool = False
) -> str:
    """The summary of all drafts, which come in their order, as text of ``width`` columns."""
    say = load(language)
    gists = list(gists)
    findings: Counter[tuple[Severity, str]] = Counter()
    costs: dict[str, float] = {}
    remedies: dict[str, str] = {}
    for gist in gists:
        for code, (severity, remedy, cost) in gist.findings.items():
            findings[severity, code] += 1
            costs[code] = costs.get(code, 0.0) + cost
            remedies.setdefault(code, remedy)
    parts = _worst(gists, MOST_ROWS, width, say)
    if findings:
        table = _frequent(findings, costs, remedies, len(gists), say)
        parts.append(Padding(table, (1, 0, 0, 0)))
    parts.append(Padding(_totals(gists, say), (1, 0, 0, 0)))
    return draw(Group(*parts), width=width, color=color)


def running(
    gists: Iterable[Gist], *, rows: int, language: str = ENGLISH, width: int = 80, color: bool
) -> str:
    """A table of at most so many lines, to stand at the end of a terminal and be drawn anew."""
    say = load(language)
    gists = list(gists)
    most = max(1, min(MOST_ROWS, rows - 4))
    parts = [*_worst(gists, most, width, say), Padding(_totals(gists, say), (1, 0, 0, 0))]
    lines = draw(Group(*parts), width=width, color=color).splitlines(keepends=True)
    return "".join([*lines[: rows - 1], lines[-1]] if len(lines) > rows else lines)


def _worst(gists: Sequence[Gist], most: int, width: int, say: Language) -> list[RenderableType]:
    """The worst drafts in a table, and how many are left out of it."""
    shown = heapq.nsmallest(most, gists, key=lambda gist: worst_first(gist.score))
    parts: list[RenderableType] = [_table(shown, width, say)]
    if left := len(gists) - len(shown):
        parts.append(Text(say("… and {count} more; --csv FILE lists all", count=left), "dim"))
    return parts


def _word(gist: Gist) -> str:
    return gist.verdict.value if gist.verdict else "error"


def _table(gists: Sequence[Gist], width: int, say: Language) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column(say("Verdict"), no_wrap=True)
    table.add_column(say("Score"), no_wrap=True, justify="right")
    is_wide = width >= NARROW
    if is_wide:
        table.add_column(say("Hook"), no_wrap=True)
    table.add_column(say("Draft"), ratio=2, overflow="fold")
    if is_wide:
        table.add_column(say("Fix first"), ratio=3, no_wrap=True, overflow="ellipsis")
    shared = _shared_folder([gist.path for gist in gists])
    for gist in gists:
        word, hook = _word(gist), gist.hook or ("?" if gist.verdict else "")
        verdict = Text(say(word), STYLES.get(word, "bold red"))
        score = str(gist.score.value) if gist.score else ""
        name = Text(printable(gist.path[len(shared) :]))
        strength = Text(say(hook), STYLES.get(hook, ""))
        fix = Text(sentence(printable(_main(gist, say))))
        cells = (verdict, score, strength, name, fix) if is_wide else (verdict, score, name)
        table.add_row(*cells)
    return table


def _frequent(
    findings: Counter[tuple[Severity, str]],
    costs: dict[str, float],
    remedies: dict[str, str],
    drafts: int,
    say: Language,
) -> Table:
    """The findings that most drafts share, the dearest first, with the act that mends each."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column(say("Most frequent"), no_wrap=True)
    table.add_column(say("Drafts"), no_wrap=True, justify="right")
    table.add_column(say("What to do"), ratio=1, overflow="fold")
    ordered = sorted(findings.items(), key=lambda kv: (-kv[1], -costs[kv[0][1]], kv[0][1]))
    for (severity, code), count in ordered[:MOST_FINDINGS]:
        table.add_row(
            Text(f"{say(severity).upper():5} {code}", STYLES[severity]),
            say("{count} of {drafts}", count=count, drafts=drafts),
            Text(printable(say(remedies[code]))),
        )
    return table


def _main(gist: Gist, say: Language) -> str:
    """What to fix first, without its source."""
    if isinstance(gist.cause, Finding):
        return say.message(gist.cause, gist.opening, sourced=False)
    return say.reason(gist.main, gist.cause.wording) if gist.cause else gist.main


def _totals(gists: Iterable[Gist], say: Language) -> Text:
    counts = Counter(_word(gist) for gist in gists)
    words = [*(verdict.value for verdict in Verdict), "error"]
    parts = (
        Text(f"{counts[word]} {say(word)}", STYLES.get(word, "bold red"))
        for word in words
        if counts[word]
    )
    return Text(", ").join(parts)


def _shared_folder(paths: Sequence[str]) -> str:
    """The folder that all ``paths`` lie in, with its separator; none where it is the root."""
    first, last = min(paths), max(paths)
    same = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first)
    )
    end = first.rfind(os.sep, 0, same)
    return first[: end + 1] if end > 0 else ""
