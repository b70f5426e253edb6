"""One draft's story: probe, open, measure, check, score."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from analyzer import checks
from analyzer.errors import AnalyzerError, UsageError
from analyzer.media import Frame, Media, Watcher
from analyzer.model import UNSPACED, Report, Signals, Span, Status, Timing
from analyzer.probe import probe
from analyzer.profile import Profile, load
from analyzer.score import score


class Settings(msgspec.Struct, frozen=True):
    """How drafts are to be measured and judged."""

    platform: str = "tiktok"
    placement: str = "organic"
    engine: str = "auto"
    model: str = "base"
    language: str | None = None
    """ISO 639-1 code of the voice-over; null to have it recognised."""
    transcript: bool = True
    keywords: tuple[str, ...] = ()
    """Keywords that the draft should say."""
    threads: int = 0
    """Threads that the transcription may use; 0 for one a core."""


def analyze(path: str | Path, settings: Settings = Settings()) -> Report:  # noqa: B008
    """Measure and judge the draft at ``path``.

    Raises InputError when it cannot be analyzed, DependencyError when ffmpeg is missing and
    UsageError for settings that make no sense. A measurer that fails leaves its reason in
    ``report.signals.unmeasured``.
    """
    clock = _Clock()
    path = Path(path)
    profile = load(settings.platform, settings.placement)
    with clock.stage("probe"):
        facts = probe(path)
    signals = _measure(Media(path, facts), settings, profile, clock)
    with clock.stage("checks"):
        findings, outcomes = checks.run(facts, signals, profile)
    return Report(
        path=spelled(path),
        status=Status.OK,
        platform=settings.platform,
        probe=facts,
        signals=signals,
        findings=findings,
        outcomes=outcomes,
        score=score(outcomes),
        timing=clock.timing(),
    )


def spelled(path: Path) -> str:
    """The path as reports write it: bytes that are no UTF-8 become replacement characters."""
    return os.fsencode(path).decode("utf-8", "replace")


def _measure(media: Media, settings: Settings, profile: Profile, clock: _Clock) -> Signals:
    """All signals: the sound is measured in a thread of its own beside the picture."""
    from analyzer.signals.hook import measure_hook
    from analyzer.signals.shots import on_beat

    ledger = _Ledger(clock)
    with ThreadPoolExecutor(1, thread_name_prefix="sound") as beside:
        sound = beside.submit(_hear, media, settings, ledger)
        _see(media, profile, ledger)
        sound.result()
    measured = ledger.values
    ledger.take(
        "hook",
        measure_hook,
        Span(0.0, min(profile.hook_seconds, media.probe.duration)),
        measured.get("motion"),
        measured.get("faces"),
        measured.get("speech"),
    )
    if "shots" in measured:
        ledger.take("shots", on_beat, measured["shots"], measured.get("music"))
    return Signals(unmeasured=ledger.unmeasured, **measured)


def _see(media: Media, profile: Profile, ledger: _Ledger) -> None:
    """The picture branch: one decode, watched by every visual measurer."""
    from analyzer.signals.faces import FaceWatcher
    from analyzer.signals.motion import MotionWatcher
    from analyzer.signals.picture import DetailWatcher, LightWatcher, measure_picture
    from analyzer.signals.shots import ShotWatcher

    light, detail = _Guarded(LightWatcher()), _Guarded(DetailWatcher(media.probe.duration))
    watchers = {
        "motion": _Guarded(MotionWatcher()),
        "faces": _Guarded(FaceWatcher(profile.hook_seconds)),
        "shots": _Guarded(ShotWatcher()),
    }
    with ledger.clock.stage("picture"):
        media.watch([*watchers.values(), light, detail])
    for name, watcher in watchers.items():
        ledger.take(name, watcher.result)
    ledger.take(
        "picture",
        lambda: measure_picture(light.result(), detail.result(), ledger.values.get("faces")),
    )


def _hear(media: Media, settings: Settings, ledger: _Ledger) -> None:
    """The sound branch: one extraction, then every audible measurer in turn."""
    from analyzer.signals.loudness import measure_loudness
    from analyzer.signals.music import measure_music
    from analyzer.signals.sound_events import detect
    from analyzer.signals.speech import measure_speech

    audible = ("loudness", "speech", "music", "transcript", "keywords", "wanted_keywords")
    try:
        with ledger.clock.stage("sound"):
            audio = media.listen()
    except AnalyzerError as error:
        ledger.skip(audible, str(error))
        return
    if audio is None:
        ledger.skip(audible, "the draft has no audio track")
        return
    ledger.take("loudness", measure_loudness, audio)
    events = ledger.take("sound_events", detect, audio)
    if events is None:
        ledger.skip(audible[1:], ledger.unmeasured.pop("sound_events"))
        return
    del ledger.values["sound_events"]
    speech = ledger.take("speech", measure_speech, audio, events)
    if speech is None:
        ledger.skip(audible[2:], ledger.unmeasured["speech"])
        return
    ledger.take("music", measure_music, audio, events, speech)
    _read(audio, speech, settings, ledger)


def _read(audio: Any, speech: Any, settings: Settings, ledger: _Ledger) -> None:
    """The words: what is said, and what it is about."""
    from analyzer.signals.keywords import extract, find_wanted
    from analyzer.signals.transcript import transcribe

    words = ("transcript", "keywords", "wanted_keywords")
    if not settings.transcript:
        ledger.skip(words, "turned off with --no-transcript")
        return
    transcript = ledger.take(
        "transcript",
        lambda: transcribe(
            audio,
            speech,
            engine=settings.engine,
            model=settings.model,
            language=settings.language,
            threads=settings.threads,
        ),
    )
    if transcript is None:
        ledger.skip(words[1:], ledger.unmeasured["transcript"])
        return
    if transcript.language in UNSPACED:
        reason = f"no keywords are found in {transcript.language}, written without spaces"
        ledger.skip(("keywords",), reason)
    else:
        ledger.take("keywords", extract, transcript)
    ledger.take("wanted_keywords", find_wanted, transcript, settings.keywords)


def warm_up() -> None:
    """Have everything that compiles or loads on first use do so now, on eight seconds of clicks."""
    import numpy as np

    from analyzer import weights
    from analyzer.media import SAMPLE_RATE, Audio
    from analyzer.signals.music import measure_tempo
    from analyzer.signals.sound_events import detect

    clicks = np.zeros(8 * SAMPLE_RATE, np.float32)
    clicks[:: SAMPLE_RATE // 2] = 1.0
    detect(Audio(clicks))
    measure_tempo(Audio(clicks), (Span(0.0, 8.0),))
    weights.whisper()
    weights.face_model()


class _Clock:
    """Wall-clock seconds by stage."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.stages[name] = round(time.perf_counter() - began, 3)

    def timing(self) -> Timing:
        return Timing(total=round(time.perf_counter() - self.started, 3), stages=self.stages)


class _Ledger:
    """What was measured so far, and why the rest was not."""

    def __init__(self, clock: _Clock) -> None:
        self.clock = clock
        self.values: dict[str, Any] = {}
        self.unmeasured: dict[str, str] = {}

    def take(self, name: str, measure: Callable[..., Any], *arguments: Any) -> Any:
        """The measurement, entered under ``name``; null and its reason where it failed."""
        try:
            with self.clock.stage(name):
                value = measure(*arguments)
        except UsageError:
            raise
        except AnalyzerError as error:
            self.unmeasured[name] = str(error)
            return None
        except Exception as error:  # noqa: BLE001
            self.unmeasured[name] = f"its measurer crashed: {type(error).__name__}: {error}"
            return None
        self.values[name] = value
        return value

    def skip(self, names: tuple[str, ...], reason: str) -> None:
        """Enter the same reason for all of ``names``."""
        self.unmeasured |= dict.fromkeys(names, reason)


class _Guarded:
    """A watcher whose failure costs its own signal and nobody else's."""

    def __init__(self, watcher: Any) -> None:
        self.watcher: Watcher = watcher
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
        return self.watcher.result()  # type: ignore[attr-defined]
