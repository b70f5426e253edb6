"""Exponential backoff: how long rows of the frame are left alone after searches without result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .edges import CELL, Band
from .geometry import Bounds

INITIAL_DELAY = 0.25
"""Seconds after the first search without result, two samples; chosen by hand."""

BACKOFF_FACTOR = 2
"""How much longer each further delay is, the usual doubling."""

MAX_DELAY = 4.0
"""Seconds, the longest delay of rows without text; chosen by hand."""

MAX_CAPTION_DELAY = 0.25
"""Seconds, the longest delay where text was found lately: the next caption comes there; by hand."""

CAPTION_MEMORY = 12.0
"""Seconds for which rows with text count as a place for captions; chosen by hand."""

FULL_SCAN_DELAY = 6.0
"""Seconds to the next full-frame scan, doubled while no text is found; chosen by hand."""

LOW_CONTRAST_DELAY = 3.0
"""Seconds between two low-contrast scans, which much that is no text triggers; chosen by hand."""

TIME_TOLERANCE = 1e-3
"""Seconds by which a frame may be early, for timestamps are rounded."""


class SearchBackoff:
    """Decides when and where a search is worth its time, from what earlier ones found."""

    def __init__(self) -> None:
        self._delay = self._muted_until = self._text_at = np.zeros(0)
        self._low_contrast_at = -LOW_CONTRAST_DELAY
        self._full_delay, self._full_due_at = FULL_SCAN_DELAY / BACKOFF_FACTOR, 0.0

    def muted(self, time: float, shape: tuple[int, ...]) -> np.ndarray:
        """Return the rows of cells to leave alone now, as a mask of one column."""
        self._grow(shape[0])
        return np.asarray(self._muted_until[: shape[0]] > time + TIME_TOLERANCE)[:, np.newaxis]

    def start_low_contrast_scan(self, time: float) -> bool:
        """Return whether a low-contrast scan is due; if so, its next delay starts."""
        if time - self._low_contrast_at < LOW_CONTRAST_DELAY:
            return False
        self._low_contrast_at = time
        return True

    def start_full_scan(self, time: float, *, has_text: bool) -> bool:
        """Return whether a full-frame scan is due; if so, its next delay starts."""
        if time < self._full_due_at:
            return False
        has_text = has_text or bool(np.any(time - self._text_at < CAPTION_MEMORY))
        self._full_delay = FULL_SCAN_DELAY if has_text else BACKOFF_FACTOR * self._full_delay
        self._full_due_at = time + self._full_delay
        return True

    def record(self, band: Band, found: Sequence[Bounds], time: float) -> None:
        """Take in that ``band`` was searched, and where new text was found in it."""
        rows = band.cell_rows
        self._grow(rows.stop)
        for bounds in found:
            self._text_at[max(0, bounds.top // CELL) : bounds.bottom // CELL + 1] = time
        if found:
            self._delay[rows] = self._muted_until[rows] = 0.0
            return
        is_caption_row = time - self._text_at[rows] < CAPTION_MEMORY
        longest = np.where(is_caption_row, MAX_CAPTION_DELAY, MAX_DELAY)
        doubled = np.maximum(INITIAL_DELAY, BACKOFF_FACTOR * self._delay[rows])
        self._delay[rows] = np.minimum(longest, doubled)
        self._muted_until[rows] = time + self._delay[rows]

    def _grow(self, rows: int) -> None:
        """Have an entry for each of that many rows."""
        more = rows - len(self._delay)
        if more > 0:
            self._delay = np.append(self._delay, np.zeros(more))
            self._muted_until = np.append(self._muted_until, np.zeros(more))
            self._text_at = np.append(self._text_at, np.full(more, -np.inf))
