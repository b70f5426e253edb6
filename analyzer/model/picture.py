"""How good the picture is."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from .base import Box, Record, Span

if TYPE_CHECKING:
    from .probe import Probe


class BarsKind(StrEnum):
    """What fills the frame beside the content of a letterbox or pillarbox."""

    BLACK = "black"
    COLOR = "color"
    BLURRED = "blurred"
    """Blurred background fill: an enlarged copy of the content."""
    PICTURE = "picture"
    """A still picture."""


FILLINGS = {
    BarsKind.BLACK: "black bars",
    BarsKind.COLOR: "bars of one colour",
    BarsKind.BLURRED: "a blurred copy of the picture",
    BarsKind.PICTURE: "a still picture",
}
"""What fills the frame beside a letterbox or pillarbox, in words."""

ONE_SIDED = {BarsKind.BLACK: "a black bar", BarsKind.COLOR: "a bar of one colour"}
"""The same where the picture reaches three edges of the frame."""


class Bars(Record):
    """Letterbox or pillarbox: a smaller picture, and the fill baked in around it."""

    kind: BarsKind
    content: Box
    """The true content."""
    aspect_ratio: str
    """The ratio of the true content."""
    span: Span

    def filling(self, probe: Probe) -> str:
        """What fills the rest of the frame, in words."""
        box = self.content
        right = probe.display_width - box.x - box.width
        below = probe.display_height - box.y - box.height
        is_one_sided = [box.x > 0, box.y > 0, right > 0, below > 0].count(True) == 1
        return (FILLINGS | ONE_SIDED if is_one_sided else FILLINGS)[self.kind]


COVER_CROPS = {"3:4": 3 / 4, "4:5": 4 / 5, "1:1": 1.0}
"""What is shown of a cover beside the whole: its middle, of these ratios of width to height.

Instagram's profile grid shows 3:4 (y 240 to 1680 of 1080x1920) and its feed 4:5 (y 285 to 1635);
older grids and links show 1:1 (y 420 to 1500).
"""


class Cover(Record):
    """A frame that would do as the draft's cover."""

    time: float
    score: float
    """0 to 1, comparable within one draft only."""
    keeps_heads_in: tuple[str, ...] = ()
    """Those of ``COVER_CROPS`` that cut no head; all of them where nobody is seen."""


class Damage(Record):
    """What of the picture could not be decoded, while the rest could."""

    packets: int
    span: Span | None
    """From the first to the last of these packets, as they would have been shown."""


class Upright(Record):
    """Whether the film stands upright in its frame."""

    turn: int | None
    """Degrees clockwise to turn it by, for the faces in it to be upright; null where none asks."""


class Picture(Record):
    """The quality of the picture over the whole draft."""

    bars: Bars | None
    black_spans: tuple[Span, ...]
    """Stretches in which no spot of any frame reaches gray level 20: what the checks judge.
    ``Motion.black_spans`` is coarser, and the two can disagree."""
    frozen_spans: tuple[Span, ...]
    """Stretches of a second and more in which not one pixel changes beyond coding noise."""
    flash_spans: tuple[Span, ...]
    """Stretches with more than three general flashes, over more than a quarter of the frame, within
    one second (ITU-R BT.1702; WCAG 2.2, 2.3.1)."""
    red_flash_spans: tuple[Span, ...]
    """Likewise of flashes to or from a saturated red, which harm even where they are dim."""
    sharpness: float
    """0 to 1: how much of the detail that its pixels could hold is there, in the best frames."""
    brightness: float
    """Mean luminance (luma), 0 to 1, over the frames that are not black."""
    dark_share: float
    """Share of the time in which the picture is too dark to read."""
    noise: float
    """Standard deviation of the grain in flat areas, in steps of 8-bit luma."""
    upscaled_from: int | None
    """The height in lines that the detail suggests, where that is well below the frame's own."""
    covers: tuple[Cover, ...]
    """The best frames for a cover, best first."""
