"""Reads the text in the picture while it is decoded, only where it can have changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np

from analyzer.model import OverlayLine
from analyzer.signals.overlay_text import reader
from analyzer.signals.overlay_text.change import CELL, Band, Strokes, cells_of
from analyzer.signals.overlay_text.lines import CERTAIN, Bounds, Line, similar
from analyzer.signals.overlay_text.patience import Patience
from analyzer.signals.overlay_text.story import tell

if TYPE_CHECKING:
    from analyzer.media import Frame

STEP = 0.125
"""Seconds between two looks: captions of one word stand for a quarter of a second and more."""

LARGEST_ILLEGIBLE = 0.05
"""Share of the frame that something unread may take and still be left alone from then on."""


class OverlayTextWatcher:
    """Looks for new strokes eight times a second; finds and reads text where there are some."""

    long_side = 960
    pixels: Literal["gray", "bgr"] = "bgr"

    def __init__(self) -> None:
        self.searches = self.readings = 0
        """How often text was looked for, and how many lines were read."""
        self._next = self._last = 0.0
        self._strokes = Strokes()
        self._open: list[Line] = []
        self._closed: list[Line] = []
        self._patience = Patience()
        self._scale = 1.0
        self._size = (0, 0)

    def wants(self, time: float) -> bool:
        """Whether the next look is due."""
        self._last = time
        if time + 1e-3 < self._next:
            return False
        self._next = (math.floor(time / STEP + 1e-3) + 1) * STEP
        return True

    def observe(self, frame: Frame) -> None:
        """Follow the known lines through one BGR frame and read what is new in it."""
        import cv2

        gray = cv2.cvtColor(frame.image, cv2.COLOR_BGR2GRAY)
        self._scale, self._size = frame.scale, gray.shape
        if min(gray.shape) < 2 * CELL:
            return  # lower than any caption
        self._strokes.look(gray, frame.time)
        self._follow(frame)
        known = np.zeros(self._strokes.steep.shape, bool)
        for line in self._open:
            known[cells_of(line.bounds, known.shape)] = True
        for band in self._due(known, frame.time):
            self._search(frame, band)

    def result(self) -> tuple[OverlayLine, ...]:
        """All the text of the draft, in order of time."""
        for line in self._open:
            line.end = max(line.seen_until, self._last)
        return tell([*self._closed, *self._open], self._size, self._scale, self._last)

    def _follow(self, frame: Frame) -> None:
        standing = []
        for line in self._open:
            if line.follow(self._strokes, frame.time) and not self._is_another(line, frame):
                self._part(line, frame)
                standing.append(line)
            else:
                line.end = frame.time
                self._closed.append(line)
                self._strokes.forget(line.bounds)
        self._open = standing

    def _is_another(self, line: Line, frame: Frame) -> bool:
        """Whether another text has come where ``line`` was."""
        if not line.may_be_another:
            return False
        self.readings += 1
        reading = reader.read(frame.image, line.reading.quad)
        line.part(reading)
        return line.is_refuted(reading)

    def _part(self, line: Line, frame: Frame) -> None:
        """Read a new line once more: of the spaces missed at first, most are seen now."""
        if line.may_lack_space:
            self.readings += 1
            line.part(reader.read(frame.image, line.reading.quad))

    def _due(self, known: np.ndarray, time: float) -> list[Band]:
        """What to search now: the whole picture at first and then seldom, else what is new."""
        has_text = any(line.is_certain for line in self._open)
        if self._patience.may_sweep(time, has_text=has_text):
            return [Band(0, self._size[0])]
        faint = self._patience.may_glance(time)
        return self._strokes.bands(known | self._patience.quiet(time, known.shape), faint)

    def _search(self, frame: Frame, band: Band) -> None:
        is_whole = band.bottom - band.top == self._size[0]
        if is_whole:
            self._read_again(frame)
        quads = self._found(frame, band)
        if not is_whole and any(_fills(quad.bounds, band) for quad in quads):
            band = band.widened(self._size[0])
            quads = self._found(frame, band)
        fresh = [quad.bounds for quad in quads if self._read(frame, quad)]
        self._strokes.settle(band)
        self._patience.searched(band, fresh, frame.time)

    def _found(self, frame: Frame, band: Band) -> list[reader.Quad]:
        """The lines in ``band``, where they lie in the whole picture."""
        self.searches += 1
        quads = reader.find(frame.image[band.top : band.bottom], max(self._size))
        return [quad.shifted(0, band.top) for quad in quads]

    def _read_again(self, frame: Frame) -> None:
        """Give what was hard to read another chance, now that the picture behind it changed."""
        for line in self._open:
            if line.reading.confidence < CERTAIN:
                self.readings += 1
                line.improve(reader.read(frame.image, line.reading.quad))
        for sign in [line for line in self._open if line.may_be_sign]:
            self._read_sign(frame, sign)

    def _read_sign(self, frame: Frame, sign: Line) -> None:
        """Put the lines that ``sign`` holds in its place, if they can be read."""
        lines = [
            Line(reading, sign.start, frame.time, self._strokes)
            for reading in reader.read_enlarged(frame.image, sign.reading.quad)
        ]
        self.readings += len(lines)
        if lines and all(line.is_text for line in lines):
            self._open.remove(sign)
            self._open += lines

    def _read(self, frame: Frame, quad: reader.Quad) -> bool:
        """Whether the line at ``quad`` is new text, beyond doubt."""
        if any(line.covers(quad.bounds) for line in self._open):
            return False
        self.readings += 1
        since = self._strokes.since[cells_of(quad.bounds, self._strokes.since.shape)]
        fresh = since[np.isfinite(since)]
        began = float(np.median(fresh)) if fresh.size else frame.time
        line = Line(reader.read(frame.image, quad), began, frame.time, self._strokes)
        known = [other for other in self._open if other.is_text]
        if not line.is_text and any(line.swallows(other.bounds) for other in known):
            return False
        self._open = [other for other in self._open if not self._replaced(other, line, frame.time)]
        if line.is_text or line.share < LARGEST_ILLEGIBLE:
            self._open.append(line)
        return line.is_certain

    def _replaced(self, old: Line, new: Line, time: float) -> bool:
        """Whether ``new`` takes the place of ``old``, which then ends."""
        if not new.swallows(old.bounds):
            return False
        is_same = similar(old.reading.text, new.reading.text)
        old.end = time if is_same else min(time, max(old.start, new.start))
        self._closed.append(old)
        return True


def _fills(bounds: Bounds, band: Band) -> bool:
    """Whether what was found reaches from edge to edge: then too little was seen to tell."""
    return bounds[1] <= band.top + 1 and bounds[3] >= band.bottom - 1
