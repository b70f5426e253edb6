"""What a run hands its reports to."""

from __future__ import annotations

from ..model import Report


class Sink:
    """One output; what it does not do is left out.

    Every method may raise OSError or AnalyzerError where the output is not taken.
    """

    name: str
    """The output as messages name it, such as the option that asked for it."""

    def add(self, report: Report) -> None:
        """Take in ``report``, in place of an earlier one on the same path."""

    def revise(self, report: Report) -> None:
        """Take in ``report`` in place of one that was told already: another draft is its like."""
        self.add(report)

    def discard(self, path: str) -> None:
        """Forget the draft at ``path``, whether its report has come or not."""

    def finish(self) -> None:
        """Write what there is: at the end of a run, or after each batch of news in a watch."""
