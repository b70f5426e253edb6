"""Markers as a table: a row for each time of each finding, for a spreadsheet or a script."""

from __future__ import annotations

from ...model import Report
from ..language import Language
from ..rates import Rate
from ..spreadsheet import BOM, cell, line
from .marks import said

COLUMNS = (
    "frame", "frames", "timecode", "seconds", "fps",
    "severity", "code", "message", "act", "platforms",
)  # fmt: skip


def render(report: Report, rate: Rate, say: Language) -> str:
    """Return the table; a finding without a time has none, and stands before the others."""
    rows = sorted(said(report, rate, say), key=lambda one: (one.start, one.frames > 0))
    written = [line(COLUMNS, say)]
    for one in rows:
        has_time = one.frames > 0
        cells: tuple[object, ...] = (
            one.start if has_time else None,
            one.frames if has_time else None,
            rate.timecode(one.start) if has_time else None,
            float(one.start / rate.fps) if has_time else None,
            f"{rate.fps.numerator}/{rate.fps.denominator}",
            one.finding.severity.value,
            one.finding.code,
            one.name,
            one.act,
            one.platforms,
        )
        written.append(line((cell(value, say) for value in cells), say))
    return BOM + "".join(written)
