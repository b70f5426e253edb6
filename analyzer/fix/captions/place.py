"""Where captions lie: in the open part of a platform's screen, clear of faces and of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model import SCREEN_HEIGHT, SCREEN_WIDTH, Box, SafeZone, Span, screen_scale

HOME = 0.68
"""Share of the picture's height at which a caption's middle lies where nothing is in its way: below
a face, above the platforms' own words; chosen by hand."""

STEP = 0.02
"""Share of the picture's height between two places that are tried; chosen by hand."""

CLEAR = 0.012
"""Share of the picture's height that is kept between a caption and what it avoids; by hand."""

MARGIN = 0.05
"""Share of the picture's height above and below which nothing is written: EBU R 95 and SMPTE
ST 2046-1 keep text within 90 % of it."""

EDGE = 60
"""Pixels of the screen that are kept at the sides where nobody has measured a zone: what the
narrowest zone keeps (Instagram Reels, 55)."""


class Block(NamedTuple):
    """A rectangle in pixels, from its top left corner to beyond its bottom right one."""

    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Block, gap: float = 0.0) -> float:
        """Pixels that both cover, with a gap kept around this one."""
        across = min(self.right + gap, other.right) - max(self.left - gap, other.left)
        down = min(self.bottom + gap, other.bottom) - max(self.top - gap, other.top)
        return max(0.0, across) * max(0.0, down)


class Screen(NamedTuple):
    """A draft's picture as a platform shows it."""

    width: int
    height: int
    scale: float
    """Pixels of the screen for each of the picture."""
    covered: tuple[Block, ...]
    """What the platform lays over it."""

    @classmethod
    def of(cls, size: tuple[int, int], zone: SafeZone | None) -> Screen:
        """The picture of that size, fitted into the screen."""
        scale = screen_scale(*size)
        left = (SCREEN_WIDTH / scale - size[0]) / 2
        top = (SCREEN_HEIGHT / scale - size[1]) / 2
        areas = [
            Block(
                area.x / scale - left,
                area.y / scale - top,
                (area.x + area.width) / scale - left,
                (area.y + area.height) / scale - top,
            )
            for area in (zone.areas if zone else ())
        ] or [
            Block(0, 0, EDGE / scale, size[1]),
            Block(size[0] - EDGE / scale, 0, size[0], size[1]),
        ]
        return cls(size[0], size[1], scale, tuple(areas))

    def room(self, height: float) -> float:
        """Pixels that a caption of such a height may be wide where it lies at home."""
        for middle in _heights():
            top = middle * self.height - height / 2
            left, right = self.sides(top, top + height)
            within = Block(left, top, right, top + height)
            if not any(within.covers(area) for area in self.covered):
                return right - left
        return float(self.width)

    def sides(self, top: float, bottom: float) -> tuple[float, float]:
        """Where the open part begins and ends between two heights."""
        beside = [a for a in self.covered if a.bottom > top and a.top < bottom]
        middle = self.width / 2
        return (
            max((a.right for a in beside if a.right <= middle), default=0.0),
            min((a.left for a in beside if a.left >= middle), default=float(self.width)),
        )


def places(
    screen: Screen,
    blocks: Sequence[tuple[Span, tuple[int, int]]],
    avoid: Sequence[tuple[Span, Box]],
) -> list[tuple[int, int]]:
    """Left and top of each caption, of which ``blocks`` says when it is shown and its size.

    All of them lie at one height where one is clear of everything; else each where it is clear, or
    covers the least. What the platform covers, and what is too near the edge, is taken last of all.
    """
    there = [
        [Block(b.x, b.y, b.x + b.width, b.y + b.height) for s, b in avoid if s.overlap(span) > 0]
        for span, _ in blocks
    ]
    heights = _heights()
    costs = [
        [_cost(screen, size, middle, boxes) for middle in heights]
        for (_, size), boxes in zip(blocks, there, strict=True)
    ]
    clear = [n for n, column in enumerate(zip(*costs, strict=True)) if not any(map(any, column))]
    found = []
    for (_, size), cost in zip(blocks, costs, strict=True):
        index = clear[0] if clear else cost.index(min(cost))
        block = _block(screen, size, heights[index])
        found.append((round(block.left), round(block.top)))
    return found


def _heights() -> list[float]:
    """The shares of the height at which a caption's middle is tried, the best first."""
    tried = [round(0.1 + STEP * n, 3) for n in range(round(0.8 / STEP) + 1)]
    return sorted(tried, key=lambda share: abs(share - HOME))


def _block(screen: Screen, size: tuple[int, int], middle: float) -> Block:
    """The caption in the middle of the picture, moved aside as far as what lies there asks."""
    width, height = size
    top = middle * screen.height - height / 2
    first, last = screen.sides(top, top + height)
    left = min(max((screen.width - width) / 2, first), last - width)
    return Block(left, top, left + width, top + height)


def _cost(
    screen: Screen, size: tuple[int, int], middle: float, boxes: Sequence[Block]
) -> tuple[float, float]:
    """Pixels of the caption that are not open to it, and that hide something; 0 where it is clear.

    The boxes are what it hides, each with a gap around it.
    """
    block = _block(screen, size, middle)
    gap, margin = CLEAR * screen.height, MARGIN * screen.height
    inside = Block(0, margin, screen.width, screen.height - margin)
    outside = size[0] * size[1] - block.covers(inside)
    under = sum(block.covers(area) for area in screen.covered)
    return round(under + outside, 3), round(sum(block.covers(box, gap) for box in boxes), 3)
