"""What the drop page needs of whoever does the work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ..fix.mend import Order
from ..model import Report, Still
from ..settings import Settings


class Works(Protocol):
    """What turns a file into a report, and mends it; ``tell`` hears each stage, on the loop."""

    jobs: int
    settings: Settings
    """What a draft is analyzed by that has no wishes of its own."""

    async def analyze(
        self, path: Path, settings: Settings, tell: Callable[[str], None]
    ) -> tuple[Report, tuple[Still, ...]]:
        """The report on the draft at ``path``."""

    async def mend(self, order: Order, settings: Settings, tell: Callable[[str], None]) -> Report:
        """The report with what came of mending a draft."""

    def close(self) -> None:
        """End all work at once."""
