"""Overlay text: what is written in the picture, when and where, and whose text it is.

The way of one sampled frame: ``edges`` says where text can be new and ``backoff`` whether a search
is worth it; ``reader`` finds lines (``detector``) and reads them (``recogniser``, ``ctc``);
``track`` follows each line from sample to sample. At the end ``segments`` turns the tracks into
texts: ``merging`` joins what is one text, ``classification`` tells overlay, watermark and scene.
"""

from __future__ import annotations

from ...model import OverlayLine
from .. import FrameAnalyzer, measurer


@measurer("overlay_text")
def watch_text() -> FrameAnalyzer[tuple[OverlayLine, ...]]:
    """Read what is written in the picture."""
    from .watcher import OverlayTextWatcher

    return OverlayTextWatcher()
