"""Drafts as a folder of pages: one for each as it comes, and an index over them.

Each page is whole in itself: opening some 25 files a draft for its pictures took two fifths of the
time of a report over 300 drafts, and a page may then show none but its own.
"""

from __future__ import annotations

from collections.abc import Sequence
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
            "page", self._say, tool=self._tool, draft=draft, plays=draft.plays
        )

    def discard(self, number: int) -> None:
        """Leave the draft out of the index."""
        self._tiles.pop(number, None)

    def index(self) -> str:
        """Return the page that leads to the others."""
        found = [tile for _, tile in sorted(self._tiles.items())]
        return cards.gallery(found, self._say, self._tool)
