"""Letterbox and pillarbox: the margins around content that some frames show in the same place.

Three detectors, each for one kind of fill: a solid colour (``solid``), a blurred copy of the
content (``blurred``), a still picture (``static``). All of them read a profile, one number a row
(for pillarbox: a column), from the frame's edge inwards::

    share of the row that is bar
    1.0 ######################
        ######  ##############   <- a caption on the bar: passed over
    0.5 ######  ##############
        ######  ################# <- content that happens to look like the bar
    0.0 ##########################______________
        |  bar               |  content
        frame's edge         the straight line that is looked for

Where the bar ends, most of a straight line of pixels differs from it at once. That line is what
dark scenes, night skies, vignettes and fades lack.
"""

from __future__ import annotations

from ....model import BarsKind
from .blurred import blurred_margin, is_copy
from .envelope import Envelope, Margins
from .profile import LINES_BESIDE, MAX_BOTH_BARS
from .solid import solid_margins
from .static import static_margins

__all__ = ["Envelope", "Margins", "find_margins"]

AXES = (0, 1)
"""Rows, for a letterbox, and columns, for a pillarbox."""

MIN_SIDE = 4 * LINES_BESIDE
"""Pixels of a frame's shorter side in which margins can be told."""


def find_margins(frames: Envelope, *, with_static: bool = False) -> Margins | None:
    """Return the margins of solid, blurred or (if asked) static fill; None without margins."""
    high, low = frames.high, frames.low
    if high is None or low is None or min(high.shape) < MIN_SIDE:
        return None
    solid = solid_margins(high, low)
    if solid is not None and _leaves_content(solid, *high.shape):
        return solid
    for axis in AXES:
        margin = blurred_margin(*frames.profile(axis))
        if margin and is_copy(frames.mean(axis), margin):
            return Margins.along(axis, BarsKind.BLURRED, margin, margin)
    for axis in AXES if with_static else ():
        first, last = static_margins(frames.spread(axis))
        if first and last:
            return Margins.along(axis, BarsKind.PICTURE, first, last)
    return None


def _leaves_content(margins: Margins, height: int, width: int) -> bool:
    across, down = margins.left + margins.right, margins.top + margins.bottom
    return max(down / height, across / width) < MAX_BOTH_BARS
