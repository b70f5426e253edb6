"""What a person at the terminal sees of the reports: cards or lines, and a summary."""

from __future__ import annotations

from ..batch import job_control
from ..model import Report
from . import console
from .sink import Sink
from .verdicts import Verdicts


class ErrorSink(Sink):
    """A line on standard error for each draft that could not be analyzed."""

    name = "standard error"

    def add(self, report: Report) -> None:
        """Say why, if it could not be analyzed."""
        if report.error is not None:
            say = console.language()
            why = say.reason(report.error.message, report.error.wording)
            console.say("{path}: {why}", path=report.path, why=why)


class RunningTable(Sink):
    """One table of all drafts, which stays at the end of the terminal and is drawn anew."""

    name = "standard output"

    def __init__(self, verdicts: Verdicts) -> None:
        self._verdicts = verdicts
        job_control.join(self)

    def finish(self) -> None:
        """Draw it as it is now."""
        from ..reports import summary

        page, language = console.page(), console.language().code
        if not len(self._verdicts):
            console.keep_below("")
            return
        table = summary.running(
            self._verdicts,
            rows=page.height - 2,
            language=language,
            width=page.width,
            color=page.color,
        )
        console.keep_below(f"\n{table}")

    def suspend(self) -> None:
        """Leave it where it is."""
        console.leave_below()

    def resume(self) -> None:
        """Show it again."""
        self.finish()


class TerminalSink(Sink):
    """A card or a line on standard output for each report, and a table of many at the end."""

    name = "standard output"

    def __init__(self, verdicts: Verdicts, *, as_cards: bool, summary: bool) -> None:
        self._verdicts = verdicts
        self._as_cards = as_cards
        self._has_summary = summary
        self._is_first = True

    def revise(self, report: Report) -> None:
        """Say no more: the card of the later draft names both."""

    def add(self, report: Report) -> None:
        """Show it."""
        from ..reports import terminal

        if report.error is not None:
            return
        width, color, _ = console.page()
        draw = terminal.render if self._as_cards else terminal.line
        space = "\n" if self._as_cards and not self._is_first else ""
        self._is_first = False
        said = draw(report, language=console.language().code, width=width, color=color)
        console.out([space, said])

    def finish(self) -> None:
        """Show the table."""
        from ..reports import summary

        if self._has_summary:
            width, color, _ = console.page()
            language = console.language().code
            text = summary.render(self._verdicts, language=language, width=width, color=color)
            console.out(["\n", text])
