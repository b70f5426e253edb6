"""What moves: movement is change that a shift explains.

Ten times a second the picture's corners (Shi-Tomasi) are tracked from one sample to the next
(pyramidal Lucas-Kanade optical flow, after local contrast normalisation). A corner has moved when
its surroundings are found again at another place, and clearly better there than where they were.
So fades, dissolves, cuts, flicker, grain, compression and captions that pop in are change but not
movement. Samples that show none are compared again over lags of 0.4 s and 1.2 s, for slow motion.

A similarity transform fitted to the corners (RANSAC) is the camera motion; corners that move
otherwise belong to the subject. Camera motion that jitters is called handheld.
"""

from __future__ import annotations

from ...model import Motion
from .. import FrameAnalyzer, measurer


@measurer("motion")
def watch_motion() -> FrameAnalyzer[Motion]:
    """Tell what moves."""
    from .watcher import MotionWatcher

    return MotionWatcher()
