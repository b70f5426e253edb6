"""The cases of the checks of what was seen before."""

from __future__ import annotations

from typing import Any

from analyzer.model import Inset, Layout, LayoutKind, Match, Origin, Sound, Span
from tests.checks.cases import Case


def match(
    start: float,
    end: float,
    of: Origin = Origin.LIBRARY,
    *,
    mirrored: bool = False,
    cropped: bool = False,
    speed: float = 1.0,
    sound: bool | None = None,
    picture: float = 0.95,
) -> Match:
    """What the draft shares with another video, which began two seconds earlier there."""
    return Match(
        path="/videos/march/bread.mp4",
        of=of,
        seconds=end - start,
        spans=(Span(start, end),),
        spans_there=(Span(start + 2.0, end + 2.0),),
        picture=picture,
        sound=sound,
        mirrored=mirrored,
        speed=speed,
        cropped=cropped,
    )


def matches(*found: Match) -> dict[str, Any]:
    """The change that lets other videos show the same."""
    return {"matches": found}


DUET: dict[str, Any] = {"layout": Layout(LayoutKind.SIDE_BY_SIDE, seam=0.5)}
"""The change that lays a second video beside the draft's."""

INSET = Inset(x=0.6, y=0.05, width=0.35, height=0.25)
REACTION: dict[str, Any] = {"layout": Layout(LayoutKind.PICTURE_IN_PICTURE, inset=INSET)}
"""The change that lays a small video over the draft's."""


def track(start: float, end: float, speed: float = 1.0) -> Sound:
    """A track of the user's own that is heard in the draft, from two seconds on."""
    return Sound(
        path="/music/sounds/trend.mp3",
        seconds=end - start,
        spans=(Span(start, end),),
        spans_there=(Span(2.0, 2.0 + (end - start) * speed),),
        speed=speed,
        landmarks=180,
        evidence=52.0,
    )


def heard(*sounds: Sound, expected: bool = False) -> dict[str, Any]:
    """The change that lets tracks be heard, or expects one."""
    return {"sounds": sounds, "expect_sound": expected}


FLAGGED: dict[str, list[Case]] = {
    "OR02": [
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(1.0, 21.0, mirrored=True))),
        Case(matches(match(0.0, 24.0, cropped=True))),
        Case(matches(match(0.0, 24.0, speed=1.05))),
        Case(matches(match(0.0, 24.0, sound=False))),
        Case({**matches(match(0.0, 24.0, picture=0.99)), **REACTION}),
    ],
    "OR03": [
        Case(matches(match(0.0, 24.0, Origin.RUN))),
        Case(matches(match(0.0, 20.0, Origin.RUN, mirrored=True))),
    ],
    "OR04": [
        Case(matches(match(3.0, 9.0))),
        Case(matches(match(3.0, 9.0), match(12.0, 16.5, Origin.RUN))),
        Case({**matches(match(0.0, 24.0, cropped=True)), **DUET}),
        Case(matches(match(3.0, 9.0), match(9.0, 14.0), match(8.0, 12.0), match(12.0, 15.5))),
        Case({**matches(match(0.0, 24.0, picture=0.77)), **REACTION}),
    ],
    "OR05": [Case(heard(track(0.0, 24.0))), Case(heard(track(0.0, 8.0), track(9.0, 20.0, 1.05)))],
    "OR06": [Case(heard(expected=True))],
}

PASSED: dict[str, list[Case]] = {
    "OR02": [
        Case(matches()),
        Case(matches(match(0.0, 10.0))),
        Case(matches(match(0.0, 24.0, Origin.RUN))),
        Case({**matches(match(0.0, 24.0, cropped=True)), **DUET}),
        Case({**matches(match(0.0, 24.0, picture=0.77)), **REACTION}),
    ],
    "OR03": [
        Case(matches()),
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(0.0, 10.0, Origin.RUN))),
        Case({**matches(match(0.0, 24.0, Origin.RUN, cropped=True)), **DUET}),
        Case({**matches(match(0.0, 24.0, Origin.RUN, picture=0.77)), **REACTION}),
    ],
    "OR04": [
        Case(matches()),
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(3.0, 5.0))),
    ],
    "OR05": [Case(heard())],
    "OR06": [Case(heard(track(0.0, 24.0), expected=True))],
}
