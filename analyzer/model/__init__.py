"""The nouns of the project: what is measured, what is judged, what is reported.

All of them are frozen and know how to become JSON; together they are the published schema.
Times are seconds from the start of the draft, sizes are pixels of the displayed picture
(rotation and pixel aspect applied) unless a name says otherwise, shares are fractions of one.
They may use msgspec only.
"""

from __future__ import annotations

from .base import SENTENCE_END, UNSPACED, Box, Record, Span, Wording, merge
from .faces import Faces, Sighting
from .findings import Finding, Outcome, Result, Score, Severity, Verdict
from .hook import Hook, HookFaces, HookMotion, HookSpeech, HookText, Opening, Strength
from .motion import Motion
from .picture import Bars, BarsKind, Cover, Damage, Picture, Upright
from .probe import Probe
from .report import (
    SCHEMA_VERSION,
    Document,
    Failure,
    Gist,
    Report,
    Status,
    Still,
    Timing,
    Tool,
)
from .shots import Shots
from .signals import Signals
from .sound import (
    Keyword,
    KeywordSource,
    Loudness,
    Music,
    Speech,
    Transcript,
    WantedKeyword,
    Word,
)
from .text import OverlayLine, TextKind
from .zones import SCREEN_HEIGHT, SCREEN_WIDTH, CoveredArea, SafeZone, screen_scale

__all__ = [
    "SCHEMA_VERSION",
    "SCREEN_HEIGHT",
    "SCREEN_WIDTH",
    "SENTENCE_END",
    "UNSPACED",
    "Bars",
    "BarsKind",
    "Box",
    "Cover",
    "CoveredArea",
    "Damage",
    "Document",
    "Faces",
    "Failure",
    "Finding",
    "Gist",
    "Hook",
    "HookFaces",
    "HookMotion",
    "HookSpeech",
    "HookText",
    "Keyword",
    "KeywordSource",
    "Loudness",
    "Motion",
    "Music",
    "Opening",
    "Outcome",
    "OverlayLine",
    "Picture",
    "Probe",
    "Record",
    "Report",
    "Result",
    "SafeZone",
    "Score",
    "Severity",
    "Shots",
    "Sighting",
    "Signals",
    "Span",
    "Speech",
    "Status",
    "Still",
    "Strength",
    "TextKind",
    "Timing",
    "Tool",
    "Transcript",
    "Upright",
    "Verdict",
    "WantedKeyword",
    "Word",
    "Wording",
    "merge",
    "screen_scale",
]
