"""A fingerprint of the picture, by which a copy is found: four looks a second, a hash of each.

A look is hashed by PDQ's recipe (``hashing``), on the picture without its bars, whole and through
windows that a crop would leave. ``matching`` compares what comes out.
"""

from __future__ import annotations

from ...model.looks import Looks
from .. import FrameAnalyzer, measurer


@measurer("looks")
def watch_looks() -> FrameAnalyzer[Looks]:
    """Look at the picture four times a second, and remember what was seen."""
    from .watcher import LookWatcher

    return LookWatcher()
