"""Chunks of speech: what is cut out of the draft for Whisper, and the way back to its times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...media.sound import SAMPLE_RATE, Audio
from ...model import Span
from .engines import RawWord

PADDING = 0.6
"""Seconds on either side of a speech span: plosives and tails fall outside. With 0.3, five voices
over music at 6 dB under them gave 8 wrong words of 58, with 0.6 they gave 6 (November 2026)."""

EDGE = 0.3
"""Seconds after speech in which a word may end: Whisper times the last word of a cut to its end,
and what fades away is no speech any more. Chosen by hand."""

MAX_PAUSE = 1.0
"""Seconds of a pause that stays within a chunk; longer ones are cut out; chosen by hand."""

MIN_STRETCH = 1.5
"""Seconds of speech in which its language can be told: a few words; chosen by hand."""

BATCH_SECONDS = 120.0
"""Seconds of speech that are transcribed at once: an engine's features take 1 MB a second."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the draft, and where it begins in the samples of its batch."""

    span: Span
    offset: float
    """Seconds from the start of the batch."""

    def draft_time(self, time: float) -> float:
        """Return the time in the draft of a time in the batch, kept within the chunk."""
        return min(max(time - self.offset + self.span.start, self.span.start), self.span.end)


def padded_spans(speech: tuple[Span, ...], duration: float) -> list[Span]:
    """Return the spans padded, joined over short pauses, within the draft."""
    spans = sorted(speech, key=lambda span: span.start)
    padded: list[Span] = []
    for n, span in enumerate(_padded(spans, duration)):
        before = padded[-1] if padded else Span(0.0, 0.0)
        is_near = n > 0 and spans[n].start - spans[n - 1].end <= MAX_PAUSE
        if padded and is_near and span.end - before.start <= BATCH_SECONDS:
            padded[-1] = Span(before.start, max(span.end, before.end))
        elif max(span.start, before.end) < span.end:
            padded.append(Span(max(span.start, before.end), span.end))
    return padded


def padded_stretches(speech: list[Span], duration: float) -> list[Span]:
    """Return the spans padded, those too short to tell a language by joined to their neighbour."""
    stretches: list[Span] = []
    for span in speech:
        if stretches and min(span.seconds, stretches[-1].seconds) < MIN_STRETCH:
            stretches[-1] = Span(stretches[-1].start, span.end)
        else:
            stretches.append(span)
    return _padded(stretches, duration)


def _padded(spans: list[Span], duration: float) -> list[Span]:
    """Return the spans padded, up to the middle of a short pause: none reaches into another."""
    ends = [0.0, *((a.end + b.start) / 2 for a, b in pairwise(spans)), duration]
    return [
        Span(max(span.start - PADDING, low), min(span.end + PADDING, high))
        for span, (low, high) in zip(spans, pairwise(ends), strict=False)
    ]


def clipped(spans: list[Span], limits: Span) -> list[Span]:
    """Return what of the spans lies within ``limits``."""
    return [
        Span(max(span.start, limits.start), min(span.end, limits.end))
        for span in spans
        if span.overlap(limits) > 0
    ]


def batches(spans: list[Span]) -> Iterator[list[Chunk]]:
    """Yield the spans as chunks, up to ``BATCH_SECONDS`` together, so that memory stays flat."""
    batch: list[Chunk] = []
    length = 0.0
    for span in spans:
        if batch and length + span.seconds > BATCH_SECONDS:
            yield batch
            batch, length = [], 0.0
        batch.append(Chunk(span, length))
        length += span.seconds
    yield batch


def samples_of(audio: Audio, chunks: list[Chunk]) -> np.ndarray:
    """Return the sound of the chunks, one after the other."""
    parts = [
        audio.samples[round(c.span.start * SAMPLE_RATE) : round(c.span.end * SAMPLE_RATE)]
        for c in chunks
    ]
    return np.concatenate(parts)


def near_speech(word: RawWord, speech: tuple[Span, ...]) -> RawWord:
    """Return ``word`` without what of its time lies before or after the speech that it is in.

    It begins no earlier than the speech: Whisper times the first word of a cut from where the cut
    begins.
    """
    within = [span for span in speech if span.start < word.end and word.start < span.end]
    if not within:
        return word
    start = max(word.start, min(span.start for span in within))
    end = min(word.end, max(span.end for span in within) + EDGE)
    return RawWord(word.text, start, end, word.probability)


def in_draft(word: RawWord, chunks: list[Chunk]) -> RawWord:
    """Return ``word`` with its times in the draft, within the chunk that its middle is in."""
    middle = (word.start + word.end) / 2
    chunk = next((c for c in reversed(chunks) if c.offset <= middle), chunks[0])
    return RawWord(
        word.text, chunk.draft_time(word.start), chunk.draft_time(word.end), word.probability
    )
