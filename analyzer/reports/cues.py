"""Words with times -> captions: what stands on the screen together, how it breaks, how long.

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

from analyzer.model import Record, Transcript
from analyzer.reports.phrasing import Break, Piece, pieces

LINE_WIDTH = 32
LINES = 2

READING_SPEED = 17.0
"""Characters a second."""

SHORTEST = 800
"""Milliseconds for which a cue stands at least, where there is room."""

LONGEST = 7000
"""Milliseconds for which a cue stands at most, unless one word alone takes longer."""

GAP = 80
"""Milliseconds between two cues: two frames at 25 frames a second."""

FRAME = 40
"""Milliseconds that a cue gets whatever the word times say."""

CHAIN = 500
"""Milliseconds of pause that are not worth a blank screen: the cue stays until the next one."""

PAUSE = 1000
"""Milliseconds of silence that no cue goes over."""

_BREAK_COST = {
    Break.SENTENCE: 0.0,
    Break.CLAUSE: 4.0,
    Break.PHRASE: 7.0,
    Break.WORD: 12.0,
    Break.CLINGING: 32.0,
}
_EACH_COST = 10.0
_LINE_COST = 3.0
_ORPHAN_COST = 25.0
_ORPHAN_WIDTH = 9
_SENTENCE_INSIDE_COST = 8.0
_LACK_COST = 40.0


class Cue(Record):
    """One caption: its lines, and its time in milliseconds from the start of the draft."""

    start: int
    end: int
    lines: tuple[str, ...]


def cues(transcript: Transcript, *, duration: float | None = None) -> tuple[Cue, ...]:
    """The transcript as captions, in order; the last one ends by ``duration`` (seconds)."""
    said = pieces(transcript, LINE_WIDTH)
    starts = _starts(said)
    bounds = _bounds(said, starts)
    shown = list(itertools.pairwise(bounds))
    end = math.inf if duration is None else round(duration * 1000)
    return tuple(
        Cue(
            start=starts[first],
            end=_end(said[first:last], starts[first], following),
            lines=_lines(said[first:last]),
        )
        for n, (first, last) in enumerate(shown)
        for following in [starts[last] if n + 1 < len(shown) else end + GAP]
    )


def _starts(said: Sequence[Piece]) -> list[int]:
    """When each piece could start a cue: when it is said, a frame after the one before it."""
    starts: list[int] = []
    for piece in said:
        starts.append(max(piece.start, starts[-1] + FRAME if starts else 0))
    return starts


def _end(shown: Sequence[Piece], start: int, following: float) -> int:
    """When a cue ends: with its last word, later to be read, and before the next one starts."""
    wanted = max(shown[-1].end, start + _reading_time(shown))
    if following - wanted < CHAIN + GAP:
        wanted = max(wanted, round(following - GAP)) if following - start <= LONGEST else wanted
    return max(start + FRAME, round(min(wanted, following - GAP)))


def _reading_time(shown: Sequence[Piece]) -> int:
    return max(SHORTEST, math.ceil(1000 * _width(shown) / READING_SPEED))


def _width(line: Sequence[Piece]) -> int:
    return sum(piece.width + len(piece.glue) for piece in line) - len(line[0].glue)


def _text(line: Sequence[Piece]) -> str:
    return "".join(piece.glue + piece.text for piece in line)[len(line[0].glue) :]


def _bounds(said: Sequence[Piece], starts: Sequence[int]) -> list[int]:
    """The pieces with which cues begin, and the end: the cheapest way through all of them."""
    best = [0.0]
    came_from = [0]
    for last in range(1, len(said) + 1):
        following = starts[last] if last < len(said) else math.inf
        options = [
            (best[first] + _cue_cost(said[first:last], starts[first], following), first)
            for first in _firsts(said, last)
        ]
        cost, first = min(options)
        best.append(cost)
        came_from.append(first)
    bounds = [len(said)]
    while bounds[-1] > 0:
        bounds.append(came_from[bounds[-1]])
    return bounds[::-1]


def _firsts(said: Sequence[Piece], last: int) -> Iterator[int]:
    """The pieces with which a cue that ends before ``last`` may begin; at least the last one."""
    yield last - 1
    for first in range(last - 2, -1, -1):
        silence = said[first + 1].start - said[first].end
        too_long = said[last - 1].end - said[first].start > LONGEST
        if silence >= PAUSE or too_long or _width(said[first:last]) > LINES * LINE_WIDTH + 1:
            return
        if _layout(said[first:last]) is not None:
            yield first


def _cue_cost(shown: Sequence[Piece], start: int, following: float) -> float:
    """What a cue costs: its end, its line break, what is rushed, orphaned or torn apart in it."""
    layout = _layout(shown)
    cost = _EACH_COST + (layout.cost if layout else 0.0)
    if following < math.inf:
        cost += _end_cost(shown[-1], following)
        lack = _reading_time(shown) - (following - GAP - start)
        cost += _LACK_COST * max(0.0, lack / 1000)
    cost += _SENTENCE_INSIDE_COST * sum(p.after is Break.SENTENCE for p in shown[:-1])
    pauses = (b.start - a.end for a, b in itertools.pairwise(shown))
    cost += sum(20.0 * max(0, pause - 300) / 1000 for pause in pauses)
    if len(shown) == 1 and shown[0].width < _ORPHAN_WIDTH:
        cost += _ORPHAN_COST
    return cost


def _end_cost(piece: Piece, following: float) -> float:
    """A cue may end in the middle of a phrase where the speaker pauses there, too."""
    pause = (following - piece.end) / 1000
    return _BREAK_COST[piece.after] * (0.5 if pause >= 0.3 else 1.0)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a cue is broken: the first piece of the second line, and what that costs."""

    second: int
    cost: float


def _layout(shown: Sequence[Piece]) -> _Layout | None:
    """The best way to put the pieces on one or two lines; None where they do not fit."""
    if _width(shown) <= LINE_WIDTH:
        return _Layout(len(shown), 0.0)
    layouts = [
        _Layout(second, _two_line_cost(shown[:second], shown[second:]))
        for second in range(1, len(shown))
        if _width(shown[:second]) <= LINE_WIDTH and _width(shown[second:]) <= LINE_WIDTH
    ]
    return min(layouts, key=lambda layout: layout.cost, default=None)


def _two_line_cost(upper: Sequence[Piece], lower: Sequence[Piece]) -> float:
    imbalance = (_width(upper) - _width(lower)) / LINE_WIDTH
    cost = _LINE_COST + 10.0 * imbalance**2 + 0.6 * _BREAK_COST[upper[-1].after]
    for line in (upper, lower):
        cost += _SENTENCE_INSIDE_COST * sum(p.after is Break.SENTENCE for p in line[:-1])
        if len(line) == 1 and line[0].width < _ORPHAN_WIDTH:
            cost += 0.6 * _ORPHAN_COST
    return cost


def _lines(shown: Sequence[Piece]) -> tuple[str, ...]:
    layout = _layout(shown)
    if layout is None or layout.second == len(shown):
        return (_text(shown),)
    return (_text(shown[: layout.second]), _text(shown[layout.second :]))
