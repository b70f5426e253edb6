"""The HTML report: written to its file, or shown from a temporary one."""

from __future__ import annotations

import itertools
import webbrowser
from pathlib import Path
from typing import Any

from ..cache.store import Store
from ..model import Report
from ..pipeline.analysis import stills_recaller
from ..platforms.profile import safe_zones
from ..scratch import PAGE_PREFIX, Scratch
from ..settings import Settings
from .collection import Collection
from .files import write_whole
from .page_process import PageProcess
from .sink import Sink
from .tool import TOOL


class HtmlSink(Sink):
    """One page for a draft, a gallery for more of them, a folder for more than one file holds.

    The pages of a folder are written as the drafts finish. Without a ``target`` the report goes to
    a temporary folder, which stays for a day. Where it is to be ``shown``, the browser opens what
    is written first.
    """

    name = "--html"

    def __init__(
        self,
        target: Path | None,
        collection: Collection,
        settings: Settings,
        store: Store,
        language: str,
        *,
        shown: bool,
    ) -> None:
        self._target = target
        self._collection = collection
        self._stills_of = stills_recaller(settings, store)
        self._language = language
        self._is_to_be_shown = shown
        self._count = itertools.count(1)
        self._numbers = dict(zip(collection.paths, self._count, strict=False))
        self._pages: PageProcess | None = None
        if target is None:
            self.name = "--open"

    def add(self, report: Report) -> None:
        """Write its page, where it is one of many."""
        number = self._number(report)
        if self._goes_to_a_folder():
            self._folder().add(number, report, self._stills_of(report))

    def discard(self, path: str) -> None:
        """Leave it out."""
        number = self._numbers.pop(path, None)
        if self._pages is not None and number is not None:
            self._pages.discard(number)

    def finish(self) -> None:
        """Write the page, and show it once."""
        if not len(self._collection):
            return
        page = self._index() if self._goes_to_a_folder() else self._one_file()
        if self._is_to_be_shown:
            self._is_to_be_shown = False
            show(page)

    def _goes_to_a_folder(self) -> bool:
        from ..reports import html

        return self._pages is not None or len(self._numbers) > html.MOST_IN_ONE_FILE

    def _number(self, report: Report) -> int:
        if report.path not in self._numbers:
            self._numbers[report.path] = next(self._count)
        return self._numbers[report.path]

    def _place(self) -> Path:
        if self._target is None:
            self._target = temporary()
        return self._target

    def _one_file(self) -> Path:
        from ..reports import html

        entries = [html.Entry(r, self._stills_of(r)) for r in self._collection.reports()]
        zones = safe_zones()
        how: Any = {"language": self._language, "tool": TOOL, "folder": self._place().parent}
        if len(entries) == 1:
            (one,) = entries
            text = html.page(one.report, one.stills, zones, **how)
        else:
            text = html.gallery(entries, zones, **how)
        write_whole(self._place(), [text], over=True)
        return self._place()

    def _folder(self) -> PageProcess:
        """The folder at the target's name without its suffix, with its index."""
        if self._pages is None:
            self._pages = PageProcess(self._place(), len(self._numbers), self._language)
        return self._pages

    def _index(self) -> Path:
        """Write the pages that are not there yet, then the index over all of them."""
        pages = self._folder()
        for report in self._collection.reports():
            number = self._number(report)
            if not pages.holds(number):
                pages.add(number, report, self._stills_of(report))
        return pages.finish()


def temporary() -> Path:
    """Where a page goes that is only shown: into a temporary folder, which stays for a day."""
    folder = Scratch(PAGE_PREFIX)
    folder.leave()
    return folder.path / "report.html"


def show(page: Path) -> None:
    """Open ``page`` in the user's browser."""
    webbrowser.open(page.absolute().as_uri())
