"""Two cuts of one video as a page sees them: both over time, and what became of the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...model import CutComparison, PieceKind, Span
from .. import cut_words
from ..language import Language
from . import timeline
from .draft import DraftView
from .mending import Told
from .scale import Bar, Scale

LANES = ("cuts", "speech", "loudness")
"""The lanes that tell most of an edit."""

RIBBON = 60
"""The height of what joins both timelines, in its own units."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece on the timeline of one cut."""

    kind: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What joins a piece in both timelines."""

    kind: str
    points: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was cut, moved, added or shown again, and where to look at it."""

    kind: str
    said: str
    side: int
    """The cut that shows it: 0 for the first."""
    time: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cuts."""

    title: str
    slider: str
    draft: DraftView
    seconds: float
    blocks: tuple[Block, ...]
    lanes: tuple[timeline.Lane, ...]


class CutsView:
    """What the template asks of two cuts."""

    def __init__(
        self, comparison: CutComparison, both: tuple[DraftView, DraftView], say: Language
    ) -> None:
        self._comparison = comparison
        self._say = say
        self._lengths = [one.probe.duration if one.probe else 0.0 for one in both]
        self._scale = Scale(max(*self._lengths, 0.01))
        self.way = comparison.way.value
        self.headline = cut_words.headline(comparison, say)
        self.summary = cut_words.summary(comparison, say)
        self.rows = tuple(cut_words.rows(comparison, say))
        titles = (say("First cut"), say("Second cut"))
        sliders = (say("Moment in the first cut"), say("Moment in the second cut"))
        self.sides = tuple(
            Side(
                titles[at],
                sliders[at],
                draft,
                self._lengths[at],
                tuple(self._blocks(at)),
                self._lanes(draft),
            )
            for at, draft in enumerate(both)
        )

    @property
    def ruler(self) -> tuple[str, ...]:
        """The times below both."""
        return tuple(self._say.clock(self._scale.duration * part / 4) for part in range(5))

    @property
    def ribbons(self) -> tuple[Ribbon, ...]:
        """What joins the pieces that both show."""
        x = self._scale.x
        return tuple(
            Ribbon(
                one.kind.value,
                f"{x(a.start)},0 {x(a.end)},0 {x(b.end)},{RIBBON} {x(b.start)},{RIBBON}",
            )
            for one in self._comparison.pieces or ()
            if (a := one.before) and (b := one.after)
        )

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was cut, moved, added or shown again."""
        return tuple(
            Change(
                one.kind.value,
                cut_words.piece(one, self._say),
                0 if one.after is None else 1,
                (one.after or one.before or Span(0, 0)).start,
            )
            for one in cut_words.changes(self._comparison)
        )

    @property
    def told(self) -> tuple[Told, ...]:
        """The findings that went, came and stayed."""
        before, after = (side.draft.report for side in self.sides)
        found = cut_words.findings(self._comparison, (before, after), self._say)
        return tuple(Told(one.title, one.lines) for one in found)

    @property
    def data(self) -> dict[str, Any]:
        """What the script needs to play both in step."""
        return {
            "lengths": self._lengths,
            "longest": self._scale.duration,
            "fps": [
                side.draft.probe.fps or 30.0 if side.draft.probe else 30.0 for side in self.sides
            ],
            "pieces": [
                [one.kind.value, *(_ends(span) for span in (one.before, one.after))]
                for one in self._comparison.pieces or ()
            ],
        }

    def _blocks(self, at: int) -> Iterator[Block]:
        for one in self._comparison.pieces or ():
            span = (one.before, one.after)[at]
            is_again = at == 0 and one.kind is PieceKind.REPEATED
            if span and not is_again:
                yield Block(one.kind.value, self._scale.bars((span,))[0])

    def _lanes(self, draft: DraftView) -> tuple[timeline.Lane, ...]:
        if draft.probe is None or draft.signals is None:
            return ()
        built = timeline.build(draft.probe, draft.signals, self._say, self._scale.duration)
        lanes = built.lanes if built else ()
        return tuple(lane for lane in lanes if lane.kind in LANES)


def _ends(span: Span | None) -> list[float] | None:
    return [span.start, span.end] if span else None
