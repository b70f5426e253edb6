"""One draft's story: probe, open, measure, check, score."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from .. import checks
from ..errors import AnalyzerError, InputError
from ..model import Failure, Judgement, Match, Probe, Report, Signals, Sound, Span, Status, Still
from ..model.looks import Looks
from ..paths import display_path
from ..platforms.policy import asked_of
from ..platforms.profile import Profile
from ..score import score
from ..settings import Settings
from ..signals import all_measurers, names_of
from .keys import keys
from .measure import measure
from .posts import post_of
from .results import Results, Timer, worded

if TYPE_CHECKING:
    from ..cache.store import Store


def analyze(
    path: str | Path,
    settings: Settings = Settings(),  # noqa: B008
    store: Store | None = None,
    on_stage: Callable[[str], None] = lambda _: None,
    given: Mapping[str, Any] = MappingProxyType({}),
) -> Report:
    """Measure and judge the draft at ``path``; what ``store`` knows of it is not measured again.

    Nor is what is ``given``, by measurer, as known to hold for it.

    Raises InputError when it cannot be analyzed, DependencyError when ffmpeg is missing and
    UsageError for settings that make no sense. A measurer that fails leaves its reason in
    ``report.signals.unmeasured``. ``on_stage`` is called with the name of each stage that begins.
    """
    from ..media.decode import Media
    from ..media.probe import probe

    timer = Timer(on_stage)
    path = Path(path)
    profiles = asked_of(settings)
    kept_under = keys(settings, profiles[0]) if store else {}
    identity = store.identify(path) if store and store.may_know(path) else None
    known = store.recall(identity.content, kept_under) if store and identity else {}
    known = {**given, **known}
    facts = known.get("probe")
    if facts is None:
        with timer.stage("probe"):
            facts = probe(path)
    if store and not identity:  # nothing is read whole before it is known to be a video
        identity = store.identify(path)
    results = Results(facts, profiles[0], settings, known, timer)
    try:
        measure(Media(path, facts), results)
    finally:
        if store and identity:
            fresh = ({} if "probe" in known else {"probe": facts}) | results.fresh
            store.keep(identity, {name: (kept_under[name], v) for name, v in fresh.items()})
    return _judged(path, identity and identity.content, settings, profiles, results)


def recaller(settings: Settings, store: Store) -> Callable[[Path], Report | None]:
    """What gives the report on a draft of which all is known already, and null for others.

    The draft itself is not opened: a file whose size, times and place are as they were is taken
    to be the file that was measured.
    """
    profiles = asked_of(settings)
    kept_under = keys(settings, profiles[0])
    names = [name for name in kept_under if settings.stills or name != "stills"]
    if settings.only:
        names = ["probe", *settings.only]

    def recall(path: Path) -> Report | None:
        content = store.remembered(path)
        known = store.recall(content, kept_under, names) if content else {}
        if "probe" not in known:
            return None
        results = Results(known["probe"], profiles[0], settings, known, Timer())
        if results.missing():
            return None
        return _judged(path, content, settings, profiles, results)

    return recall


def stills_recaller(settings: Settings, store: Store) -> Callable[[Report], tuple[Still, ...]]:
    """What gives the frames that were kept of the draft of a report; none where none were."""
    kept_under = keys(settings, asked_of(settings)[0])

    def recall(report: Report) -> tuple[Still, ...]:
        known = store.recall(report.content, kept_under, ("stills",)) if report.content else {}
        stills: tuple[Still, ...] = known.get("stills", ())
        return stills

    return recall


def looks_recaller(settings: Settings, store: Store) -> Callable[[str | None], Looks | None]:
    """What gives the fingerprint that was kept of the picture of a content; null where none was."""
    kept_under = keys(settings, asked_of(settings)[0])

    def recall(content: str | None) -> Looks | None:
        known = store.recall(content, kept_under, ("looks",)) if content else {}
        return known.get("looks")

    return recall


def compared(
    report: Report,
    settings: Settings,
    *,
    matches: tuple[Match, ...] | None = None,
    sounds: tuple[Sound, ...] | None = None,
) -> Report:
    """The report with what other videos show, and which tracks are, in the draft, judged anew.

    What is null stays as it was.
    """
    if report.probe is None or report.signals is None:
        return report
    found = {"matches": matches, "sounds": sounds}
    told = {name: value for name, value in found.items() if value is not None}
    probe, signals = report.probe, msgspec.structs.replace(report.signals, **told)
    judgements = tuple(
        _judgement(probe, signals, profile, settings) for profile in asked_of(settings)
    )
    return msgspec.structs.replace(report, signals=signals, judgements=judgements)


def judged_again(report: Report, settings: Settings) -> Report:
    """The report on what was measured already, by other limits, keywords or with another caption.

    ``settings`` that change what is measured, such as the voice-over's language, change nothing.
    """
    if report.probe is None or report.signals is None:
        return report
    profiles = asked_of(settings)
    measured = {name for name, one in all_measurers().items() if one.cached}
    values = {name: getattr(report.signals, name, None) for name in measured}
    known = {name: value for name, value in values.items() if value is not None}
    results = Results(report.probe, profiles[0], settings, known, Timer())
    results.reasons |= {n: why for n, why in report.signals.reasons.items() if n in measured}
    judged = _judged(Path(report.path), report.content, settings, profiles, results)
    return msgspec.structs.replace(judged, path=report.path, timing=report.timing)


def failed(path: Path, error: AnalyzerError) -> Report:
    """The report of a draft that could not be analyzed."""
    return Report(
        path=display_path(path),
        status=Status.ERROR,
        error=Failure(kind=error.kind, message=str(error), wording=worded(error)),
    )


def _judged(
    path: Path,
    content: str | None,
    settings: Settings,
    profiles: Sequence[Profile],
    results: Results,
) -> Report:
    """The report: what follows from the measurements, and what is to be thought of it."""
    if settings.only:
        return Report(display_path(path), Status.OK, probe=results.probe, content=content)
    try:
        post = post_of(path, settings)
    except InputError as error:
        results.skip("post", worded(error))
    else:
        results.values |= {"post": post} if post else {}
    if settings.compared and "looks" in results.values:
        results.values["matches"] = ()
    signals = results.derive()
    with results.timer.stage("checks"):
        judgements = tuple(
            _judgement(results.probe, signals, profile, settings) for profile in profiles
        )
    return Report(
        path=display_path(path),
        status=Status.OK,
        probe=results.probe,
        signals=signals,
        judgements=judgements,
        timing=results.timer.timing(),
        content=content,
    )


def _judgement(probe: Probe, signals: Signals, profile: Profile, settings: Settings) -> Judgement:
    findings, outcomes = checks.run(probe, signals, profile)
    return Judgement(
        platform=profile.platform,
        placement=settings.placement,
        findings=findings,
        outcomes=outcomes,
        score=score(findings, outcomes),
    )


def warm_up() -> None:
    """Have everything that compiles or loads on first use do so now, on eight seconds of clicks."""
    import numpy as np

    from .. import weights
    from ..media.sound import SAMPLE_RATE, Audio
    from ..signals.music.measure import measure_tempo
    from ..signals.sound_events import detect

    clicks = np.zeros(8 * SAMPLE_RATE, np.float32)
    clicks[:: SAMPLE_RATE // 2] = 1.0
    detect(Audio(clicks))
    measure_tempo(Audio(clicks), (Span(0.0, 8.0),))
    weights.face_model()
    settings = Settings()
    for one in all_measurers().values():
        if one.loads:
            one.loads(**{name: getattr(settings, name) for name in names_of(one.loads)})
