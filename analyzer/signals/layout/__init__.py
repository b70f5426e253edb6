"""How the pictures of a draft are laid out: one, two beside or above each other, or one in another.

A Duet or a reaction is two videos in one frame, each moving for itself: ``seams`` finds where the
picture is not one, ``lines`` whether that is a line through the whole frame, ``contours`` with
``rectangles`` and ``circles`` whether it is the edge of a smaller picture. The plate of a text has
such an edge, too: ``plates`` tells it by the text.
"""

from __future__ import annotations

from ...model import OverlayLine, Probe
from ...model.layout import Layout
from .. import FrameAnalyzer, measurer


@measurer("panes")
def watch_panes() -> FrameAnalyzer[Layout]:
    """Look eight times a second for seams in the picture."""
    from .watcher import LayoutWatcher

    return LayoutWatcher()


@measurer("layout")
def layout_of(
    probe: Probe, panes: Layout, overlay_text: tuple[OverlayLine, ...] | None = None
) -> Layout:
    """How the pictures lie: as they were seen to, but for what is the plate of a text."""
    from .plates import is_plate
    from .watcher import SINGLE

    size = probe.display_width, probe.display_height
    return SINGLE if panes.inset and is_plate(panes.inset, overlay_text or (), size) else panes
