"""A folder of pages on the disk: each page as it comes, the index at the end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..errors import UsageError
from ..model import Report, Still
from ..platforms.profile import safe_zones
from ..reports import html
from .files import write_whole
from .tool import TOOL


class PageFolder:
    """The folder beside ``target``, under its name without the suffix.

    Raises UsageError where a folder of that name holds anything else. An index is there from the
    first page on, so that a run that is stopped leaves a folder that the next one may write to.
    """

    def __init__(self, target: Path, count: int, language: str) -> None:
        self._folder = target.with_suffix("")
        self._index = self._folder / html.INDEX
        if self._folder.exists() and not self._index.exists() and any(self._folder.iterdir()):
            raise UsageError(
                "{path}: {count} drafts go to the folder {folder}, and it is taken",
                path=target,
                count=count,
                folder=self._folder,
            )
        self._folder.mkdir(parents=True, exist_ok=True)
        self._html = html.Folder(safe_zones(), language=language, tool=TOOL, folder=self._folder)
        self._held: set[int] = set()
        self.finish()
        for name, text in self._html.shared().items():
            write_whole(self._folder / name, [text], over=True)

    def add(self, number: int, report: Report, stills: Sequence[Still]) -> None:
        """Write the draft's page."""
        name, text = self._html.page(number, report, stills)
        write_whole(self._folder / name, [text], over=True)
        self._held.add(number)

    def holds(self, number: int) -> bool:
        """Whether the draft's page is written."""
        return number in self._held

    def discard(self, number: int) -> None:
        """Leave the draft out of the index."""
        self._held.discard(number)
        self._html.discard(number)

    def finish(self) -> Path:
        """Write the index."""
        write_whole(self._index, [self._html.index()], over=True)
        return self._index
