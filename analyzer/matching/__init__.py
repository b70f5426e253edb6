"""Which videos show and sound the same, by their fingerprints: pure, quick enough for a library.

Fingerprints (``signals.looks``, ``signals.landmarks``) come in, what two videos share and which
tracks are heard goes out. It may use signals.
"""

from __future__ import annotations

from .compare import Shared, itself, shared
from .cuts import Cut, pieces
from .heard import Heard
from .index import Index
from .same_sound import Hearing, same_sound
from .tracks import Tracks
from .views import Seen

__all__ = [
    "Cut",
    "Heard",
    "Hearing",
    "Index",
    "Seen",
    "Shared",
    "Tracks",
    "itself",
    "pieces",
    "same_sound",
    "shared",
]
