"""From what was seen to where the picture is cropped: pure, shot by shot."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from ...model import Span
from . import intervals, wider
from .geometry import Rect
from .intervals import Axis
from .looks import STEP, Looks, shot_looks
from .nouns import Blurred, Crop, CropPath, Moment, Moving, ShotPath, Still
from .smooth import Bounds, reversals, smooth, top_speed
from .wishes import MARGINS, Shot, wishes

SPEED = 2 / 640
"""Share of the picture's width by which a crop moves from frame to frame at most, unless
containment demands more; chosen by hand."""

FASTEST = 1.0
"""Widths of itself by which a crop may move in a second, beyond which the whole picture is shown;
chosen by hand."""

HURRIES = (1.0, 1.5, 2.5)
"""Times the speed at which a path is looked for: a faster one can stand between two movements."""

MOST_TURNS = 3
"""Times that a path is solved for with more of it standing; chosen by hand."""

CALM_SECONDS = 1.0
"""Seconds between a movement and one the other way; chosen by hand."""

RATIO_TOLERANCE = 0.01
"""Share by which a picture may miss the ratio and is not cropped, as the checks allow."""


def crop_path(
    looks: Looks,
    texts: Sequence[tuple[Span, Rect]] = (),
    speech: Sequence[Span] = (),
    ratio: Fraction = Fraction(9, 16),
) -> CropPath | None:
    """Where the picture is cropped to ``ratio`` (width by height); None where it has that ratio.

    ``texts`` is the overlay text, when and where it is shown, in pixels of the view.
    """
    width, height = looks.size
    if abs(width / height / float(ratio) - 1) <= RATIO_TOLERANCE:
        return None
    across, down = size_of(width, height, ratio)
    is_across = across < width
    axis = Axis(is_across, *((width, across) if is_across else (height, down)))
    found = []
    for start, end, seen in shot_looks(looks):
        inside = looks.times[(looks.times >= start - 5e-4) & (looks.times < end - 5e-4)]
        if not len(inside):
            continue
        times = [look.time for look in seen]
        shown = intervals.text_boxes(texts, times, STEP)
        shot = Shot(Span(start, end), seen, inside, times, axis, shown, speech)
        framing, why = _framing(shot, Crop(0, 0, across, down))
        found.append(ShotPath(shot.span, framing, why))
    return CropPath(across, down, wider.of_one_size(found, axis))


def size_of(width: int, height: int, ratio: Fraction) -> tuple[int, int]:
    """Width and height of the largest part of a picture that has the ratio, both even."""
    if width > height * ratio:
        return round(height * ratio / 2) * 2, height // 2 * 2
    return width // 2 * 2, round(width / ratio / 2) * 2


def _framing(shot: Shot, crop: Crop) -> tuple[Still | Moving | Blurred, str]:
    """How a shot is shown, and what decided."""
    why, all_shown = "text", None
    for wish in wishes(shot):
        boxes = intervals.joined(wish.boxes, shot.texts)
        why = wish.why if wish.boxes else why
        if wish.moves and wish.is_wide and (all_shown is None or all_shown.part is None):
            seen = intervals.joined(boxes, intervals.large_faces(shot.looks, MARGINS[0]))
            all_shown = wider.blurred(seen, wish.place, shot.axis, crop)
        if not intervals.fits(boxes, shot.axis):
            continue
        bounds = intervals.bounds(boxes, len(shot.looks), shot.axis, wish.place)
        if (place := _still(bounds)) is not None:
            left, top = (place, 0) if shot.axis.is_across else (0, place)
            return Still(Crop(left, top, crop.width, crop.height)), wish.why
        path = _moving(shot, bounds, hurries=wish.hurries) if wish.moves else None
        if path is not None:
            return _moved(shot, path, crop), wish.why
    return all_shown or Blurred(None), why


def _still(wish: Bounds) -> int | None:
    """The even place that is right all the time, nearest to the wanted one; None without any."""
    low, high = np.ceil(wish.low.max() / 2) * 2, np.floor(wish.high.min() / 2) * 2
    if low > high:
        return None
    return int(min(max(round(float(np.median(wish.wanted)) / 2) * 2, low), high))


def _moving(shot: Shot, wish: Bounds, *, hurries: bool) -> np.ndarray | None:
    """The place at each knot of a calm path; None where there is none."""
    knots = _knots(shot.frames)
    if len(knots) < 2:
        return None
    wish = Bounds(*(np.interp(knots, shot.times, side) for side in wish))
    step = float(knots[1] - knots[0])
    frame = max(1e-3, (knots[-1] - knots[0]) / max(1, len(shot.frames) - 1))
    speed = SPEED * shot.axis.length * step / frame
    calm, fastest = 1.001 * speed, FASTEST * shot.axis.crop * step
    for hurry in HURRIES if hurries else HURRIES[:1]:
        hurried = None
        for bounds in (_eroded(wish), wish):
            path = _calm(bounds, hurry * speed, CALM_SECONDS / step)
            if path is not None and top_speed(path) <= calm:
                return path
            if hurried is None and path is not None and top_speed(path) <= fastest:
                hurried = path
        if hurries and hurried is not None:
            return hurried
    return None


def _knots(frames: np.ndarray) -> np.ndarray:
    """Moments at which a path is solved for, as far apart as looks, from first to last frame."""
    return np.linspace(frames[0], frames[-1], round((frames[-1] - frames[0]) / STEP) + 1)


def _calm(bounds: Bounds, speed: float, rest: float) -> np.ndarray | None:
    """The smoothest path that stands for ``rest`` knots where it turns; None where there is none.

    Where it turns sooner it is asked to stand, and is solved for again.
    """
    held: frozenset[int] = frozenset()
    for _ in range(MOST_TURNS):
        path = smooth(bounds, speed, held)
        turns = [] if path is None else reversals(path, speed, rest)
        if not turns:
            return path
        around = int(rest / 2) + 2
        held |= {k for turn in turns for k in range(turn - around, turn + around)}
    return None


def _eroded(wish: Bounds) -> Bounds:
    """The bounds that hold at the looks before and after as well, for a path to be rounded."""
    low = np.pad(wish.low, 1, mode="edge")
    high = np.pad(wish.high, 1, mode="edge")
    return Bounds(
        np.maximum.reduce([low[:-2], low[1:-1], low[2:]]),
        np.minimum.reduce([high[:-2], high[1:-1], high[2:]]),
        wish.wanted,
    )


def _moved(shot: Shot, path: np.ndarray, crop: Crop) -> Moving:
    """The path for every frame: its knots are the control points of a quadratic B-spline."""
    middles = np.concatenate([[path[0]], (path[:-1] + path[1:]) / 2, [path[-1]]])
    at = np.interp(shot.frames, _knots(shot.frames), np.arange(len(path), dtype=float))
    knot = np.clip(np.rint(at).astype(int), 0, len(path) - 1)
    u = at - knot + 0.5
    first, last = middles[knot], middles[knot + 1]
    places = (1 - u) ** 2 * first + 2 * u * (1 - u) * path[knot] + u**2 * last
    places = np.clip(places, 0, shot.axis.room)
    return Moving(
        crop.width,
        crop.height,
        tuple(
            Moment(
                float(time),
                float(place) if shot.axis.is_across else 0.0,
                0.0 if shot.axis.is_across else float(place),
            )
            for time, place in zip(shot.frames, places, strict=True)
        ),
    )
