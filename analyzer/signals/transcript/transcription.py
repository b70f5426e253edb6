"""What is said, word by word: Whisper, given only what lies within speech.

``chunks`` cuts the speech out, ``engines`` transcribes it, ``hallucination`` drops what was not
spoken, ``passages`` tells what is doubtful. Here the words are put together, timed in the draft.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from ...media.sound import Audio
from ...model import UNSPACED, Span, Speech, Transcript, Word
from ...weights.whisper_names import language_code
from ..text import fold
from .chunks import (
    Chunk,
    batches,
    clipped,
    in_draft,
    near_speech,
    padded_spans,
    samples_of,
)
from .engines import Engine, RawWord, Transcription, expecting, load_engine
from .hallucination import is_credible, is_hallucinated, log_probability
from .languages import LanguageSpan, listened, spans_by_language
from .passages import MIN_UNHEARD, Piece, main_language, marked, passages, unheard
from .vocabulary import spelled, without_echoes

MOST_HEARD_AGAIN = 8
"""Stretches that are heard again at most, the longest first: each costs about half a second."""


def transcribed(
    audio: Audio,
    speech: Speech,
    *,
    engine: str = "auto",
    model: str = "base",
    language: str | None = None,
    threads: int = 0,
    vocabulary: tuple[str, ...] = (),
) -> Transcript:
    """Return the words that are spoken within the spans of ``speech``.

    ``language`` is an ISO 639-1 code, or None to detect it: passages that are surely in different
    languages are heard each in its own, all else in that of the first 30 s of speech; where that
    leaves doubt, the likeliest languages are tried and the one that reads best is taken. Speech
    that got no words is heard again alone, in its own language. Without speech the transcript is
    empty and no model is loaded. Word times never go backwards and lie within the draft. Raises
    ``UsageError`` for an unknown engine, model or language, ``DependencyError`` where the engine or
    the model is missing.
    """
    if language is not None:
        language = language_code(language)
    spans = padded_spans(speech.spans, audio.duration)
    if not spans:
        return Transcript(language=None, text="", words=(), engine=engine, model=model)
    whisper = expecting(load_engine(engine, model, threads), vocabulary)
    pieces: list[Piece] = []
    detected = language
    for batch in batches(spans):
        inside = [s for s in speech.spans if any(s.overlap(c.span) > 0 for c in batch)]
        heard = listened(whisper, audio, inside) if language is None else []
        several = spans_by_language(whisper, audio, heard)
        if not several:
            first = whisper.transcribe_samples(samples_of(audio, batch), detected)
            whole = None if first.other_languages else first.language
            several = spans_by_language(whisper, audio, heard, whole)
        if several:
            for one in several:
                pieces += _in_one(whisper, audio, one, inside, vocabulary)
            continue
        found = _best(whisper, samples_of(audio, batch), first)
        detected = found.language
        pieces += _pieces(found, batch, speech.spans, vocabulary)
    plain = expecting(whisper, ())  # in a scrap of sound Whisper repeats what it was told to expect
    pieces = _heard_again(plain, audio, speech.spans, pieces, language)
    echoes = {fold(name) for name in vocabulary}
    pieces = [
        piece
        for piece in pieces
        if not (all(piece.doubts) and fold("".join(w.text for w in piece.words)) in echoes)
    ]
    words = [word for piece in pieces for word in piece.words]
    return Transcript(
        language=main_language(pieces),
        text=" ".join("".join(word.text for word in words).split()),
        words=spelled(tuple(marked(in_order(words), pieces)), vocabulary),
        engine=whisper.engine,
        model=whisper.model,
        passages=passages(pieces, unheard(speech.spans, pieces)),
    )


def _pieces(
    found: Transcription,
    batch: list[Chunk],
    speech: tuple[Span, ...],
    vocabulary: tuple[str, ...] = (),
) -> Iterator[Piece]:
    """Yield what is credible of a transcription, segment by segment, timed in the draft."""
    for segment in filter(is_credible, found.segments):
        heard = without_echoes(merge_subwords(segment.words, found.language), vocabulary)
        timed = (in_draft(word, batch) for word in heard)
        if words := tuple(word for word in timed if not is_hallucinated(word, speech)):
            yield Piece(found.language, tuple(near_speech(word, speech) for word in words))


def _in_one(
    whisper: Engine,
    audio: Audio,
    one: LanguageSpan,
    speech: list[Span],
    vocabulary: tuple[str, ...],
) -> Iterator[Piece]:
    """Yield the pieces of a stretch that is in one language, beside others in another."""
    inside = tuple(clipped(speech, one.span))
    for batch in batches(clipped(padded_spans(inside, audio.duration), one.span)):
        found = whisper.transcribe_samples(samples_of(audio, batch), one.language)
        yield from _pieces(found, batch, inside, vocabulary)


def _heard_again(
    whisper: Engine,
    audio: Audio,
    speech: tuple[Span, ...],
    pieces: list[Piece],
    language: str | None,
) -> list[Piece]:
    """Return the pieces in order, with what a second hearing adds to speech without words.

    Whisper hears everything in the language of its first 30 s, and leaves out or makes up what is
    in another. Alone, a stretch is heard in its own or in one that is spoken elsewhere; doubtful
    pieces give way where that reads better.
    """
    doubtful = [piece for piece in pieces if all(piece.doubts)]
    kept = [piece for piece in pieces if not all(piece.doubts)]
    spoken = {piece.language for piece in kept} if language is None else set()
    stretches = unheard(speech, kept) + [
        piece.span for piece in doubtful if piece.span.seconds < MIN_UNHEARD
    ]
    longest = sorted(stretches, key=lambda span: -span.seconds)[:MOST_HEARD_AGAIN]
    for stretch in longest:
        (batch,) = batches(padded_spans((stretch,), audio.duration))
        samples = samples_of(audio, batch)
        found = _best(whisper, samples, whisper.transcribe_samples(samples, language), spoken)
        better = list(_said_in(stretch, _pieces(found, batch, (stretch,))))
        before = [piece for piece in doubtful if piece.span.overlap(stretch) > 0]
        if better and _confidence(better) > _confidence(before):
            doubtful = [piece for piece in doubtful if piece not in before]
            kept = [part for piece in kept for part in _parted(piece, stretch.start)] + better
    return sorted([*kept, *doubtful], key=lambda piece: piece.span.start)


def _said_in(stretch: Span, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield what of the pieces is said in a stretch, without the words that stand around it."""
    for piece in pieces:
        middle = (piece.span.start + piece.span.end) / 2
        words = [w for w in piece.words if stretch.start <= (w.start + w.end) / 2 <= stretch.end]
        if words and stretch.start <= middle <= stretch.end:
            yield Piece(piece.language, tuple(words))


def _parted(piece: Piece, time: float) -> Iterator[Piece]:
    """Yield a piece as what begins before a time and what begins after it."""
    before = tuple(word for word in piece.words if word.start < time)
    for words in (before, piece.words[len(before) :]):
        if words:
            yield Piece(piece.language, words)


def _confidence(pieces: list[Piece]) -> float:
    return max((piece.confidence for piece in pieces), default=0.0)


def _best(
    whisper: Engine,
    samples: np.ndarray,
    first: Transcription,
    languages: Collection[str] = (),
) -> Transcription:
    """Return ``first``, or the candidate language in which the samples read best."""
    candidates = {*first.other_languages, *languages} - {first.language}
    others = [whisper.transcribe_samples(samples, other) for other in sorted(candidates)]
    return max([first, *others], key=lambda found: log_probability(found.segments))


def merge_subwords(words: tuple[RawWord, ...], language: str) -> list[RawWord]:
    """Return ``words`` with those merged that Whisper split: ``2`` and ``,200`` are one number.

    Whisper splits at punctuation; a part of a word is told by the space that it lacks. What has no
    letter and no digit is left out.
    """
    merged: list[RawWord] = []
    for word in words:
        if merged and language not in UNSPACED and not word.text.startswith(" "):
            first = merged.pop()
            probability = min(first.probability, word.probability)
            merged.append(RawWord(first.text + word.text, first.start, word.end, probability))
        else:
            merged.append(word)
    return [word for word in merged if any(c.isalnum() for c in word.text)]


def in_order(words: list[RawWord]) -> Iterator[Word]:
    """Yield ``words`` so that none starts before the one before it has ended."""
    free_at = 0.0
    for n, word in enumerate(words):
        start = max(word.start, free_at)
        following = words[n + 1].start if n + 1 < len(words) else word.end
        free_at = max(start, min(word.end, max(following, start)))
        yield Word(
            word.text.strip(), round(start, 3), round(free_at, 3), round(word.probability, 3)
        )
