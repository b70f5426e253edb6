"""How long to leave the picture, or rows of it, alone when text was looked for there in vain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzer.signals.overlay_text.change import CELL, Band
from analyzer.signals.overlay_text.lines import Bounds

FIRST_WAIT = 0.25
"""Seconds after the first vain search; each further one doubles it."""

LONGEST_WAIT = 4.0

CAPTION_WAIT = 0.25
"""The longest wait where text stood not long ago: the next caption comes there."""

CAPTION_MEMORY = 12.0
"""Seconds for which rows count as a place for captions."""

SWEEP_WAIT = 6.0
"""Seconds after which the whole picture is searched again, for what came unnoticed; each time that
nothing is written in it doubles them."""

FAINT_WAIT = 3.0
"""Seconds between two searches for text without outlines, which much else looks like."""


class Patience:
    """What every row of cells has cost and brought so far."""

    def __init__(self) -> None:
        self._wait = self._until = self._text_at = np.zeros(0)
        self._glanced_at = -FAINT_WAIT
        self._sweep_wait, self._sweep_at = SWEEP_WAIT / 2, 0.0

    def quiet(self, time: float, shape: tuple[int, ...]) -> np.ndarray:
        """The cells to leave alone now, as a mask of one column."""
        self._fit(shape[0])
        return np.asarray(self._until[: shape[0]] > time + 1e-3)[:, np.newaxis]

    def may_glance(self, time: float) -> bool:
        """Whether it is time to look for faint text, too; the answer yes starts a new wait."""
        if time - self._glanced_at < FAINT_WAIT:
            return False
        self._glanced_at = time
        return True

    def may_sweep(self, time: float, *, has_text: bool) -> bool:
        """Whether it is time to search the whole picture; the answer yes starts a new wait."""
        if time < self._sweep_at:
            return False
        has_text = has_text or bool(np.any(time - self._text_at < CAPTION_MEMORY))
        self._sweep_wait = SWEEP_WAIT if has_text else 2 * self._sweep_wait
        self._sweep_at = time + self._sweep_wait
        return True

    def searched(self, band: Band, found: Sequence[Bounds], time: float) -> None:
        """Take in that ``band`` was searched, and where new text was found in it."""
        rows = slice(band.top // CELL, -(-band.bottom // CELL))
        self._fit(rows.stop)
        for _, top, _, bottom in found:
            self._text_at[max(0, top // CELL) : bottom // CELL + 1] = time
        if found:
            self._wait[rows] = self._until[rows] = 0.0
            return
        caption = time - self._text_at[rows] < CAPTION_MEMORY
        longest = np.where(caption, CAPTION_WAIT, LONGEST_WAIT)
        self._wait[rows] = np.minimum(longest, np.maximum(FIRST_WAIT, 2 * self._wait[rows]))
        self._until[rows] = time + self._wait[rows]

    def _fit(self, rows: int) -> None:
        """Have an entry for each of that many rows."""
        more = rows - len(self._wait)
        if more > 0:
            self._wait = np.append(self._wait, np.zeros(more))
            self._until = np.append(self._until, np.zeros(more))
            self._text_at = np.append(self._text_at, np.full(more, -np.inf))
