"""The cases of the checks of what was seen before."""

from __future__ import annotations

from typing import Any

from analyzer.model import Match, Origin, Span
from tests.checks.cases import Case


def match(
    start: float,
    end: float,
    of: Origin = Origin.LIBRARY,
    *,
    mirrored: bool = False,
    cropped: bool = False,
    speed: float = 1.0,
) -> Match:
    """What the draft shares with another video, which began two seconds earlier there."""
    return Match(
        path="march/bread.mp4",
        of=of,
        seconds=end - start,
        spans=(Span(start, end),),
        spans_there=(Span(start + 2.0, end + 2.0),),
        picture=0.95,
        sound=None,
        mirrored=mirrored,
        speed=speed,
        cropped=cropped,
    )


def matches(*found: Match) -> dict[str, Any]:
    """The change that lets other videos show the same."""
    return {"matches": found}


FLAGGED: dict[str, list[Case]] = {
    "OR02": [
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(1.0, 21.0, mirrored=True))),
        Case(matches(match(0.0, 24.0, cropped=True))),
        Case(matches(match(0.0, 24.0, speed=1.05))),
    ],
    "OR03": [
        Case(matches(match(0.0, 24.0, Origin.RUN))),
        Case(matches(match(0.0, 20.0, Origin.RUN, mirrored=True))),
    ],
    "OR04": [
        Case(matches(match(3.0, 9.0))),
        Case(matches(match(3.0, 9.0), match(12.0, 16.5, Origin.RUN))),
    ],
}

PASSED: dict[str, list[Case]] = {
    "OR02": [
        Case(matches()),
        Case(matches(match(0.0, 10.0))),
        Case(matches(match(0.0, 24.0, Origin.RUN))),
    ],
    "OR03": [
        Case(matches()),
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(0.0, 10.0, Origin.RUN))),
    ],
    "OR04": [
        Case(matches()),
        Case(matches(match(0.0, 24.0))),
        Case(matches(match(3.0, 5.0))),
    ],
}
