"""How good the picture is."""

from __future__ import annotations

from enum import StrEnum

from analyzer.model.base import Box, Record, Span


class BarsKind(StrEnum):
    """What fills the frame beside the content."""

    BLACK = "black"
    COLOR = "color"
    BLURRED = "blurred"
    """A blurred, enlarged copy of the content."""
    PICTURE = "picture"
    """A still picture."""


class Bars(Record):
    """Baked-in bars: the frame holds a smaller picture and filling around it."""

    kind: BarsKind
    content: Box
    """The true content."""
    aspect_ratio: str
    """The ratio of the true content."""
    span: Span


class Cover(Record):
    """A frame that would do as the draft's cover."""

    time: float
    score: float
    """0 to 1, comparable within one draft only."""


class Picture(Record):
    """The quality of the picture over the whole draft."""

    bars: Bars | None
    black_spans: tuple[Span, ...]
    frozen_spans: tuple[Span, ...]
    """Stretches of a second and more in which not one pixel changes beyond coding noise."""
    flash_spans: tuple[Span, ...]
    """Stretches with more than three general flashes within one second (WCAG 2.2, 2.3.1)."""
    sharpness: float
    """0 to 1: how much of the detail that its pixels could hold is there, in the best frames."""
    brightness: float
    """Mean luma, 0 to 1, over the frames that are not black."""
    dark_share: float
    """Share of the time in which the picture is too dark to read."""
    noise: float
    """Standard deviation of the grain in flat areas, in steps of 8-bit luma."""
    upscaled_from: int | None
    """The height in lines that the detail suggests, where that is well below the frame's own."""
    covers: tuple[Cover, ...]
    """The best frames for a cover, best first."""
