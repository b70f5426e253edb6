"""Rectangles with fractions of pixels, and the part of a draft's picture that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...model import Box

if TYPE_CHECKING:
    import numpy as np


class Rect(NamedTuple):
    """A rectangle in pixels, from its top left corner to beyond its bottom right one."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, box: Box) -> Rect:
        """The rectangle of a report's box."""
        return cls(box.x, box.y, box.x + box.width, box.y + box.height)

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Pixels down."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Pixels of it; 0 where it is turned inside out."""
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle, across and down."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, share: float) -> Rect:
        """The rectangle with a share of its sides more on each side."""
        across, down = share * self.width, share * self.height
        return Rect(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def within(self, width: float, height: float) -> Rect:
        """The part of it that lies in a picture of that size."""
        return Rect(
            min(max(self.left, 0.0), width),
            min(max(self.top, 0.0), height),
            min(max(self.right, 0.0), width),
            min(max(self.bottom, 0.0), height),
        )

    def scaled(self, scale: float) -> Rect:
        """The rectangle in pixels that are ``scale`` times smaller."""
        return Rect(*(side * scale for side in self))

    def overlap(self, other: Rect) -> float:
        """Pixels that both cover."""
        return Rect(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        ).area


def around(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around all of them, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*rects, strict=True)
    return Rect(min(lefts), min(tops), max(rights), max(bottoms))


class View(NamedTuple):
    """The part of the displayed picture that is kept, and by how much that is turned."""

    left: int
    top: int
    width: int
    height: int
    turn: int = 0
    """Degrees clockwise: 0, 90, 180 or 270."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the part once it is turned."""
        upright = self.width, self.height
        return upright if self.turn % 180 == 0 else upright[::-1]

    def of(self, image: np.ndarray, scale: float) -> np.ndarray:
        """The part of a frame, turned; ``scale`` is displayed pixels per pixel of the frame."""
        import numpy as np

        left, top = round(self.left / scale), round(self.top / scale)
        right, bottom = (
            round((self.left + self.width) / scale),
            round((self.top + self.height) / scale),
        )
        part = image[top : max(bottom, top + 1), left : max(right, left + 1)]
        return np.ascontiguousarray(np.rot90(part, -self.turn // 90))

    def seen(self, rect: Rect) -> Rect:
        """A rectangle of the displayed picture in pixels of the turned part, cut to it."""
        left, top = rect.left - self.left, rect.top - self.top
        right, bottom = rect.right - self.left, rect.bottom - self.top
        turned = {
            0: Rect(left, top, right, bottom),
            90: Rect(self.height - bottom, left, self.height - top, right),
            180: Rect(
                self.width - right, self.height - bottom, self.width - left, self.height - top
            ),
            270: Rect(top, self.width - right, bottom, self.width - left),
        }[self.turn]
        return turned.within(*self.size)
