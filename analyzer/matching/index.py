"""Which videos of many may show the same as one: looks that share a piece of their hash.

A hash is looked up by several of its words, in tables that are sorted once; those that are alike
as a whole vote for their video. New videos go into a table of their own until that is full.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from ..signals.looks.hashing import HASH_BYTES
from .align import ALIKE
from .views import MIRROR, Seen

WORDS = (0, 1, 2, 3)
"""The words of 16 bits by which a hash is looked up: its lowest frequencies, which last longest."""

WORDS_OF_HASH = 8 * HASH_BYTES // 16

STRIDE = 2
"""Of so many looks at a video one is looked up; chosen by hand."""

FULL = 50_000
"""Hashes after which a table is closed and a new one begun; chosen by hand."""

MOST_CANDIDATES = 8
"""Videos that are compared in full; chosen by hand."""


class _Table:
    """Hashes of some videos, sorted by each of their words."""

    def __init__(self, hashes: np.ndarray, owners: np.ndarray) -> None:
        self.hashes, self.owners = hashes, owners
        words = hashes.view(np.uint16).reshape(len(hashes), WORDS_OF_HASH)
        self._orders = [np.argsort(words[:, w], kind="stable").astype(np.uint32) for w in WORDS]
        self._starts = [
            np.concatenate(([0], np.cumsum(np.bincount(words[:, w], minlength=1 << 16))))
            for w in WORDS
        ]

    def votes(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The owners of hashes like one of ``asked``, and how much alike each is."""
        words = asked.view(np.uint16).reshape(len(asked), WORDS_OF_HASH)
        pairs = [self._sharing(words[:, w], place) for place, w in enumerate(WORDS)]
        query = np.concatenate([one for one, _ in pairs])
        found = np.concatenate([other for _, other in pairs])
        bits = np.bitwise_count(asked[query] ^ self.hashes[found]).sum(axis=1, dtype=np.int32)
        alike = bits <= ALIKE
        return self.owners[found[alike]], ALIKE + 1 - bits[alike]

    def _sharing(self, keys: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
        starts, order = self._starts[place], self._orders[place]
        first = starts[keys]
        counts = starts[keys.astype(np.int64) + 1] - first
        query = np.repeat(np.arange(len(keys)), counts)
        within = np.arange(len(query)) - np.repeat(np.cumsum(counts) - counts, counts)
        return query, order[np.repeat(first, counts) + within]


class Index:
    """Videos by number, in the order in which they were added."""

    def __init__(self) -> None:
        self.videos: list[Seen] = []
        self._tables: list[_Table] = []
        self._open: list[int] = []
        self._open_table: _Table | None = None

    def add(self, seen: Seen) -> int:
        """Take in a video, and return its number."""
        self.videos.append(seen)
        self._open.append(len(self.videos) - 1)
        self._open_table = None
        return len(self.videos) - 1

    def like(self, seen: Seen) -> list[int]:
        """The numbers of the videos that may show the same, the likeliest first."""
        asked = seen.hashes.reshape(-1, seen.hashes.shape[-1])
        asked = np.concatenate([asked, asked ^ MIRROR])
        votes: Counter[int] = Counter()
        for table in self._all():
            owners, weights = table.votes(asked)
            heard, places = np.unique(owners, return_inverse=True)
            sums = np.bincount(places, weights)
            votes.update(dict(zip(heard.tolist(), sums.tolist(), strict=True)))
        return [number for number, _ in votes.most_common(MOST_CANDIDATES)]

    def _all(self) -> list[_Table]:
        if self._open and self._open_table is None:
            self._open_table = self._made(self._open)
            if len(self._open_table.hashes) >= FULL:
                self._tables.append(self._open_table)
                self._open, self._open_table = [], None
        return [*self._tables, *([self._open_table] if self._open_table else [])]

    def _made(self, numbers: list[int]) -> _Table:
        picked = [self.videos[number].hashes[::STRIDE] for number in numbers]
        hashes = np.concatenate([one.reshape(-1, one.shape[-1]) for one in picked])
        sizes = [one.shape[0] * one.shape[1] for one in picked]
        return _Table(hashes, np.repeat(np.asarray(numbers, np.uint32), sizes))
