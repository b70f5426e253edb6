"""What is known of one draft while it is measured, and what of it is still missing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from ..errors import AnalyzerError, UsageError
from ..model import Probe, Signals, Timing, Wording
from ..platforms.profile import Profile
from ..settings import Settings
from ..signals import Measurer, all_measurers, names_of


class Timer:
    """Wall-clock seconds by stage; ``listener`` is told the name of every stage that begins."""

    def __init__(self, listener: Callable[[str], None] = lambda _: None) -> None:
        self.started = time.perf_counter()
        self.stages: dict[str, float] = {}
        self.listener = listener
        self._lock = threading.Lock()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside as the stage ``name``."""
        began = time.perf_counter()
        self.listener(name)
        try:
            yield
        finally:
            with self._lock:
                self.stages[name] = round(time.perf_counter() - began, 3)

    def timing(self) -> Timing:
        """Seconds since the timer was made, and by stage."""
        return Timing(total=round(time.perf_counter() - self.started, 3), stages=self.stages)


class Results:
    """What is known of one draft, what of it was measured now, and why the rest is not known.

    The sound branch and the picture branch fill it at the same time.
    """

    def __init__(
        self,
        probe: Probe,
        profile: Profile,
        settings: Settings,
        known: Mapping[str, Any],
        timer: Timer,
    ) -> None:
        single = {**msgspec.structs.asdict(profile), **msgspec.structs.asdict(settings)}
        given = {name: value for name, value in single.items() if name not in all_measurers()}
        given |= {"probe": probe, "profile": profile, "settings": settings}
        self.probe = probe
        self.profile = profile
        self.timer = timer
        self.only = settings.only
        self.values: dict[str, Any] = dict(known) | given
        self.reasons: dict[str, Wording] = {}
        self._measured: set[str] = set()
        self._spoiled: set[str] = set()
        self._lock = threading.RLock()

    @property
    def fresh(self) -> dict[str, Any]:
        """What was measured now, from inputs that are all in order, and is to be kept."""
        kept = {name for name, one in all_measurers().items() if one.cached}
        return {name: self.values[name] for name in self._measured & kept - self._spoiled}

    def get_or_measure(self, name: str, measure: Callable[[], Any]) -> Any:
        """The value of ``name``, measured unless it is known; None, and its reason, on failure."""
        if name in self.values:
            return self.values[name]
        try:
            with self.timer.stage(name):
                value = measure()
        except UsageError:
            raise
        except AnalyzerError as error:
            return self.skip(name, worded(error), spoiled=True)
        except Exception as error:  # noqa: BLE001
            what = f"{type(error).__name__}: {error}"
            crash = AnalyzerError("its measurer crashed: {what}", what=what)
            return self.skip(name, worded(crash), spoiled=True)
        self.put(name, value)
        return value

    def put(self, name: str, value: Any) -> None:
        """Enter what was measured now."""
        with self._lock:
            self.values[name] = value
            self._measured.add(name)

    def skip(self, name: str, reason: Wording, *, spoiled: bool = False) -> None:
        """Enter why ``name`` has no value; what builds on something ``spoiled`` is not kept."""
        with self._lock:
            self.values.pop(name, None)
            self.reasons[name] = reason
            if spoiled:
                self._spoiled.add(name)

    def run(self, one: Measurer, measure: Callable[[], Any] | None = None) -> None:
        """Have one measurer run (or ``measure`` in its place), unless it cannot or need not."""
        with self._lock:
            if self._spoiled & one.needs.keys():
                self._spoiled.add(one.name)
            reason = self.reason_against(one)
        if reason is not None:
            self.skip(one.name, reason)
        else:
            self.get_or_measure(one.name, measure or self.bound(one))

    def bound(self, one: Measurer) -> Callable[[], Any]:
        """The measurer's function with all that is there of what it needs."""
        given = {name: self.values[name] for name in one.needs if name in self.values}
        return lambda: one.rule(**given)

    def reason_against(self, one: Measurer) -> Wording | None:
        """Why it will not run on this draft, as far as that is known; None where it may."""
        for name in (name for name, is_needed in one.needs.items() if is_needed):
            if name in self.reasons:
                return self.reasons[name]
            if name == "audio" and self.probe.audio_index is None:
                return Wording("the draft has no audio track")
            need = all_measurers().get(name)
            if need and not need.cached and (reason := self.reason_against(need)) is not None:
                return reason
        return one.unless(**self._asked_by(one.unless)) if one.unless else None

    def missing(self) -> list[Measurer]:
        """What has to run, in order: wanted, possible on this draft, and not known.

        What cannot be decided before something else is measured is among it. Why the others
        do not run is entered.
        """
        todo: set[str] = set()
        for name, one in all_measurers().items():
            if not one.cached or (self.only and name not in self.only):
                continue
            if not todo & {*one.needs, *names_of(one.unless)}:
                reason = self.reason_against(one)
                if reason is not None:
                    self.skip(name, reason)
                    continue
            if name not in self.values:
                todo.add(name)
        for name, one in reversed(all_measurers().items()):
            if name in todo:
                todo.update(filter(_is_between, one.needs))
        return [one for name, one in all_measurers().items() if name in todo]

    def derive(self) -> Signals:
        """The signals: what was measured, and what follows from it."""
        for one in all_measurers().values():
            if one.is_derived:
                self.run(one)
        fields = Signals.__struct_fields__
        reasons = {name: why for name, why in self.reasons.items() if name in fields}
        return Signals(
            unmeasured={name: why.text for name, why in reasons.items()},
            reasons=reasons,
            **{name: value for name, value in self.values.items() if name in fields},
        )

    def _asked_by(self, unless: Callable[..., Wording | None]) -> dict[str, Any]:
        there = {**self.values, "reasons": self.reasons}
        return {name: there.get(name) for name in names_of(unless)}


def worded(error: AnalyzerError) -> Wording:
    """Return the message of ``error`` as a report keeps it."""
    return Wording(error.template, values=error.values)


def _is_between(name: str) -> bool:
    """Whether it is a measurer that only others ask for."""
    one = all_measurers().get(name)
    return one is not None and not one.cached and not one.is_derived
