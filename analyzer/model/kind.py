"""The kind of draft: what holds its viewers, and so what it is to be judged by."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Wording


class Kind(StrEnum):
    """What carries a draft."""

    TALK = "talk"
    """Somebody speaks, in the picture or over it."""
    MUSIC = "music"
    """Somebody dances, sings or plays, or shots are cut to music."""
    HANDS = "hands"
    """Things and what is done with them; nobody looks at the camera."""
    SCENERY = "scenery"
    """A place, seen as it is."""
    SLIDESHOW = "slideshow"
    """One still picture after another."""
    TEXT = "text"
    """What is written on the picture is what is told."""


KIND_NAMES = {
    Kind.TALK: "talk",
    Kind.MUSIC: "music or dance",
    Kind.HANDS: "hands and things",
    Kind.SCENERY: "scenery",
    Kind.SLIDESHOW: "slideshow",
    Kind.TEXT: "led by its text",
}
"""The kinds in words."""


class DraftKind(Record):
    """Which kind of draft it is, and by what it was recognised."""

    kind: Kind
    evidence: tuple[str, ...]
    """``("a voice for 83% of the time", "a face for 96% of the time")``; in English."""
    wordings: tuple[Wording, ...] = ()
    """``evidence`` as templates and their values."""
