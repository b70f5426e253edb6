"""How the pictures of a draft are laid out: one, two beside or above each other, or one in another.

A Duet or a reaction is two videos in one frame, each moving for itself: ``seams`` finds where the
picture is not one, ``lines`` whether that is a line through the whole frame, ``contours`` with
``rectangles`` and ``circles`` whether it is the edge of a smaller picture.
"""

from __future__ import annotations

from ...model.layout import Layout
from .. import FrameAnalyzer, measurer


@measurer("layout")
def watch_layout() -> FrameAnalyzer[Layout]:
    """Look eight times a second for seams in the picture."""
    from .watcher import LayoutWatcher

    return LayoutWatcher()
