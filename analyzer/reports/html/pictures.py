"""Which of a draft's stills a page shows where."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from ...model import Span, Still, StillUse

MOST_IN_FILM = 18
"""Frames of the filmstrip: narrower ones would show nothing."""

FRAME_SECONDS = 0.05
"""Seconds by which the hook's last frame may lie behind its end: one frame at 20 a second."""


@dataclass(frozen=True, slots=True)
class NamedStill:
    """A still under the name by which a page refers to it."""

    name: str
    still: Still

    @property
    def source(self) -> Markup:
        """The picture as a ``data:`` URL, in which nothing is to be escaped."""
        data = base64.b64encode(self.still.data).decode("ascii")
        return Markup(f"data:image/webp;base64,{data}")  # noqa: S704

    @property
    def image(self) -> Markup:
        """The element that holds the picture, once in a page."""
        size = f'width="{self.still.width}" height="{self.still.height}"'
        return Markup(f'<image id="{self.name}" {size} href="{self.source}"/>')  # noqa: S704

    def shot(self, label: str, kind: str = "", fit: str = "slice") -> Markup:
        """Return an element that shows the picture; without a label it is only decoration.

        A page has forty of them, and a macro of the template would take most of its time.
        """
        told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        classes = f"shot {kind}" if kind else "shot"
        return Markup(  # noqa: S704
            f'<svg class="{classes}" viewBox="0 0 {self.still.width} {self.still.height}" '
            f'preserveAspectRatio="xMidYMid {fit}" {told}><use href="#{self.name}"/></svg>'
        )


class Album:
    """The stills of one draft, each stored once in the page however often it is shown."""

    def __init__(self, stills: Sequence[Still], prefix: str = "s") -> None:
        named = tuple(NamedStill(f"{prefix}{i}", still) for i, still in enumerate(stills))
        self.pictures = tuple(p for p in named if p.still.use is not StillUse.THUMBNAIL)
        self.thumbnail = next((p for p in named if p.still.use is StillUse.THUMBNAIL), None)

    def nearest(self, time: float) -> NamedStill | None:
        """Return the picture at ``time`` or closest to it, the largest of those."""
        return min(
            self.pictures,
            key=lambda p: (round(abs(p.still.time - time), 2), -p.still.width),
            default=None,
        )

    def small(self, time: float) -> NamedStill | None:
        """Return the picture at ``time`` or closest to it, the smallest of those."""
        return min(
            self.pictures,
            key=lambda p: (round(abs(p.still.time - time), 2), p.still.width),
            default=None,
        )

    def hook(self, window: Span) -> tuple[NamedStill, ...]:
        """Return the large pictures of the first seconds."""
        end = window.end + FRAME_SECONDS
        hook = (p for p in self.pictures if p.still.use is StillUse.HOOK)
        return tuple(p for p in hook if p.still.time <= end)

    def film(self, duration: float) -> tuple[NamedStill, ...]:
        """Return pictures, each in the middle of its part of the draft."""
        count = min(MOST_IN_FILM, len({p.still.time for p in self.pictures}))
        middles = [duration * (i + 0.5) / count for i in range(count)]
        return tuple(
            min(self.pictures, key=lambda p: abs(p.still.time - middle)) for middle in middles
        )


def thinned(stills: Sequence[Still], *, times: Sequence[float], most_bytes: int) -> list[Still]:
    """Return as many stills as fit into ``most_bytes``, those that a page needs most.

    The thumbnail comes first, then those nearest to ``times``, then every eighth and fourth of the
    strip, then the cover and some of the hook, then every second and all of the strip, and at last
    all of the hook.
    """
    if not stills:
        return []
    strip = [still for still in stills if still.use is StillUse.STRIP]
    hook = [still for still in stills if still.use is StillUse.HOOK]
    cover = [still for still in stills if still.use is StillUse.COVER]
    thumbnail = [still for still in stills if still.use is StillUse.THUMBNAIL]
    shown = [*hook, *strip, *cover]
    nearest = [min(shown, key=lambda s: (round(abs(s.time - t), 2), s.width)) for t in times]
    some = [*cover, *hook[:: max(1, len(hook) // 3)]]
    order = [*thumbnail, *nearest, *strip[::8], *strip[::4], *some, *strip[::2], *strip, *hook]
    chosen: dict[int, Still] = {}
    room = most_bytes
    for still in order:
        if id(still) not in chosen and len(still.data) <= room:
            chosen[id(still)] = still
            room -= len(still.data)
    return sorted(chosen.values(), key=lambda still: (still.time, -still.width))
