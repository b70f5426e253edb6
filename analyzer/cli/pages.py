"""The HTML report: written to its file, or shown from a temporary one."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from ..cache.store import Store
from ..errors import UsageError
from ..pipeline.analysis import stills_of
from ..platforms.profile import safe_zones
from ..scratch import PAGE_PREFIX, Scratch
from ..settings import Settings
from .collection import Collection
from .files import write_whole
from .sink import Sink
from .sinks import TOOL


class HtmlSink(Sink):
    """One page for a draft, a gallery for more of them.

    Without a ``target`` it goes to a temporary folder, which stays for a day. Where it is to be
    ``shown``, the browser opens what is written first.
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
        self._settings = settings
        self._store = store
        self._language = language
        self._is_to_be_shown = shown
        if target is None:
            self.name = "--open"

    def finish(self) -> None:
        """Write the page, and show it once."""
        if not len(self._collection):
            return
        if self._target is None:
            folder = Scratch(PAGE_PREFIX)
            folder.leave()
            self._target = folder.path / "report.html"
        page = self._written(self._target)
        if self._is_to_be_shown:
            self._is_to_be_shown = False
            show(page)

    def _written(self, target: Path) -> Path:
        """Write the report and return the file to open.

        More drafts than one file should hold go to a folder beside it, with the index at
        ``target``'s name without its suffix.
        """
        from ..reports import html

        entries = (
            html.Entry(report, stills_of(report, self._settings, self._store))
            for report in self._collection.reports()
        )
        zones, count = safe_zones(), len(self._collection)
        if count > html.MOST_IN_ONE_FILE:
            folder = target.with_suffix("")
            if folder.exists() and not (folder / html.INDEX).exists() and any(folder.iterdir()):
                raise UsageError(
                    "{path}: {count} drafts go to the folder {folder}, and it is taken",
                    path=target,
                    count=count,
                    folder=folder,
                )
            folder.mkdir(parents=True, exist_ok=True)
            files = html.folder(entries, zones, language=self._language, tool=TOOL)
            for name, text in files:
                write_whole(folder / name, [text], over=True)
            return folder / html.INDEX
        if count == 1:
            entry = next(entries)
            text = html.page(entry.report, entry.stills, zones, language=self._language, tool=TOOL)
        else:
            text = html.gallery(entries, zones, language=self._language, tool=TOOL)
        write_whole(target, [text], over=True)
        return target


def show(page: Path) -> None:
    """Open ``page`` in the user's browser."""
    webbrowser.open(page.absolute().as_uri())
