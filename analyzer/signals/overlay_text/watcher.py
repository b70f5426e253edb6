"""Read the text in the picture while it is decoded, only where it can have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model import OverlayLine
from ..sampling import Sampler
from . import reader
from .backoff import SearchBackoff
from .edges import CELL, Band, EdgeGrid, cells_of
from .geometry import Bounds, Quad, Size
from .reading import CERTAIN_CONFIDENCE, Reading, similar
from .segments import build_segments
from .track import Match, TextTrack

if TYPE_CHECKING:
    from ...media.frames import Frame

STEP = 0.125
"""Seconds between two samples: captions of one word stand for a quarter of a second and more."""

MAX_ILLEGIBLE_SHARE = 0.05
"""Share of the frame up to which something unread is tracked, so that it is not searched again;
chosen by hand."""


class OverlayTextWatcher:
    """Looks for new edges eight times a second; finds and reads text where there are some."""

    long_side = 960

    def __init__(self) -> None:
        self.searches = self.readings = 0
        """How often text was looked for, and how many lines were read."""
        self._sampler = Sampler(STEP)
        self._last_time = 0.0
        self._grid = EdgeGrid()
        self._open: list[TextTrack] = []
        self._closed: list[TextTrack] = []
        self._backoff = SearchBackoff()
        self._scale = 1.0
        self._frame = Size(0, 0)

    def wants(self, time: float) -> bool:
        """Return whether the next sample is due."""
        self._last_time = time
        is_due = self._sampler.is_due(time)
        if is_due:
            self._sampler.take(time)
        return is_due

    def observe(self, frame: Frame) -> None:
        """Follow the known lines through one frame and read what is new in it."""
        gray = frame.gray
        self._scale, self._frame = frame.scale, Size(*gray.shape)
        if min(gray.shape) < 2 * CELL:
            return  # lower than any caption
        self._grid.update(gray, frame.time)
        self._follow(frame)
        for band in self._due_bands(frame.time):
            self._search(frame, band)

    def result(self) -> tuple[OverlayLine, ...]:
        """Return all the text of the draft, in order of time."""
        for track in self._open:
            track.end = max(track.seen_until, self._last_time)
        tracks = [*self._closed, *self._open]
        return build_segments(tracks, self._frame, self._scale, self._last_time)

    def _follow(self, frame: Frame) -> None:
        """Close the tracks whose text is gone."""
        followed = []
        for track in self._open:
            if self._still_shows(track, frame):
                followed.append(track)
            else:
                track.end = frame.time
                self._closed.append(track)
                self._grid.reset(track.bounds)
        self._open = followed

    def _still_shows(self, track: TextTrack, frame: Frame) -> bool:
        """Return whether the line is still there; read it again where that is in doubt.

        A new line is read a second time in any case: of the spaces that were missed at first, most
        are seen then.
        """
        match = track.update(self._grid, frame.time)
        if match is Match.LOST:
            return False
        if match is Match.SAME and not track.may_lack_space:
            return True
        reading = self._read(frame, track.reading.quad)
        track.take_spaces(reading)
        return match is Match.SAME or not track.reading.is_contradicted_by(reading)

    def _due_bands(self, time: float) -> list[Band]:
        """Return what to search now: the whole frame at first and then seldom, else new edges."""
        has_text = any(track.reading.is_certain for track in self._open)
        if self._backoff.start_full_scan(time, has_text=has_text):
            return [Band(0, self._frame.height)]
        known = np.zeros(self._grid.shape, bool)
        for track in self._open:
            known[cells_of(track.bounds, known.shape)] = True
        known |= self._backoff.muted(time, known.shape)
        low_contrast = self._backoff.start_low_contrast_scan(time)
        return self._grid.new_bands(known, low_contrast=low_contrast)

    def _search(self, frame: Frame, band: Band) -> None:
        is_full_scan = band == Band(0, self._frame.height)
        if is_full_scan:
            self._read_again(frame)
        quads = self._find(frame, band)
        if not is_full_scan and any(_fills(quad.bounds, band) for quad in quads):
            band = band.widened(self._frame.height)
            quads = self._find(frame, band)
        found = [quad.bounds for quad in quads if self._track_new(frame, quad)]
        self._grid.mark_searched(band)
        self._backoff.record(band, found, frame.time)

    def _find(self, frame: Frame, band: Band) -> list[Quad]:
        """Return the lines in ``band``, in pixels of the frame."""
        self.searches += 1
        quads = reader.find(frame.bgr[band.top : band.bottom], max(self._frame))
        return [quad.shifted(0, band.top) for quad in quads]

    def _read(self, frame: Frame, quad: Quad) -> Reading:
        self.readings += 1
        return reader.read(frame.bgr, quad)

    def _read_again(self, frame: Frame) -> None:
        """Read again what was hard to read, now that the picture behind it has changed."""
        for track in self._open:
            if track.reading.confidence < CERTAIN_CONFIDENCE:
                track.take_better(self._read(frame, track.reading.quad))
        for logo in [track for track in self._open if track.may_be_logo]:
            self._read_logo(frame, logo)

    def _read_logo(self, frame: Frame, logo: TextTrack) -> None:
        """Replace ``logo`` by the lines that it holds, if all of them can be read."""
        tracks = [
            TextTrack(reading, logo.start, frame.time, self._grid)
            for reading in reader.read_enlarged(frame.bgr, logo.reading.quad)
        ]
        self.readings += len(tracks)
        if tracks and all(track.is_text for track in tracks):
            self._open.remove(logo)
            self._open += tracks

    def _track_new(self, frame: Frame, quad: Quad) -> bool:
        """Read the line at ``quad`` and track it if it is new; return whether it is surely text."""
        if any(track.is_redetected_at(quad.bounds) for track in self._open):
            return False
        start = self._grid.first_seen(quad.bounds, default=frame.time)
        new = TextTrack(self._read(frame, quad), start, frame.time, self._grid)
        replaced = [track for track in self._open if new.contains(track.bounds)]
        if not new.is_text and any(track.is_text for track in replaced):
            return False
        for old in replaced:
            self._open.remove(old)
            self._close_replaced(old, new, frame.time)
        if new.is_text or new.is_unread or new.share < MAX_ILLEGIBLE_SHARE:
            self._open.append(new)
        return new.reading.is_certain or new.is_unread

    def _close_replaced(self, old: TextTrack, new: TextTrack, time: float) -> None:
        """End ``old`` where ``new`` began, unless both say the same."""
        is_same = similar(old.reading.text, new.reading.text)
        old.end = time if is_same else min(time, max(old.start, new.start))
        self._closed.append(old)


def _fills(bounds: Bounds, band: Band) -> bool:
    """Return whether a line reaches from edge to edge of what was searched: then it may be cut."""
    return bounds.top <= band.top + 1 and bounds.bottom >= band.bottom - 1
