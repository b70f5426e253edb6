"""Reports as HTML that opens anywhere and asks the network for nothing.

One self-contained file; for more drafts than that should hold, a folder of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...model import CutComparison, Report, SafeZone, Still, Tool
from ..language import Language, load
from . import cards
from .cuts import CutsView
from .document import render
from .draft import DraftView
from .folder import INDEX, Folder
from .pictures import thinned

__all__ = [
    "INDEX", "MOST_IN_ONE_FILE", "SHARE_HEIGHT", "SHARE_WIDTH",
    "Entry", "Folder", "cuts", "gallery", "page", "share",
]  # fmt: skip

MOST_IN_ONE_FILE = 200
"""Drafts that one file holds; beyond that, a browser takes long to open it."""

MOST_BYTES = 28_000_000
"""Bytes that a gallery's file may weigh: a browser shows it within a second."""

MARKUP_BYTES = 50_000
"""Bytes of a draft's page without its pictures and its transcript."""

WORD_BYTES = 90
"""Bytes of each word of the transcript."""

SHARE_WIDTH, SHARE_HEIGHT = 1080, 1350
"""Size of a picture to share, pixels: 4:5, which chats and feeds show whole."""

LEAST_PICTURE_BYTES = 15_000
"""Bytes that a draft's pictures get in any case: some three small ones; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft of a gallery."""

    report: Report
    stills: Sequence[Still] = ()


def page(
    report: Report,
    stills: Sequence[Still],
    zones: Sequence[SafeZone],
    *,
    language: str = "en",
    tool: Tool,
    folder: Path | None = None,
) -> str:
    """Return one draft's whole page; it plays what lies beside it, where it lies in ``folder``."""
    say = load(language)
    draft = DraftView(report, stills, zones, say, folder=folder)
    return render("page", say, tool=tool, draft=draft, plays=draft.plays)


def share(report: Report, stills: Sequence[Still], *, language: str = "en", tool: Tool) -> str:
    """Return a page of ``SHARE_WIDTH`` x ``SHARE_HEIGHT`` that is made to be a picture.

    It says how a draft that could be analyzed does, shows its hook, and tells what to do first.
    """
    say = load(language)
    draft = DraftView(report, stills, (), say)
    return render("share", say, tool=tool, draft=draft)


def gallery(
    entries: Iterable[Entry],
    zones: Sequence[SafeZone],
    *,
    language: str = "en",
    tool: Tool,
    folder: Path | None = None,
) -> str:
    """Return all drafts as cards, each with its page behind it in the same file, in ``folder``.

    The more drafts there are, the fewer stills each of them keeps.
    """
    say = load(language)
    all_entries = list(entries)
    room = MOST_BYTES // max(1, len(all_entries))
    drafts = [_reduced(entry, zones, say, i, room, folder) for i, entry in enumerate(all_entries)]
    tiles = [cards.tile(draft, f"#draft-{i}", i) for i, draft in enumerate(drafts, 1)]
    return cards.gallery(tiles, say, tool, drafts=drafts)


def cuts(
    comparison: CutComparison,
    both: tuple[Entry, Entry],
    zones: Sequence[SafeZone],
    *,
    language: str = "en",
    tool: Tool,
    folder: Path | None = None,
) -> str:
    """Return the page of two cuts, which plays them in step where they lie beside it."""
    say = load(language)
    drafts = [
        DraftView(one.report, one.stills, zones, say, f"c{i}s", folder)
        for i, one in enumerate(both)
    ]
    seen = CutsView(comparison, (drafts[0], drafts[1]), say)
    return render("cuts", say, tool=tool, cuts=seen, plays=any(draft.plays for draft in drafts))


def _reduced(
    entry: Entry, zones: Sequence[SafeZone], say: Language, i: int, room: int, folder: Path | None
) -> DraftView:
    """Return the draft with the stills that fit into ``room`` bytes beside its words."""
    report = entry.report
    times = [finding.spans[0].start for finding in report.findings[:3] if finding.spans]
    spoken = report.signals.transcript if report.signals else None
    words = len(spoken.words) if spoken else 0
    encoded = (room - MARKUP_BYTES - WORD_BYTES * words) * 3 // 4
    most_bytes = max(LEAST_PICTURE_BYTES, encoded)
    stills = thinned(entry.stills, times=[1.0, *times], most_bytes=most_bytes)
    return DraftView(report, stills, zones, say, f"d{i}s", folder)
