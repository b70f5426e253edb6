"""Where human faces are in the picture.

The detector is YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023),
on frames of at most 960 pixels: on full-size ones it loses close-ups.
"""

from __future__ import annotations

from ...model import Faces
from .. import FrameAnalyzer, measurer


@measurer("faces")
def watch_faces(hook_seconds: float) -> FrameAnalyzer[Faces]:
    """Look for faces, more often in the hook."""
    from .watcher import FaceWatcher

    return FaceWatcher(hook_seconds)
