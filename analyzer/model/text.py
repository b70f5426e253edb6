"""What was read in the picture."""

from __future__ import annotations

from enum import StrEnum

from .base import Box, Record, Span


class TextKind(StrEnum):
    """Whose text it is."""

    OVERLAY = "overlay"
    """Burned in by whoever edited the draft: a title, a caption, a label."""
    WATERMARK = "watermark"
    """A platform's or an app's mark, such as a logo with an @name."""
    SCENE = "scene"
    """Part of what was filmed: a shop sign, a shirt."""


class OverlayLine(Record):
    """One piece of text in the picture, for as long as it stands."""

    text: str
    span: Span
    box: Box
    """Around the text in all the frames in which it was read."""
    confidence: float
    """0 to 1: the recogniser's mean for its characters."""
    kind: TextKind = TextKind.OVERLAY
