"""``--compare``: two cuts of one video next to each other, once both are analyzed."""

from __future__ import annotations

from pathlib import Path

from ..cache.store import Store
from ..model import CutComparison, Report
from ..pipeline.analysis import looks_recaller, stills_recaller
from ..pipeline.cuts import comparison
from ..platforms.profile import safe_zones
from ..settings import Settings
from . import console
from .collection import Collection
from .files import write_whole
from .sink import Sink
from .tool import TOOL


class Twice:
    """The two cuts of a run, compared once both reports are there."""

    def __init__(self, collection: Collection, settings: Settings, store: Store) -> None:
        self._collection = collection
        self._settings = settings
        self._looks_of = looks_recaller(settings, store)
        self.stills_of = stills_recaller(settings, store)
        self._found: CutComparison | None = None

    def reports(self) -> tuple[Report, Report] | None:
        """The reports on both, in the order in which they were given; null unless both are there.

        One of a draft that could not be analyzed counts as none.
        """
        found = [report for report in self._collection.reports() if report.judgements]
        return (found[0], found[1]) if len(found) == 2 else None

    def comparison(self) -> CutComparison | None:
        """What the second is next to the first; null where one of them could not be analyzed."""
        both = self.reports()
        if both and self._found is None:
            before, after = both
            looks = self._looks_of(before.content), self._looks_of(after.content)
            self._found = comparison(before, after, looks, self._settings)
        return self._found


class CutsCard(Sink):
    """The card of both on standard output, in place of a card each."""

    name = "standard output"

    def __init__(self, twice: Twice) -> None:
        self._twice = twice

    def finish(self) -> None:
        """Show it."""
        from ..reports import comparison as card

        both, found = self._twice.reports(), self._twice.comparison()
        if both and found:
            width, color, _ = console.page()
            language = console.language().code
            console.out([card.render(found, both, language=language, width=width, color=color)])


class CutsPage(Sink):
    """One page with both, which play in step."""

    name = "--html"

    def __init__(self, target: Path | None, twice: Twice, language: str, *, shown: bool) -> None:
        self._target = target
        self._twice = twice
        self._language = language
        self._is_to_be_shown = shown
        if target is None:
            self.name = "--open"

    def finish(self) -> None:
        """Write it, and show it."""
        from ..reports import html
        from .pages import show, temporary

        both, found = self._twice.reports(), self._twice.comparison()
        if not (both and found):
            return
        target = self._target or temporary()
        entries = [html.Entry(report, self._twice.stills_of(report)) for report in both]
        page = html.cuts(
            found,
            (entries[0], entries[1]),
            safe_zones(),
            language=self._language,
            tool=TOOL,
            folder=target.parent,
        )
        write_whole(target, [page], over=True)
        if self._is_to_be_shown:
            show(target)
