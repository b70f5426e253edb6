"""The hook: what the first two seconds hold, and how strong that is.

The rule, which the report spells out with its evidence: there are three ways into the story, by the
kind of draft: movement, a face and a voice where somebody talks; movement, music and a face for
music and dance; movement, text and a voice for all else. Two of them within the first second make
a strong hook; two within the hook, or one within the first second, a fair one; anything less, or an
opening that is absent, black or still for most of that first second, a weak one.
"""

from __future__ import annotations

import msgspec

from ..model import (
    DraftKind,
    Faces,
    Hook,
    HookFaces,
    HookMotion,
    HookMusic,
    HookSpeech,
    HookText,
    Kind,
    Motion,
    Music,
    Opening,
    OverlayLine,
    Probe,
    Span,
    Speech,
    Strength,
)
from . import measurer

EARLY_SECONDS = 1.0
"""Seconds within which two ways into the story make a strong hook: half of the two seconds that the
profiles give a hook. Chosen by hand; part of the rule above, so the same on every platform."""

DULL_OPENING_SECONDS = 0.5
"""Seconds without a picture, of a black start, or of a fade from black, that a viewer notices;
chosen by hand, the same on every platform."""

WAYS = {Kind.TALK: ("motion", "faces", "speech"), Kind.MUSIC: ("motion", "music", "faces")}
"""The ways into the story, by the kind of draft; ``OTHER_WAYS`` for those that are not here."""

OTHER_WAYS = ("motion", "text", "speech")

TWO_WAYS = 2
"""Ways into the story that a strong hook needs at once; by the rule above."""


@measurer("hook", cached=False)
def hook_of(
    probe: Probe,
    hook_seconds: float,
    motion: Motion | None = None,
    faces: Faces | None = None,
    speech: Speech | None = None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
    music: Music | None = None,
    kind: DraftKind | None = None,
) -> Hook:
    """The hook of a draft, which may be shorter than its platform's hook is."""
    window = Span(0.0, min(hook_seconds, probe.duration))
    recognised = kind.kind if kind else Kind.TALK
    return measure_hook(
        window, motion, faces, speech, overlay_text, music, recognised, probe.video_start
    )


def measure_hook(
    window: Span,
    motion: Motion | None,
    faces: Faces | None,
    speech: Speech | None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
    music: Music | None = None,
    kind: Kind = Kind.TALK,
    video_start: float = 0.0,
) -> Hook:
    """Return the hook within ``window`` of the draft, from whichever signals were measured."""
    moving = _motion_within(motion, window) if motion else None
    looking = _faces_within(faces, window) if faces else None
    speaking = _speech_within(speech, window) if speech else None
    opening = _opening(motion, window) if motion else Opening.NORMAL
    if video_start >= DULL_OPENING_SECONDS:
        opening = Opening.ABSENT
    shown = _text_within(overlay_text, window) if overlay_text is not None else None
    playing = _music_within(music, window) if music else None
    there = {
        "motion": moving,
        "faces": looking,
        "speech": speaking,
        "text": shown,
        "music": playing,
    }
    ways = WAYS.get(kind, OTHER_WAYS)
    starts = [
        part.first_at
        for part in map(there.get, ways)
        if part is not None and part.first_at is not None
    ]
    hook = Hook(
        window=window,
        motion=moving,
        faces=looking,
        speech=speaking,
        opening=opening,
        strength=_strength(starts, opening),
        evidence=(),
        text=shown,
        music=playing,
        ways=ways,
    )
    evidence = tuple(wording.text for wording in hook.wordings)
    return msgspec.structs.replace(hook, evidence=evidence)


def _strength(starts: list[float], opening: Opening) -> Strength:
    early = sum(start <= EARLY_SECONDS for start in starts)
    if opening in (Opening.ABSENT, Opening.BLACK):
        return Strength.WEAK
    if early >= TWO_WAYS and opening is not Opening.FADE_IN:
        return Strength.STRONG
    if early or len(starts) >= TWO_WAYS:
        return Strength.FAIR
    return Strength.WEAK


def _overlap(spans: tuple[Span, ...], window: Span) -> tuple[Span, ...]:
    return tuple(
        Span(max(span.start, window.start), min(span.end, window.end))
        for span in spans
        if span.start < window.end and span.end > window.start
    )


def _seconds(spans: tuple[Span, ...]) -> float:
    return round(sum(span.seconds for span in spans), 2)


def _motion_within(motion: Motion, window: Span) -> HookMotion:
    levels = motion.levels[: max(1, round(window.end / motion.step))]
    moving = _overlap(motion.spans, window)
    return HookMotion(
        level=round(sum(levels) / len(levels), 2) if levels else 0.0,
        first_at=moving[0].start if moving else None,
        is_moving=bool(moving),
    )


def _faces_within(faces: Faces, window: Span) -> HookFaces:
    seen = [s for s in faces.sightings if s.time < window.end]
    return HookFaces(
        present=bool(seen),
        first_at=seen[0].time if seen else None,
        count=max((len(s.boxes) for s in seen), default=0),
        largest_share=max((s.boxes[0].share for s in seen), default=0.0),
    )


def _speech_within(speech: Speech, window: Span) -> HookSpeech:
    spoken = _overlap(speech.spans, window)
    return HookSpeech(
        present=bool(spoken),
        first_at=spoken[0].start if spoken else None,
        seconds=_seconds(spoken),
    )


def _text_within(lines: tuple[OverlayLine, ...], window: Span) -> HookText:
    shown = [line for line in lines if line.kind.is_set and line.span.start < window.end]
    return HookText(
        present=bool(shown),
        first_at=shown[0].span.start if shown else None,
        text="\n".join(line.text for line in shown if line.text),
    )


def _music_within(music: Music, window: Span) -> HookMusic:
    playing = _overlap(music.spans, window)
    return HookMusic(present=bool(playing), first_at=playing[0].start if playing else None)


def _opening(motion: Motion, window: Span) -> Opening:
    first_black = motion.black_spans[0] if motion.black_spans else None
    if motion.fade_in_ends_at is not None and motion.fade_in_ends_at > DULL_OPENING_SECONDS:
        return Opening.FADE_IN
    if first_black and first_black.start == 0 and first_black.seconds >= DULL_OPENING_SECONDS:
        return Opening.BLACK
    if motion.first_at is None or motion.first_at >= min(EARLY_SECONDS, window.end):
        return Opening.STILL
    return Opening.NORMAL
