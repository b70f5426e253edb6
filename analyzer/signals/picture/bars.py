"""Baked-in bars: where a smaller picture stands in the frame, and what fills the rest.

Looks are taken together in blocks of a few seconds. Within a block a pixel of a solid bar keeps
one level, that of the frame's edge; where the bar ends, most of a straight line of pixels differs
from it at once. That line is what dark scenes, night skies, vignettes and fades lack. Blurred
filling has no fine detail, on both sides alike, up to a straight edge. Bars that only some blocks
show, since the content is dark at its edge in the others, are there if all looks together show
them. Filling that is a still picture is told by what moves: all of the content, and nothing beside
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.model import Bars, BarsKind, Box, Span
from analyzer.probe import COMMON_RATIOS, aspect_ratio
from analyzer.signals.picture.margins import Frames, Margins, find_margins

BLOCK = 4
"""Looks in a block."""

ALIKE = 0.01
"""Share of the frame's side by which the margins of two blocks of the same bars may differ."""

MAJORITY = 0.5
"""Share of the blocks in which bars have to be there to be the draft's."""


@dataclass(frozen=True, slots=True)
class _Block:
    start: float
    end: float
    margins: Margins | None


class BarFinder:
    """Finds bars while looks come in; keeps a few pictures only."""

    def __init__(self) -> None:
        self._all = Frames()
        self._block = Frames()
        self._blocks: list[_Block] = []
        self._from = self._last = 0.0

    def add(self, time: float, image: np.ndarray) -> None:
        """Take in one gray frame at its own size."""
        if not self._block.count:
            self._from = self._blocks[-1].end if self._blocks else time
        self._last = time
        self._block.add(image)
        self._all.add(image)
        if self._block.count == BLOCK:
            self._close(time)

    def _close(self, time: float) -> None:
        self._blocks.append(_Block(self._from, time, find_margins(self._block)))
        self._block = Frames()

    def result(self, scale: float) -> Bars | None:
        """The bars that are there for at least half of the time; null where there are none.

        ``scale`` is pixels of the displayed picture per pixel of the frames given.
        """
        if self._block.count and (not self._blocks or self._block.count * 2 >= BLOCK):
            self._close(self._last)
        if not self._blocks or self._all.high is None:
            return None
        height, width = self._all.high.shape
        best: tuple[Margins, list[_Block]] | None = None
        for block in self._blocks:
            if block.margins is not None:
                same = _like(block.margins, self._blocks, width, height)
                if best is None or len(same) > len(best[1]):
                    best = (block.margins, same)
        if best is not None and len(best[1]) >= MAJORITY * len(self._blocks):
            return _bars(best[0], width, height, scale, Span(best[1][0].start, best[1][-1].end))
        margins = find_margins(self._all, with_still=True)
        is_seen = margins is not None and _like(margins, self._blocks, width, height)
        if margins is None or not (is_seen or margins.kind is BarsKind.PICTURE):
            return None
        return _bars(
            margins, width, height, scale, Span(self._blocks[0].start, self._blocks[-1].end)
        )


def _like(margins: Margins, blocks: Sequence[_Block], width: int, height: int) -> list[_Block]:
    """The blocks with these margins."""

    def is_alike(other: Margins | None) -> bool:
        return (
            other is not None
            and max(abs(margins.top - other.top), abs(margins.bottom - other.bottom))
            <= max(2, ALIKE * height)
            and max(abs(margins.left - other.left), abs(margins.right - other.right))
            <= max(2, ALIKE * width)
        )

    return [block for block in blocks if is_alike(block.margins)]


def _bars(margins: Margins, width: int, height: int, scale: float, span: Span) -> Bars:
    across, down = width - margins.left - margins.right, height - margins.top - margins.bottom
    content = Box(
        x=round(margins.left * scale),
        y=round(margins.top * scale),
        width=round(across * scale),
        height=round(down * scale),
        share=round(across * down / (width * height), 4),
    )
    ratio = aspect_ratio(content.width, content.height)
    return Bars(
        kind=margins.kind,
        content=content,
        aspect_ratio=ratio if ratio in COMMON_RATIOS else f"{across / down:.2f}:1",
        span=Span(round(span.start, 3), round(span.end, 3)),
    )
