"""Runs the measurers whose answer is not known yet on one draft."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analyzer.errors import AnalyzerError, UsageError
from analyzer.measurers import HEARD, WORDS, missing, reasons
from analyzer.model import Timing, Wording
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.media import Frame, Media


class Clock:
    """Wall-clock seconds by stage; ``listener`` is told the name of every stage that begins."""

    def __init__(self, listener: Callable[[str], None] = lambda _: None) -> None:
        self.started = time.perf_counter()
        self.stages: dict[str, float] = {}
        self.listener = listener

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside as the stage ``name``."""
        began = time.perf_counter()
        self.listener(name)
        try:
            yield
        finally:
            self.stages[name] = round(time.perf_counter() - began, 3)

    def timing(self) -> Timing:
        """Seconds since the clock was made, and by stage."""
        return Timing(total=round(time.perf_counter() - self.started, 3), stages=self.stages)


class Ledger:
    """What is known of one draft, what of it was measured now, and why the rest is not known."""

    def __init__(
        self, clock: Clock, known: Mapping[str, Any], unwanted: Mapping[str, Wording]
    ) -> None:
        self.clock = clock
        self.values = {name: value for name, value in known.items() if name not in unwanted}
        self.fresh: dict[str, Any] = {}
        self.reasons = dict(unwanted)

    def take(self, name: str, measure: Callable[..., Any], *arguments: Any) -> Any:
        """The value of ``name``, measured unless it is known; null and its reason on failure."""
        if name in self.values:
            return self.values[name]
        value = self.attempt(name, measure, *arguments)
        if value is not None:
            self.enter(name, value)
        return value

    def enter(self, name: str, value: Any) -> None:
        """Enter what was measured now, unless it was known."""
        if name not in self.values:
            self.values[name] = self.fresh[name] = value

    def attempt(self, name: str, measure: Callable[..., Any], *arguments: Any) -> Any:
        """What ``measure`` gives; null, and the reason under ``name``, where it fails."""
        try:
            with self.clock.stage(name):
                return measure(*arguments)
        except UsageError:
            raise
        except AnalyzerError as error:
            self.reasons[name] = worded(error)
        except Exception as error:  # noqa: BLE001
            what = f"{type(error).__name__}: {error}"
            self.reasons[name] = worded(AnalyzerError("its measurer crashed: {what}", what=what))
        return None

    def skip(self, names: tuple[str, ...], reason: Wording) -> None:
        """Enter the same reason for those of ``names`` that are not known."""
        self.reasons |= {name: reason for name in names if name not in self.values}


def worded(error: AnalyzerError) -> Wording:
    """The message of ``error`` as a report keeps it."""
    return Wording(error.template, values=error.values)


def measure(media: Media, settings: Settings, hook_seconds: float, ledger: Ledger) -> None:
    """Fill ``ledger`` with all that is missing: the sound in a thread beside the picture."""
    todo = missing(media.probe, settings, ledger.values)
    with ThreadPoolExecutor(1, thread_name_prefix="sound") as beside:
        sound = beside.submit(_hear, media, settings, ledger, todo)
        _see(media, hook_seconds, ledger, todo, settings.threads)
        sound.result()
    if "keywords" in todo:
        _find_keywords(media, settings, ledger)


def _see(media: Media, hook_seconds: float, ledger: Ledger, todo: set[str], threads: int) -> None:
    """The picture branch: one decode, watched by every visual measurer that has to run."""
    from analyzer.signals.faces import FaceWatcher
    from analyzer.signals.motion import MotionWatcher
    from analyzer.signals.overlay_text import OverlayTextWatcher
    from analyzer.signals.picture import DetailWatcher, LightWatcher, measure_picture
    from analyzer.signals.shots import ShotWatcher
    from analyzer.signals.stills import StillsWatcher

    makers: dict[str, Callable[[], Any]] = {
        "motion": MotionWatcher,
        "faces": lambda: FaceWatcher(hook_seconds),
        "shots": ShotWatcher,
        "overlay_text": OverlayTextWatcher,
        "stills": lambda: StillsWatcher(hook_seconds),
    }
    watchers = {name: _Guarded(make()) for name, make in makers.items() if name in todo}
    light, detail = _Guarded(LightWatcher()), _Guarded(DetailWatcher(media.probe.duration))
    quality = [light, detail] if "picture" in todo else []
    if not watchers and not quality:
        return
    with ledger.clock.stage("decode"):
        media.watch([*watchers.values(), *quality], threads=threads)
    for name, watcher in watchers.items():
        ledger.take(name, watcher.result)
    if quality:
        faces, lines = ledger.values.get("faces"), ledger.values.get("overlay_text")
        ledger.take(
            "picture",
            lambda: measure_picture(light.result(), detail.result(), faces, lines),
        )


def _hear(media: Media, settings: Settings, ledger: Ledger, todo: set[str]) -> None:
    """The sound branch: one extraction, then every audible measurer that has to run, in turn."""
    audio = None
    if todo.intersection(HEARD):
        try:
            with ledger.clock.stage("sound"):
                audio = media.listen()
        except AnalyzerError as error:
            ledger.skip(HEARD, worded(error))
            return
        _listen(audio, ledger, todo)
    if "transcript" in todo and "speech" in ledger.values:
        _read(audio, settings, ledger)


def _listen(audio: Any, ledger: Ledger, todo: set[str]) -> None:
    """What is heard without understanding a word: loudness, speech, music."""
    from analyzer.signals.loudness import measure_loudness
    from analyzer.signals.music import measure_music
    from analyzer.signals.sound_events import detect
    from analyzer.signals.speech import measure_speech

    ledger.take("loudness", measure_loudness, audio)
    if not todo & {"speech", "music"}:
        return
    events = ledger.attempt("sound_events", detect, audio)
    if events is None:
        ledger.skip(("speech", "music", *WORDS), ledger.reasons.pop("sound_events"))
        return
    speech = ledger.take("speech", measure_speech, audio, events)
    if speech is None:
        ledger.skip(("music", *WORDS), ledger.reasons["speech"])
        return
    ledger.take("music", measure_music, audio, events, speech)


def _read(audio: Any, settings: Settings, ledger: Ledger) -> None:
    """The words that are said."""
    from analyzer.signals.transcript import transcribe

    ledger.take(
        "transcript",
        lambda: transcribe(
            audio,
            ledger.values["speech"],
            engine=settings.engine,
            model=settings.model,
            language=settings.language,
            threads=settings.threads,
        ),
    )


def _find_keywords(media: Media, settings: Settings, ledger: Ledger) -> None:
    """What the draft is about, from what is said and what is shown.

    Where a voice was not transcribed, its reason stands; a draft without sound has its text.
    """
    from analyzer.signals.keywords import extract

    transcript, shown = ledger.values.get("transcript"), ledger.values.get("overlay_text", ())
    why_not = reasons(media.probe, settings, ledger.values)
    if "keywords" in why_not:
        ledger.skip(("keywords",), why_not["keywords"])
    elif transcript is None and (media.probe.audio_index is not None or not shown):
        ledger.skip(("keywords",), ledger.reasons["transcript"])
    else:
        ledger.take("keywords", extract, transcript, shown)


class _Guarded:
    """A watcher whose failure costs its own signal and nobody else's."""

    def __init__(self, watcher: Any) -> None:
        self.watcher = watcher
        self.long_side = watcher.long_side
        self.pixels = watcher.pixels
        self.failure: Exception | None = None

    def wants(self, time: float) -> bool:
        return self.failure is None and self.watcher.wants(time)

    def observe(self, frame: Frame) -> None:
        try:
            self.watcher.observe(frame)
        except Exception as error:  # noqa: BLE001
            self.failure = error

    def result(self) -> Any:
        if self.failure is not None:
            raise self.failure
        return self.watcher.result()
