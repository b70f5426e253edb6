"""Stretches of time: joined where they nearly touch, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model import Span, merge

MERGED_GAP = 0.3
"""Seconds between two stretches that belong together; chosen by hand."""

STILL_SECONDS = 0.5
"""Seconds from which a stretch without movement is told as still; chosen by hand."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those up to ``MERGED_GAP`` apart as one, to the millisecond."""
    ended = (Span(span.start, round(span.end, 3)) for span in spans)
    return tuple(Span(round(span.start, 3), span.end) for span in merge(ended, MERGED_GAP))


def seconds(spans: Iterable[Span]) -> float:
    """Return how long the spans are together."""
    return sum(span.seconds for span in spans)


def gaps(spans: Sequence[Span], end: float) -> tuple[Span, ...]:
    """Return the stretches without any of the spans, of ``STILL_SECONDS`` and longer."""
    starts = [0.0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), round(end, 3)]
    gaps = (Span(a, b) for a, b in zip(starts, ends, strict=True))
    return tuple(gap for gap in gaps if gap.seconds >= STILL_SECONDS)
