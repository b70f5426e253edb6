"""Where one shot ends and the next begins, and how fast that goes.

PySceneDetect's AdaptiveDetector proposes hard cuts from every frame; a proposal is a cut unless
the change is one of light (exposure, a flash, a strobe), or one of many in moving pictures that
are repeated. Dissolves and fades are found by what they are: frames that are a blend of the
frames before and after them, while those two show different things.
"""

from __future__ import annotations

from analyzer.model import Shots
from analyzer.signals import FrameAnalyzer, measurer


@measurer("cuts")
def watch_shots() -> FrameAnalyzer[Shots]:
    """Tell where the shots change."""
    from analyzer.signals.shots.watcher import ShotWatcher

    return ShotWatcher()
