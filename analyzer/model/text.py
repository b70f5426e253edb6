"""What was read in the picture."""

from __future__ import annotations

from enum import StrEnum

from .base import Box, Record, Span

MISREAD_SCRIPTS = frozenset({
    "am", "as", "bn", "bo", "el", "gu", "he", "hy", "ka", "km", "kn", "lo", "ml", "my", "or", "pa",
    "si", "ta", "te", "th", "ti", "yi",
})  # fmt: skip
"""Languages (ISO 639-1) whose letters the recogniser may take for others, so that not finding them
in the picture says nothing. Cyrillic, Arabic and Devanagari are seen to be there, unread."""


class TextKind(StrEnum):
    """Whose text it is."""

    OVERLAY = "overlay"
    """Burned in by whoever edited the draft: a title, a caption, a label."""
    WATERMARK = "watermark"
    """A platform's or an app's mark, such as a logo with an @name."""
    SCENE = "scene"
    """Part of what was filmed: a shop sign, a shirt."""
    UNREAD = "unread"
    """Set by an editor, in letters that are not read, such as Cyrillic: its ``text`` is empty."""

    @property
    def is_set(self) -> bool:
        """Whether an editor set it, to be read."""
        return self in {TextKind.OVERLAY, TextKind.UNREAD}


class Typo(Record):
    """A word of the overlay text that looks misspelt."""

    text: str
    likely: str
    """The word that was meant, most likely."""
    span: Span
    """When the line stands that it is in."""


class OverlayLine(Record):
    """One piece of text in the picture, for as long as it stands."""

    text: str
    span: Span
    box: Box
    """Around the text in all the frames in which it was read."""
    confidence: float
    """0 to 1: the recogniser's mean for its characters."""
    kind: TextKind = TextKind.OVERLAY
    line_height: int | None = None
    """Pixels from the top to the bottom of one of its lines; null where that was not measured."""
    contrast: float | None = None
    """The ratio of its letters' luminance to that around them, 1 to 21 (WCAG 2.2, 1.4.3), where it
    is best; null where that was not measured."""
