"""The faces in the picture."""

from __future__ import annotations

from .base import Box, Record, Span


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
