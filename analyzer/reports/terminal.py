"""Reports for the terminal: verdict first, then what to fix, then the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ..model import Finding, Report, Severity, Status, Verdict
from . import facts, lanes, matrix, mended
from .language import ENGLISH, Language, load
from .text import STYLES, draw, printable


def render(report: Report, *, language: str = ENGLISH, width: int = 80, color: bool = False) -> str:
    """The card of one report, as text of at most ``width`` columns."""
    say = load(language)
    return draw(Group(*_card(report, width, say)), width=width, color=color)


def line(report: Report, *, language: str = ENGLISH, width: int = 80, color: bool = False) -> str:
    """The verdict of one report on one line, for lists too long for cards."""
    say = load(language)
    column = max(cell_len(say(word)) for word in (*Verdict, "error")) + 1
    word = report.score.verdict if report.score else "error"
    right = _scores(report)
    room = max(10, width - column - len(right) - 1)
    path = printable(report.path)
    if cell_len(path) > room:
        path = "…" + path[-room + 1 :]
    said = say(word).upper().ljust(column)
    if color:
        said = Style.parse(STYLES.get(word, "bold red")).render(said)
    return f"{said}{set_cell_size(path, room)} {right}".rstrip() + "\n"


def _card(report: Report, width: int, say: Language) -> Iterator[RenderableType]:
    if report.status is Status.ERROR or report.score is None or report.signals is None:
        yield _headline(say("error").upper(), "bold red", report.path, "")
        if report.error is not None:
            why = say.reason(report.error.message, report.error.wording)
            yield Padding(Text(printable(why)), (0, 0, 0, 2))
        return
    verdict = report.score.verdict
    yield _headline(say(verdict).upper(), STYLES[verdict], report.path, _scores(report))
    yield from (Padding(part, (1, 0, 0, 0)) for part in _findings(report, say))
    yield Padding(_facts(report, say), (1, 0, 0, 0))
    mending = _table(mended.rows(report, say), say)
    if mending.row_count:
        yield Padding(mending, (1, 0, 0, 0))
    timeline = lanes.drawn(report, width, say)
    if timeline is not None:
        yield Padding(timeline, (1, 0, 0, 0))


def _headline(word: str, style: str, path: str, right: str) -> RenderableType:
    headline = Table.grid(padding=(0, 1), expand=True)
    headline.add_column(no_wrap=True)
    headline.add_column(ratio=1, overflow="fold")
    headline.add_column(no_wrap=True, justify="right")
    headline.add_row(Text(word, style), Text(printable(path), "bold"), Text(right))
    return headline


def _scores(report: Report) -> str:
    """The score for each platform."""
    scores = [f"{one.platform} {one.score.value}" for one in report.judgements]
    return f"{scores[0]}/100" if len(scores) == 1 else " · ".join(scores)


def _findings(report: Report, say: Language) -> Iterator[RenderableType]:
    """What was found: what holds for all platforms, then what differs."""
    found = matrix.told(report.judgements)
    if not found:
        yield Text(say("Nothing to fix."))
    for platforms, told in groupby(found, key=lambda one: one.platforms):
        table = _told([one.finding for one in told], report, say)
        if len(report.judgements) == 1:
            yield table
        else:
            names = ", ".join(platforms)
            yield Group(Text(say("For {platforms}:", platforms=names), "bold underline"), table)


def _told(findings: Sequence[Finding], report: Report, say: Language) -> Table:
    """Findings; brightest the act that mends each, faintest and last who says so."""
    hook = report.signals.hook if report.signals else None
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, width=max(cell_len(say(word)) for word in Severity))
    table.add_column(no_wrap=True, width=4)
    table.add_column(overflow="fold")
    for finding in findings:
        style = STYLES[finding.severity]
        said = Text(printable(say.message(finding, hook, sourced=False)))
        said.append("\n→ " + printable(say.remedy(finding)), "bold")
        if mending := mended.of_finding(finding, report.fix, say):
            said.append("\n" + printable(mending), "dim")
        if basis := say.basis(finding):
            said.append("\n" + printable(say("Source: {basis}", basis=basis)), "dim")
        table.add_row(Text(say(finding.severity).upper(), style), Text(finding.code, style), said)
    return table


def _facts(report: Report, say: Language) -> RenderableType:
    return _table(((say(label), fact) for label, fact in facts.rows(report, say)), say)


def _table(rows: Iterable[tuple[str, str | Text]], say: Language) -> Table:
    """Labels in their column, and what stands beside them."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, width=lanes.label_width(say))
    table.add_column(overflow="fold")
    for label, fact in rows:
        table.add_row(
            Text(label, "bold"), fact if isinstance(fact, Text) else Text(printable(fact))
        )
    return table
