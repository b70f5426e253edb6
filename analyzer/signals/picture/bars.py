"""Letterbox and pillarbox over time: where the content is, and what fills the rest of the frame.

Sampled frames are taken together in blocks of a few seconds; ``letterbox`` finds the margins of a
block. Bars that only some blocks show, since the content is dark at its edge in the others, are
there if all frames together show them. A static background needs all frames: it is told by what
moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...media.geometry import COMMON_RATIOS, aspect_ratio
from ...model import Bars, BarsKind, Box, Span
from .letterbox import Envelope, Margins, find_margins

BLOCK = 4
"""Sampled frames in a block; chosen by hand."""

ALIKE = 0.01
"""Share of the frame's side by which the margins of two blocks of the same bars may differ; chosen
by hand."""

ALIKE_LINES = 2
"""Pixels, likewise, in a small frame; chosen by hand."""

MAJORITY = 0.5
"""Share of the blocks in which bars have to be there to be the draft's; chosen by hand."""


@dataclass(frozen=True, slots=True)
class _Block:
    start: float
    end: float
    margins: Margins | None


class LetterboxDetector:
    """Detects bars as frames come in; keeps a few pictures only."""

    def __init__(self) -> None:
        self._all = Envelope()
        self._block = Envelope()
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
        self._block = Envelope()

    def result(self, scale: float) -> Bars | None:
        """Return the bars that are there for at least half of the time; None without bars.

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
        margins = find_margins(self._all, with_static=True)
        is_seen = margins is not None and _like(margins, self._blocks, width, height)
        if margins is None or not (is_seen or margins.kind is BarsKind.PICTURE):
            return None
        return _bars(
            margins, width, height, scale, Span(self._blocks[0].start, self._blocks[-1].end)
        )


def _like(margins: Margins, blocks: Sequence[_Block], width: int, height: int) -> list[_Block]:
    """Return the blocks with these margins."""

    def is_alike(other: Margins | None) -> bool:
        return (
            other is not None
            and max(abs(margins.top - other.top), abs(margins.bottom - other.bottom))
            <= max(ALIKE_LINES, ALIKE * height)
            and max(abs(margins.left - other.left), abs(margins.right - other.right))
            <= max(ALIKE_LINES, ALIKE * width)
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
