"""Whether a proposed cut is one: light that changes, and pictures that are repeated, are not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analyzer.signals.shots.thumbnails import Thumbnail, beyond_light, change, likeness

LEAST_CHANGE = 4.0
"""Gray levels: in the dark, hues leap where nothing is to be seen."""

LEAST_AREA = 0.2
"""Share of the picture that a cut changes: less is a caption or a photo that pops in."""

SAME_SCENE = 0.9
FLASH_SECONDS = 0.5
"""How long after a flash the picture may take to come back."""

NEAR = 0.3
"""Seconds on both sides in which a fade or a repetition shows."""

REPEATED = 0.4
"""Gray levels between a frame and its repetition, with coding noise."""


def is_cut(frames: Sequence[Thumbnail], at: int) -> bool:
    """Whether a new shot begins with ``frames[at]``, judged with half a second on both sides."""
    before, after = frames[at - 1], frames[at]
    step = change(before, after)
    if step < LEAST_CHANGE or _changed_area(before, after) < LEAST_AREA:
        return False
    if likeness(before, after) >= SAME_SCENE and beyond_light(before, after) < 0.75 * step:
        return False
    return not (
        _is_fade(frames, at, step) or _is_flash(frames, at) or _is_one_of_many(frames, at, step)
    )


def _changed_area(before: Thumbnail, after: Thumbnail) -> float:
    return float(np.mean(np.abs(after.levels - before.levels) > LEAST_CHANGE))


def _is_fade(frames: Sequence[Thumbnail], at: int, step: float) -> bool:
    """Whether one side is one shade and the other only began to differ from it, or nearly ended."""
    before, after = frames[at - 1], frames[at]
    later = [f for f in frames[at:] if f.time - after.time <= NEAR][-1]
    earlier = next(f for f in frames[:at] if before.time - f.time <= NEAR)
    comes = before.is_flat and change(before, later) > 2 * step
    goes = after.is_flat and change(earlier, after) > 2 * step
    return (comes and not later.is_flat) or (goes and not earlier.is_flat)


def _is_flash(frames: Sequence[Thumbnail], at: int) -> bool:
    """Whether light comes or goes here, and the same picture is there on the other side of it."""
    before, after = frames[at - 1], frames[at]
    if _is_lit_up(before, after):
        later = (f for f in frames[at + 1 :] if f.time - after.time <= FLASH_SECONDS)
        if any(likeness(before, other) >= SAME_SCENE for other in later):
            return True
    if _is_lit_up(after, before):
        earlier = (f for f in frames[: at - 1] if before.time - f.time <= FLASH_SECONDS)
        return any(likeness(after, other) >= SAME_SCENE for other in earlier)
    return False


def _is_lit_up(plain: Thumbnail, lit: Thumbnail) -> bool:
    """Whether ``lit`` is ``plain`` in other light: brighter nearly everywhere, or one shade."""
    return lit.is_flat or float(np.mean(lit.levels > plain.levels - 6)) > 0.85


def _is_one_of_many(frames: Sequence[Thumbnail], at: int, step: float) -> bool:
    """Whether pictures are repeated here and the other new ones differ as much as this one does.

    A film of 12 pictures a second in a file of 60 frames changes in every fifth frame only. Both
    sides count as one, since movement that sets in is small before and large after.
    """
    past = [f for f in frames[:at] if frames[at].time - f.time <= NEAR]
    coming = [f for f in frames[at:] if f.time - frames[at].time <= NEAR]
    sides = [_steps(side) for side in (past, coming) if side[-1].time - side[0].time > NEAR / 2]
    beside = [*_steps(past)[-1:], *_steps(coming)[:1]]
    if not sides or min(beside, default=step) > REPEATED:
        return False
    moves = [[moved for moved in steps if moved > REPEATED] for steps in sides]
    both = [moved for side in moves for moved in side]
    return all(moves) and step < 3 * sum(both) / len(both)


def _steps(frames: Sequence[Thumbnail]) -> list[float]:
    return [change(earlier, later) for earlier, later in pairwise(frames)]
