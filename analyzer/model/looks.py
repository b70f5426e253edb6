"""What a video looks like from moment to moment, in few bytes: its fingerprint."""

from __future__ import annotations

from .base import Record


class Looks(Record):
    """Looks at a picture, four a second, each through several windows (``signals.looks``)."""

    times: bytes
    """When each look was, in seconds: float32."""
    hashes: bytes
    """Of each look and window 256 bits, as PDQ makes them."""
    textures: bytes
    """Of each look and window the 8 by 8 lowest frequencies: int8."""
