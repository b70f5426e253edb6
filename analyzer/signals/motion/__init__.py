"""What moves: movement is change that a shift explains.

Ten times a second the picture's corners are tracked from one look to the next (pyramidal
Lucas-Kanade, on a picture whose local brightness and contrast are evened out). A corner has moved
when its surroundings are found again at another place, and clearly better there than where they
were. So fades, dissolves, cuts, flicker, grain, compression and captions that pop in are change
but not movement. Looks that show none are compared again 0.4 s and 1.2 s apart, for what creeps.

A similarity transform fitted to the corners (RANSAC) is the camera's own movement; corners that
move otherwise belong to the subject.
"""

from __future__ import annotations

from analyzer.model import Motion
from analyzer.signals import FrameAnalyzer, measurer


@measurer("motion")
def watch_motion() -> FrameAnalyzer[Motion]:
    """Tell what moves."""
    from analyzer.signals.motion.watcher import MotionWatcher

    return MotionWatcher()
