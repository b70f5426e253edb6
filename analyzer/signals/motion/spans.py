"""Stretches of time: joined where they nearly touch, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzer.model import Span

MERGED_GAP = 0.3
STILL_SECONDS = 0.5


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those less than ``MERGED_GAP`` apart joined."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda s: s.start):
        if joined and span.start - joined[-1].end <= MERGED_GAP:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, round(span.end, 3)))
        else:
            joined.append(Span(round(span.start, 3), round(span.end, 3)))
    return tuple(joined)


def seconds(spans: Iterable[Span]) -> float:
    """How long the spans are together."""
    return sum(span.seconds for span in spans)


def gaps(spans: Sequence[Span], end: float) -> tuple[Span, ...]:
    """Where none of the spans is, for ``STILL_SECONDS`` and longer."""
    starts = [0.0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), round(end, 3)]
    gaps = (Span(a, b) for a, b in zip(starts, ends, strict=True))
    return tuple(gap for gap in gaps if gap.seconds >= STILL_SECONDS)
