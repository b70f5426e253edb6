"""What a platform's own screen lays over a draft."""

from __future__ import annotations

from .base import Record

SCREEN_WIDTH, SCREEN_HEIGHT = 1080, 1920
"""Pixels of the screen on which safe zones were measured."""


def screen_scale(width: int, height: int) -> float:
    """Return the screen's pixels for each pixel of a draft that is fitted into the screen."""
    return min(SCREEN_WIDTH / width, SCREEN_HEIGHT / height)


class CoveredArea(Record):
    """A rectangle of a 1080x1920 screen under the platform's own buttons or words, in pixels."""

    what: str
    """``"header"``, ``"caption"``, ``"buttons"``, ``"edge"``: what lies there."""
    x: int
    y: int
    width: int
    height: int


class SafeZone(Record):
    """All that one platform lays over a draft, for one placement."""

    platform: str
    placement: str
    name: str
    areas: tuple[CoveredArea, ...]
    basis: str
    """Who measured it and when; no platform publishes all of these numbers."""
