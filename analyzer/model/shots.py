"""The rhythm of the picture."""

from __future__ import annotations

from .base import Record, Span


class Shots(Record):
    """Where the picture changes from one shot to the next, and how fast that goes."""

    cuts: tuple[float, ...]
    """Times of hard cuts: when the first frame of the new shot is shown."""
    gradual: tuple[Span, ...]
    """Dissolves, fades, wipes and slides: last whole frame of a shot to first of the next."""
    spans: tuple[Span, ...]
    """The shots themselves, in order; a gradual change is split in its middle."""
    per_minute: float
    """Changes of shot a minute."""
    first_at: float | None
    busiest: Span | None = None
    """The stretch with the most changes in any five seconds, from its first to its last change."""
    busiest_count: int = 0
    on_beat_share: float | None = None
    """Share of the hard cuts within 80 ms of a beat; None without music that has a pulse."""
