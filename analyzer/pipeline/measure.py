"""Runs the measurers whose answer is not known yet on one draft."""

from __future__ import annotations

import threading
from concurrent.futures import Future, wait
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from ..errors import AnalyzerError
from ..media.threads import beside
from ..signals import Measurer, all_measurers, names_of
from .results import Results, worded

if TYPE_CHECKING:
    from ..media.decode import Media
    from ..media.frames import Frame


def measure(media: Media, results: Results) -> None:
    """Fill ``results`` with all that is missing: the sound in a thread beside the picture.

    Raises InputError where the picture cannot be decoded; the sound is then given up after the
    measurer that is at work, and what was measured so far stays.
    """
    todo = results.missing()
    heard = [one for one in todo if _sources(one) == {"audio"}]
    seen = [one for one in todo if _sources(one) == {"frames"}]
    given_up = threading.Event()
    loading = Loading(todo, results)
    sound = beside(_hear, media, results, heard, given_up, loading)
    try:
        _see(media, results, seen)
    except BaseException:
        given_up.set()
        raise
    finally:
        wait([sound])
        loading.wait()
    sound.result()
    for one in todo:
        if one not in heard and one not in seen:
            results.run(one)


class Loading:
    """Loads what measurers will want, beside what is measured meanwhile.

    At once for those that will run; for those of which that is not known, once one begins on which
    it depends.
    """

    def __init__(self, todo: list[Measurer], results: Results) -> None:
        self._results = results
        self._begun: list[Future[None]] = []
        names = {one.name for one in todo}
        able = [one for one in todo if one.loads]
        self._undecided = [one for one in able if not names.isdisjoint(names_of(one.unless))]
        for one in able:
            if one not in self._undecided and results.reason_against(one) is None:
                self._begun.append(beside(self._load, one))

    def begins(self, begun: Measurer) -> None:
        """Know that the turn of a measurer has come, which may yet have a reason not to run."""
        waiting = [one for one in self._undecided if begun.name in names_of(one.unless)]
        if waiting and self._results.reason_against(begun) is None:
            self._undecided = [one for one in self._undecided if one not in waiting]
            self._begun += [beside(self._load, one) for one in waiting]

    def wait(self) -> None:
        """Wait for what has been begun."""
        wait(self._begun)

    def _load(self, one: Measurer) -> None:
        """Load what it will want; what fails here fails there again, and is told there."""
        assert one.loads is not None
        with suppress(Exception):
            one.loads(**{name: self._results.values[name] for name in names_of(one.loads)})


def _see(media: Media, results: Results, todo: list[Measurer]) -> None:
    """The picture branch: one decode, watched by every visual measurer that has to run."""
    analyzers = {one.name: _Guarded(results.bound(one)()) for one in todo if one.watches}
    if analyzers or any("decoded" in one.needs for one in todo):
        with results.timer.stage("decode"):
            threads = results.values["threads"]
            results.values["decoded"] = media.watch([*analyzers.values()], threads=threads)
    for one in todo:
        results.run(one, analyzers[one.name].result if one.watches else None)


def _hear(
    media: Media,
    results: Results,
    todo: list[Measurer],
    given_up: threading.Event,
    loading: Loading,
) -> None:
    """The sound branch: one extraction, then every audible measurer that has to run, in turn."""
    if not todo or given_up.is_set():
        return
    try:
        with results.timer.stage("sound"):
            results.values["audio"] = media.listen()
    except AnalyzerError as error:
        results.skip("audio", worded(error), spoiled=True)
    for one in todo:
        if given_up.is_set():
            break
        loading.begins(one)
        results.run(one)
    results.values.pop("audio", None)


@cache
def _sources(one: Measurer) -> frozenset[str]:
    """What of the media it is measured on, itself or by what it needs: frames, audio, or both."""
    own = {"frames"} if one.watches or "decoded" in one.needs else {"audio"} & one.needs.keys()
    needed = (all_measurers()[need] for need in one.needs if need in all_measurers())
    return frozenset(own).union(*map(_sources, needed))


class _Guarded:
    """A frame analyzer whose failure costs its own signal and nobody else's."""

    def __init__(self, analyzer: Any) -> None:
        self.analyzer = analyzer
        self.long_side = analyzer.long_side
        self.failure: Exception | None = None

    def wants(self, time: float) -> bool:
        return self.failure is None and self.analyzer.wants(time)

    def observe(self, frame: Frame) -> None:
        try:
            self.analyzer.observe(frame)
        except Exception as error:  # noqa: BLE001
            self.failure = error

    def result(self) -> Any:
        if self.failure is not None:
            raise self.failure
        return self.analyzer.result()
