"""Where human faces are in the picture, and whether the film stands upright by them.

The detector is YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023),
on frames of at most 960 pixels: on full-size ones it loses close-ups.
"""

from __future__ import annotations

from ...model import Faces, Probe, Upright
from .. import FrameAnalyzer, measurer


@measurer("faces")
def watch_faces(hook_seconds: float) -> FrameAnalyzer[Faces]:
    """Look for faces, more often in the hook."""
    from .watcher import FaceWatcher

    return FaceWatcher(hook_seconds)


@measurer("upright")
def watch_upright(probe: Probe) -> FrameAnalyzer[Upright]:
    """Look at a few frames in all four ways."""
    from .upright import UprightWatcher

    return UprightWatcher(probe.duration)
