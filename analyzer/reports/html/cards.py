"""Drafts as the cards of a gallery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from ...model import Severity, Strength, Tool, worst_first
from ..language import Language
from ..text import printable
from . import document
from .draft import DraftView
from .pictures import NamedStill

MOST_FREQUENT = 5
"""Findings that a gallery lists as the most frequent; its filter offers all of them."""

MOST_POINTS = 1000
"""More than any score."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a gallery shows of one draft, sorts it by and finds it by."""

    draft: DraftView
    link: str
    order: int
    """Which draft of the folder it is."""

    @property
    def thumbnail(self) -> NamedStill | None:
        """The picture that stands for the draft, else the smallest of its moment."""
        album, cover = self.draft.album, self.draft.cover
        return album.thumbnail or (album.small(cover.still.time) if cover else None)

    @property
    def main(self) -> str:
        """The first finding, or why there is none to tell."""
        worst = self.draft.worst
        if worst is None:
            return self.draft.trouble
        return worst.first[0].message if worst.first else ""

    @property
    def findings(self) -> dict[str, Act]:
        """What mends each finding that costs something, by its code."""
        return {
            advice.code: Act(advice.general, advice.cost)
            for judged in self.draft.judged
            for advice in judged.advice
            if advice.severity != Severity.INFO.value
        }

    @property
    def hook(self) -> str:
        """How strong the hook is; empty where that is not known."""
        hook = self.draft.signals.hook if self.draft.signals else None
        return hook.strength.value if hook else ""

    @property
    def rank(self) -> int:
        """Sorts drafts, the worst first, as every list of them does."""
        verdict, value = worst_first(self.draft.score)
        return MOST_POINTS * verdict + value

    @property
    def length(self) -> float:
        """Seconds of draft; none where it could not be opened."""
        return self.draft.probe.duration if self.draft.probe else 0.0

    @property
    def hook_rank(self) -> int:
        """The hook's strength as a number that sorts: weak first, unknown last."""
        hook = self.draft.signals.hook if self.draft.signals else None
        return 3 if hook is None else list(Strength)[::-1].index(hook.strength)

    @property
    def search_text(self) -> str:
        """What a gallery's search looks through, in lower case."""
        report, signals = self.draft.report, self.draft.signals
        spoken = signals.transcript if signals else None
        found = [
            f"{advice.code} {advice.message}"
            for judged in self.draft.judged
            for advice in judged.advice
        ]
        return " ".join([printable(report.path), *found, spoken.text if spoken else ""]).lower()


class Act(NamedTuple):
    """What mends a finding of a draft, and what that costs the draft."""

    words: str
    cost: float


class Tile(NamedTuple):
    """A card that is ready to be set, the verdict that it counts for, and its place."""

    headline: str
    rank: int
    markup: Markup
    findings: dict[str, Act]
    """What mends each finding that costs something, by its code."""


class Frequent(NamedTuple):
    """A finding that several drafts may share."""

    code: str
    drafts: int
    act: str


def tile(draft: DraftView, link: str, order: int) -> Tile:
    """Return the card of the draft whose page is at ``link``."""
    card = Card(draft, link, order)
    markup = document.fragment("tile.html.j2", draft.say, card=card)
    return Tile(draft.headline, card.rank, markup, card.findings)


def gallery(
    tiles: Sequence[Tile],
    say: Language,
    tool: Tool,
    *,
    drafts: Sequence[DraftView] = (),
    in_folder: bool = False,
) -> str:
    """Return the cards as a page, the worst first, with the ``drafts`` inside it that they open.

    Without these, what they open lies beside it, ``in_folder``.
    """
    verdicts = Counter(tile.headline for tile in tiles)
    totals = [f"{count} × {verdict}" for verdict, count in verdicts.most_common()]
    cards = [tile.markup for tile in sorted(tiles, key=lambda tile: tile.rank)]
    return document.render(
        "gallery",
        say,
        in_folder=in_folder,
        plays=any(draft.plays for draft in drafts),
        tool=tool,
        tiles=cards,
        totals=totals,
        drafts=drafts,
        frequent=_frequent(tiles),
        most=MOST_FREQUENT,
    )


def _frequent(tiles: Sequence[Tile]) -> list[Frequent]:
    """The findings, those of most drafts first, then the dearest, with the first draft's act."""
    counts = Counter(code for tile in tiles for code in tile.findings)
    costs = dict.fromkeys(counts, 0.0)
    acts: dict[str, str] = {}
    for tile in tiles:
        for code, act in tile.findings.items():
            costs[code] += act.cost
            acts.setdefault(code, act.words)
    ordered = sorted(counts, key=lambda code: (-counts[code], -costs[code], code))
    return [Frequent(code, counts[code], acts[code]) for code in ordered]
