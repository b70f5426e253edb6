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

from ..model import Gist, Severity, Verdict, worst_first
from .text import STYLES, draw, printable, sentence

MOST_ROWS = 40
MOST_FINDINGS = 8


def render(gists: Iterable[Gist], *, width: int = 80, color: bool = False) -> str:
    """The summary of all drafts, which come in their order, as text of ``width`` columns."""
    gists = list(gists)
    counts = Counter(_word(gist) for gist in gists)
    findings: Counter[tuple[Severity, str]] = Counter()
    costs: dict[str, float] = {}
    remedies: dict[str, str] = {}
    for gist in gists:
        for code, (severity, remedy, cost) in gist.findings.items():
            findings[severity, code] += 1
            costs[code] = costs.get(code, 0.0) + cost
            remedies.setdefault(code, remedy)
    shown = heapq.nsmallest(MOST_ROWS, gists, key=lambda gist: worst_first(gist.score))
    parts: list[RenderableType] = [_table(shown)]
    if len(gists) > len(shown):
        parts.append(Text(f"… and {len(gists) - len(shown)} more; --csv FILE lists all", "dim"))
    if findings:
        parts.append(Padding(_frequent(findings, costs, remedies, len(gists)), (1, 0, 0, 0)))
    parts.append(Padding(_totals(counts), (1, 0, 0, 0)))
    return draw(Group(*parts), width=width, color=color)


def _word(gist: Gist) -> str:
    return gist.verdict.value if gist.verdict else "error"


def _table(gists: Sequence[Gist]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Score", no_wrap=True, justify="right")
    table.add_column("Hook", no_wrap=True)
    table.add_column("Draft", ratio=2, overflow="fold")
    table.add_column("Fix first", ratio=3, no_wrap=True, overflow="ellipsis")
    shared = _shared_folder([gist.path for gist in gists])
    for gist in gists:
        word, hook = _word(gist), gist.hook or ("?" if gist.verdict else "")
        table.add_row(
            Text(word, STYLES.get(word, "bold red")),
            str(gist.score.value) if gist.score else "",
            Text(hook, STYLES.get(hook, "")),
            Text(printable(gist.path[len(shared) :])),
            Text(sentence(printable(gist.main))),
        )
    return table


def _frequent(
    findings: Counter[tuple[Severity, str]],
    costs: dict[str, float],
    remedies: dict[str, str],
    drafts: int,
) -> Table:
    """The findings that most drafts share, the dearest first, with the act that mends each."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column("Most frequent", no_wrap=True)
    table.add_column("Drafts", no_wrap=True, justify="right")
    table.add_column("What to do", ratio=1, overflow="fold")
    ordered = sorted(findings.items(), key=lambda kv: (-kv[1], -costs[kv[0][1]], kv[0][1]))
    for (severity, code), count in ordered[:MOST_FINDINGS]:
        table.add_row(
            Text(f"{severity.upper():5} {code}", STYLES[severity]),
            f"{count} of {drafts}",
            Text(printable(remedies[code])),
        )
    return table


def _totals(counts: Counter[str]) -> Text:
    words = [*(verdict.value for verdict in Verdict), "error"]
    parts = (
        Text(f"{counts[word]} {word}", STYLES.get(word, "bold red"))
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
