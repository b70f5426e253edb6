"""Where one shot ends and the next begins, and how fast that goes.

The method of PySceneDetect's AdaptiveDetector proposes hard cuts, and so do, between pictures that
move fast, a layout and colours that end there. A proposal is a cut unless the change is one of
light (exposure, a flash, a strobe), or one of many in pictures that are repeated (duplicate frames,
pulldown). Gradual transitions, dissolves and fades, are found by what they are: frames that are a
mix of the frames before and after them, while those two show different scenes. So are wipes and
their kin: frames put together of the two, on either side of a line that moves across the picture.
"""

from __future__ import annotations

from ...model import Shots
from .. import FrameAnalyzer, measurer


@measurer("cuts")
def watch_shots() -> FrameAnalyzer[Shots]:
    """Tell where the shots change."""
    from .watcher import ShotWatcher

    return ShotWatcher()
