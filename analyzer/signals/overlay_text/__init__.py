"""What is written in the picture, when and where, and whose writing it is."""

from __future__ import annotations

from analyzer.model import OverlayLine
from analyzer.signals import FrameAnalyzer, measurer


@measurer("overlay_text")
def watch_text() -> FrameAnalyzer[tuple[OverlayLine, ...]]:
    """Read what is written in the picture."""
    from analyzer.signals.overlay_text.watcher import OverlayTextWatcher

    return OverlayTextWatcher()
