"""Text segments, and the rules by which two of them are one text.

A segment is a text that stood for a while. Every rule takes an earlier segment and a later one and
returns both as one, or None. ``segments`` applies them in a fixed order.

=======================  ==========================================================
rule                     two segments are one text where the later one
=======================  ==========================================================
``merge_growing``        shows what the earlier one did, and more
``merge_repeated``       is the earlier one, read again in its place
``merge_stacked_lines``  is another line of the same block
``merge_next_word``      is the next word of a caption that comes word by word
=======================  ==========================================================

The limits below were chosen by hand on rendered captions (``scripts/bench/captions.py``) and real
clips; where one was measured, it says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...model import SENTENCE_END
from ..text import fold
from .classification import Evidence
from .geometry import Bounds
from .reading import CERTAIN_CONFIDENCE, similar

MAX_WORD_GAP = 0.45
"""Seconds between two words or steps of one caption: three samples of 0.125 s, and a little."""

MAX_UNREAD = 2.5
"""Seconds for which a text in its place may go unread, as a faint watermark does."""

SIMULTANEOUS = 0.3
"""Seconds within which two changes count as one: two samples, and a little."""

MAX_WORD_SECONDS = 1.3
"""Seconds that one step of a caption that comes word by word stands at most."""

WORDS_PER_STEP = 2
"""Words that one such step shows at most."""

MAX_WORD_SHIFT = 2.0
"""Line heights between the middles of two such steps at most."""

ROW_OVERLAP = 0.6
"""Share of the lower segment's height in which two segments of one row overlap."""

ROW_SIZE_RATIO = 1.7
"""How much higher than a segment of its row a line is at most: boxes of short words vary."""

BLOCK_SIZE_RATIO = 1.5
"""How much higher than another line of its block a line is at most."""

BLOCK_OVERLAP_SECONDS = 0.5
"""Share of the longer time for which two lines of one block stand together."""

MAX_LINE_OVERLAP = 0.6
"""Line heights by which the boxes of two lines of one block overlap at most."""

MAX_LINE_GAP = 0.8
"""Line heights between two lines of one block at most."""

MAX_MISALIGNMENT = 1.0
"""Line heights between the middles, or the left edges, of two lines of one block at most."""


@dataclass(frozen=True, slots=True)
class TextSegment:
    """A text that stood for a while; bounds in pixels of the frames that it was read in."""

    text: str
    start: float
    end: float
    bounds: Bounds
    line_height: float
    confidence: float
    contrast: float | None
    evidence: Evidence
    changed_at: float
    """When the last of it appeared."""
    steps: int = 1
    """In how many steps it was shown."""
    replaced_at: float = math.inf
    """When another text took its place; infinite where none did within ``MAX_UNREAD``."""

    @property
    def seconds(self) -> float:
        """For how long it stood."""
        return self.end - self.start


def merge_growing(a: TextSegment, b: TextSegment) -> TextSegment | None:
    """Merge a text with one that begins with it and goes on."""
    if not (adjacent_in_time(a, b) and same_row(a, b) and overlapping(a, b)):
        return None
    begun, whole = fold(a.text), fold(b.text)
    if not begun or len(whole) <= len(begun) or not whole.startswith(begun):
        return None
    return _merged(a, b, b.text, steps=a.steps + 1)


def merge_repeated(a: TextSegment, b: TextSegment) -> TextSegment | None:
    """Merge two readings of one text in one place; the longer one is the better known."""
    if b.start - a.end > MAX_UNREAD or not similar(a.text, b.text) or not overlapping(a, b):
        return None
    if a.replaced_at < b.start:
        return None
    best = max(a, b, key=lambda s: (s.confidence > CERTAIN_CONFIDENCE, s.seconds))
    both = _merged(a, b, best.text, steps=max(a.steps, b.steps))
    appeared = a.evidence.appeared_on_static_background
    evidence = replace(both.evidence, appeared_on_static_background=appeared)
    return replace(both, bounds=best.bounds, line_height=best.line_height, evidence=evidence)


def merge_stacked_lines(a: TextSegment, b: TextSegment) -> TextSegment | None:
    """Merge two lines of one block that disappear together."""
    upper, lower = (a, b) if a.bounds.top <= b.bounds.top else (b, a)
    comes_first = lower.start < upper.start - SIMULTANEOUS
    if abs(a.end - b.end) > SIMULTANEOUS or comes_first or not mostly_together(a, b):
        return None
    if not (stacked(upper, lower) and aligned(a, b)):
        return None
    return _merged(a, b, f"{upper.text} {lower.text}", steps=max(a.steps, b.steps))


def merge_next_word(a: TextSegment, b: TextSegment) -> TextSegment | None:
    """Merge a caption that is shown a word at a time in one place with its next word."""
    if not (adjacent_in_time(a, b) and same_row(a, b)) or a.text.endswith(SENTENCE_END):
        return None
    if abs(a.bounds.center_x - b.bounds.center_x) > MAX_WORD_SHIFT * a.line_height:
        return None
    is_word = len(b.text.split()) <= WORDS_PER_STEP and b.seconds <= MAX_WORD_SECONDS
    were_words = len(a.text.split()) <= WORDS_PER_STEP * a.steps
    if not (is_word and were_words and a.end - a.changed_at <= MAX_WORD_SECONDS):
        return None
    return _merged(a, b, f"{a.text} {b.text}", steps=a.steps + 1)


def adjacent_in_time(a: TextSegment, b: TextSegment) -> bool:
    """Return whether ``b`` follows ``a`` within a word's gap."""
    return -SIMULTANEOUS <= b.start - a.end <= MAX_WORD_GAP


def mostly_together(a: TextSegment, b: TextSegment) -> bool:
    """Return whether both start at once, or stand together for most of the longer one's time."""
    together = min(a.end, b.end) - max(a.start, b.start)
    longer = max(a.seconds, b.seconds)
    return a.start == b.start or together >= BLOCK_OVERLAP_SECONDS * longer


def overlapping(a: TextSegment, b: TextSegment) -> bool:
    """Return whether both cover a pixel in common."""
    return a.bounds.intersection(b.bounds).area > 0


def same_row(a: TextSegment, b: TextSegment) -> bool:
    """Return whether both stand at one height and are set in about one size."""
    height = min(a.bounds.height, b.bounds.height)
    overlap = a.bounds.intersection(b.bounds).height
    largest = max(a.line_height, b.line_height)
    return overlap >= ROW_OVERLAP * height and largest <= ROW_SIZE_RATIO * height


def stacked(upper: TextSegment, lower: TextSegment) -> bool:
    """Return whether two lines of about one size lie right above each other."""
    height = min(upper.line_height, lower.line_height)
    if max(upper.line_height, lower.line_height) > BLOCK_SIZE_RATIO * height:
        return False
    gap = lower.bounds.top - upper.bounds.bottom
    shares_columns = upper.bounds.intersection(lower.bounds).width > 0
    return shares_columns and -MAX_LINE_OVERLAP * height <= gap <= MAX_LINE_GAP * height


def aligned(a: TextSegment, b: TextSegment, most: float = MAX_MISALIGNMENT) -> bool:
    """Return whether two lines are centred or begin at one left edge, to ``most`` line heights."""
    limit = most * min(a.line_height, b.line_height)
    centred = abs(a.bounds.center_x - b.bounds.center_x) <= limit
    return centred or abs(a.bounds.left - b.bounds.left) <= limit


def _merged(a: TextSegment, b: TextSegment, text: str, steps: int) -> TextSegment:
    confidences = a.confidence, b.confidence
    is_one_reading = text in (a.text, b.text)
    return replace(
        a,
        text=text,
        start=min(a.start, b.start),
        end=max(a.end, b.end),
        bounds=a.bounds.union(b.bounds),
        line_height=max(a.line_height, b.line_height),
        confidence=max(confidences) if is_one_reading else sum(confidences) / 2,
        contrast=max((c for c in (a.contrast, b.contrast) if c is not None), default=None),
        evidence=a.evidence + b.evidence,
        changed_at=max(a.start, b.start),
        steps=steps,
        replaced_at=max(a, b, key=lambda s: s.end).replaced_at,
    )


def with_successors(segments: Sequence[TextSegment]) -> list[TextSegment]:
    """Return the segments by start, each with the time when another text took its place."""
    by_start = sorted(segments, key=lambda s: s.start)
    return [replace(a, replaced_at=_replaced_at(a, by_start)) for a in by_start]


def _replaced_at(a: TextSegment, by_start: Sequence[TextSegment]) -> float:
    successors = (
        b.start
        for b in by_start
        if -SIMULTANEOUS <= b.start - a.end <= MAX_UNREAD
        and a.start < b.start
        and b.confidence >= CERTAIN_CONFIDENCE
        and same_row(a, b)
        and overlapping(a, b)
        and not similar(a.text, b.text)
    )
    return next(successors, math.inf)
