"""What a draft shares with other videos: those of the user's library, and those of the same run."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Span


class Origin(StrEnum):
    """Where the other video comes from."""

    LIBRARY = "library"
    RUN = "run"


class Match(Record):
    """One other video that shows the same, and where."""

    path: str
    """Where the other video lies, written as the path of a report."""
    of: Origin
    seconds: float
    """How much of the draft is there, too."""
    spans: tuple[Span, ...]
    """When it is in the draft."""
    spans_there: tuple[Span, ...]
    """When it is in the other video; one for each of ``spans``."""
    picture: float
    """0 to 1: how much alike the picture is, 0.5 for pictures that have nothing in common."""
    sound: bool | None
    """Whether the same is heard there; null where one of the two has no sound, or too little."""
    mirrored: bool
    speed: float
    """How much faster than the other video the draft is: 1.05 for 5 percent."""
    cropped: bool
    """Whether one of the two shows only a part of the other's picture."""
