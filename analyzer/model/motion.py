"""Movement: of the subject and of the camera."""

from __future__ import annotations

from .base import Record, Span


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
    """Stretches of black as they bear on movement: seen ten times a second, below gray level 32,
    short gaps closed. ``Picture.black_spans`` is the finer answer, and the two can disagree."""
    fade_in_ends_at: float | None
    """Where a fade from black at the start is over; None when the draft does not open with one."""
