"""Which videos show the same, by their fingerprints: pure, and quick enough for a library.

Fingerprints (``signals.looks``) come in, what two videos share goes out. It may use signals.
"""

from __future__ import annotations

from .compare import Shared, itself, shared
from .cuts import Cut, pieces
from .index import Index
from .views import Seen

__all__ = ["Cut", "Index", "Seen", "Shared", "itself", "pieces", "shared"]
