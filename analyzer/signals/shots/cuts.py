"""Which proposed hard cuts are cuts, once other changes are suppressed.

Suppressed are small changes, changes of exposure, fades through one shade, flashes (flash
suppression), and pictures that are merely repeated in a file of a higher frame rate
(duplicate-frame suppression; film people know it as pulldown).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .thumbnails import (
    Thumbnail,
    difference,
    difference_beyond_exposure,
    likeness,
)

MIN_DIFFERENCE = 4.0
"""Gray levels of mean difference: in the dark, hues leap where nothing is to be seen; by hand."""

MIN_AREA = 0.2
"""Share of the picture that a cut changes: less is a caption or a photo that pops in; by hand."""

SAME_SCENE = 0.9
"""Correlation from which two frames show the same scene; chosen by hand."""

EXPOSURE_SHARE = 0.75
"""Share of a change under which what exposure leaves unexplained is no new scene; by hand."""

FLASH_SECONDS = 0.5
"""Seconds after a flash that the picture may take to come back; chosen by hand."""

BRIGHTER_BY = -6
"""Gray levels from which a spot counts as no darker in a flash, its noise included; by hand."""

BRIGHTER_AREA = 0.85
"""Share of the picture that is no darker in a flash; chosen by hand."""

FLASH_SHARE = 0.5
"""Share of a flash's own change that a cut behind it makes at least; chosen by hand."""

NEAR = 0.3
"""Seconds on both sides in which a fade or a repetition shows; chosen by hand."""

FADE_GROWTH = 2
"""How many times a fade's first step its whole change is; chosen by hand."""

DUPLICATE = 0.4
"""Gray levels of mean difference between a frame and its repetition, coding noise; by hand."""

USUAL_GROWTH = 3
"""How many times the mean of its neighbours a cut among repeated pictures is; chosen by hand."""


def is_cut(frames: Sequence[Thumbnail], at: int) -> bool:
    """Return whether a shot begins with ``frames[at]``, given half a second on both sides."""
    before, after = frames[at - 1], frames[at]
    step = difference(before, after)
    if step < MIN_DIFFERENCE or _changed_area(before, after) < MIN_AREA:
        return False
    return not (
        _is_exposure(before, after, step)
        or _is_fade(frames, at, step)
        or _is_flash(frames, at)
        or _is_pulldown(frames, at, step)
    )


def cut_behind_flash(frames: Sequence[Thumbnail], at: int, within: int) -> int | None:
    """Return where a shot begins, so many frames after a flash at ``at`` at most; None without.

    A cut does not stand out from the change that the flash made just before it.
    """
    if not is_lit_up(frames[at - 1], frames[at]):
        return None
    flash = difference(frames[at - 1], frames[at])
    for later in range(at + 1, min(at + within, len(frames))):
        is_large = difference(frames[later - 1], frames[later]) > FLASH_SHARE * flash
        if is_large and is_cut(frames, later):
            return later
    return None


def _changed_area(before: Thumbnail, after: Thumbnail) -> float:
    return float(np.mean(np.abs(after.levels - before.levels) > MIN_DIFFERENCE))


def _is_exposure(before: Thumbnail, after: Thumbnail, step: float) -> bool:
    """Return whether the scene stays, and brightness and contrast explain most of the change."""
    is_same = likeness(before, after) >= SAME_SCENE
    return is_same and difference_beyond_exposure(before, after) < EXPOSURE_SHARE * step


def _is_fade(frames: Sequence[Thumbnail], at: int, step: float) -> bool:
    """Return whether one side is one shade, and the other only begins or ends to differ."""
    before, after = frames[at - 1], frames[at]
    later = [f for f in frames[at:] if f.time - after.time <= NEAR][-1]
    earlier = next(f for f in frames[:at] if before.time - f.time <= NEAR)
    fades_in = before.is_flat and difference(before, later) > FADE_GROWTH * step
    fades_out = after.is_flat and difference(earlier, after) > FADE_GROWTH * step
    return (fades_in and not later.is_flat) or (fades_out and not earlier.is_flat)


def _is_flash(frames: Sequence[Thumbnail], at: int) -> bool:
    """Return whether light comes or goes, and the same picture is there on its other side."""
    before, after = frames[at - 1], frames[at]
    if is_lit_up(before, after):
        later = (f for f in frames[at + 1 :] if f.time - after.time <= FLASH_SECONDS)
        if any(likeness(before, other) >= SAME_SCENE for other in later):
            return True
    if is_lit_up(after, before):
        earlier = (f for f in frames[: at - 1] if before.time - f.time <= FLASH_SECONDS)
        return any(likeness(after, other) >= SAME_SCENE for other in earlier)
    return False


def is_lit_up(plain: Thumbnail, lit: Thumbnail) -> bool:
    """Return whether ``lit`` can be ``plain`` in a flash: brighter nearly everywhere, or flat."""
    no_darker = np.mean(lit.levels > plain.levels + BRIGHTER_BY)
    return lit.is_flat or float(no_darker) > BRIGHTER_AREA


def _is_pulldown(frames: Sequence[Thumbnail], at: int, step: float) -> bool:
    """Return whether pictures are repeated here, and the new ones change as much as this one.

    A film of 12 pictures a second in a file of 60 frames changes in every fifth frame only. Both
    sides count as one, since movement that sets in is small before and large after.
    """
    past = [f for f in frames[:at] if frames[at].time - f.time <= NEAR]
    coming = [f for f in frames[at:] if f.time - frames[at].time <= NEAR]
    sides = [_steps(side) for side in (past, coming) if _seconds(side) > NEAR / 2]
    neighbours = [*_steps(past)[-1:], *_steps(coming)[:1]]
    if not sides or min(neighbours, default=step) > DUPLICATE:
        return False
    new = [[change for change in side if change > DUPLICATE] for side in sides]
    changes = [change for side in new for change in side]
    return all(new) and step < USUAL_GROWTH * sum(changes) / len(changes)


def _seconds(frames: Sequence[Thumbnail]) -> float:
    return frames[-1].time - frames[0].time if frames else 0.0


def _steps(frames: Sequence[Thumbnail]) -> list[float]:
    return [difference(earlier, later) for earlier, later in pairwise(frames)]
