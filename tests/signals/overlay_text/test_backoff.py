"""Searches without result become rarer, and rows where captions stand stay awake."""

from __future__ import annotations

from analyzer.signals.overlay_text.backoff import (
    BACKOFF_FACTOR,
    FULL_SCAN_DELAY,
    INITIAL_DELAY,
    LOW_CONTRAST_DELAY,
    MAX_CAPTION_DELAY,
    MAX_DELAY,
    SearchBackoff,
)
from analyzer.signals.overlay_text.edges import CELL, Band
from analyzer.signals.overlay_text.geometry import Bounds

ROWS = 20
BAND = Band(4 * CELL, 8 * CELL)


def muted(backoff: SearchBackoff, time: float) -> list[int]:
    """The rows of cells that are left alone at ``time``."""
    mask = backoff.muted(time, (ROWS, 10))[:, 0]
    return [row for row in range(ROWS) if mask[row]]


def delays(backoff: SearchBackoff, searches: int) -> list[float]:
    """How long the band is muted after each of that many searches without result."""
    time, found = 0.0, []
    for _ in range(searches):
        backoff.record(BAND, [], time)
        delay = 0.0
        while muted(backoff, time + delay):
            delay += 0.125
        found.append(delay)
        time += delay
    return found


def test_a_band_without_text_is_muted_twice_as_long_each_time_up_to_a_limit() -> None:
    assert delays(SearchBackoff(), 7) == [
        min(MAX_DELAY, INITIAL_DELAY * BACKOFF_FACTOR**n) for n in range(7)
    ]


def test_only_the_rows_that_were_searched_are_muted() -> None:
    backoff = SearchBackoff()
    backoff.record(BAND, [], 0.0)
    assert muted(backoff, 0.0) == [4, 5, 6, 7]


def test_rows_with_text_are_searched_again_soon() -> None:
    backoff = SearchBackoff()
    backoff.record(BAND, [Bounds(0, 32, 90, 56)], 0.0)
    assert muted(backoff, 0.0) == []
    assert delays(backoff, 5) == [MAX_CAPTION_DELAY] * 5


def test_full_frame_scans_become_rare_without_text_and_stay_with_it() -> None:
    empty, captioned = SearchBackoff(), SearchBackoff()
    starts = {
        backoff: [n for n in range(60) if backoff.start_full_scan(float(n), has_text=has_text)]
        for backoff, has_text in ((empty, False), (captioned, True))
    }
    assert starts[empty] == [0, 6, 18, 42]
    assert starts[captioned] == list(range(0, 60, round(FULL_SCAN_DELAY)))


def test_low_contrast_scans_keep_their_distance() -> None:
    backoff = SearchBackoff()
    times = [n / 8 for n in range(80)]
    starts = [time for time in times if backoff.start_low_contrast_scan(time)]
    assert starts == [0.0, LOW_CONTRAST_DELAY, 2 * LOW_CONTRAST_DELAY, 3 * LOW_CONTRAST_DELAY]
