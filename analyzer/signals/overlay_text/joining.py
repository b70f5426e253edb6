"""Which readings are one text: seen again, grown, set in lines, or shown word by word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.signals.overlay_text.kinds import Evidence
from analyzer.signals.overlay_text.lines import CERTAIN, Bounds, plain, shared, similar, united

GAP = 0.45
"""Seconds that may lie between two words of one sentence: three looks."""

UNREAD = 2.5
"""Seconds for which a text that stays in its place may go unread, as a faint mark does."""

TOGETHER = 0.3
"""Seconds by which the lines of one block may go apart."""

WORD_SECONDS = 1.3
"""How long one step of a sentence that comes word by word stands at most."""

WORDS_AT_ONCE = 2

SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that stood for a while; bounds in pixels of the frames it was read in."""

    text: str
    start: float
    end: float
    bounds: Bounds
    line_height: float
    confidence: float
    evidence: Evidence
    changed_at: float
    """When the last of it appeared."""
    steps: int = 1
    """In how many steps it was shown."""
    replaced_at: float = math.inf
    """When another text took its place; infinite where none did for as long as may go unread."""


def with_successors(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces by start, each with the time when another that is certain took its place."""
    by_start = sorted(pieces, key=lambda piece: piece.start)
    return [replace(a, replaced_at=_replaced_at(a, by_start)) for a in by_start]


def _replaced_at(a: Piece, by_start: Sequence[Piece]) -> float:
    successors = (
        b.start
        for b in by_start
        if -TOGETHER <= b.start - a.end <= UNREAD
        and a.start < b.start
        and b.confidence >= CERTAIN
        and _in_row(a, b)
        and _overlap(a, b)
        and not similar(a.text, b.text)
    )
    return next(successors, math.inf)


def same(a: Piece, b: Piece) -> Piece | None:
    """One text that was read twice in one place; the longer reading is the better known one."""
    if b.start - a.end > UNREAD or not similar(a.text, b.text) or not _overlap(a, b):
        return None
    if a.replaced_at < b.start:
        return None
    best = max(a, b, key=lambda p: (p.confidence > CERTAIN, p.end - p.start))
    both = _both(a, b, best.text, steps=max(a.steps, b.steps))
    return replace(both, bounds=best.bounds, line_height=best.line_height)


def grown(a: Piece, b: Piece) -> Piece | None:
    """A text that ``b`` shows more of than ``a`` did."""
    if not -TOGETHER <= b.start - a.end <= GAP or not _in_row(a, b) or not _overlap(a, b):
        return None
    begun, whole = plain(a.text), plain(b.text)
    if not begun or len(whole) <= len(begun) or not whole.startswith(begun):
        return None
    return _both(a, b, b.text, steps=a.steps + 1)


def stacked(a: Piece, b: Piece) -> Piece | None:
    """Two lines of one block, above each other, that go together."""
    upper, lower = (a, b) if a.bounds[1] <= b.bounds[1] else (b, a)
    if abs(a.end - b.end) > TOGETHER or lower.start < upper.start - TOGETHER:
        return None
    if a.start != b.start and min(a.end, b.end) - max(a.start, b.start) < 0.5 * max(
        a.end - a.start, b.end - b.start
    ):
        return None
    height = min(a.line_height, b.line_height)
    if max(a.line_height, b.line_height) > 1.5 * height:
        return None
    gap = lower.bounds[1] - upper.bounds[3]
    across = min(a.bounds[2], b.bounds[2]) - max(a.bounds[0], b.bounds[0])
    if not -0.6 * height <= gap <= 0.8 * height or across <= 0:
        return None
    middles = abs(_middle(a) - _middle(b)) <= height
    edges = abs(a.bounds[0] - b.bounds[0]) <= height
    if not (middles or edges):
        return None
    return _both(a, b, f"{upper.text} {lower.text}", steps=max(a.steps, b.steps))


def next_word(a: Piece, b: Piece) -> Piece | None:
    """The next word of a sentence that is shown a word at a time in one place."""
    if not -TOGETHER <= b.start - a.end <= GAP or not _in_row(a, b):
        return None
    if a.text.endswith(SENTENCE_END) or abs(_middle(a) - _middle(b)) > 2 * a.line_height:
        return None
    is_word = len(b.text.split()) <= WORDS_AT_ONCE and b.end - b.start <= WORD_SECONDS
    was_word = len(a.text.split()) <= WORDS_AT_ONCE * a.steps
    if not is_word or not was_word or a.end - a.changed_at > WORD_SECONDS:
        return None
    return _both(a, b, f"{a.text} {b.text}", steps=a.steps + 1)


def _both(a: Piece, b: Piece, text: str, steps: int) -> Piece:
    sure = a.confidence, b.confidence
    return replace(
        a,
        text=text,
        start=min(a.start, b.start),
        end=max(a.end, b.end),
        bounds=united(a.bounds, b.bounds),
        line_height=max(a.line_height, b.line_height),
        confidence=max(sure) if text in (a.text, b.text) else sum(sure) / 2,
        evidence=a.evidence + b.evidence,
        changed_at=max(a.start, b.start),
        steps=steps,
        replaced_at=max(a, b, key=lambda p: p.end).replaced_at,
    )


def _middle(piece: Piece) -> float:
    return (piece.bounds[0] + piece.bounds[2]) / 2


def _overlap(a: Piece, b: Piece) -> bool:
    return shared(a.bounds, b.bounds) > 0


def _in_row(a: Piece, b: Piece) -> bool:
    """Whether both stand at one height and are set about equally large."""
    height = min(a.bounds[3] - a.bounds[1], b.bounds[3] - b.bounds[1])
    overlap = min(a.bounds[3], b.bounds[3]) - max(a.bounds[1], b.bounds[1])
    return overlap >= 0.6 * height and max(a.line_height, b.line_height) <= 1.7 * height
