"""What was found as markers for an editing program, each at its exact frame.

A report comes in, one file's text goes out: OpenTimelineIO, and through its adapters a CMX 3600 EDL
with locators, Final Cut Pro 7 XML and FCPXML, or a table. It may use nouns and errors only;
OpenTimelineIO is loaded when a file is asked for.
"""

from __future__ import annotations

from ...model import Report
from ..language import ENGLISH, load
from ..rates import Rate
from ..text import name_in, printable
from . import marks


def render(report: Report, form: str, *, media: str, language: str = ENGLISH) -> str:
    """Return the markers of a draft that was probed, in a format of ``choices.MARKERS``.

    ``media`` is the address of the draft (``file:///…``), which FCP 7 XML and FCPXML need to find
    it; the others name the file beside which they lie.
    """
    assert report.probe is not None
    say = load(language)
    rate = Rate.of(report.probe)
    if form == "csv":
        from . import table

        return table.render(report, rate, say)
    from . import exchange

    source = exchange.Source(printable(name_in(report.path)), media, report.probe, rate)
    return exchange.WRITERS[form](marks.marks(report, rate, say), source)
