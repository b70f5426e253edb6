"""What a video or a track sounds like, in few bytes: its spectral peaks."""

from __future__ import annotations

from .base import Record


class Landmarks(Record):
    """The peaks of a sound, in order of time (``signals.landmarks``)."""

    times: bytes
    """When each peak is, in hops of the spectrum (32 ms): uint32."""
    pitches: bytes
    """Its bin on a logarithmic axis, 36 to the octave: uint8."""
