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


class Layout(Record):
    """How the pictures lie, and what that is recognised by."""

    kind: LayoutKind
    seam: float | None = None
    """Where two videos meet, as a share of the width or height; null for one."""
    evidence: tuple[str, ...] = ()
    wordings: tuple[Wording, ...] = msgspec.field(default=())
    """The evidence as templates and their values."""

    @property
    def is_of_two(self) -> bool:
        """Whether two videos share the frame."""
        return self.kind in (LayoutKind.SIDE_BY_SIDE, LayoutKind.STACKED)
