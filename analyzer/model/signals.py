"""Everything that was measured on one draft."""

from __future__ import annotations

import msgspec

from .base import Record, Wording
from .faces import Faces
from .hook import Hook
from .kind import DraftKind
from .layout import Layout
from .matches import Match
from .motion import Motion
from .picture import Damage, Picture, Upright
from .post import Post, Suggestions
from .shots import Shots
from .sound import Channels, Keyword, Loudness, Music, Speech, Transcript, WantedKeyword
from .sounds import Sound
from .text import OverlayLine, Typo


class Signals(Record):
    """Everything that was measured on one draft; None where it could not be."""

    kind: DraftKind | None = None
    layout: Layout | None = None
    hook: Hook | None = None
    motion: Motion | None = None
    faces: Faces | None = None
    overlay_text: tuple[OverlayLine, ...] | None = None
    shots: Shots | None = None
    picture: Picture | None = None
    speech: Speech | None = None
    music: Music | None = None
    loudness: Loudness | None = None
    channels: Channels | None = None
    transcript: Transcript | None = None
    keywords: tuple[Keyword, ...] | None = None
    wanted_keywords: tuple[WantedKeyword, ...] | None = None
    damage: Damage | None = None
    upright: Upright | None = None
    post: Post | None = None
    """What is to be written beside the draft; None where nobody gave it."""
    suggestions: Suggestions | None = None
    typos: tuple[Typo, ...] | None = None
    matches: tuple[Match, ...] | None = None
    """Other videos that show the same, the longest first; None where it was not compared."""
    sounds: tuple[Sound, ...] | None = None
    """The user's own tracks that are heard in it, in order of time; None where none were given."""
    unmeasured: dict[str, str] = msgspec.field(default_factory=dict)
    """Signal name to the reason why it is None, in English."""
    reasons: dict[str, Wording] = msgspec.field(default_factory=dict)
    """The same reasons as templates and their values."""
