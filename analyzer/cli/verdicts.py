"""What a run remembers of each draft, and the exit code that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..errors import ExitCode
from ..model import Gist, Report, Verdict
from .sink import Sink

FATAL = {
    "error": frozenset({Verdict.BLOCKED}),
    "warn": frozenset({Verdict.BLOCKED, Verdict.IMPROVE}),
    "never": frozenset[Verdict](),
}
"""By ``--fail-on``, the verdicts that make the exit code 1."""


class Verdicts(Sink):
    """One gist a draft, in the order of the paths that are given, later ones behind those."""

    name = "verdicts"

    def __init__(self, order: Iterable[str] = ()) -> None:
        self._gists: dict[str, Gist | None] = dict.fromkeys(order)

    def __iter__(self) -> Iterator[Gist]:
        return (gist for gist in self._gists.values() if gist is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def add(self, report: Report) -> None:
        """Remember the gist of ``report``."""
        self._gists[report.path] = Gist.of(report)

    def discard(self, path: str) -> None:
        """Forget the draft at ``path``."""
        self._gists.pop(path, None)

    def exit_code(self, fail_on: str) -> ExitCode:
        """FAILED for a draft without analysis, FOUND for findings at ``fail_on`` or worse.

        Of a draft that was mended, what is left counts.
        """
        verdicts = {gist.left for gist in self}
        if None in verdicts:
            return ExitCode.FAILED
        return ExitCode.FOUND if verdicts & FATAL[fail_on] else ExitCode.FINE
