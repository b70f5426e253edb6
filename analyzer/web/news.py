"""Who listens to what becomes of the drafts: every tab hears of each as it is, then each change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping

from .drafts import Draft


class News:
    """The tabs that listen; changes that come faster than they are read are told as one."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()
        self._over = False

    def tell(self, draft: Draft) -> None:
        """Let every tab know how a draft is now."""
        for listener in self._listeners:
            listener.news[draft.id] = draft
            listener.changed.set()

    def end(self) -> None:
        """Let every tab know that nothing more comes."""
        self._over = True
        for listener in self._listeners:
            listener.changed.set()

    async def heard(self, drafts: Mapping[str, Draft]) -> AsyncIterator[Draft]:
        """Every one of ``drafts`` as it is, then each change, until the end."""
        listener = _Listener(dict(drafts))
        listener.changed.set()
        self._listeners.add(listener)
        try:
            while True:
                await listener.changed.wait()
                listener.changed.clear()
                news, listener.news = listener.news, {}
                for draft in news.values():
                    yield draft
                if self._over:
                    return
        finally:
            self._listeners.discard(listener)


class _Listener:
    """One tab: what changed since it last heard."""

    def __init__(self, news: dict[str, Draft]) -> None:
        self.news = news
        self.changed = asyncio.Event()
