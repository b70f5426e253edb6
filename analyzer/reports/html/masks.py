"""What a platform's own screen lays over a frame of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from ...model import (
    SCREEN_HEIGHT,
    SCREEN_WIDTH,
    Box,
    OverlayLine,
    Probe,
    Report,
    SafeZone,
    screen_scale,
)
from ..language import Language
from .pictures import NamedStill

NEAR = 0.3
"""Seconds between a frame and the sighting of a face that belong together; chosen by hand."""

SMALLEST = 100
"""Pixels across below which a frame is too small to lay a mask over."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the picture where the screen shows it, in the screen's pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Zone:
    """One platform's screen, with what it covers in the reader's words."""

    zone: SafeZone
    covered: str


@dataclass(frozen=True, slots=True)
class Mask:
    """A frame of the draft under every platform's screen, the report's own platform first."""

    picture: NamedStill
    when: str
    zones: tuple[Zone, ...]
    lines: tuple[tuple[str, Place], ...]
    """Overlay text, and where it is."""


def build(
    report: Report, zones: Sequence[SafeZone], moments: Sequence[NamedStill], say: Language
) -> Mask | None:
    """Return the mask over the frame with most overlay text, else with a face, else the first."""
    probe, signals = report.probe, report.signals
    large = [picture for picture in moments if picture.still.width >= SMALLEST]
    if not zones or not large or probe is None or signals is None:
        return None
    texts = signals.overlay_text or ()
    faces = [sighting.time for sighting in signals.faces.sightings] if signals.faces else []
    picture = max(
        large,
        key=lambda p: (
            len(_shown(texts, p.still.time)),
            any(abs(time - p.still.time) < NEAR for time in faces),
            p.still.width,
            -p.still.time,
        ),
    )
    own = [(one.platform, one.placement) for one in report.judgements]
    own_first = sorted(zones, key=lambda zone: _place(own, zone))
    return Mask(
        picture=picture,
        when=say.clock(picture.still.time),
        zones=tuple(
            Zone(zone, ", ".join(dict.fromkeys(say(area.what) for area in zone.areas)))
            for zone in own_first
        ),
        lines=tuple(
            (say.written(line), placed(line.box, probe))
            for line in _shown(texts, picture.still.time)
        ),
    )


@lru_cache(maxsize=256)
def hatched(zone: SafeZone, prefix: str) -> Markup:
    """Return what the screen covers, hatched by the pattern of the draft with this prefix."""
    areas = "".join(
        f'<rect x="{area.x}" y="{area.y}" width="{area.width}" height="{area.height}"/>'
        for area in zone.areas
    )
    return Markup(f'<g class="covered" fill="url(#{prefix}hatch)">{areas}</g>')  # noqa: S704


def _place(own: Sequence[tuple[str, str]], zone: SafeZone) -> int:
    """Sorts the screens that the draft was judged for to the front, in their order."""
    screen = (zone.platform, zone.placement)
    return own.index(screen) if screen in own else len(own)


def _shown(lines: Sequence[OverlayLine], time: float) -> list[OverlayLine]:
    return [line for line in lines if line.span.start <= time <= line.span.end]


def placed(box: Box, probe: Probe) -> Place:
    """Return where a box lies on a screen into which the whole draft is fitted."""
    width, height = probe.display_width, probe.display_height
    scale = screen_scale(width, height)
    left, top = (SCREEN_WIDTH - width * scale) / 2, (SCREEN_HEIGHT - height * scale) / 2
    return Place(
        x=round(left + box.x * scale),
        y=round(top + box.y * scale),
        width=round(box.width * scale),
        height=round(box.height * scale),
    )
