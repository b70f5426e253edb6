"""The reports of a run, kept on disk while it goes on."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

from ..model import Report
from .sink import Sink

SLACK = 1_000_000
"""Bytes that the file may hold in vain beyond what is in use, before it is written anew."""


class _Place(NamedTuple):
    start: int
    size: int


class Collection(Sink):
    """The reports of one run by path, on disk, so that memory does not grow with their number.

    They come back in the order of the paths that are given, later ones behind those. Where the
    disk takes no more, the rest is kept in memory.
    """

    name = "the collection of reports"

    def __init__(self, order: Iterable[str] = ()) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115
        self._places: dict[str, _Place | bytes | None] = dict.fromkeys(order)
        self._end = 0
        self._used = 0
        self._decoder = msgspec.msgpack.Decoder(Report)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        """How many reports there are."""
        return sum(place is not None for place in self._places.values())

    def add(self, report: Report) -> None:
        """Keep ``report``, in place of an earlier one on the same path."""
        self._release(self._places.get(report.path))
        self._places[report.path] = self._put(msgspec.msgpack.encode(report))
        if self._end > 2 * self._used + SLACK:
            self._compact()

    def discard(self, path: str) -> None:
        """Forget the draft at ``path``."""
        self._release(self._places.pop(path, None))

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all drafts, in order, whether their reports have come or not."""
        return tuple(self._places)

    def reports(self) -> Iterator[Report]:
        """The reports that are there, in order."""
        for place in self._places.values():
            if place is not None:
                yield self._decoder.decode(self._data(place))

    def report(self, path: str) -> Report | None:
        """The report on the draft at ``path``; None where it has not come."""
        place = self._places.get(path)
        return None if place is None else self._decoder.decode(self._data(place))

    @property
    def size_bytes(self) -> int:
        """How much the file holds."""
        return self._end

    def _put(self, data: bytes) -> _Place | bytes:
        try:
            self._file.seek(self._end)
            if self._file.write(data) != len(data):
                return data
        except OSError:
            return data
        place = _Place(self._end, len(data))
        self._end += len(data)
        self._used += len(data)
        return place

    def _data(self, place: _Place | bytes) -> bytes:
        if isinstance(place, bytes):
            return place
        self._file.seek(place.start)
        return self._file.read(place.size)

    def _release(self, place: _Place | bytes | None) -> None:
        if isinstance(place, _Place):
            self._used -= place.size

    def _compact(self) -> None:
        """Move what is in use to the beginning, in the order in which it lies, and cut the rest."""
        lying = {p: at for p, at in self._places.items() if isinstance(at, _Place)}
        self._end = self._used = 0
        for path, place in sorted(lying.items(), key=lambda kv: kv[1].start):
            self._places[path] = self._put(self._data(place))
        self._file.truncate(self._end)
