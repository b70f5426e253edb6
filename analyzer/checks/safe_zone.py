"""SZ: is what matters clear of the platform's own buttons and words?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..model import (
    SCREEN_HEIGHT,
    SCREEN_WIDTH,
    Box,
    Faces,
    OverlayLine,
    Probe,
    SafeZone,
    Severity,
    Span,
    merge,
    screen_scale,
)
from ..platforms.profile import Profile
from . import Flag, Passed, Said, beyond, check

TOUCH = 16
"""Pixels of the screen by which the box around a text may reach in: about its own margin."""

MOST_GAP = 0.6
"""Seconds between two sightings of a covered face that belong together: faces are looked for
every half second after the hook."""

EYES_LEFT, EYES_TOP, EYES_RIGHT, EYES_BOTTOM = 0.15, 0.25, 0.85, 0.6
"""Shares of a face's box between which its eyes are; chosen by hand."""

COVERED_PART = 0.5
"""Share of the eyes from which a face is covered; chosen by hand."""

ALL_COVERED = 200
"""Pixels under the platform's own words from which a text is lost whole: two lines of a title."""

LONGEST_QUOTE = 40
"""Characters of a text that are quoted of it; chosen by hand."""

PLACES = {
    "header": ("the tabs at the top", "down"),
    "caption": ("the caption at the bottom", "up"),
    "buttons": ("the buttons at the right", "to the left"),
}
"""What lies there, and where to move what lies under it. Edges are mere distance to the glass."""


class _Rect(NamedTuple):
    """A rectangle of the draft's picture, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: _Rect) -> tuple[float, float]:
        """Return width and height of the part that both share; less than 0 where they are apart."""
        return (
            min(self.right, other.right) - max(self.left, other.left),
            min(self.bottom, other.bottom) - max(self.top, other.top),
        )


class _Screen:
    """What a platform covers of a draft, which fills its screen as far as it fits."""

    def __init__(self, probe: Probe, zone: SafeZone) -> None:
        scale = screen_scale(probe.display_width, probe.display_height)
        left = (SCREEN_WIDTH / scale - probe.display_width) / 2
        top = (SCREEN_HEIGHT / scale - probe.display_height) / 2
        self.touch = TOUCH / scale
        self.areas: dict[str, list[_Rect]] = {what: [] for what in PLACES}
        for area in zone.areas:
            if area.what in PLACES:
                self.areas[area.what].append(
                    _Rect(
                        area.x / scale - left,
                        area.y / scale - top,
                        (area.x + area.width) / scale - left,
                        (area.y + area.height) / scale - top,
                    )
                )

        self.open = _Rect(
            -math.inf,
            max((area.bottom for area in self.areas["header"]), default=-math.inf),
            min((area.left for area in self.areas["buttons"]), default=math.inf),
            min((area.top for area in self.areas["caption"]), default=math.inf),
        )
        """What lies in here is under nothing: most faces and texts, so they cost one comparison."""

    def is_open(self, rect: _Rect) -> bool:
        """Return whether ``rect`` lies where nothing is near it."""
        free = self.open
        return rect.top >= free.top and rect.right <= free.right and rect.bottom <= free.bottom

    def depth(self, what: str, rect: _Rect) -> float:
        """By how many pixels ``rect`` has to move to get clear of what lies there; 0 if it is."""
        return max((self._into(what, area, rect) for area in self.areas[what]), default=0.0)

    def _into(self, what: str, area: _Rect, rect: _Rect) -> float:
        across, down = area.overlap(rect)
        if across <= self.touch or down <= self.touch:
            return 0.0
        if what == "header":
            return area.bottom - rect.top
        return rect.bottom - area.top if what == "caption" else rect.right - area.left


@check("SZ01", Severity.WARN, remedy="Move the text into the open part of the screen.")
def text_under_buttons(
    probe: Probe, overlay_text: tuple[OverlayLine, ...], profile: Profile
) -> Said:
    """Text lies where the platform puts its own buttons or words."""
    zone = profile.safe_zone
    if zone is None:
        return
    screen = _Screen(probe, zone)
    shown = [(_rect(x.box), x) for x in overlay_text if x.kind.is_set]
    near = [(rect, line) for rect, line in shown if not screen.is_open(rect)]
    is_clear = True
    for what in PLACES:
        covered = [(d, line) for rect, line in near if (d := screen.depth(what, rect)) > 0]
        if covered:
            is_clear = False
            yield _text_flag(what, covered, zone)
    if is_clear and shown:
        yield Passed(
            "{count} texts, all of them clear of what {name} lays over them",
            {"count": len(shown), "name": zone.name},
        )


def _text_flag(what: str, covered: Sequence[tuple[float, OverlayLine]], zone: SafeZone) -> Flag:
    depth, worst = max(covered, key=lambda pair: pair[0])
    place, way = PLACES[what]
    spans = tuple(line.span for _, line in covered)
    degree = beyond(depth, 0.0, ALL_COVERED)
    values: dict[str, int | float | str] = {
        "count": len(covered),
        "text": _shortened(worst.text),
        "name": zone.name,
        "pixels": math.ceil(depth),
        "basis": zone.basis,
        "place_words": place,
        "way_words": way,
    }
    if len(covered) == 1:
        message = (
            '"{text}" lies {pixels} px under {place_words} of {name} ({basis})'
            if worst.text
            else "a text lies {pixels} px under {place_words} of {name} ({basis})"
        )
        return Flag(message, spans, "Move it {way_words} by {pixels} px.", values, degree)
    message = (
        '{count} texts lie under {place_words} of {name}, "{text}" by {pixels} px ({basis})'
        if worst.text
        else "{count} texts lie under {place_words} of {name}, by {pixels} px at most ({basis})"
    )
    return Flag(message, spans, "Move them {way_words}, by {pixels} px at most.", values, degree)


@check("SZ02", Severity.WARN, remedy="Move the picture so that the face is in the open.")
def face_under_buttons(probe: Probe, faces: Faces, profile: Profile) -> Said:
    """The main face lies where the platform puts its own buttons or words."""
    zone = profile.safe_zone
    main = [s for s in faces.sightings if s.boxes and s.boxes[0].share >= profile.min_face_share]
    if zone is None or not main:
        return
    screen = _Screen(probe, zone)
    eyes = [(s.time, _eyes(s.boxes[0])) for s in main]
    near = [(time, rect) for time, rect in eyes if not screen.is_open(rect)]
    is_clear = True
    for what, (place, way) in PLACES.items():
        covered = [
            (time, screen.depth(what, rect))
            for time, rect in near
            if any(_covers_half(area, rect) for area in screen.areas[what])
        ]
        spans = merge((Span(time, time) for time, _ in covered), MOST_GAP)
        seconds = sum(span.seconds for span in spans)
        is_often = len(covered) >= profile.min_covered_share * len(main)
        if seconds >= profile.min_covered_seconds and is_often:
            values: dict[str, int | float | str] = {
                "seconds": round(seconds, 1),
                "name": zone.name,
                "pixels": math.ceil(max(depth for _, depth in covered)),
                "basis": zone.basis,
                "place_words": place,
                "way_words": way,
            }
            message = "the face is under {place_words} of {name} for {seconds:g} s ({basis})"
            remedy = "Move the picture {way_words} by {pixels} px, or make the person smaller."
            is_clear = False
            degree = len(covered) / len(main)
            yield Flag(message, spans, remedy, values, degree)
    if is_clear:
        yield Passed("the face is clear of what {name} lays over it", {"name": zone.name})


def _rect(box: Box) -> _Rect:
    return _Rect(box.x, box.y, box.x + box.width, box.y + box.height)


def _eyes(face: Box) -> _Rect:
    """Return the part of a face's box where its eyes are."""
    return _Rect(
        face.x + EYES_LEFT * face.width,
        face.y + EYES_TOP * face.height,
        face.x + EYES_RIGHT * face.width,
        face.y + EYES_BOTTOM * face.height,
    )


def _covers_half(area: _Rect, rect: _Rect) -> bool:
    """Return whether ``area`` covers half of the rectangle and more."""
    across, down = area.overlap(rect)
    if across <= 0 or down <= 0:
        return False
    return across * down >= COVERED_PART * (rect.right - rect.left) * (rect.bottom - rect.top)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
