"""Build the overlay text of a draft: merge the segments of its tracks, and classify them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from ...model import Box, OverlayLine, Span, TextKind
from .classification import (
    evidence_of,
    is_burned_in,
    is_watermark,
    kind_of,
    may_be_set,
)
from .geometry import Bounds, Size
from .merging import (
    TextSegment,
    aligned,
    merge_growing,
    merge_next_word,
    merge_repeated,
    merge_stacked_lines,
    with_successors,
)
from .reading import SHORT_TEXT
from .track import TextTrack

Rule = Callable[[TextSegment, TextSegment], TextSegment | None]

RULES: tuple[Rule, ...] = (
    merge_growing,
    merge_repeated,
    merge_growing,
    merge_stacked_lines,
    merge_next_word,
    merge_repeated,
)
"""The rules in the order in which they pass over all segments.

Growing comes before repeated, because a line that gains a word is much like itself; and again after
it, because a line that was read in parts grows once these are merged. Repeated comes again last,
for sentences that are whole only once their words are merged. The sequence is fixed and not run to
a fixed point: of 6,000 random sets of segments, a second round would change 36.
"""

MIN_IDEOGRAPHS = 2
"""Ideographs that say something by themselves; chosen by hand."""

MIN_CHARACTERS = 3
"""Letters and digits under which text says nothing: on 50 frames without captions, three of five
false readings had one or two."""

SHORT_TEXT_CONFIDENCE = 0.8
"""Confidence that text of up to ``SHORT_TEXT`` letters needs, from the same frames."""


SERIES_SECONDS = 2.0
"""Seconds from one line of a series to the next, at most; chosen by hand."""

SERIES_OVERLAP = 0.25
"""Seconds for which both may be seen, where one fades into the other; chosen by hand."""

SERIES_OFF = 0.25
"""Heights of a line by which it may lie off another's place, or be larger, in a series: what is
drawn into one place, with the slack of what is found there. Chosen by hand."""

UNREAD_SECONDS = 0.5
"""Seconds for which a line that cannot be read has to stand; chosen by hand."""


def build_segments(
    tracks: Sequence[TextTrack], frame: Size, scale: float, duration: float
) -> tuple[OverlayLine, ...]:
    """Return all texts in order of time; boxes in pixels of the displayed picture.

    ``frame`` is the size of the frames that the tracks were read in, ``scale`` the displayed
    picture's size by theirs.
    """
    segments = merge([_segment(t) for t in tracks if t.is_text and t.end > t.start])
    shown = [s for s in segments if _says_something(s)]
    burned_in = [s for s in shown if is_burned_in(s.evidence, s.confidence)]
    lines = [
        _line(s, frame, scale, duration, burned_in=s in burned_in or is_of_series(s, burned_in))
        for s in shown
    ]
    lines += [_unread(t, frame, scale) for t in tracks if _stays_unread(t)]
    return tuple(sorted(lines, key=lambda line: (line.span.start, line.box.y, line.box.x)))


def merge(segments: Sequence[TextSegment]) -> list[TextSegment]:
    """Return the segments with those merged that are one text: one pass of each rule."""
    merged = with_successors(segments)
    for rule in RULES:
        merged = _apply(rule, merged)
    return merged


def _apply(rule: Rule, segments: Sequence[TextSegment]) -> list[TextSegment]:
    """Return the segments in order, each merged into the last earlier one that ``rule`` allows."""
    kept: list[TextSegment] = []
    for segment in sorted(segments, key=lambda s: (s.start, s.bounds.top, s.bounds.left)):
        for i in range(len(kept) - 1, -1, -1):
            both = rule(kept[i], segment)
            if both is not None:
                kept[i] = both
                break
        else:
            kept.append(segment)
    return kept


def _segment(track: TextTrack) -> TextSegment:
    return TextSegment(
        text=track.reading.text,
        start=track.start,
        end=track.end,
        bounds=track.bounds,
        line_height=track.bounds.height,
        confidence=track.reading.confidence,
        contrast=track.reading.contrast,
        evidence=evidence_of(track),
        changed_at=track.start,
    )


def _says_something(segment: TextSegment) -> bool:
    """Return whether there is enough to be read: a word, two ideographs, three digits."""
    ideographs = sum(unicodedata.east_asian_width(c) in "WF" and c.isalpha() for c in segment.text)
    if ideographs >= MIN_IDEOGRAPHS:
        return True
    letters = sum(c.isalpha() for c in segment.text)
    characters = sum(c.isalnum() for c in segment.text)
    is_sure = letters > SHORT_TEXT or segment.confidence >= SHORT_TEXT_CONFIDENCE
    return characters >= MIN_CHARACTERS and is_sure


def is_of_series(segment: TextSegment, burned_in: Sequence[TextSegment]) -> bool:
    """Return whether a line stands where one that is burned in stood just before, or does next.

    Captions take each other's place, in one size; of two signs that would be chance.
    """
    if not may_be_set(segment.evidence, segment.confidence):
        return False
    slack = SERIES_OFF * segment.line_height
    for other in burned_in:
        gap = max(segment.start - other.end, other.start - segment.end)
        is_next = -SERIES_OVERLAP <= gap <= SERIES_SECONDS
        is_level = abs(segment.bounds.center_y - other.bounds.center_y) <= slack
        is_of_size = abs(segment.line_height - other.line_height) <= slack
        if is_next and is_level and is_of_size and aligned(segment, other, SERIES_OFF):
            return True
    return False


def _line(
    segment: TextSegment, frame: Size, scale: float, duration: float, *, burned_in: bool
) -> OverlayLine:
    bounds = segment.bounds
    standing = segment.seconds / duration if duration else 1.0
    if not segment.evidence.is_steady:
        standing = 0.0
    watermark = is_watermark(segment.text, bounds, segment.line_height, frame, standing)
    return OverlayLine(
        text=segment.text,
        span=Span(round(segment.start, 2), round(segment.end, 2)),
        box=_box(bounds, frame, scale),
        confidence=round(segment.confidence, 3),
        kind=kind_of(burned_in=burned_in, watermark=watermark),
        line_height=round(segment.line_height * scale),
        contrast=None if segment.contrast is None else round(segment.contrast, 1),
    )


def _stays_unread(track: TextTrack) -> bool:
    """Return whether an editor set a line that could not be read."""
    stands = track.end - track.start >= UNREAD_SECONDS
    return track.is_unread and stands and is_burned_in(evidence_of(track), confidence=1.0)


def _unread(track: TextTrack, frame: Size, scale: float) -> OverlayLine:
    return OverlayLine(
        text="",
        span=Span(round(track.start, 2), round(track.end, 2)),
        box=_box(track.bounds, frame, scale),
        confidence=0.0,
        kind=TextKind.UNREAD,
        line_height=round(track.bounds.height * scale),
    )


def _box(bounds: Bounds, frame: Size, scale: float) -> Box:
    return Box(
        x=round(bounds.left * scale),
        y=round(bounds.top * scale),
        width=round(bounds.width * scale),
        height=round(bounds.height * scale),
        share=round(bounds.width * bounds.height / (frame.height * frame.width), 4),
    )
