"""A folder's drafts in one table, those that need work first, and what is found most often."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from analyzer.model import Report, Severity, Status, Verdict
from analyzer.reports.text import STYLES, draw, printable, sentence

MOST_ROWS = 40
MOST_FINDINGS = 8

_ORDER = {Verdict.BLOCKED: 1, Verdict.IMPROVE: 2, Verdict.READY: 3}


def render(reports: Iterable[Report], *, width: int = 80, color: bool = False) -> str:
    """The summary as text of at most ``width`` columns; only its rows are kept in memory."""
    counts: Counter[str] = Counter()
    findings: Counter[tuple[Severity, str]] = Counter()
    remedies: dict[str, str] = {}
    rows = []
    for place, report in enumerate(reports):
        counts[_word(report)] += 1
        rows.append((*_rank(report), place, _cells(report)))
        for code in {f.code for f in report.findings if f.severity is not Severity.INFO}:
            first = next(f for f in report.findings if f.code == code)
            findings[first.severity, code] += 1
            remedies.setdefault(code, first.remedy)
    shown = heapq.nsmallest(MOST_ROWS, rows)
    parts: list[RenderableType] = [_table([cells for *_, cells in shown])]
    if len(rows) > len(shown):
        parts.append(Text(f"… and {len(rows) - len(shown)} more; --csv FILE lists all", "dim"))
    if findings:
        parts.append(Padding(_frequent(findings, remedies, len(rows)), (1, 0, 0, 0)))
    parts.append(Padding(_totals(counts), (1, 0, 0, 0)))
    return draw(Group(*parts), width=width, color=color)


def _word(report: Report) -> str:
    return report.score.verdict.value if report.score else "error"


def _rank(report: Report) -> tuple[int, int]:
    """Drafts with errors first, then the worst; the lowest score first."""
    if report.status is Status.ERROR or report.score is None:
        return (0, 0)
    return (_ORDER[report.score.verdict], report.score.value)


def _cells(report: Report) -> tuple[str, str, str, str, str]:
    """Verdict, score, hook, path and what to fix first."""
    if report.error is not None:
        return ("error", "", "", report.path, report.error.message)
    hook = report.signals.hook if report.signals else None
    main = next((f.message for f in report.findings if f.severity is not Severity.INFO), "")
    score = str(report.score.value) if report.score else ""
    return (_word(report), score, hook.strength.value if hook else "?", report.path, main)


def _table(rows: Sequence[tuple[str, str, str, str, str]]) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Score", no_wrap=True, justify="right")
    table.add_column("Hook", no_wrap=True)
    table.add_column("Draft", ratio=2, overflow="fold")
    table.add_column("Fix first", ratio=3, no_wrap=True, overflow="ellipsis")
    shared = _shared_folder([row[3] for row in rows])
    for word, score, hook, path, main in rows:
        table.add_row(
            Text(word, STYLES.get(word, "bold red")),
            score,
            Text(hook, STYLES.get(hook, "")),
            Text(printable(path[len(shared) :])),
            Text(sentence(printable(main))),
        )
    return table


def _frequent(
    findings: Counter[tuple[Severity, str]], remedies: dict[str, str], drafts: int
) -> Table:
    """The findings that most drafts share, with the act that mends each."""
    table = Table(box=None, padding=(0, 1), pad_edge=False, expand=True, header_style="bold")
    table.add_column("Most frequent", no_wrap=True)
    table.add_column("Drafts", no_wrap=True, justify="right")
    table.add_column("What to do", ratio=1, overflow="fold")
    ranks = list(Severity)
    ordered = sorted(findings.items(), key=lambda kv: (-kv[1], ranks.index(kv[0][0]), kv[0][1]))
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
    end = max(first.rfind("/", 0, same), first.rfind("\\", 0, same))
    return first[: end + 1] if end > 0 else ""
