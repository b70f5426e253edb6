"""Where the picture is cropped over time: the middle, or what follows its subject."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..model import Area


class Framing(NamedTuple):
    """The part of the upright picture between its bars that is shown."""

    area: Area | None = None
    """The same part throughout; null where all of it is shown."""

    def filters(self, before: str, width: int, height: int, folder: Path) -> str:
        """The filters ``before`` and those that crop."""
        del width, height, folder
        if self.area is None:
            return before
        a = self.area
        return f"{before},crop={a.width}:{a.height}:{a.left}:{a.top}:exact=1"
