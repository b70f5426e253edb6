"""The kind of draft, recognised by what fills most of its time.

The rule, in this order: stills one after another make a slideshow; a voice and a face, talk; text
that stands most of the time, where nobody speaks over it, a draft led by its text; music with a
face for most of it or with cuts on its beat, music or dance (under a film or a landscape it is its
score, sung or not); a large face, talk, even where it is not heard; a picture that never moves, a
slideshow of one. Of the rest, with a voice over it or without, a subject that moves before a camera
that does not travel makes hands and things, and anything else scenery. ``--kind`` overrules it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..model import (
    DraftKind,
    Faces,
    Kind,
    Motion,
    Music,
    OverlayLine,
    Probe,
    Shots,
    Span,
    Speech,
    Wording,
    merge,
)
from ..settings import Settings
from . import measurer

LEAST_VOICE = 0.25
"""Share of the time from which a voice carries the draft. Chosen by hand; of 29 real drafts, those
with talk have 0.34 and more, the others 0.08 and less."""

LEAST_MUSIC = 0.5
"""Share of the time from which music carries the draft; chosen by hand."""

LEAST_TEXT = 0.6
"""Share of the time from which text carries the draft; chosen by hand: a title of some seconds does
not."""

LEAST_FACE = 0.2
"""Share of the time from which somebody is in the picture; chosen by hand."""

MAINLY = 0.5
"""Share of the time from which something is there for most of it."""

LEAST_STILLS = 3
"""Shots that make a slideshow, where most of the time nothing moves; chosen by hand."""

ALWAYS_STILL = 0.8
"""Share of the time in which nothing moves, from which a single shot is a still; chosen by hand."""


MISSING = {"voice": "hardly a voice", "face": "hardly a face", "subject": "hardly a moving subject"}
"""What is said of what is hardly there."""


@dataclass(frozen=True, slots=True)
class _Shares:
    """Shares of the time, 0 where something was not measured."""

    voice: float
    voiceless: Wording | None
    """What is said where there is no voice at all; null where none was listened for."""
    face: float
    largest_face: float
    music: float
    text: float
    still: float
    subject: float
    shots: int
    on_beat: float
    camera: str


@measurer("kind", cached=False)
def kind_of(
    *,
    probe: Probe,
    settings: Settings,
    min_face_share: float,
    on_beat_share: float,
    speech: Speech | None = None,
    music: Music | None = None,
    faces: Faces | None = None,
    overlay_text: tuple[OverlayLine, ...] | None = None,
    motion: Motion | None = None,
    shots: Shots | None = None,
) -> DraftKind:
    """The kind of draft, as recognised or as set."""
    if settings.kind != "auto":
        return _told(Kind(settings.kind), [Wording("set by hand")])
    end = probe.video_duration
    shown = [x.span for x in overlay_text or () if x.kind.is_set]
    shares = _Shares(
        voice=_share(speech.spans if speech else (), end),
        voiceless=_voiceless(probe, speech),
        face=min(1.0, faces.seconds / end) if faces else 0.0,
        largest_face=faces.largest_share if faces else 0.0,
        music=_share(music.spans if music else (), end),
        text=_share(shown, end),
        still=_share(motion.still_spans if motion else (), end),
        subject=motion.subject_share if motion else 0.0,
        shots=len(shots.spans) if shots else 1,
        on_beat=(shots.on_beat_share or 0.0) if shots else 0.0,
        camera=motion.camera if motion else "static",
    )
    kind = _recognised(shares, min_face_share, on_beat_share)
    return _told(kind, _evidence(kind, shares))


def _recognised(at: _Shares, min_face_share: float, on_beat_share: float) -> Kind:
    is_performed = at.face >= MAINLY or at.on_beat >= on_beat_share
    is_spoken = at.voice >= LEAST_VOICE
    rules = (
        (Kind.SLIDESHOW, at.shots >= LEAST_STILLS and at.still >= MAINLY),
        (Kind.TALK, is_spoken and at.face >= LEAST_FACE),
        (Kind.TEXT, at.text >= LEAST_TEXT and not is_spoken),
        (Kind.MUSIC, at.music >= LEAST_MUSIC and is_performed and not is_spoken),
        (Kind.TALK, at.face >= MAINLY and at.largest_face >= min_face_share),
        (Kind.SLIDESHOW, at.still >= ALWAYS_STILL),
        (Kind.HANDS, at.subject >= MAINLY and at.camera != "moving"),
    )
    return next((kind for kind, holds in rules if holds), Kind.SCENERY)


def _evidence(kind: Kind, at: _Shares) -> Iterator[Wording]:
    """What speaks for it: for each kind what it is recognised by, as far as it is there."""
    parts = {
        "voice": Wording("a voice for {share:.0%} of the time", values={"share": at.voice}),
        "face": Wording("a face for {share:.0%} of the time", values={"share": at.face}),
        "music": Wording("music for {share:.0%} of the time", values={"share": at.music}),
        "text": Wording("text for {share:.0%} of the time", values={"share": at.text}),
        "still": Wording("still for {share:.0%} of the time", values={"share": at.still}),
        "subject": Wording(
            "a subject that moves for {share:.0%} of the time", values={"share": at.subject}
        ),
    }
    asked = {
        Kind.TALK: ("voice", "face"),
        Kind.MUSIC: ("music", "face", "voice"),
        Kind.HANDS: ("subject", "face", "voice"),
        Kind.SCENERY: ("subject", "face", "voice"),
        Kind.SLIDESHOW: ("still", "voice"),
        Kind.TEXT: ("text", "voice"),
    }
    if kind is Kind.SLIDESHOW and at.shots > 1:
        yield Wording("{count} shots", values={"count": at.shots})
    if kind is Kind.MUSIC and at.face < MAINLY and at.on_beat:
        yield Wording("{share:.0%} of the cuts on the beat", values={"share": at.on_beat})
    if kind is Kind.SCENERY and at.camera == "moving":
        yield Wording("a camera that travels")
    for name in asked[kind]:
        if name == "face" and kind in {Kind.HANDS, Kind.SCENERY} and at.face >= LEAST_FACE:
            yield Wording("only small faces")
        elif getattr(at, name) >= LEAST_FACE:
            yield parts[name]
        elif name == "voice" and not at.voice:
            if at.voiceless:
                yield at.voiceless
        elif name in MISSING:
            yield Wording(MISSING[name])


def _voiceless(probe: Probe, speech: Speech | None) -> Wording | None:
    if probe.audio_index is None:
        return Wording("no sound")
    return Wording("no voice") if speech else None


def _told(kind: Kind, evidence: Iterable[Wording]) -> DraftKind:
    wordings = tuple(evidence)
    return DraftKind(kind, tuple(wording.text for wording in wordings), wordings)


def _share(spans: Iterable[Span], end: float) -> float:
    return min(1.0, sum(span.seconds for span in merge(spans, 0.0)) / end)
