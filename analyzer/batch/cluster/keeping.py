"""Keeps here what was measured on a worker, as if it had been measured here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ...cache.identity import Identity, state_of
from ...pipeline.keys import keys
from ...platforms.policy import asked_of

if TYPE_CHECKING:
    from ...cache.store import Store
    from ...settings import Settings


class Keeper:
    """Puts measurements into a store, where there is one that takes them.

    The worker has the same sources, so what it measured stands under the keys of this machine; only
    its ffmpeg may be another build, which the tests compare.
    """

    def __init__(self, settings: Settings, store: Store | None) -> None:
        self._store = store
        self._keys = keys(settings, asked_of(settings)[0]) if store else {}

    def keep(
        self, draft: Path, state: bytes | None, content: str | None, measured: Mapping[str, bytes]
    ) -> None:
        """Keep what was measured of a draft that was in this state before, if it still is."""
        if self._store is None or state is None or content is None:
            return
        values = {
            name: (self._keys[name], msgspec.Raw(value))
            for name, value in measured.items()
            if name in self._keys
        }
        self._store.keep(Identity(draft, state, content), values)


def state_seen(draft: Path) -> bytes | None:
    """The state of the file as it is seen here; None where it is not."""
    try:
        return state_of(draft)
    except OSError:
        return None
