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


def claimed(target: Path, count: int) -> Path:
    """Return the folder beside ``target``, under its name without the suffix, made where it is not.

    Raises UsageError where a folder of that name holds anything but pages.
    """
    folder = target.with_suffix("")
    if folder.exists() and not (folder / html.INDEX).exists() and any(folder.iterdir()):
        raise UsageError(
            "{path}: {count} drafts go to the folder {folder}, and it is taken",
            path=target,
            count=count,
            folder=folder,
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class PageFolder:
    """The pages in ``folder`` and their index.

    An index is there from the first page on, so that a run that is stopped leaves a folder that the
    next one may write to.
    """

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._html = html.Folder(safe_zones(), language=language, tool=TOOL, folder=folder)
        self.finish()
        for name, text in self._html.shared().items():
            write_whole(folder / name, [text], over=True)

    def add(self, number: int, report: Report, stills: Sequence[Still]) -> None:
        """Write the draft's page."""
        name, text = self._html.page(number, report, stills)
        write_whole(self._folder / name, [text], over=True)

    def discard(self, number: int) -> None:
        """Leave the draft out of the index."""
        self._html.discard(number)

    def finish(self) -> Path:
        """Write the index."""
        index = self._folder / html.INDEX
        write_whole(index, [self._html.index()], over=True)
        return index
