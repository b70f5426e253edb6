"""Spans that nearly touch become one."""

from __future__ import annotations

from analyzer.model import Span, merge


def test_spans_up_to_the_gap_apart_become_one_and_others_stay() -> None:
    spans = [Span(0, 1), Span(1.5, 2), Span(2.75, 3)]
    assert merge(spans, 0.5) == (Span(0, 2), Span(2.75, 3))


def test_a_span_within_another_does_not_shorten_it() -> None:
    assert merge([Span(0, 4), Span(1, 2)], 0.0) == (Span(0, 4),)


def test_spans_are_put_in_order() -> None:
    assert merge([Span(3, 4), Span(0, 1)], 0.5) == (Span(0, 1), Span(3, 4))
