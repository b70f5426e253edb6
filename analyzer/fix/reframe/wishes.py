"""What a shot is about, and so what should be whole in its crop: pure, best wish first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ...model import Span
from . import intervals, wider
from .intervals import Axis, Boxes
from .looks import Look
from .saliency import salient_place
from .tracks import Track, follow, main_faces, noticed_faces, speaker

HEAD = 0.25
"""Share of a face's sides within which its ears and its chin are; chosen by hand."""

MARGINS = (0.15, 0.08, 0.02)
"""Shares of a face's sides that are kept around it at least, the first one that can be: closer than
15 % a face looks cut; chosen by hand."""

LASTING = 0.25
"""Share of the looks of a shot that have to have a face, or a subject, for the shot to be about
it; by hand."""

FITTING = 0.9
"""Share of the looks at which a crop could hold a subject that is then not lost; by hand."""

PAIR = 2
"""Faces, or subjects, that are all shown, or the whole picture: more of them are a crowd, in which
mouths do not tell who speaks."""


class Shot(NamedTuple):
    """One shot as it is decided on."""

    span: Span
    looks: list[Look]
    frames: np.ndarray
    """When each frame is shown, in seconds, float64 of shape (n,)."""
    times: list[float]
    """When each look was."""
    axis: Axis
    texts: Boxes
    speech: Sequence[Span]


class Wish(NamedTuple):
    """What should be whole at each look, and how that may be had."""

    boxes: Boxes
    why: str
    place: float | None = None
    """Where a still crop would rather be; None for around what is in the boxes."""
    moves: bool = True
    hurries: bool = True
    """Whether a path may be faster than is calm; both are for what has to be whole."""
    is_wide: bool = True
    """Whether it may be had by showing more of the picture than a crop."""


def wishes(shot: Shot) -> Iterator[Wish]:
    """What should be whole; more of the picture is shown where none of it can be had."""
    followed = follow(shot.looks)
    tracks = main_faces(followed)
    heads = intervals.face_boxes(tracks, shot.times, HEAD)
    subjects = intervals.subject_boxes(shot.looks)
    if tracks:
        others = intervals.other_subjects(intervals.face_boxes(tracks, shot.times, 0.0), shot.looks)
        if _lasts(others, shot):
            figures = intervals.figure_boxes(heads, shot.looks, shot.axis)
            yield Wish(intervals.joined(figures, others), "subject")
        elif not _lasts(heads, shot) and _lasts(subjects, shot):
            yield Wish(intervals.joined(heads, subjects), "subject")
        else:
            noticed = noticed_faces(followed)
            if len(noticed) > len(tracks):
                yield from _face_wishes(shot, noticed, "face")
            yield from _face_wishes(shot, tracks, "face")
            one = speaker(tracks, shot.speech, shot.times) if len(tracks) == PAIR else None
            if one is not None:
                yield from _face_wishes(shot, [one], "speaker")
        return
    if _lasts(subjects, shot):
        yield Wish(subjects, "subject")
        if most := intervals.held_in_place(subjects, shot.axis):
            yield Wish(most, "subject", moves=False)
        is_pair = float(np.median([len(rects) for rects in subjects.values()])) == PAIR
        is_part = wider.is_part(subjects, shot.axis)
        if is_pair or is_part or intervals.fitting_share(subjects, shot.axis) >= FITTING:
            return  # what could be shown is not lost for want of a path
    at = salient_place(shot.looks, shot.axis)
    yield Wish({}, "centre", shot.axis.room / 2) if at is None else Wish({}, "saliency", at)


def _lasts(boxes: Boxes, shot: Shot) -> bool:
    return len(boxes) >= max(1.0, LASTING * len(shot.looks))


def _face_wishes(shot: Shot, tracks: Sequence[Track], why: str) -> Iterator[Wish]:
    """The faces with their figures, then with less and less around them."""
    heads = intervals.face_boxes(tracks, shot.times, HEAD)
    yield Wish(intervals.figure_boxes(heads, shot.looks, shot.axis), why, moves=False)
    yield Wish(heads, why, hurries=False)
    for margin in MARGINS:
        is_wide = margin == MARGINS[0] and len(tracks) == 1
        yield Wish(intervals.face_boxes(tracks, shot.times, margin), why, is_wide=is_wide)
