"""SZ: is what matters clear of the platform's own buttons and words?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyzer.checks import Flag, check
from analyzer.model import (
    Box,
    CoveredArea,
    Faces,
    OverlayLine,
    Probe,
    SafeZone,
    Severity,
    Span,
    TextKind,
)
from analyzer.profile import Profile

SCREEN_WIDTH, SCREEN_HEIGHT = 1080, 1920

TOUCH = 16
"""Pixels of the screen by which the box around a text may reach in: about its own margin."""

LEAST_SECONDS = 1.0
"""How long a face has to be covered for it to matter."""

LEAST_FACE = 0.01
"""Share of the picture from which a face is one that the draft is about."""

LEAST_SHARE = 0.2
"""Share of the looks at a face in which it has to be covered."""

PLACES = {
    "header": ("the tabs at the top", "down"),
    "caption": ("the caption at the bottom", "up"),
    "buttons": ("the buttons at the right", "to the left"),
}
"""What lies there, and where to move what lies under it. Edges are mere distance to the glass."""


@dataclass(frozen=True, slots=True)
class _Rect:
    """A rectangle of the screen, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def into(self, area: CoveredArea) -> float:
        """How far it has to move to get clear of ``area``; 0 where it is."""
        right, bottom = area.x + area.width, area.y + area.height
        across = min(self.right, right) - max(self.left, area.x)
        down = min(self.bottom, bottom) - max(self.top, area.y)
        if across <= TOUCH or down <= TOUCH:
            return 0.0
        depths = {
            "header": bottom - self.top,
            "caption": self.bottom - area.y,
            "buttons": self.right - area.x,
        }
        return max(0.0, depths.get(area.what, 0.0))


@dataclass(frozen=True, slots=True)
class _Screen:
    """How a draft lies on a platform's screen: as large as fits, in the middle."""

    scale: float
    left: float
    top: float

    def rect(self, box: Box) -> _Rect:
        """Where ``box``, in pixels of the draft, lies on the screen."""
        left = self.left + box.x * self.scale
        top = self.top + box.y * self.scale
        return _Rect(left, top, left + box.width * self.scale, top + box.height * self.scale)


def _screen(probe: Probe) -> _Screen:
    scale = min(SCREEN_WIDTH / probe.display_width, SCREEN_HEIGHT / probe.display_height)
    return _Screen(
        scale,
        (SCREEN_WIDTH - probe.display_width * scale) / 2,
        (SCREEN_HEIGHT - probe.display_height * scale) / 2,
    )


@check("SZ01", Severity.WARN, remedy="Move the text into the open part of the screen.")
def text_under_buttons(
    probe: Probe, overlay_text: tuple[OverlayLine, ...], profile: Profile
) -> Iterator[Flag]:
    """Text lies where the platform puts its own buttons or words."""
    zone = profile.safe_zone
    if zone is None:
        return
    screen = _screen(probe)
    shown = [line for line in overlay_text if line.kind is TextKind.OVERLAY]
    for what in PLACES:
        areas = [area for area in zone.areas if area.what == what]
        covered = [
            (depth, line)
            for line in shown
            if (depth := max((screen.rect(line.box).into(a) for a in areas), default=0.0))
        ]
        if covered:
            yield _text_flag(what, covered, zone, screen)


def _text_flag(
    what: str, covered: Sequence[tuple[float, OverlayLine]], zone: SafeZone, screen: _Screen
) -> Flag:
    depth, worst = max(covered, key=lambda pair: pair[0])
    place, way = PLACES[what]
    spans = tuple(line.span for _, line in covered)
    values: dict[str, int | float | str] = {
        "count": len(covered),
        "text": _shortened(worst.text),
        "name": zone.name,
        "pixels": math.ceil(depth / screen.scale),
        "basis": zone.basis,
        "place_words": place,
        "way_words": way,
    }
    if len(covered) == 1:
        message = '"{text}" lies {pixels} px under {place_words} of {name} ({basis})'
        return Flag(message, spans, "Move it {way_words} by {pixels} px.", values)
    message = '{count} texts lie under {place_words} of {name}, "{text}" by {pixels} px ({basis})'
    return Flag(message, spans, "Move them {way_words}, by {pixels} px at most.", values)


@check("SZ02", Severity.WARN, remedy="Move the picture so that the face is in the open.")
def face_under_buttons(probe: Probe, faces: Faces, profile: Profile) -> Iterator[Flag]:
    """The main face lies where the platform puts its own buttons or words."""
    zone = profile.safe_zone
    main = [s for s in faces.sightings if s.boxes and s.boxes[0].share >= LEAST_FACE]
    if zone is None or not main:
        return
    screen = _screen(probe)
    eyes = [(s.time, _eyes(screen.rect(s.boxes[0]))) for s in main]
    for what, (place, way) in PLACES.items():
        areas = [area for area in zone.areas if area.what == what]
        covered = [
            (time, max(rect.into(area) for area in areas))
            for time, rect in eyes
            if any(_covers_half(area, rect) for area in areas)
        ]
        spans = _stretches([time for time, _ in covered])
        seconds = sum(span.seconds for span in spans)
        if seconds >= LEAST_SECONDS and len(covered) >= LEAST_SHARE * len(main):
            values: dict[str, int | float | str] = {
                "seconds": round(seconds, 1),
                "name": zone.name,
                "pixels": math.ceil(max(depth for _, depth in covered) / screen.scale),
                "basis": zone.basis,
                "place_words": place,
                "way_words": way,
            }
            message = "the face is under {place_words} of {name} for {seconds:g} s ({basis})"
            remedy = "Move the picture {way_words} by {pixels} px, or make the person smaller."
            yield Flag(message, spans, remedy, values)


@check("SZ03", Severity.WARN, remedy="Say less in writing: leave the picture open around the text.")
def mostly_text(
    probe: Probe, overlay_text: tuple[OverlayLine, ...], profile: Profile
) -> Iterator[Flag]:
    """Text covers most of the picture for most of the time."""
    limit = profile.max_text_share
    if limit is None or probe.duration <= 0:
        return
    shown = [line for line in overlay_text if line.kind is TextKind.OVERLAY]
    edges = sorted({time for line in shown for time in (line.span.start, line.span.end)})
    full = [
        Span(start, end)
        for start, end in pairwise(edges)
        if sum(x.box.share for x in shown if x.span.start <= start and end <= x.span.end) > limit
    ]
    seconds = sum(span.seconds for span in full)
    if seconds > probe.duration / 2:
        values: dict[str, int | float | str] = {
            "limit": limit,
            "seconds": round(seconds, 1),
            "basis": profile.basis("max_text_share"),
            "name": profile.name,
        }
        message = (
            "text covers more than {limit:.0%} of the picture for {seconds:g} s; "
            "{name} shows such videos to fewer people ({basis})"
        )
        yield Flag(message, tuple(full), values=values)


def _eyes(face: _Rect) -> _Rect:
    """The part of a face's box where its eyes are."""
    width, height = face.right - face.left, face.bottom - face.top
    return _Rect(
        face.left + 0.15 * width,
        face.top + 0.25 * height,
        face.right - 0.15 * width,
        face.top + 0.6 * height,
    )


def _covers_half(area: CoveredArea, rect: _Rect) -> bool:
    """Whether ``area`` covers half of the rectangle and more."""
    across = min(rect.right, area.x + area.width) - max(rect.left, area.x)
    down = min(rect.bottom, area.y + area.height) - max(rect.top, area.y)
    whole = (rect.right - rect.left) * (rect.bottom - rect.top)
    return max(0.0, across) * max(0.0, down) >= 0.5 * whole


def _stretches(times: Sequence[float]) -> tuple[Span, ...]:
    """Times of looks that follow each other closely, as spans."""
    spans: list[Span] = []
    for time in times:
        if spans and time - spans[-1].end <= 0.6:
            spans[-1] = Span(spans[-1].start, time)
        else:
            spans.append(Span(time, time))
    return tuple(spans)


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip() + "…"
