"""Which videos of many may show the same as one: looks that share a piece of their hash.

A hash is looked up by several of its words, in sorted tables; those that are alike as a whole vote
for their video. A new video has a table of its own, which becomes one with those of its size, as in
a logarithmic method (Bentley and Saxe, 1980): adding one to many costs little.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..signals.looks.hashing import HASH_BYTES
from .align import ALIKE
from .views import MIRROR, Seen, differing

WORDS = (0, 1, 2, 3)
"""The words of 16 bits by which a hash is looked up: its lowest frequencies, which last longest."""

WORDS_OF_HASH = 8 * HASH_BYTES // 16

STRIDE = 2
"""Of so many looks at a video one is looked up; chosen by hand."""

KEYS = 1 << 16
"""Values that a word may have."""

LARGE = 50_000
"""Hashes from which a table keeps where each value of a word begins; chosen by hand."""

FULL = 200_000
"""Hashes that a table may hold; chosen by hand."""

GROWTH = 4
"""How many times the next table's hashes a table has at least, unless it is full; by hand."""

MOST_CANDIDATES = 8
"""Videos that are compared in full; chosen by hand."""


class _Table:
    """Hashes of some videos, sorted by each of their words."""

    def __init__(self, hashes: np.ndarray, owners: np.ndarray) -> None:
        self.hashes, self.owners = hashes, owners
        words = hashes.view(np.uint16).reshape(len(hashes), WORDS_OF_HASH)
        self._orders = [np.argsort(words[:, w], kind="stable").astype(np.uint32) for w in WORDS]
        self._sorted = [words[order, w] for w, order in zip(WORDS, self._orders, strict=True)]

    def with_all_of(self, other: _Table) -> _Table:
        """One table of both."""
        return _Table(
            np.concatenate((self.hashes, other.hashes)),
            np.concatenate((self.owners, other.owners)),
        )

    def votes(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The owners of hashes like one of ``asked``, and how much alike each is."""
        words = asked.view(np.uint16).reshape(len(asked), WORDS_OF_HASH)
        pairs = [self._sharing(words[:, w], place) for place, w in enumerate(WORDS)]
        query = np.concatenate([one for one, _ in pairs])
        found = np.concatenate([other for _, other in pairs])
        bits = differing(asked.take(query, axis=0), self.hashes.take(found, axis=0))
        alike = np.flatnonzero(bits <= ALIKE)
        return self.owners.take(found.take(alike)), ALIKE + 1 - bits.take(alike)

    @cached_property
    def _starts(self) -> list[np.ndarray]:
        """Where the hashes of each value of a word begin, and those of the last end."""
        return [np.searchsorted(words, np.arange(KEYS + 1)) for words in self._sorted]

    def _sharing(self, keys: np.ndarray, place: int) -> tuple[np.ndarray, np.ndarray]:
        words, order = self._sorted[place], self._orders[place]
        if len(words) >= LARGE:
            starts = self._starts[place]
            first, end = starts[keys], starts[keys.astype(np.int32) + 1]
        else:
            first, end = (np.searchsorted(words, keys, side) for side in ("left", "right"))
        counts = end - first
        query = np.repeat(np.arange(len(keys)), counts)
        within = np.arange(len(query)) - np.repeat(np.cumsum(counts) - counts, counts)
        return query, order.take(np.repeat(first, counts) + within)


class Index:
    """Videos by number, in the order in which they were added; their looks are kept elsewhere."""

    def __init__(self) -> None:
        self._count = 0
        self._tables: list[_Table] = []

    def add(self, seen: Seen) -> int:
        """Take in a video, and return its number."""
        number, self._count = self._count, self._count + 1
        picked = seen.hashes[::STRIDE].reshape(-1, seen.hashes.shape[-1])
        self._tables.append(_Table(picked, np.full(len(picked), number, np.uint32)))
        while len(self._tables) > 1 and self._is_near(*self._tables[-2:]):
            last = self._tables.pop()
            self._tables[-1] = self._tables[-1].with_all_of(last)
        return number

    def like(self, seen: Seen, *, without: int | None = None) -> list[int]:
        """The numbers of the videos that may show the same, the likeliest first.

        ``without`` is the number of the video itself, where it is one of them.
        """
        asked = seen.hashes.reshape(-1, seen.hashes.shape[-1])
        asked = np.concatenate([asked, asked ^ MIRROR])
        votes = np.zeros(self._count)
        for table in self._tables:
            owners, weights = table.votes(asked)
            votes += np.bincount(owners, weights, self._count)
        if without is not None:
            votes[without] = 0
        likeliest = np.argsort(-votes, kind="stable")[:MOST_CANDIDATES]
        return [number for number in likeliest.tolist() if votes[number]]

    @staticmethod
    def _is_near(older: _Table, newer: _Table) -> bool:
        """Whether two tables become one: so few are left, and a hash is sorted in few of them."""
        return len(older.hashes) < GROWTH * len(newer.hashes) and (
            len(older.hashes) + len(newer.hashes) <= FULL
        )
