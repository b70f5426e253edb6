"""What is written in the picture, when and where, and whose writing it is."""

from __future__ import annotations

from analyzer.signals.overlay_text.watcher import OverlayTextWatcher

__all__ = ["OverlayTextWatcher"]
