"""Speech is cut into chunks, and words get their times in the draft back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from analyzer.model import Span
from analyzer.signals.transcript import chunks
from analyzer.signals.transcript.engines import RawWord


def test_short_pauses_stay_in_a_chunk_and_long_ones_are_cut_out() -> None:
    spans = (Span(1.0, 2.0), Span(2.8, 4.0), Span(30.0, 31.0))
    (cuts,) = chunks.batches(chunks.padded_spans(spans, 31.1))
    assert [(c.span.start, c.span.end) for c in cuts] == [(0.4, 4.6), (29.4, 31.1)]
    assert cuts[1].offset == pytest.approx(4.2)


def test_a_word_that_is_heard_after_a_cut_gets_its_time_in_the_draft() -> None:
    (cuts,) = chunks.batches(chunks.padded_spans((Span(1.0, 2.0), Span(30.0, 31.0)), 40.0))
    placed = chunks.in_draft(RawWord(" there", 2.8, 3.2, 0.9), cuts)
    assert (placed.start, placed.end) == pytest.approx((30.0, 30.4))


def test_long_speech_is_heard_in_batches_that_begin_and_end_in_pauses() -> None:
    spans = tuple(Span(10.0 * i, 10.0 * i + 9.6) for i in range(40))
    cuts = chunks.padded_spans(spans, 400.0)
    batches = list(chunks.batches(cuts))
    assert len(batches) >= 4
    assert [cut.span for batch in batches for cut in batch] == cuts
    for batch in batches:
        assert sum(cut.span.seconds for cut in batch) <= chunks.BATCH_SECONDS
        assert batch[0].offset == 0.0
    for before, after in pairwise(cuts):
        assert before.end <= after.start
        assert not any(s.start < before.end < s.end for s in spans)


def test_padding_stays_out_of_the_speech_beside_it_and_within_the_draft() -> None:
    assert chunks.padded_spans((), 5.0) == []
    assert chunks.padded_stretches([], 5.0) == []
    stretches = chunks.padded_stretches([Span(0.2, 3.0), Span(3.4, 7.0), Span(7.2, 7.5)], 7.6)
    assert [(s.start, s.end) for s in stretches] == [(0.0, 3.2), (3.2, 7.6)]


def test_a_word_keeps_no_time_far_from_the_speech_that_it_is_in() -> None:
    speech = (Span(2.0, 3.0), Span(6.0, 7.0))
    early = chunks.near_speech(RawWord(" So", 1.4, 2.2, 0.9), speech)
    assert (early.start, early.end) == (2.0, 2.2)
    late = chunks.near_speech(RawWord(" there", 6.8, 7.6, 0.9), speech)
    assert (late.start, late.end) == (6.8, 7.3)
    beside = RawWord(" ah", 4.0, 4.2, 0.9)
    assert chunks.near_speech(beside, speech) == beside
