"""Finds where the shots change, from every frame."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ...model import Shots
from ..pace import paced
from .adaptive import WINDOW, AdaptiveDetector
from .cuts import FLASH_SECONDS, cut_behind_flash, is_cut, is_lit_up
from .gradual import OTHER_SCENE, GradualTransitionDetector
from .thumbnails import Thumbnail, likeness, thumbnail
from .wipes import WipeDetector

if TYPE_CHECKING:
    from ...media.frames import Frame

MIN_SHOT = 5
"""Frames from the start, or from one cut, to the next: within fewer, a cut is an echo; by hand."""

HELD_SECONDS = 0.5
"""Seconds from which a frame is a picture that is held, as in a slideshow; chosen by hand."""

KEPT_FRAMES = 2 * WINDOW + 2
"""Frames that are kept however long ago they were: those among which a proposal is found."""

KEPT_SECONDS = 2 * FLASH_SECONDS + 0.2
"""Seconds of frames that are kept: what a flash needs on both sides, and a few frames more."""


class ShotWatcher:
    """Detects hard cuts and gradual transitions at the draft's own frame rate, on small frames."""

    long_side = 160

    def __init__(self) -> None:
        self._detector = AdaptiveDetector()
        self._gradual = GradualTransitionDetector()
        self._wipes = WipeDetector()
        self._recent: deque[Thumbnail] = deque()
        self._proposed: deque[int] = deque()
        self._cuts: list[Thumbnail] = []
        self._count = 0
        self._frame_seconds = 0.0

    def wants(self, time: float) -> bool:
        """Return True for every frame: at 10 a second, two of 14 cuts were missed."""
        return True

    def observe(self, frame: Frame) -> None:
        """Take in one frame."""
        small = thumbnail(self._count, frame.time, frame.bgr)
        if self._recent:
            self._frame_seconds = max(0.0, frame.time - self._recent[-1].time)
        is_held = self._frame_seconds >= HELD_SECONDS
        self._proposed += self._detector.add(self._count, frame.bgr, after_hold=is_held)
        self._recent.append(small)
        self._count += 1
        self._gradual.add(small)
        self._wipes.add(frame.time, frame.bgr)
        while self._proposed and self._due(small):
            self._decide()
        while len(self._recent) > KEPT_FRAMES and self._is_past(small):
            self._recent.popleft()

    def _is_past(self, now: Thumbnail) -> bool:
        return not self._proposed and now.time - self._recent[0].time > KEPT_SECONDS

    def _due(self, now: Thumbnail) -> bool:
        proposed = self._recent[self._proposed[0] - self._recent[0].number]
        return now.time - proposed.time >= FLASH_SECONDS

    def _decide(self) -> None:
        """Enter the oldest proposal as a cut if it is one."""
        number = self._proposed.popleft()
        at = number - self._recent[0].number
        if at <= 0:
            return
        is_echo, frames = self._is_echo(at), tuple(self._recent)
        if is_echo and not self._is_from_flash(at):
            return
        if is_cut(frames, at):
            if is_echo:
                self._cuts.pop()
            self._cuts.append(self._beyond_flash(at))
        elif not is_echo and (behind := cut_behind_flash(frames, at, MIN_SHOT)):
            self._cuts.append(frames[behind])

    def _is_echo(self, at: int) -> bool:
        """Return whether a frame follows a cut at once, or shows again what was held before it."""
        before, after = self._recent[at - 1], self._recent[at]
        if after.time - before.time >= HELD_SECONDS:
            return likeness(before, after) > OTHER_SCENE
        start = self._cuts[-1].number if self._cuts else 0
        return after.number - start < MIN_SHOT

    def _is_from_flash(self, at: int) -> bool:
        """Return whether the cut just before is only a flash, and the next shot begins here."""
        if not self._cuts or self._recent[at].number - self._cuts[-1].number >= MIN_SHOT:
            return False
        lit_at = self._cuts[-1].number - self._recent[0].number
        return lit_at > 0 and is_lit_up(self._recent[lit_at - 1], self._recent[at - 1])

    def _beyond_flash(self, at: int) -> Thumbnail:
        """Return the first frame that shows something again, after a few of one shade only."""
        soon = tuple(self._recent)[at : at + MIN_SHOT]
        return next((frame for frame in soon if not frame.is_flat), soon[0])

    def result(self) -> Shots:
        """Return the shots in everything observed so far; one shot where nothing changes."""
        if self._frame_seconds >= HELD_SECONDS:
            self._proposed += self._detector.hold(self._count)
        while self._proposed:
            self._decide()
        wipes = self._wipes.found
        cuts = self._gradual.without([cut.time for cut in self._cuts])
        cuts = [cut for cut in cuts if not any(wipe.start < cut <= wipe.end for wipe in wipes)]
        mixes = self._gradual.result(cuts)
        apart = [mix for mix in mixes if not any(mix.overlap(wipe) for wipe in wipes)]
        end = self._recent[-1].time + self._frame_seconds if self._recent else 0.0
        return paced(cuts, sorted([*wipes, *apart], key=lambda span: span.start), end)
