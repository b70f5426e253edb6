"""Where a crop has to be at each look of a shot, for its subject and its text to be whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ...model import Span
from .geometry import Rect, around
from .looks import Look
from .smooth import Bounds
from .tracks import Track

SUBJECT_MARGIN = 0.05
"""Share of a subject's sides that is kept around it: its box is exact to a pixel of a small look,
and it moves between two."""

COMPARABLE = 0.4
"""Share of the area of the largest subject, or face, from which another one counts as much; chosen
by hand."""

OWN_SHARE = 0.4
"""Share of a face that a subject has to cover for it to be its figure; chosen by hand."""

SLIGHT = 0.1
"""Share of the area that a shot's subjects have in the median below which there is none in a look:
a leaf that stirs before a car comes. By hand."""

BODY = (2.5, 7.0)
"""Widths of a face to each side of it, and heights below it, within which its body and its arms
are: a grown-up is seven and a half heads tall, and as wide with stretched arms. By hand."""

OTHER = 8.0
"""Areas of the largest face from which another subject counts beside it: a third of a figure. By
hand."""

MOSTLY = 0.95
"""Share of its looks from which a subject is held by a crop that stands, whatever it does at the
others: it walks in, or runs together with its shadow. Chosen by hand."""

Boxes = Mapping[int, Sequence[Rect]]
"""What has to be whole at each look, by the look's number."""


class Axis(NamedTuple):
    """The side along which a crop of the whole other side can lie."""

    is_across: bool
    length: int
    """Pixels of the picture along it."""
    crop: int
    """Pixels of the crop along it."""

    @property
    def room(self) -> int:
        """Pixels by which the crop can move."""
        return self.length - self.crop

    def sides(self, rect: Rect) -> tuple[float, float]:
        """Where a rectangle begins and ends along it, within the picture."""
        low, high = (rect.left, rect.right) if self.is_across else (rect.top, rect.bottom)
        return min(max(low, 0.0), self.length), min(max(high, 0.0), self.length)


def face_boxes(tracks: Sequence[Track], times: Sequence[float], margin: float) -> Boxes:
    """The faces at each look, each with a share of its sides around it."""
    boxes: dict[int, list[Rect]] = {}
    for track in tracks:
        for i, rect in track.filled(times).items():
            boxes.setdefault(i, []).append(rect.grown(margin))
    return boxes


def large_faces(looks: Sequence[Look], margin: float) -> Boxes:
    """The largest face of each look, main one or not, and those that are comparable."""
    boxes: dict[int, list[Rect]] = {}
    for i, look in enumerate(looks):
        largest = max((face.rect.area for face in look.faces), default=0.0)
        rects = [face.rect for face in look.faces if face.rect.area >= COMPARABLE * largest]
        boxes[i] = [rect.grown(margin) for rect in rects]
    return boxes


def text_boxes(texts: Sequence[tuple[Span, Rect]], times: Sequence[float], step: float) -> Boxes:
    """The overlay text that is shown at each look, or just before or after it."""
    return {
        i: shown
        for i, time in enumerate(times)
        if (shown := [r for span, r in texts if span.start - step <= time <= span.end + step])
    }


def subject_boxes(looks: Sequence[Look]) -> Boxes:
    """The largest subject of each look at a still background, and those that are comparable."""
    largest = [max((rect.area for rect in look.scene.subjects), default=0.0) for look in looks]
    least = SLIGHT * float(np.median([area for area in largest if area] or [0.0]))
    return {
        i: [rect.grown(SUBJECT_MARGIN) for rect in rects]
        for i, (look, most) in enumerate(zip(looks, largest, strict=True))
        if (rects := [r for r in look.scene.subjects if r.area >= max(least, COMPARABLE * most)])
    }


def figure_boxes(faces: Boxes, looks: Sequence[Look], axis: Axis) -> Boxes:
    """The faces at each look with whoever they belong to, where that stands out and fits."""
    boxes: dict[int, Sequence[Rect]] = {}
    for i, rects in faces.items():
        subjects = [rect.grown(SUBJECT_MARGIN) for rect in looks[i].scene.subjects]
        whole = [s for s in subjects if any(s.overlap(r) >= OWN_SHARE * r.area for r in rects)]
        low, high = axis.sides(around([*rects, *whole]))
        boxes[i] = [*rects, *whole] if high - low <= axis.crop else rects
    return boxes


def other_subjects(faces: Boxes, looks: Sequence[Look]) -> Boxes:
    """What stands out beside the faces of a look as large as a figure, and is none of theirs."""
    boxes: dict[int, Sequence[Rect]] = {}
    for i, rects in faces.items():
        least = OTHER * max(rect.area for rect in rects)
        bodies = [_body(rect) for rect in rects]
        others = [
            subject.grown(SUBJECT_MARGIN)
            for subject in looks[i].scene.subjects
            if subject.area >= least
            and all(subject.overlap(body) < OWN_SHARE * subject.area for body in bodies)
        ]
        if others:
            boxes[i] = others
    return boxes


def _body(face: Rect) -> Rect:
    """Where the body that belongs to a face may be."""
    aside, below = BODY[0] * face.width, BODY[1] * face.height
    return Rect(face.left - aside, face.top, face.right + aside, face.bottom + below)


def joined(*all_boxes: Boxes) -> Boxes:
    """What has to be whole of all of these."""
    return {
        i: [rect for boxes in all_boxes for rect in boxes.get(i, ())]
        for i in sorted({i for boxes in all_boxes for i in boxes})
    }


def fits(boxes: Boxes, axis: Axis) -> bool:
    """Whether at each look all fits into one crop."""
    return not boxes or fitting_share(boxes, axis) == 1


def fitting_share(boxes: Boxes, axis: Axis) -> float:
    """At which share of the looks with something in them all of that fits into one crop."""
    sides = [axis.sides(around(rects)) for rects in boxes.values()]
    return sum(high - low <= axis.crop for low, high in sides) / len(sides)


def held_in_place(boxes: Boxes, axis: Axis) -> Boxes:
    """The boxes of the looks that the best still crop holds; none where it does not hold most."""
    sides = {i: axis.sides(around(rects)) for i, rects in boxes.items()}
    places = sorted({2 * np.ceil(max(0.0, high - axis.crop) / 2) for _, high in sides.values()})
    held = [
        {i for i, (low, high) in sides.items() if low >= at >= high - axis.crop} for at in places
    ]
    best = max(held, key=len, default=set())
    return {i: boxes[i] for i in boxes if i in best} if len(best) >= MOSTLY * len(boxes) else {}


def bounds(boxes: Boxes, count: int, axis: Axis, wanted: float | None) -> Bounds:
    """The first and the last place of the crop at each of so many looks.

    It would rather have what is in ``boxes`` in its middle, or be at ``wanted``.
    """
    low, high = np.zeros(count), np.full(count, float(axis.room))
    middle = np.full(count, np.nan)
    for i, rects in boxes.items():
        begins, ends = axis.sides(around(rects))
        low[i] = max(0.0, ends - axis.crop)
        high[i] = min(float(axis.room), begins)
        middle[i] = min(max((begins + ends - axis.crop) / 2, 0.0), axis.room)
    if wanted is None:
        known = ~np.isnan(middle)
        at = np.flatnonzero(known)
        home = np.interp(np.arange(count), at, middle[known]) if len(at) else axis.room / 2
    else:
        home = wanted
    return Bounds(low, high, np.broadcast_to(home, count).astype(float))
