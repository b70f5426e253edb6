"""Reframing: a wide or a tall picture to 9:16, by shots, its subject whole.

``looks`` watches the draft once more: faces, what stands out from a still background, what moves.
``tracks`` follows faces from look to look and tells which are the main ones, ``wishes`` says what a
shot is about, ``intervals`` where the crop has to be for that and for overlay text, and ``path``
decides for each shot: a still crop wherever that holds all of it, a smooth path where it does not
(``smooth``), and as much of the picture as that takes over its own blurred fill where no calm crop
would do (``wider``).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...media.decode import Media
from ...model import Faces, OverlayLine, Shots, Span
from .geometry import Rect, View
from .looks import watch
from .nouns import Blurred, Crop, CropPath, Moment, Moving, ShotPath, Still
from .path import crop_path

__all__ = [
    "Blurred",
    "Crop",
    "CropPath",
    "Moment",
    "Moving",
    "ShotPath",
    "Still",
    "View",
    "crop_path",
    "reframe",
    "watch",
]

CORNER = 0.2
"""Share of the width and of the height within which a logo stands in a corner; chosen by hand."""

VERTICAL = Fraction(9, 16)
"""Width by height of a phone's screen held upright, as the platforms ask for."""


def reframe(
    media: Media,
    view: View,
    shots: Shots,
    texts: Sequence[OverlayLine] = (),
    speech: Sequence[Span] = (),
    ratio: Fraction = VERTICAL,
    *,
    faces: Faces | None = None,
) -> CropPath | None:
    """Decode the draft once more, and decide where it is cropped to ``ratio``.

    None where it has that ratio. ``faces`` are those of its report: they save looks.
    ``view`` is the part of the displayed picture that is kept, and how it is turned; the path is in
    its pixels. Raises InputError when the picture cannot be decoded.
    """
    looks = watch(media, view, shots, faces)
    size = media.probe.display_width, media.probe.display_height
    shown = [
        (line.span, view.seen(Rect.of(line.box)))
        for line in texts
        if line.kind.is_set and not is_logo(line, shots, size)
    ]
    return crop_path(looks, shown, speech, ratio)


def is_logo(line: OverlayLine, shots: Shots, size: tuple[int, int]) -> bool:
    """Whether a text stands in a corner across a cut, as a broadcaster's mark does, and no title.

    No crop has to hold one. ``size`` is the width and the height that the line's box lies in.
    """
    box, (width, height) = line.box, size
    is_aside = box.x >= (1 - CORNER) * width or box.x + box.width <= CORNER * width
    is_at_end = box.y >= (1 - CORNER) * height or box.y + box.height <= CORNER * height
    return is_aside and is_at_end and any(line.span.start < t < line.span.end for t in shots.cuts)
