"""Which of the user's own tracks are heard in a draft."""

from __future__ import annotations

from .base import Record, Span


class Sound(Record):
    """One track that is heard in the draft, and where."""

    path: str
    """Where the track lies, written as the path of a report."""
    seconds: float
    """For how long it is heard."""
    spans: tuple[Span, ...]
    """When it is heard in the draft."""
    spans_there: tuple[Span, ...]
    """Which part of the track it is; one for each of ``spans``."""
    speed: float
    """How much faster than the track itself it plays: 1.05 for 5 percent."""
    landmarks: int
    """Spectral peaks of the draft that lie where the track has them."""
    evidence: float
    """How much likelier that is than by chance, in powers of ten."""
