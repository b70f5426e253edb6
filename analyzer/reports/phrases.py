"""Cut words with times into phrases: what stands together, how it breaks, and how long.

The house rules are those of the broadcasters' style guides, at the width of a phone held upright:
Netflix' timed text style guide for the two lines, the two frames between cues, the seconds that a
cue may stand and where a line may break; 32 characters a line is what EIA-608 decoders take; 17
characters a second is the limit of Netflix' guide for most languages. A wide character counts
double, which allows Chinese and Japanese 16 characters a line and 8.5 a second.

Cues follow each other and never overlap. A cue for which the speaker leaves too little time
stands for as long as there is room: it ends before the next one starts, and reads faster than the
limit rather than late. Which words stand together is the cheapest of all ways (dynamic
programming over the gaps between words), by the costs that ``_cue_cost`` adds up.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Transcript
from .phrasing import Break, Unit, units

LINE_WIDTH = 32
"""Columns of a line: what EIA-608 decoders take."""

MAX_LINES = 2
"""Lines of a cue (Netflix's timed text style guide)."""

READING_SPEED = 17.0
"""Characters a second (Netflix's limit for most languages)."""

MIN_DURATION = 800
"""Milliseconds for which a cue stands at least, where there is room (Netflix: 833)."""

MAX_DURATION = 7000
"""Milliseconds for which a cue stands at most, unless one word takes longer (Netflix's too)."""

MIN_GAP = 80
"""Milliseconds between two cues: two frames at 25 frames a second (Netflix: two frames)."""

FRAME = 40
"""Milliseconds that a cue gets whatever the word times say: one frame at 25 frames a second."""

MAX_CHAINED_GAP = 500
"""Milliseconds of pause that are not worth a blank screen: the cue stays until the next one; by
hand, as half a second is what style guides close."""

MAX_PAUSE = 1000
"""Milliseconds of silence that no cue goes over; chosen by hand."""

LONG_PAUSE = 300
"""Milliseconds of pause at which a speaker ends a phrase; chosen by hand."""

ORPHAN_WIDTH = 9
"""Columns under which a word alone on a line is an orphan; chosen by hand."""

BREAK_COST = {
    Break.SENTENCE: 0.0,
    Break.CLAUSE: 4.0,
    Break.PHRASE: 7.0,
    Break.WORD: 12.0,
    Break.NO_BREAK: 32.0,
}
"""Cost of ending a cue after a unit; all costs were chosen by hand, against each other."""

CUE_COST = 10.0
"""Cost of each cue, so that there are few."""

LINE_COST = 3.0
"""Cost of a second line."""

LINE_BREAK_FACTOR = 0.6
"""What a line break or an orphan in a cue of two lines costs, by what it costs at a cue's end."""

IMBALANCE_COST = 10.0
"""Cost of two lines that differ by a whole line's width; it grows with the square."""

ORPHAN_COST = 25.0
"""Cost of a short word alone."""

SENTENCE_INSIDE_COST = 8.0
"""Cost of each sentence that ends inside a line or a cue."""

PAUSE_COST = 20.0
"""Cost of each second of pause inside a cue, beyond ``LONG_PAUSE``."""

LACK_COST = 40.0
"""Cost of each second that is lacking to read a cue."""

PAUSED_FACTOR = 0.5
"""What a cue's end costs where the speaker pauses there, too."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands together: its lines in their units, and its time in milliseconds."""

    start: int
    end: int
    lines: tuple[tuple[Unit, ...], ...]


def phrases(
    transcript: Transcript, *, duration: float | None = None, columns: int = LINE_WIDTH
) -> tuple[Phrase, ...]:
    """Return all words of the transcript as phrases of two lines of so many columns at most."""
    said = units(transcript, columns)
    starts = _starts(said)
    bounds = _bounds(said, starts, columns)
    shown = list(itertools.pairwise(bounds))
    end = math.inf if duration is None else round(duration * 1000)
    return tuple(
        Phrase(
            start=starts[first],
            end=_end(said[first:last], starts[first], following),
            lines=_lines(said[first:last], columns),
        )
        for n, (first, last) in enumerate(shown)
        for following in [starts[last] if n + 1 < len(shown) else end + MIN_GAP]
    )


def _starts(said: Sequence[Unit]) -> list[int]:
    """Return when each unit could start a cue: when it is said, a frame after the last one."""
    starts: list[int] = []
    for unit in said:
        starts.append(max(unit.start, starts[-1] + FRAME if starts else 0))
    return starts


def _end(shown: Sequence[Unit], start: int, following: float) -> int:
    """Return when a cue ends: with its last word, later to be read, before the next one starts."""
    latest = following - MIN_GAP
    wanted = max(shown[-1].end, start + _reading_time(shown))
    if latest - wanted < MAX_CHAINED_GAP and following - start <= MAX_DURATION:
        wanted = max(wanted, round(latest))
    return max(start + FRAME, round(min(wanted, latest)))


def _reading_time(shown: Sequence[Unit]) -> int:
    return max(MIN_DURATION, math.ceil(1000 * _width(shown) / READING_SPEED))


def _width(line: Sequence[Unit]) -> int:
    return sum(unit.width + len(unit.separator) for unit in line) - len(line[0].separator)


def text_of(line: Sequence[Unit]) -> str:
    """A line as it is written."""
    return "".join(unit.separator + unit.text for unit in line)[len(line[0].separator) :]


def _bounds(said: Sequence[Unit], starts: Sequence[int], columns: int) -> list[int]:
    """Return the units with which cues begin, and the end: the cheapest way through all."""
    best = [0.0]
    came_from = [0]
    for last in range(1, len(said) + 1):
        following = starts[last] if last < len(said) else math.inf
        options = [
            (best[first] + _cue_cost(said[first:last], starts[first], following, columns), first)
            for first in _firsts(said, last, columns)
        ]
        cost, first = min(options)
        best.append(cost)
        came_from.append(first)
    bounds = [len(said)]
    while bounds[-1] > 0:
        bounds.append(came_from[bounds[-1]])
    return bounds[::-1]


def _firsts(said: Sequence[Unit], last: int, columns: int) -> Iterator[int]:
    """Yield the units with which a cue that ends before ``last`` may begin; at least the last."""
    yield last - 1
    for first in range(last - 2, -1, -1):
        silence = said[first + 1].start - said[first].end
        too_long = said[last - 1].end - said[first].start > MAX_DURATION
        too_wide = _width(said[first:last]) > MAX_LINES * columns + 1
        if silence >= MAX_PAUSE or too_long or too_wide:
            return
        if _layout(said[first:last], columns) is not None:
            yield first


def _cue_cost(shown: Sequence[Unit], start: int, following: float, columns: int) -> float:
    """Return what a cue costs: its end, its line break, what is rushed, orphaned or torn apart."""
    layout = _layout(shown, columns)
    cost = CUE_COST + (layout.cost if layout else 0.0)
    if following < math.inf:
        cost += _end_cost(shown[-1], following)
        lack = _reading_time(shown) - (following - MIN_GAP - start)
        cost += LACK_COST * max(0.0, lack / 1000)
    cost += SENTENCE_INSIDE_COST * sum(p.after is Break.SENTENCE for p in shown[:-1])
    pauses = (b.start - a.end for a, b in itertools.pairwise(shown))
    cost += sum(PAUSE_COST * max(0, pause - LONG_PAUSE) / 1000 for pause in pauses)
    if len(shown) == 1 and shown[0].width < ORPHAN_WIDTH:
        cost += ORPHAN_COST
    return cost


def _end_cost(unit: Unit, following: float) -> float:
    """Return what the end costs: less in the middle of a phrase if the speaker pauses there."""
    pause = (following - unit.end) / 1000
    return BREAK_COST[unit.after] * (PAUSED_FACTOR if pause >= LONG_PAUSE / 1000 else 1.0)


@dataclass(frozen=True, slots=True)
class _Layout:
    """A line break in a cue: the first unit of the second line, and what that costs."""

    second: int
    cost: float


def _layout(shown: Sequence[Unit], columns: int) -> _Layout | None:
    """Return the best way to put the units on one or two lines; None where they do not fit."""
    if _width(shown) <= columns:
        return _Layout(len(shown), 0.0)
    layouts = [
        _Layout(second, _two_line_cost(shown[:second], shown[second:], columns))
        for second in range(1, len(shown))
        if _width(shown[:second]) <= columns and _width(shown[second:]) <= columns
    ]
    return min(layouts, key=lambda layout: layout.cost, default=None)


def _two_line_cost(upper: Sequence[Unit], lower: Sequence[Unit], columns: int) -> float:
    imbalance = (_width(upper) - _width(lower)) / columns
    cost = LINE_COST + IMBALANCE_COST * imbalance**2
    cost += LINE_BREAK_FACTOR * BREAK_COST[upper[-1].after]
    for line in (upper, lower):
        cost += SENTENCE_INSIDE_COST * sum(p.after is Break.SENTENCE for p in line[:-1])
        if len(line) == 1 and line[0].width < ORPHAN_WIDTH:
            cost += LINE_BREAK_FACTOR * ORPHAN_COST
    return cost


def _lines(shown: Sequence[Unit], columns: int) -> tuple[tuple[Unit, ...], ...]:
    layout = _layout(shown, columns)
    if layout is None or layout.second == len(shown):
        return (tuple(shown),)
    return tuple(shown[: layout.second]), tuple(shown[layout.second :])
