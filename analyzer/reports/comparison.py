"""The card of two cuts for the terminal: which is better, by what, and what became of the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import CutComparison, Piece, PieceKind, Report, Span, Way
from . import cut_words
from .language import ENGLISH, Language, load
from .text import draw, printable, ruler

STYLES = {Way.BETTER: "green", Way.WORSE: "red", Way.EQUAL: "dim", Way.OTHER: "cyan"}

MARKS = {
    PieceKind.KEPT: "█",
    PieceKind.MOVED: "▒",
    PieceKind.REPEATED: "░",
    PieceKind.CUT: "×",
    PieceKind.ADDED: "+",
}
"""How a piece is drawn."""


def render(
    comparison: CutComparison,
    reports: tuple[Report, Report],
    *,
    language: str = ENGLISH,
    width: int = 80,
    color: bool = False,
) -> str:
    """The card of two cuts, as text of at most ``width`` columns; ``reports`` are theirs."""
    say = load(language)
    parts = (Padding(part, (1, 0, 0, 0)) for part in _card(comparison, reports, width, say))
    headline = Text(cut_words.headline(comparison, say).upper(), f"bold {STYLES[comparison.way]}")
    return draw(Group(headline, *parts), width=width, color=color)


def _card(
    comparison: CutComparison, reports: tuple[Report, Report], width: int, say: Language
) -> Iterator[RenderableType]:
    yield _aspects(comparison, say)
    found = list(_findings(comparison, reports, say))
    if found:
        yield Group(*found)
    yield Group(
        Text(cut_words.summary(comparison, say), "bold"),
        *(Text(f"  {cut_words.piece(one, say)}") for one in cut_words.changes(comparison)),
    )
    if comparison.pieces is not None:
        yield _lanes(comparison.pieces, reports, width, say)


def _aspects(comparison: CutComparison, say: Language) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    for _ in range(3):
        table.add_column(overflow="fold")
    names = (printable(comparison.before), printable(comparison.after))
    table.add_row("", *(Text(name, "bold") for name in names), "")
    for row in cut_words.rows(comparison, say):
        told = Text(row.said, STYLES[row.way])
        table.add_row(Text(row.label, "bold"), row.before, row.after, told)
    return table


def _findings(
    comparison: CutComparison, reports: tuple[Report, Report], say: Language
) -> Iterator[RenderableType]:
    for told in cut_words.findings(comparison, reports, say):
        colour = STYLES[told.way] if told.way is not Way.EQUAL else ""
        yield Text(told.title, f"bold {colour}".strip())
        yield from (Text(f"  {code} {printable(message)}") for code, message in told.lines)


def _lanes(
    pieces: Sequence[Piece], reports: tuple[Report, Report], width: int, say: Language
) -> RenderableType:
    """Both cuts over time, on one scale."""
    lengths = [one.probe.duration if one.probe else 0.0 for one in reports]
    longest = max(lengths)
    titles = (say("First cut"), say("Second cut"))
    columns = max(10, min(width, 100) - max(map(len, titles)) - 3)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    for title, is_after, seconds in zip(titles, (False, True), lengths, strict=True):
        spans = [(one.kind, one.after if is_after else one.before) for one in pieces]
        drawn = _lane(spans, longest, columns)[: max(1, round(columns * seconds / longest))]
        table.add_row(title, drawn)
    table.add_row("", Text(ruler(longest, columns, say.clock), "dim"))
    return table


def _lane(spans: Sequence[tuple[PieceKind, Span | None]], seconds: float, columns: int) -> str:
    """One mark a column, of the piece that takes most of it."""
    step = seconds / columns
    drawn = []
    for column in range(columns):
        here = Span(column * step, (column + 1) * step)
        covered = [(span.overlap(here), MARKS[kind]) for kind, span in spans if span]
        most, mark = max(covered, default=(0.0, "·"))
        drawn.append(mark if most > 0 else "·")
    return "".join(drawn)
