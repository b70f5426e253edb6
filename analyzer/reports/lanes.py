"""The timeline of a draft in a terminal: a lane for each signal that has times."""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..model import Report
from .language import Language
from .text import lane, marks, ruler

LABEL_WIDTH = 10
"""Columns at least of the labels beside it, and of those of the facts above it."""

LONGEST_LABEL = "Keywords"


def label_width(say: Language) -> int:
    """Columns of the labels in a language."""
    return max(LABEL_WIDTH, cell_len(say(LONGEST_LABEL)))


def drawn(report: Report, width: int, say: Language) -> RenderableType | None:
    """One lane for each signal that has times, over the length of the draft."""
    probe, signals = report.probe, report.signals
    if probe is None or signals is None or probe.duration <= 0:
        return None
    parts = {
        "motion": signals.motion,
        "faces": signals.faces,
        "speech": signals.speech,
        "music": signals.music,
    }
    lanes = {name: part.spans for name, part in parts.items() if part is not None}
    if signals.overlay_text is not None:
        lanes["text"] = tuple(x.span for x in signals.overlay_text if x.kind.is_set)
    columns = max(10, min(width, 100) - label_width(say) - 3)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, width=label_width(say))
    table.add_column(no_wrap=True)
    if signals.shots is not None:
        table.add_row(Text(say("cuts")), Text(marks(signals.shots, probe.duration, columns)))
    for name, spans in lanes.items():
        table.add_row(Text(say(name)), Text(lane(spans, probe.duration, columns)))
    table.add_row("", Text(ruler(probe.duration, columns, say.clock), "dim"))
    return table
