"""One draft's story: probe, open, measure, check, score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import checks
from analyzer.errors import AnalyzerError
from analyzer.measurers import fingerprints, missing, reasons
from analyzer.measuring import Clock, Ledger, measure, worded
from analyzer.model import (
    Failure,
    Hook,
    Probe,
    Report,
    Signals,
    Span,
    Status,
    Still,
    WantedKeyword,
)
from analyzer.paths import display_path
from analyzer.profile import Profile, load
from analyzer.score import score
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.store import Store


def analyze(
    path: str | Path,
    settings: Settings = Settings(),  # noqa: B008
    store: Store | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
) -> Report:
    """Measure and judge the draft at ``path``; what ``store`` knows of it is not measured again.

    Raises InputError when it cannot be analyzed, DependencyError when ffmpeg is missing and
    UsageError for settings that make no sense. A measurer that fails leaves its reason in
    ``report.signals.unmeasured``. ``on_stage`` is called with the name of each stage that begins.
    """
    from analyzer.media import Media
    from analyzer.probe import probe

    clock = Clock(on_stage)
    path = Path(path)
    profile = load(settings.platform, settings.placement)
    prints = fingerprints(settings, profile.hook_seconds)
    identity = store.identify(path) if store else None
    known = store.recall(identity.content, prints) if store and identity else {}
    facts = known.get("probe")
    if facts is None:
        with clock.stage("probe"):
            facts = probe(path)
    ledger = Ledger(clock, known, reasons(facts, settings, known))
    ledger.enter("probe", facts)
    measure(Media(path, facts), settings, profile.hook_seconds, ledger)
    if store and identity:
        store.keep(identity, {name: (prints[name], v) for name, v in ledger.fresh.items()})
    return _judged(path, identity and identity.content, settings, profile, ledger)


def recaller(settings: Settings, store: Store) -> Callable[[Path], Report | None]:
    """What gives the report on a draft of which all is known already, and null for others.

    The draft itself is not opened: a file whose size, times and place are as they were is taken
    to be the file that was measured.
    """
    profile = load(settings.platform, settings.placement)
    prints = fingerprints(settings, profile.hook_seconds)

    names = [name for name in prints if settings.stills or name != "stills"]

    def recall(path: Path) -> Report | None:
        content = store.remembered(path)
        known = store.recall(content, prints, names) if content else {}
        facts = known.get("probe")
        if facts is None or missing(facts, settings, known):
            return None
        ledger = Ledger(Clock(), known, reasons(facts, settings, known))
        return _judged(path, content, settings, profile, ledger)

    return recall


def stills_of(report: Report, settings: Settings, store: Store) -> tuple[Still, ...]:
    """The frames that were kept of the draft of ``report``; none where none were."""
    if report.content is None:
        return ()
    profile = load(settings.platform, settings.placement)
    prints = fingerprints(settings, profile.hook_seconds)
    stills: tuple[Still, ...] = store.recall(report.content, prints, ("stills",)).get("stills", ())
    return stills


def failed(path: Path, settings: Settings, error: AnalyzerError) -> Report:
    """The report of a draft that could not be analyzed."""
    return Report(
        path=display_path(path),
        status=Status.ERROR,
        platform=settings.platform,
        placement=settings.placement,
        error=Failure(kind=error.kind, message=str(error), wording=worded(error)),
    )


def _judged(
    path: Path, content: str | None, settings: Settings, profile: Profile, ledger: Ledger
) -> Report:
    """The report: what follows from the measurements, and what is to be thought of it."""
    from analyzer.signals.pace import on_beat

    measured = {name: v for name, v in ledger.values.items() if name in Signals.__struct_fields__}
    facts: Probe = ledger.values["probe"]
    if "shots" in measured:
        shots, music = measured["shots"], measured.get("music")
        measured["shots"] = ledger.attempt("rhythm", on_beat, shots, music) or shots
    measured["hook"] = ledger.attempt("hook", _hook, facts, profile, measured)
    if "transcript" in measured or (facts.audio_index is None and measured.get("overlay_text")):
        wanted = ledger.attempt("wanted_keywords", _wanted, measured, settings)
        measured["wanted_keywords"] = wanted
    else:
        ledger.skip(("wanted_keywords",), ledger.reasons["transcript"])
    unmeasured = {name: reason.text for name, reason in ledger.reasons.items()}
    signals = Signals(unmeasured=unmeasured, reasons=ledger.reasons, **measured)
    with ledger.clock.stage("checks"):
        findings, outcomes = checks.run(facts, signals, profile)
    return Report(
        path=display_path(path),
        status=Status.OK,
        platform=settings.platform,
        placement=settings.placement,
        probe=facts,
        signals=signals,
        findings=findings,
        outcomes=outcomes,
        score=score(outcomes),
        timing=ledger.clock.timing(),
        content=content,
    )


def _hook(facts: Probe, profile: Profile, measured: dict[str, Any]) -> Hook:
    from analyzer.signals.hook import measure_hook

    return measure_hook(
        Span(0.0, min(profile.hook_seconds, facts.duration)),
        measured.get("motion"),
        measured.get("faces"),
        measured.get("speech"),
        measured.get("overlay_text"),
    )


def _wanted(measured: dict[str, Any], settings: Settings) -> tuple[WantedKeyword, ...]:
    if not settings.keywords:
        return ()
    from analyzer.signals.keywords import find_wanted

    shown = measured.get("overlay_text", ())
    return find_wanted(measured.get("transcript"), settings.keywords, shown)


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
