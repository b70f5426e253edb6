"""Seconds of a draft as frames of an editing program's timeline, by true rational frame rates.

``Probe.fps`` is rounded, so 29.97 is told as 30000/1001 here. A draft with a constant standard rate
keeps it, and a time is the frame that is on screen then, counted from the draft's own first frame.
Editing programs conform any other draft to a standard rate: the smallest that is a whole multiple
of its own (15: 30), else the nearest, as for every variable one; a time is then the nearest frame.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from ..model import Probe, Span

NTSC = Fraction(1000, 1001)
"""How much slower NTSC's rates are than the whole numbers that they are called by."""

STANDARD = tuple(
    sorted((24 * NTSC, Fraction(24), Fraction(25), 30 * NTSC, Fraction(30), Fraction(48),
            Fraction(50), 60 * NTSC, Fraction(60)))
)  # fmt: skip
"""Frames a second of timelines, of those that SMPTE ST 12-1 has timecode for."""

DROP_FRAME = (30 * NTSC, 60 * NTSC)
"""The rates whose timecode leaves out numbers, so that it keeps pace with the clock."""

SAME_RATE = 0.0004
"""Share by which rates differ that are the same: 24 and 24000/1001 differ by 0.001."""

ROUNDING = 0.0055
"""Seconds by which a time may lie before its frame and still mean it: reports round to hundredths,
Matroska to thousandths. A third of a frame at 60 a second."""

UNKNOWN = Fraction(30)
"""What is taken where nothing tells how fast a draft runs."""


class Rate(NamedTuple):
    """How a draft's seconds become frames."""

    fps: Fraction
    is_own: bool
    """Whether it is the draft's own constant rate."""
    first: float
    """When the draft's first frame is shown, in seconds."""
    frames: int
    """How many frames the draft has."""

    @classmethod
    def of(cls, probe: Probe) -> Rate:
        """The rate for a draft."""
        fps = _standard(probe)
        is_own = not probe.is_vfr and abs(float(fps) - probe.fps) <= SAME_RATE * probe.fps
        seconds = probe.video_duration if probe.video_duration > probe.video_start else 0.0
        rate = cls(fps, is_own, probe.video_start, 1)
        return rate._replace(frames=max(1, rate._after_first(seconds) + rate._lead))

    @property
    def is_drop_frame(self) -> bool:
        """Whether its timecode leaves out numbers."""
        return self.fps in DROP_FRAME

    def at(self, time: float) -> int:
        """Which frame is on screen at ``time``; the last one from the end on."""
        if self.is_own:
            past = (time + ROUNDING - self.first) * self.fps
            frame = self._lead + math.floor(past)
        else:
            frame = _nearest(time * self.fps)
        return min(max(0, frame), self.frames - 1)

    def timecode(self, frame: int) -> str:
        """A frame as SMPTE ST 12-1 timecode; ``;`` before its last number tells drop-frame."""
        nominal = round(self.fps)
        mark = ":"
        if self.is_drop_frame:
            mark, dropped = ";", nominal // 15
            minute, ten = nominal * 60 - dropped, nominal * 600 - 9 * dropped
            tens, rest = divmod(frame, ten)
            frame += dropped * (9 * tens + max(0, rest - dropped) // minute)
        seconds, frame = divmod(frame, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frame:02}"

    def during(self, span: Span) -> int:
        """How many frames a span takes, one at least."""
        start = self.at(span.start)
        end = self._after_first(span.end) + self._lead
        return max(1, min(end, self.frames) - start)

    @property
    def _lead(self) -> int:
        """Frames before the draft's first one; another rate counts from the draft's start."""
        return _nearest(self.first * self.fps) if self.is_own else 0

    def _after_first(self, time: float) -> int:
        """Frames from the first one until ``time``, to the nearest."""
        return _nearest((time - (self.first if self.is_own else 0.0)) * self.fps)


def _standard(probe: Probe) -> Fraction:
    if not probe.fps:
        return UNKNOWN
    nearest = min(STANDARD, key=lambda rate: abs(float(rate) - probe.fps))
    if probe.is_vfr or abs(float(nearest) - probe.fps) <= SAME_RATE * probe.fps:
        return nearest
    times = ((rate, float(rate) / probe.fps) for rate in STANDARD)
    whole = (rate for rate, n in times if round(n) and abs(n - round(n)) <= SAME_RATE * n)
    return next(whole, nearest)


def _nearest(frames: float) -> int:
    return math.floor(frames + 0.5)
