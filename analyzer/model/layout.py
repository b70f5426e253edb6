"""How the pictures of a draft are laid out: one, or several that move for themselves."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from .base import Record, Wording


class LayoutKind(StrEnum):
    """How many pictures there are, and how they lie."""

    SINGLE = "single"
    SIDE_BY_SIDE = "side by side"
    """Two videos, left and right, as in a Duet."""
    STACKED = "one above the other"
    """Two videos, above and below, as in a Duet or a reaction."""
    PICTURE_IN_PICTURE = "picture in picture"
    """A smaller video over another one, or over a still picture, as of a face camera."""


PLACES = (
    ("at the top left", "at the top", "at the top right"),
    ("at the left", "in the middle", "at the right"),
    ("at the bottom left", "at the bottom", "at the bottom right"),
)
"""Where an inset is: rows from top to bottom, from left to right each."""


class Inset(Record):
    """A smaller picture over another: its place as shares of the frame's width and height."""

    x: float
    y: float
    width: float
    height: float
    is_round: bool = False

    @property
    def where(self) -> str:
        """The third of the frame's width and height that its middle is in, in words."""
        across, down = self.x + self.width / 2, self.y + self.height / 2
        return PLACES[min(2, int(3 * down))][min(2, int(3 * across))]


class Layout(Record):
    """How the pictures lie, and what that is recognised by."""

    kind: LayoutKind
    seam: float | None = None
    """Where two videos meet, as a share of the width or height; null for one."""
    inset: Inset | None = None
    """Where the smaller picture is; null without one."""
    evidence: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = msgspec.field(default=())
    """The evidence as templates and their values."""

    @property
    def is_of_two(self) -> bool:
        """Whether two videos share the frame."""
        return self.kind in (LayoutKind.SIDE_BY_SIDE, LayoutKind.STACKED)
