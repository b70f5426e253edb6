"""Where a picture is cropped over time."""

from __future__ import annotations

from bisect import bisect_right

from ...model import Record, Span


class Crop(Record):
    """A part of the picture, in its pixels from its top left corner, all of them even."""

    left: int
    top: int
    width: int
    height: int


class Moment(Record):
    """Where a moving crop is at one frame: its top left corner in pixels, with their fractions.

    A renderer rounds it as finely as it can: even numbers of pixels judder where it moves slowly.
    """

    time: float
    left: float
    top: float


class Still(Record):
    """A crop that stands."""

    crop: Crop


class Moving(Record):
    """A crop that moves smoothly, with one moment for each frame of the shot."""

    width: int
    height: int
    moments: tuple[Moment, ...]

    def at(self, time: float) -> Crop:
        """The crop of the last frame that is shown by ``time`` seconds, in even pixels."""
        index = bisect_right(self.moments, time + 5e-4, key=lambda moment: moment.time) - 1
        moment = self.moments[max(0, index)]
        left, top = round(moment.left / 2) * 2, round(moment.top / 2) * 2
        return Crop(left, top, self.width, self.height)


class Blurred(Record):
    """The picture over its own blurred fill."""

    part: Crop | None
    """What is shown of it, more than a crop of the ratio; None for all."""


class ShotPath(Record):
    """One shot, from its first frame to the first of the next, and how it is shown."""

    span: Span
    framing: Still | Moving | Blurred
    why: str
    """What decided: ``face``, ``faces``, ``text``, ``subject``, ``saliency``, ``centre``,
    ``layout``."""


class CropPath(Record):
    """How a picture of ``width`` by ``height`` pixels is shown in another ratio, shot by shot.

    All crops have the same size, as have all parts that stand over their blur, and jump at the
    start of a shot only.
    """

    width: int
    height: int
    shots: tuple[ShotPath, ...]

    def at(self, time: float) -> Crop | None:
        """What is shown of the frame at ``time`` seconds; None where all of it is."""
        index = bisect_right(self.shots, time + 5e-4, key=lambda shot: shot.span.start) - 1
        framing = self.shots[max(0, index)].framing
        if isinstance(framing, Moving):
            return framing.at(time)
        return framing.crop if isinstance(framing, Still) else framing.part
