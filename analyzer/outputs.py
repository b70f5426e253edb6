"""Where the reports of a run go: kept on disk while it goes on, written out at its end."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from analyzer import __version__
from analyzer.errors import ExitCode, UsageError
from analyzer.files import write_whole
from analyzer.model import Gist, Report, Tool, Verdict

TOOL = Tool("short-draft-analyzer", __version__)


class Collection:
    """The reports of one run by path, on disk, so that memory does not grow with their number."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}
        self._decoder = msgspec.msgpack.Decoder(Report)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, report: Report) -> None:
        """Keep ``report``, in place of an earlier one on the same path."""
        data = msgspec.msgpack.encode(report)
        start = self._file.seek(0, 2)
        self._file.write(data)
        self._places[report.path] = (start, len(data))

    def drop(self, path: str) -> None:
        """Forget the draft at ``path``."""
        self._places.pop(path, None)

    def reports(self, order: Iterable[str]) -> Iterator[Report]:
        """The reports that are there, in ``order`` of their paths."""
        for path in order:
            if path in self._places:
                start, size = self._places[path]
                self._file.seek(start)
                yield self._decoder.decode(self._file.read(size))


def exit_code(gists: Iterable[Gist], fail_on: str) -> int:
    """The exit code of a run: 2 for a draft without analysis, 1 for findings at ``fail_on``."""
    fatal = {
        "error": {Verdict.BLOCKED},
        "warn": {Verdict.BLOCKED, Verdict.IMPROVE},
        "never": set(),
    }[fail_on]
    verdicts = {gist.verdict for gist in gists}
    if None in verdicts:
        return ExitCode.FAILED
    return ExitCode.FOUND if verdicts & fatal else ExitCode.FINE


def refuse_to_overwrite(targets: dict[str, str | None], drafts: Sequence[Path]) -> None:
    """Raise UsageError where a report would be written over a draft, or two over each other."""
    seen: dict[Path, str] = {}
    files = {o: Path(t).resolve() for o, t in targets.items() if t and t != "-"}
    known = {draft.resolve() for draft in drafts} if files else set()
    for option, path in files.items():
        if path in known:
            raise UsageError(
                f"{option} {targets[option]}: that is a draft; give the report another name"
            )
        if path in seen:
            raise UsageError(f"{option} {targets[option]}: {seen[path]} goes there too")
        seen[path] = option
    if sum(target == "-" for target in targets.values()) > 1:
        raise UsageError("only one report can go to standard output; give the others a file")


def write(option: str, target: str, pieces: Iterable[str]) -> None:
    """Write a report to the file ``target``, or to standard output where it is ``-``."""
    if target == "-":
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    try:
        write_whole(Path(target), pieces, over=True)
    except UsageError as error:
        raise UsageError(f"{option}: {error}") from None
