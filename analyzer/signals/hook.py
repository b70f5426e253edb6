"""The hook: what the first two seconds hold, and how strong that is.

The rule, which the report spells out with its evidence: movement, a face and a voice are three
ways into the story. Two of them within the first second make a strong hook; two within the hook,
or one within the first second, a fair one; anything less, or an opening that is black or still
for most of that first second, a weak one.
"""

from __future__ import annotations

from analyzer.model import (
    Faces,
    Hook,
    HookFaces,
    HookMotion,
    HookSpeech,
    HookText,
    Motion,
    Opening,
    OverlayLine,
    Probe,
    Span,
    Speech,
    Strength,
    TextKind,
)
from analyzer.signals import measurer

EARLY_SECONDS = 1.0
"""The half of the hook in which a strong one begins."""

DULL_OPENING_SECONDS = 0.5
"""How much of a black or still start a viewer notices as one."""


@measurer("hook", cached=False)
def hook_of(
    probe: Probe,
    hook_seconds: float,
    motion: Motion | None = None,
    faces: Faces | None = None,
    speech: Speech | None = None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
) -> Hook:
    """The hook of a draft, which may be shorter than its platform's hook is."""
    window = Span(0.0, min(hook_seconds, probe.duration))
    return measure_hook(window, motion, faces, speech, overlay_text)


def measure_hook(
    window: Span,
    motion: Motion | None,
    faces: Faces | None,
    speech: Speech | None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
) -> Hook:
    """The hook within ``window`` of the draft, from whichever signals were measured."""
    moving = _motion_within(motion, window) if motion else None
    looking = _faces_within(faces, window) if faces else None
    speaking = _speech_within(speech, window) if speech else None
    opening = _opening(motion, window) if motion else Opening.NORMAL
    starts = [
        part.first_at
        for part in (moving, looking, speaking)
        if part is not None and part.first_at is not None
    ]
    return Hook(
        window=window,
        motion=moving,
        faces=looking,
        speech=speaking,
        opening=opening,
        strength=_strength(starts, opening),
        evidence=_evidence(window, moving, looking, speaking, opening),
        text=_text_within(overlay_text, window) if overlay_text is not None else None,
    )


def _strength(starts: list[float], opening: Opening) -> Strength:
    early = sum(start <= EARLY_SECONDS for start in starts)
    if opening is Opening.BLACK:
        return Strength.WEAK
    if early >= 2 and opening is not Opening.FADE_IN:
        return Strength.STRONG
    if early or len(starts) >= 2:
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
    shown = [
        line for line in lines if line.kind is TextKind.OVERLAY and line.span.start < window.end
    ]
    return HookText(
        present=bool(shown),
        first_at=shown[0].span.start if shown else None,
        text="\n".join(line.text for line in shown),
    )


def _opening(motion: Motion, window: Span) -> Opening:
    first_black = motion.black_spans[0] if motion.black_spans else None
    if motion.fade_in_ends_at is not None and motion.fade_in_ends_at > DULL_OPENING_SECONDS:
        return Opening.FADE_IN
    if first_black and first_black.start == 0 and first_black.seconds >= DULL_OPENING_SECONDS:
        return Opening.BLACK
    if motion.first_at is None or motion.first_at >= min(EARLY_SECONDS, window.end):
        return Opening.STILL
    return Opening.NORMAL


def _evidence(
    window: Span,
    moving: HookMotion | None,
    looking: HookFaces | None,
    speaking: HookSpeech | None,
    opening: Opening,
) -> tuple[str, ...]:
    within = f"in the first {window.end:.3g} s"
    sentences = {
        Opening.BLACK: ["opens on black"],
        Opening.FADE_IN: ["fades in from black"],
    }.get(opening, [])
    if moving is not None:
        start = moving.first_at
        sentences.append(
            f"nothing moves {within}" if start is None else f"moves from {start:.1f} s"
        )
    if looking is not None:
        start = looking.first_at
        sentences.append(f"no face {within}" if start is None else f"face from {start:.1f} s")
    if speaking is not None:
        start = speaking.first_at
        sentences.append(f"no speech {within}" if start is None else f"voice from {start:.1f} s")
    return tuple(sentences)
