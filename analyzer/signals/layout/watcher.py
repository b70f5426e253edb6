"""Looks for seams eight times a second, and says at the end how the pictures lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model import Wording
from ...model.layout import Inset, Layout, LayoutKind
from ..sampling import Sampler
from .circles import circles
from .contours import Contours, Found, contours, inset
from .lines import Seam, seam
from .rectangles import rectangles
from .seams import Changes

if TYPE_CHECKING:
    from ...media.frames import Frame

STEP_SECONDS = 0.125
"""Seconds between two looks: a hand moves by several pixels, and a minute costs 480 looks."""

MOST_LOOKS = 2_400
"""Looks that are taken at most: five minutes tell how the pictures lie."""

FEWEST_LOOKS = 16
"""Looks (two seconds) under which nothing can be told of how pixels change."""

MOST_CHANGE = 36.0
"""Gray levels by which a picture changes on average, from which it is a cut: a camera that is
carried gives up to 36 nine times in ten; chosen by hand on half of the real clips."""

LEAST_SEEN = 0.3
"""Mean square of what changes along a line of pixels, under which it is a bar; chosen by hand."""

EVIDENCE = {
    "seam": "two pictures that move for themselves meet in a straight line at {at:.0%}",
    "rectangle": (
        "a rectangle {place_words}, {width:.0%} by {height:.0%} of the frame: its edges stand all "
        "the time, and movement ends at them"
    ),
    "circle": (
        "a circle {place_words}, {width:.0%} by {height:.0%} of the frame: its edge stands all the "
        "time, and movement ends at it"
    ),
}
"""What a layout is recognised by."""

SINGLE = Layout(LayoutKind.SINGLE)


class LayoutWatcher:
    """Adds up how the pixels of small gray pictures change."""

    long_side = 320

    def __init__(self) -> None:
        self._sampler = Sampler(STEP_SECONDS, MOST_LOOKS)
        self._changes = Changes()

    def wants(self, time: float) -> bool:
        """Return whether the next look is due."""
        is_due = self._sampler.is_due(time)
        if is_due:
            self._sampler.take(time)
        return is_due

    def observe(self, frame: Frame) -> None:
        """Take in one frame."""
        self._changes.add(frame.gray, MOST_CHANGE)

    def result(self) -> Layout:
        """Return how the pictures lie."""
        if self._changes.count < FEWEST_LOOKS:
            return SINGLE
        upright, level = self._changes.drops(0), self._changes.drops(1)
        energy = self._changes.energy
        beside = seam(upright, _inside(energy.mean(axis=1)))
        above = seam(level, _inside(energy.mean(axis=0)))
        if beside is not None and (above is None or beside.parted >= above.parted):
            return _of_two(LayoutKind.SIDE_BY_SIDE, beside)
        if above is not None:
            return _of_two(LayoutKind.STACKED, above)
        seen = contours(upright, level)
        found = inset((*rectangles(seen), *circles(seen)), seen)
        return SINGLE if found is None else _with_inset(found, seen)


def _of_two(kind: LayoutKind, found: Seam) -> Layout:
    evidence = Wording(EVIDENCE["seam"], values={"at": round(found.at, 3)})
    return Layout(kind, seam=round(found.at, 4), evidence=(evidence.text,), wordings=(evidence,))


def _with_inset(found: Found, seen: Contours) -> Layout:
    height, width = seen.moving.shape
    place = Inset(
        x=round((found.left + 0.5) / width, 4),
        y=round((found.top + 0.5) / height, 4),
        width=round((found.right - found.left - 1) / width, 4),
        height=round((found.bottom - found.top - 1) / height, 4),
        is_round=found.is_round,
    )
    evidence = Wording(
        EVIDENCE["circle" if found.is_round else "rectangle"],
        values={"width": place.width, "height": place.height, "place_words": place.where},
    )
    return Layout(
        LayoutKind.PICTURE_IN_PICTURE,
        inset=place,
        evidence=(evidence.text,),
        wordings=(evidence,),
    )


def _inside(energy: np.ndarray) -> slice:
    """The lines between the first and the last in which anything moves."""
    lines = np.flatnonzero(energy >= LEAST_SEEN)
    return slice(int(lines[0]), int(lines[-1]) + 1) if len(lines) else slice(0, 0)
