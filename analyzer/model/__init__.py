"""The nouns of the project: what is measured, what is judged, what is reported.

All of them are frozen and know how to become JSON; together they are the published schema.
Times are seconds from the start of the draft, sizes are pixels of the displayed picture
(rotation and pixel aspect applied) unless a name says otherwise, shares are fractions of one.
They may use msgspec only.
"""

from __future__ import annotations

from .base import SENTENCE_END, UNSPACED, Box, Record, Span, Wording, merge
from .comparison import Aspect, CutComparison, Piece, PieceKind, Way
from .faces import Faces, Sighting
from .findings import (
    Finding,
    Outcome,
    Part,
    Parts,
    Result,
    Score,
    Severity,
    Verdict,
    worst_first,
)
from .fix import (
    BEYOND,
    Area,
    Cut,
    Edit,
    EditKind,
    FileEdit,
    Fix,
    FrameEdit,
    Left,
    Plan,
    Sides,
    SoundEdit,
    Standing,
)
from .hook import Hook, HookFaces, HookMotion, HookMusic, HookSpeech, HookText, Opening, Strength
from .kind import KIND_NAMES, DraftKind, Kind
from .languages import LANGUAGE_NAMES
from .layout import PLACES, Inset, Layout, LayoutKind
from .matches import Match, Origin
from .motion import Motion
from .picture import COVER_CROPS, Bars, BarsKind, Cover, Damage, Picture, Upright
from .policy import Policy
from .post import PlannedPost, Post, PostSource, Suggestion, Suggestions, TextLength
from .probe import Probe
from .report import (
    SCHEMA_VERSION,
    Document,
    Failure,
    Gist,
    Judgement,
    Report,
    Status,
    Still,
    StillUse,
    Timing,
    Tool,
)
from .shape import named_ratio
from .shots import Shots
from .signals import Signals
from .sound import (
    MAX_DC_OFFSET,
    Channels,
    Keyword,
    KeywordSource,
    Loudness,
    Music,
    Passage,
    Speech,
    Transcript,
    WantedKeyword,
    Word,
)
from .sounds import Sound
from .text import MISREAD_SCRIPTS, OverlayLine, TextKind, Typo
from .zones import SCREEN_HEIGHT, SCREEN_WIDTH, CoveredArea, SafeZone, screen_scale

__all__ = [
    "BEYOND",
    "COVER_CROPS",
    "KIND_NAMES",
    "LANGUAGE_NAMES",
    "MAX_DC_OFFSET",
    "MISREAD_SCRIPTS",
    "PLACES",
    "SCHEMA_VERSION",
    "SCREEN_HEIGHT",
    "SCREEN_WIDTH",
    "SENTENCE_END",
    "UNSPACED",
    "Area",
    "Aspect",
    "Bars",
    "BarsKind",
    "Box",
    "Channels",
    "Cover",
    "CoveredArea",
    "Cut",
    "CutComparison",
    "Damage",
    "Document",
    "DraftKind",
    "Edit",
    "EditKind",
    "Faces",
    "Failure",
    "FileEdit",
    "Finding",
    "Fix",
    "FrameEdit",
    "Gist",
    "Hook",
    "HookFaces",
    "HookMotion",
    "HookMusic",
    "HookSpeech",
    "HookText",
    "Inset",
    "Judgement",
    "Keyword",
    "KeywordSource",
    "Kind",
    "Layout",
    "LayoutKind",
    "Left",
    "Loudness",
    "Match",
    "Motion",
    "Music",
    "Opening",
    "Origin",
    "Outcome",
    "OverlayLine",
    "Part",
    "Parts",
    "Passage",
    "Picture",
    "Piece",
    "PieceKind",
    "Plan",
    "PlannedPost",
    "Policy",
    "Post",
    "PostSource",
    "Probe",
    "Record",
    "Report",
    "Result",
    "SafeZone",
    "Score",
    "Severity",
    "Shots",
    "Sides",
    "Sighting",
    "Signals",
    "Sound",
    "SoundEdit",
    "Span",
    "Speech",
    "Standing",
    "Status",
    "Still",
    "StillUse",
    "Strength",
    "Suggestion",
    "Suggestions",
    "TextKind",
    "TextLength",
    "Timing",
    "Tool",
    "Transcript",
    "Typo",
    "Upright",
    "Verdict",
    "WantedKeyword",
    "Way",
    "Word",
    "Wording",
    "merge",
    "named_ratio",
    "screen_scale",
    "worst_first",
]
