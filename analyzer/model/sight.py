"""What was measured on the picture."""

from __future__ import annotations

from analyzer.model.base import Box, Record, Span


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
