"""Drafts as a folder of pages: one for each as it comes, and an index over them.

They share their style and their script, a quarter of what a page weighs. Pictures are inside each
page: some 25 files a draft took two fifths of the time of a report over 300 drafts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...model import Report, SafeZone, Still, Tool
from ..language import load
from . import cards, document
from .cards import Tile
from .draft import DraftView

INDEX = "index.html"
"""The name of the page that leads to the others."""


class Folder:
    """What such a folder holds, one draft at a time: paths in it, and what lies there.

    Drafts are numbered by whoever hands them over; the index is in the order of the numbers.
    """

    def __init__(
        self,
        zones: Sequence[SafeZone],
        *,
        language: str = "en",
        tool: Tool,
        folder: Path | None = None,
    ) -> None:
        self._zones = zones
        self._say = load(language)
        self._tool = tool
        self._folder = folder
        self._tiles: dict[int, Tile] = {}

    def page(self, number: int, report: Report, stills: Sequence[Still]) -> tuple[str, str]:
        """The draft's page."""
        draft = DraftView(report, stills, self._zones, self._say, folder=self._folder)
        name = f"draft-{number:04}.html"
        self._tiles[number] = cards.tile(draft, name, number)
        return name, document.render(
            "page", self._say, in_folder=True, tool=self._tool, draft=draft, plays=draft.plays
        )

    def discard(self, number: int) -> None:
        """Leave the draft out of the index."""
        self._tiles.pop(number, None)

    def index(self) -> str:
        """Return the page that leads to the others."""
        found = [tile for _, tile in sorted(self._tiles.items())]
        return cards.gallery(found, self._say, self._tool, in_folder=True)

    @staticmethod
    def shared() -> Mapping[str, str]:
        """What all pages load, by the name of the file beside them."""
        return document.shared()
