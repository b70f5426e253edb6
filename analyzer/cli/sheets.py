"""The sheets to hand on that lie beside the drafts: a page for a client, a picture for a chat."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..cache.store import Store
from ..model import Report
from ..pipeline.analysis import stills_recaller
from ..platforms.profile import safe_zones
from ..settings import Settings
from . import printing
from .files import Beside
from .sink import Sink
from .tool import TOOL

SUFFIXES = {"pdf": ".report.pdf", "share": ".share.png"}


class SheetSink(Sink):
    """One kind of sheet beside each draft that could be analyzed: ``pdf`` or ``share``."""

    def __init__(
        self, sheet: str, settings: Settings, store: Store, language: str, beside: Beside
    ) -> None:
        self.name = f"--{sheet}"
        self._sheet = sheet
        self._stills_of = stills_recaller(settings, store)
        self._language = language
        self._beside = beside

    def add(self, report: Report) -> None:
        """Print its sheet."""
        if report.probe is not None:
            self._beside.put(report.path, SUFFIXES[self._sheet], partial(self._printed, report))

    def _printed(self, report: Report) -> bytes:
        from ..reports import html

        how: Any = {"language": self._language, "tool": TOOL}
        stills = self._stills_of(report)
        if self._sheet == "pdf":
            return printing.pdf(html.page(report, stills, safe_zones(), **how))
        page = html.share(report, stills, **how)
        return printing.png(page, html.SHARE_WIDTH, html.SHARE_HEIGHT)
