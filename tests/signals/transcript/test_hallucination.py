"""What Whisper invents in noise is told from what was said."""

from __future__ import annotations

import re

import pytest

from analyzer.model import Span
from analyzer.signals.transcript import hallucination
from analyzer.signals.transcript.engines import RawWord, Segment


def segment(text: str, **evidence: float) -> Segment:
    values = {"no_speech": 0.05, "log_probability": -0.3, "compression_ratio": 1.2} | evidence
    p = values.pop("p", 0.9)
    parts = re.findall(r"\s*\S+", text)
    return Segment(tuple(RawWord(t, n, n + 0.5, p) for n, t in enumerate(parts)), **values)


@pytest.mark.parametrize(
    "made_up",
    [
        segment(" A-A-A-A-A-A-A", compression_ratio=17.0),
        segment(" Oh", p=0.03),
        segment(" Thank you.", no_speech=0.44, log_probability=-0.91),
        segment(" Yeah!", log_probability=-1.27),
        segment(" W-W-W-W-W-W!"),
    ],
)
def test_text_without_evidence_is_not_credible(made_up: Segment) -> None:
    assert not hallucination.is_credible(made_up)


@pytest.mark.parametrize(
    "said",
    [
        segment(" Thank you."),
        segment(" No, no, no, no!"),
        segment(" Hoe is het nu met jullie?", no_speech=0.48, log_probability=-0.57, p=0.6),
    ],
)
def test_text_with_evidence_is_kept(said: Segment) -> None:
    assert hallucination.is_credible(said)


def test_a_loop_that_is_sure_of_itself_reads_worse_than_what_was_said() -> None:
    said = segment(" For although the Chinese took impressions", log_probability=-0.35)
    loop = segment(" A-A-A-A-A-A-A", log_probability=-0.2, compression_ratio=8.2)
    reads = hallucination.log_probability
    assert reads([said]) > reads([said, loop]) > reads([loop]) > reads([])


def test_a_word_outside_all_speech_is_hallucinated() -> None:
    spans = (Span(1.0, 2.0),)
    assert hallucination.is_hallucinated(RawWord(" ghost", 2.5, 2.8, 0.9), spans)
    assert not hallucination.is_hallucinated(RawWord(" tail", 2.2, 2.6, 0.9), spans)
