"""Two cuts of one video judged next to each other, from what was measured on both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..model import Aspect, CutComparison, Piece, Report, Signals, Strength, Verdict, Way
from ..model.looks import Looks
from ..platforms.policy import asked_of
from ..platforms.profile import Profile
from ..settings import Settings

LOUDNESS_STEP = 0.5
"""LU nearer to what the platform plays at from which a cut sounds better: half of what is heard."""

PACE_STEP = 0.05
"""Share by which a cut has to be faster or slower to be so; chosen by hand."""

LENGTH_STEP = 0.1
"""Seconds: three frames at 30 a second."""

PARTS = ("file", "hook", "sound", "content")
"""The parts of a score."""


def comparison(
    before: Report, after: Report, looks: tuple[Looks | None, Looks | None], settings: Settings
) -> CutComparison | None:
    """What the second cut is next to the first, for the first platform of ``settings``.

    Null where one of the two could not be analyzed.
    """
    if not (before.judgements and after.judgements):
        return None
    profile = asked_of(settings)[0]
    codes = [dict.fromkeys(f.code for f in one.judgements[0].findings) for one in (before, after)]
    return CutComparison(
        before=before.path,
        after=after.path,
        platform=profile.platform,
        aspects=tuple(_aspects(before, after, profile)),
        gone=tuple(code for code in codes[0] if code not in codes[1]),
        left=tuple(code for code in codes[0] if code in codes[1]),
        new=tuple(code for code in codes[1] if code not in codes[0]),
        pieces=_pieces(before, after, looks),
    )


def _pieces(
    before: Report, after: Report, looks: tuple[Looks | None, Looks | None]
) -> tuple[Piece, ...] | None:
    from ..matching import Cut, Seen, pieces

    cuts = []
    for report, seen in zip((before, after), looks, strict=True):
        if seen is None or report.probe is None or report.signals is None:
            return None
        shots = report.signals.shots
        cuts.append(Cut(Seen.of(seen), report.probe.duration, shots.cuts if shots else ()))
    return pieces(*cuts)


def _aspects(before: Report, after: Report, profile: Profile) -> Iterator[Aspect]:
    scores = [one.judgements[0].score for one in (before, after)]
    verdicts = [one.verdict for one in scores]
    yield _ranked("verdict", verdicts, list(Verdict))
    yield _risen("score", *(one.value for one in scores))
    for name in PARTS:
        yield _risen(name, *(getattr(one.parts, name) for one in scores))
    signals = [one.signals or Signals() for one in (before, after)]
    hooks = [one.hook.strength if one.hook else None for one in signals]
    yield _ranked("hook strength", hooks, list(Strength))
    levels = [one.loudness.integrated_lufs if one.loudness else None for one in signals]
    yield _nearer("loudness", levels, profile.loudness_lufs)
    words = [len(one.transcript.sure_words) if one.transcript else None for one in signals]
    yield _differing("words", words, 0.5)
    yield _differing("pace", [_pace(one) for one in signals], PACE_STEP, is_share=True)
    rates = [one.shots.per_minute if one.shots else None for one in signals]
    yield _differing("cuts", rates, PACE_STEP, is_share=True)
    lengths = [one.probe.duration if one.probe else None for one in (before, after)]
    yield _differing("length", lengths, LENGTH_STEP)


def _ranked(name: str, both: Sequence[Any], best_first: Sequence[Any]) -> Aspect:
    before, after = both
    way = Way.OTHER
    if before is not None and after is not None:
        way = _way(best_first.index(before) - best_first.index(after))
    elif before is after:
        way = Way.EQUAL
    return Aspect(name, before and before.value, after and after.value, way)


def _risen(name: str, before: int | None, after: int | None) -> Aspect:
    if before is None or after is None:
        way = Way.EQUAL if before is after else Way.OTHER
    else:
        way = _way(after - before)
    return Aspect(name, before, after, way)


def _nearer(name: str, both: Sequence[float | None], wanted: tuple[float, float]) -> Aspect:
    before, after = both
    if before is None or after is None:
        return Aspect(name, before, after, Way.EQUAL if before is after else Way.OTHER)
    off = [max(wanted[0] - one, one - wanted[1], 0.0) for one in (before, after)]
    gained = off[0] - off[1]
    return Aspect(name, before, after, _way(gained if abs(gained) >= LOUDNESS_STEP else 0))


def _differing(
    name: str, both: Sequence[float | None], step: float, *, is_share: bool = False
) -> Aspect:
    before, after = both
    if before is None or after is None:
        return Aspect(name, before, after, Way.EQUAL if before is after else Way.OTHER)
    least = step * max(before, after) if is_share else step
    is_same = before == after or abs(before - after) < least
    return Aspect(name, before, after, Way.EQUAL if is_same else Way.OTHER)


def _way(gained: float) -> Way:
    return Way.BETTER if gained > 0 else Way.WORSE if gained < 0 else Way.EQUAL


def _pace(signals: Signals) -> float | None:
    """Words a minute of speech."""
    speech, spoken = signals.speech, signals.transcript
    if speech is None or spoken is None or not speech.seconds or not spoken.sure_words:
        return None
    return round(60 * len(spoken.sure_words) / speech.seconds, 1)
