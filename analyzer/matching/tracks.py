"""Which tracks are heard in a draft, from when to when, from where in the track, and how fast."""

from __future__ import annotations

from .evidence import Ground, Placed, likeliest
from .heard import Heard, Pairs, pairs
from .voting import Table, Vote

LEAST_EVIDENCE = 18.0
"""Log-likelihood ratio, in nats, from which a track is there (``scripts/bench/sounds.py``)."""

MOST_PARTS = 4
"""Stretches of one track that are looked for; chosen by hand."""


class Tracks:
    """Tracks by number, in the order in which they were added."""

    def __init__(self) -> None:
        self._sounds: list[Heard] = []
        self._pairs: list[Pairs] = []
        self._table: Table | None = None

    def add(self, heard: Heard) -> int:
        """Take in a track, and return its number."""
        self._sounds.append(heard)
        self._pairs.append(pairs(heard))
        self._table = None
        return len(self._sounds) - 1

    def heard_in(self, draft: Heard) -> list[Placed]:
        """The stretches of the draft in which a track is heard, in order of time."""
        if not self._sounds or not len(draft.times):
            return []
        self._table = self._table or Table(self._pairs)
        asked = pairs(draft)
        found: list[Placed] = []
        for votes in self._table.votes(asked, draft.hops):
            found += self._parts(draft, asked, votes)
        return sorted(found, key=lambda one: (one.start, -one.evidence))

    def _parts(self, draft: Heard, asked: Pairs, votes: list[Vote]) -> list[Placed]:
        """The stretches in which one track is heard; each is looked for beside those before."""
        number = votes[0].track
        ground, table = Ground(self._sounds[number]), Table([self._pairs[number]])
        found: list[Placed] = []
        while votes and len(found) < MOST_PARTS:
            best = likeliest(ground, draft, table, asked, votes)
            if best.evidence < LEAST_EVIDENCE:
                break
            found.append(best._replace(track=number))
            is_free = (draft.times < best.start) | (draft.times >= best.end)
            draft = Heard(draft.times[is_free], draft.pitches[is_free])
            asked = pairs(draft)
            votes = next(iter(table.votes(asked, draft.hops)), [])
        return found
