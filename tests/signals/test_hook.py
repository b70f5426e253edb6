"""The hook is strong, fair or weak by a rule that its evidence spells out."""

from __future__ import annotations

import msgspec
import pytest

from analyzer.model import (
    Box,
    Faces,
    HookText,
    Kind,
    Motion,
    Music,
    Opening,
    OverlayLine,
    Sighting,
    Span,
    Speech,
    Strength,
    TextKind,
)
from analyzer.signals.hook import measure_hook

WINDOW = Span(0.0, 2.0)


def moving(
    first_at: float | None, *, black_until: float = 0.0, fade: float | None = None
) -> Motion:
    return Motion(
        level=5.0 if first_at is not None else 0.0,
        first_at=first_at,
        is_moving=first_at is not None,
        camera="static",
        subject_share=1.0,
        step=0.1,
        levels=tuple(0.0 if first_at is None or i / 10 < first_at else 10.0 for i in range(100)),
        spans=() if first_at is None else (Span(first_at, 10.0),),
        still_spans=(),
        black_spans=(Span(0.0, black_until),) if black_until else (),
        fade_in_ends_at=fade,
    )


def face(*times: float, count: int = 1) -> Faces:
    box = Box(x=10, y=10, width=100, height=100, share=0.1)
    sightings = tuple(Sighting(time, (box,) * count) for time in times)
    return Faces(bool(times), times[0] if times else None, count, 0.1, 1.0, sightings=sightings)


def voice(*spans: tuple[float, float]) -> Speech:
    found = tuple(Span(*span) for span in spans)
    return Speech(bool(found), found[0].start if found else None, 1.0, found)


@pytest.mark.parametrize(
    ("motion", "faces", "speech", "strength"),
    [
        (moving(0.1), face(0.0), voice((0.4, 9)), Strength.STRONG),
        (moving(0.1), face(), voice((0.9, 9)), Strength.STRONG),
        (moving(None), face(0.0), voice((0.4, 9)), Strength.STRONG),
        (moving(0.1), face(), voice(), Strength.FAIR),
        (moving(1.2), face(1.4), voice(), Strength.FAIR),
        (moving(1.2), face(), voice(), Strength.WEAK),
        (moving(None), face(), voice(), Strength.WEAK),
        (moving(3.0), face(2.5), voice((2.2, 9)), Strength.WEAK),
        (moving(0.6, black_until=0.6), face(0.8), voice((0.4, 9)), Strength.WEAK),
        (moving(0.1, fade=0.8), face(0.4), voice((0.4, 9)), Strength.FAIR),
        (None, None, voice((0.4, 9)), Strength.FAIR),
        (None, None, None, Strength.WEAK),
    ],
)
def test_strength_follows_the_rule(
    motion: Motion | None, faces: Faces | None, speech: Speech | None, strength: Strength
) -> None:
    assert measure_hook(WINDOW, motion, faces, speech).strength is strength


def test_the_evidence_says_what_is_there_and_when() -> None:
    hook = measure_hook(WINDOW, moving(0.12), face(0.0), voice((1.44, 3)))
    assert hook.evidence == ("moves from 0.1 s", "face from 0.0 s", "voice from 1.4 s")


def test_the_evidence_says_what_is_missing() -> None:
    hook = measure_hook(WINDOW, moving(None), face(), voice((2.5, 3)))
    assert hook.evidence == (
        "nothing moves in the first 2 s",
        "no face in the first 2 s",
        "no speech in the first 2 s",
    )


def test_what_was_not_measured_is_neither_there_nor_missing() -> None:
    hook = measure_hook(WINDOW, moving(0.0), None, None)
    assert hook.evidence == ("moves from 0.0 s",)
    assert (hook.faces, hook.speech) == (None, None)


def test_only_what_falls_into_the_window_counts() -> None:
    hook = measure_hook(WINDOW, moving(0.0), face(1.0, 3.0, count=2), voice((1.5, 6), (7, 8)))
    assert hook.speech is not None
    assert hook.faces is not None
    assert hook.speech.seconds == pytest.approx(0.5)
    assert (hook.faces.count, hook.faces.first_at) == (2, 1.0)


def test_the_level_of_the_hook_is_that_of_its_own_window() -> None:
    hook = measure_hook(WINDOW, moving(1.0), None, None)
    assert hook.motion is not None
    assert hook.motion.level == pytest.approx(5.0)


@pytest.mark.parametrize(
    ("motion", "opening"),
    [
        (moving(0.1), Opening.NORMAL),
        (moving(0.9), Opening.NORMAL),
        (moving(1.0), Opening.STILL),
        (moving(None), Opening.STILL),
        (moving(1.5, black_until=1.5), Opening.BLACK),
        (moving(0.2, black_until=0.2), Opening.NORMAL),
        (moving(0.1, fade=1.0), Opening.FADE_IN),
        (moving(0.1, fade=0.3), Opening.NORMAL),
    ],
)
def test_dull_openings_are_told_apart(motion: Motion, opening: Opening) -> None:
    assert measure_hook(WINDOW, motion, None, None).opening is opening


def test_black_later_in_the_draft_is_not_the_opening() -> None:
    later = msgspec.structs.replace(moving(0.1), black_spans=(Span(5.0, 6.0),))
    assert measure_hook(WINDOW, later, None, None).opening is Opening.NORMAL


def test_a_draft_shorter_than_the_hook_is_judged_on_what_there_is() -> None:
    hook = measure_hook(Span(0.0, 0.3), moving(0.1), face(0.0), voice())
    assert hook.window.end == 0.3
    assert hook.opening is Opening.NORMAL
    assert "no speech in the first 0.3 s" in hook.evidence


def test_overlay_text_in_the_hook_is_told_and_makes_it_no_stronger() -> None:
    box = Box(0, 0, 400, 60, 0.01)
    lines = (
        OverlayLine("TikTok", Span(0.0, 9.0), box, 0.9, TextKind.WATERMARK),
        OverlayLine("Bread", Span(0.5, 1.5), box, 0.9),
        OverlayLine("without kneading", Span(1.5, 3.0), box, 0.9),
        OverlayLine("at all", Span(3.0, 4.0), box, 0.9),
    )
    window = Span(0.0, 2.0)
    hook = measure_hook(window, None, None, None, lines)
    assert hook.text == HookText(True, 0.5, "Bread\nwithout kneading")
    assert hook.strength is measure_hook(window, None, None, None).strength
    assert measure_hook(window, None, None, None, ()).text == HookText(False, None, "")
    assert measure_hook(window, None, None, None).text is None


def playing(start: float) -> Music:
    return Music(True, start, 9.0, 1.0, (Span(start, 10.0),), 0.0, 0.0, None, ())


def test_a_dance_has_its_hook_in_movement_on_the_music() -> None:
    hook = measure_hook(
        WINDOW, moving(0.1), face(), voice(), (), music=playing(0.0), kind=Kind.MUSIC
    )
    assert hook.strength is Strength.STRONG
    assert hook.evidence == (
        "moves from 0.1 s", "music from 0.0 s", "no face in the first 2 s",
    )  # fmt: skip


def test_hands_have_their_hook_in_action_and_text() -> None:
    line = OverlayLine("Bread", Span(0.2, 3.0), Box(0, 0, 10, 10, 0.1), 0.9)
    with_text, without = (
        measure_hook(WINDOW, moving(0.1), face(), voice(), lines, kind=Kind.HANDS)
        for lines in ((line,), ())
    )
    assert (with_text.strength, without.strength) == (Strength.STRONG, Strength.FAIR)
    assert with_text.evidence == (
        "moves from 0.1 s", "text from 0.2 s", "no speech in the first 2 s",
    )  # fmt: skip
