"""The nouns of the project: what is measured, what is judged, what is reported.

All of them are frozen and know how to become JSON; together they are the published schema.
Times are seconds from the start of the draft, sizes are pixels of the displayed picture
(rotation and pixel aspect applied) unless a name says otherwise, shares are fractions of one.
"""

from __future__ import annotations

from enum import StrEnum
from typing import dataclass_transform

import msgspec

SCHEMA_VERSION = 1


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of every noun: immutable, comparable, JSON-ready."""


class Span(Record):
    """A stretch of time, in seconds from the start of the draft."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """The length of the span in seconds."""
        return self.end - self.start

    def overlap(self, other: Span) -> float:
        """The seconds that both spans cover."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


# ── What the file is ────────────────────────────────────────────────────────────────────────


class Probe(Record):
    """What the container and its streams say about the draft.

    ``width`` and ``height`` are as stored; ``display_width`` and ``display_height`` have the
    rotation flag and the pixel aspect applied, and everything downstream uses those.
    """

    container: str
    size_bytes: int
    duration: float
    width: int
    height: int
    rotation: int
    """Degrees clockwise by which the stored picture is turned to be shown: 0, 90, 180, 270."""
    display_width: int
    display_height: int
    aspect_ratio: str
    """The ratio that people use (``"9:16"``), or the reduced numbers where there is none."""
    is_vertical: bool
    video_codec: str
    pixel_format: str
    fps: float
    is_vfr: bool
    is_interlaced: bool
    bitrate: int
    """Bits per second of the whole file."""
    hdr: str | None
    """``"HDR10"``, ``"HLG"`` or ``"Dolby Vision"``; null for an ordinary picture."""
    audio_codec: str | None
    audio_channels: int | None
    audio_sample_rate: int | None
    faststart: bool | None
    """Whether the index (moov) comes before the media data; null for containers without one."""
    video_index: int
    """Which stream of the file is the picture: never cover art, never a preview track."""
    audio_index: int | None
    video_streams: int
    """Moving pictures in the file, cover art not counted."""
    video_duration: float
    """Seconds of picture, which may end before or after the sound."""
    has_cover_art: bool
    start_time: float
    """The container's own first timestamp; every other time is relative to it."""


# ── What was measured ───────────────────────────────────────────────────────────────────────


class Motion(Record):
    """What moves in the picture, and whether that is the subject or the camera."""

    level: float
    """Mean movement over the draft, in percent of the picture's height per second."""
    first_at: float | None
    is_moving: bool
    camera: str
    """``"static"``, ``"moving"`` or ``"handheld"``: what the camera does most of the time."""
    subject_share: float
    """Share of the time in which something moves that the camera does not explain."""
    step: float
    """Seconds between two entries of ``levels``."""
    levels: tuple[float, ...]
    """The movement over time, in the unit of ``level``."""
    spans: tuple[Span, ...]
    still_spans: tuple[Span, ...]
    """Stretches of half a second and more in which nothing moves."""
    black_spans: tuple[Span, ...]
    fade_in_ends_at: float | None
    """Where a fade from black at the start is over; null when the draft does not open with one."""


class Box(Record):
    """A rectangle in the displayed picture, in pixels, from its top left corner."""

    x: int
    y: int
    width: int
    height: int
    share: float
    """The rectangle's part of the frame's area."""


class Sighting(Record):
    """The faces in one frame."""

    time: float
    boxes: tuple[Box, ...]


class Faces(Record):
    """The human faces in the picture."""

    present: bool
    first_at: float | None
    count: int
    """The most faces seen in one frame."""
    largest_share: float
    """The largest face's box, as a share of the frame's area."""
    seconds: float
    centrality: float | None = None
    """How central that face is: 1 in the middle of the frame, 0 in a corner."""
    spans: tuple[Span, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    """The frames in which there were faces, of those that were looked at."""


class Speech(Record):
    """Where somebody speaks: speech, and not song, crowd or noise."""

    present: bool
    first_at: float | None
    seconds: float
    spans: tuple[Span, ...]


class Music(Record):
    """Where there is music, sung or played."""

    present: bool
    first_at: float | None
    seconds: float
    share: float
    spans: tuple[Span, ...]
    singing_seconds: float
    under_voice_seconds: float
    """Seconds in which music and speech sound together."""
    tempo_bpm: float | None
    beats: tuple[float, ...]


class Loudness(Record):
    """How loud the sound is (EBU R 128 / ITU-R BS.1770-4), measured on the original channels."""

    is_silent: bool
    integrated_lufs: float | None
    """Null when the sound never rises above the measure's gate of -70 LUFS."""
    true_peak_dbtp: float | None
    range_lu: float | None
    clipped_samples: int
    """Samples in runs of three and more at the top of the scale."""


class Word(Record):
    """One spoken word."""

    text: str
    start: float
    end: float
    probability: float


class Transcript(Record):
    """What is said, word by word."""

    language: str | None
    """ISO 639-1 code; null when nothing was said."""
    text: str
    words: tuple[Word, ...]
    engine: str
    model: str


class Keyword(Record):
    """A word or phrase that the draft is about."""

    text: str
    score: float
    """0 to 1: how much the transcript is about it."""
    count: int
    first_at: float


class WantedKeyword(Record):
    """A keyword that the user asked for, and where it is said."""

    text: str
    found: bool
    times: tuple[float, ...]


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


class Strength(StrEnum):
    """How many of the three hook signals are there, and how soon."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


class Opening(StrEnum):
    """What the very first frames look like."""

    NORMAL = "normal"
    BLACK = "black"
    FADE_IN = "fade-in"
    STILL = "still"


class Hook(Record):
    """The first two seconds: what moves, who looks at you, who speaks."""

    window: Span
    motion: HookMotion | None
    faces: HookFaces | None
    speech: HookSpeech | None
    opening: Opening
    strength: Strength
    evidence: tuple[str, ...]
    """The sentence behind ``strength``: ``("moves from 0.1 s", "face from 0.0 s", ...)``."""


class Signals(Record):
    """Everything that was measured on one draft; null where it could not be."""

    hook: Hook | None = None
    motion: Motion | None = None
    faces: Faces | None = None
    speech: Speech | None = None
    music: Music | None = None
    loudness: Loudness | None = None
    transcript: Transcript | None = None
    keywords: tuple[Keyword, ...] | None = None
    wanted_keywords: tuple[WantedKeyword, ...] | None = None
    unmeasured: dict[str, str] = {}
    """Signal name to the reason why it is null."""


# ── What was judged ─────────────────────────────────────────────────────────────────────────


class Severity(StrEnum):
    """What a finding costs."""

    ERROR = "error"
    """The platform will refuse, mangle or mute the draft."""
    WARN = "warn"
    """It costs reach or quality."""
    INFO = "info"
    """Good to know."""


class Finding(Record):
    """One thing to know about the draft: what, how much, when, and what to do."""

    code: str
    severity: Severity
    message: str
    remedy: str
    spans: tuple[Span, ...] = ()


class Result(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FLAGGED = "flagged"
    SKIPPED = "skipped"
    CRASHED = "crashed"


class Outcome(Record):
    """How one check ended on one draft."""

    code: str
    severity: Severity
    outcome: Result
    note: str = ""
    """Why it was skipped or how it crashed."""


class Verdict(StrEnum):
    """What to do with the draft."""

    READY = "ready"
    IMPROVE = "improve"
    BLOCKED = "blocked"


class Score(Record):
    """The checks in one number, and how many of them could run."""

    value: int
    """0 to 100: weighted share of the checks that passed, of those that ran."""
    coverage: float
    """0 to 1: weighted share of the checks that could run."""
    verdict: Verdict


# ── What is reported ────────────────────────────────────────────────────────────────────────


class Status(StrEnum):
    """Whether the draft could be analyzed at all."""

    OK = "ok"
    ERROR = "error"


class Failure(Record):
    """Why a draft could not be analyzed."""

    kind: str
    message: str


class Timing(Record):
    """Wall-clock seconds that the analysis took."""

    total: float
    stages: dict[str, float]


class Report(Record):
    """One draft's whole story."""

    path: str
    status: Status
    platform: str
    error: Failure | None = None
    probe: Probe | None = None
    signals: Signals | None = None
    findings: tuple[Finding, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    score: Score | None = None
    timing: Timing | None = None


class Tool(Record):
    """The program that wrote a document."""

    name: str
    version: str


class Document(Record):
    """What ``--json`` writes."""

    tool: Tool
    videos: tuple[Report, ...]
    schema: int = SCHEMA_VERSION
