"""The kind of draft is recognised by what fills most of its time, and says by what."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.model import (
    Faces,
    Kind,
    Motion,
    Music,
    OverlayLine,
    Shots,
    Signals,
    Span,
    Speech,
    TextKind,
)
from analyzer.settings import Settings
from analyzer.signals.kind import kind_of
from tests.checks.cases import GOOD_PROBE, shown

END = GOOD_PROBE.video_duration


def voice(share: float) -> Speech:
    span = Span(0.0, share * END)
    return Speech(share > 0, 0.0 if share else None, span.seconds, (span,) if share else ())


def face(share: float, size: float = 0.1) -> Faces:
    return Faces(share > 0, 0.0 if share else None, 1, size, share * END)


def music(share: float, singing: float = 0.0) -> Music:
    span = Span(0.0, share * END)
    spans = (span,) if share else ()
    return Music(share > 0, 0.0, span.seconds, share, spans, singing * END, 0.0, None, ())


def motion(still: float = 0.0, subject: float = 0.9, camera: str = "static") -> Motion:
    spans = (Span(0.0, still * END),) if still else ()
    return Motion(5.0, 0.0, True, camera, subject, 0.1, (), (), spans, (), None)


def shots(count: int, on_beat: float | None = None) -> Shots:
    step = END / count
    spans = tuple(Span(i * step, (i + 1) * step) for i in range(count))
    return Shots((), (), spans, 0.0, None, on_beat_share=on_beat)


def text(share: float, kind: TextKind = TextKind.OVERLAY) -> tuple[OverlayLine, ...]:
    line = shown("Seven ways to bake", 0.0, share * END)
    return (OverlayLine(line.text, line.span, line.box, 0.9, kind),) if share else ()


NOTHING: dict[str, Any] = {
    "speech": voice(0), "music": music(0), "faces": face(0), "motion": motion(),
    "shots": shots(1), "overlay_text": (),
}  # fmt: skip


def recognised(changes: dict[str, Any], settings: Settings = Settings()) -> Any:  # noqa: B008
    return kind_of(
        settings=settings, min_face_share=0.01, on_beat_share=0.6,
        **({"probe": GOOD_PROBE} | NOTHING | changes),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"speech": voice(0.8), "faces": face(0.9)}, Kind.TALK),
        ({"speech": voice(0.8), "faces": face(0.9), "music": music(1.0)}, Kind.TALK),
        ({"faces": face(0.9)}, Kind.TALK),
        ({"music": music(0.9), "faces": face(0.6, 0.002)}, Kind.MUSIC),
        ({"music": music(0.9, singing=0.4)}, Kind.HANDS),
        ({"music": music(0.9), "faces": face(0.3, 0.002)}, Kind.HANDS),
        ({"music": music(0.9), "shots": shots(9, on_beat=0.8)}, Kind.MUSIC),
        ({}, Kind.HANDS),
        ({"music": music(0.9)}, Kind.HANDS),
        ({"speech": voice(0.8)}, Kind.HANDS),
        ({"motion": motion(subject=0.2)}, Kind.SCENERY),
        ({"motion": motion(camera="moving"), "music": music(0.9)}, Kind.SCENERY),
        ({"motion": motion(still=0.7), "shots": shots(6)}, Kind.SLIDESHOW),
        ({"motion": motion(still=1.0), "speech": voice(0.8)}, Kind.SLIDESHOW),
        ({"overlay_text": text(0.9), "music": music(1.0), "faces": face(0.4)}, Kind.TEXT),
        ({"overlay_text": text(0.9, TextKind.SCENE)}, Kind.HANDS),
        ({"overlay_text": text(0.9), "speech": voice(0.8), "faces": face(0.9)}, Kind.TALK),
    ],
)
def test_a_kind_is_recognised_by_what_fills_most_of_the_time(
    changes: dict[str, Any], kind: Kind
) -> None:
    assert recognised(changes).kind is kind


def test_the_evidence_says_how_much_of_the_time() -> None:
    talk = recognised({"speech": voice(0.8), "faces": face(0.9)})
    assert talk.evidence == ("a voice for 80% of the time", "a face for 90% of the time")
    assert recognised({}).evidence == (
        "a subject that moves for 90% of the time", "hardly a face", "no voice",
    )  # fmt: skip


def test_without_sound_no_voice_is_missed_and_unmeasured_none_is_spoken_of() -> None:
    mute = replace(GOOD_PROBE, audio_index=None)
    assert recognised({"probe": mute, "speech": None}).evidence[-1] == "no sound"
    assert recognised({"speech": None}).evidence[-1] == "hardly a face"


def test_music_without_a_face_says_by_what_it_was_recognised() -> None:
    found = recognised({"music": music(0.9), "shots": shots(9, on_beat=0.8)})
    assert found.evidence[:2] == ("80% of the cuts on the beat", "music for 90% of the time")


def test_a_kind_that_is_set_is_not_recognised() -> None:
    found = recognised({"speech": voice(0.8), "faces": face(0.9)}, Settings(kind="music"))
    assert (found.kind, found.evidence) == (Kind.MUSIC, ("set by hand",))


def test_a_draft_of_which_nothing_was_measured_has_a_kind_all_the_same() -> None:
    bare = dict.fromkeys(set(Signals.__struct_fields__) & set(NOTHING))
    assert recognised(bare).kind is Kind.SCENERY
