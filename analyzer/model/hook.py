"""The first two seconds."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Span, Wording


class HookMotion(Record):
    """Movement within the hook."""

    level: float
    first_at: float | None
    is_moving: bool


class HookFaces(Record):
    """Faces within the hook."""

    present: bool
    first_at: float | None
    count: int
    largest_share: float


class HookSpeech(Record):
    """Speech within the hook."""

    present: bool
    first_at: float | None
    seconds: float


class HookText(Record):
    """Overlay text within the hook."""

    present: bool
    first_at: float | None
    text: str
    """What it says, line after line."""


class HookMusic(Record):
    """Music within the hook."""

    present: bool
    first_at: float | None


class Strength(StrEnum):
    """How many of the three ways into the story are there, and how soon."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


class Opening(StrEnum):
    """What the very first frames look like."""

    NORMAL = "normal"
    ABSENT = "absent"
    """There is no picture yet."""
    BLACK = "black"
    FADE_IN = "fade-in"
    STILL = "still"


OPENINGS = {
    Opening.ABSENT: "opens without a picture",
    Opening.BLACK: "opens on black",
    Opening.FADE_IN: "fades in from black",
}
"""What is said of an opening that is not like others."""


class Hook(Record):
    """The first two seconds: what moves, who looks at you, what is said, shown and played."""

    window: Span
    motion: HookMotion | None
    faces: HookFaces | None
    speech: HookSpeech | None
    opening: Opening
    strength: Strength
    evidence: tuple[str, ...]
    """The sentence behind ``strength``: ``("moves from 0.1 s", "face from 0.0 s", ...)``."""
    text: HookText | None = None
    music: HookMusic | None = None
    ways: tuple[str, ...] = ("motion", "faces", "speech")
    """The ways into the story that count for this kind of draft, as named here."""

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """``evidence`` as templates and their values."""
        said = [Wording(OPENINGS[self.opening])] if self.opening in OPENINGS else []
        parts = {
            "motion": ("moves from {start:.1f} s", "nothing moves in the first {window:.3g} s"),
            "faces": ("face from {start:.1f} s", "no face in the first {window:.3g} s"),
            "speech": ("voice from {start:.1f} s", "no speech in the first {window:.3g} s"),
            "text": ("text from {start:.1f} s", "no text in the first {window:.3g} s"),
            "music": ("music from {start:.1f} s", "no music in the first {window:.3g} s"),
        }
        for way in self.ways:
            part, (there, missing) = getattr(self, way), parts[way]
            if part is not None and part.first_at is not None:
                said.append(Wording(there, values={"start": part.first_at}))
            elif part is not None:
                said.append(Wording(missing, values={"window": self.window.end}))
        return tuple(said)
