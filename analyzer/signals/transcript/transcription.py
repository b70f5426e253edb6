"""What is said, word by word: Whisper, given only what lies within speech.

``chunks`` cuts the speech out, ``engines`` transcribes it, ``hallucination`` drops what was not
spoken. Here the words are put together and timed in the draft.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...media.sound import Audio
from ...model import UNSPACED, Speech, Transcript, Word
from ...weights.whisper_names import language_code
from .chunks import batches, in_draft, padded_spans, samples_of
from .engines import Engine, RawWord, Transcription, load_engine
from .hallucination import is_credible, is_hallucinated


def transcribed(
    audio: Audio,
    speech: Speech,
    *,
    engine: str = "auto",
    model: str = "base",
    language: str | None = None,
    threads: int = 0,
) -> Transcript:
    """Return the words that are spoken within the spans of ``speech``.

    ``language`` is an ISO 639-1 code, or None to detect it in the first 30 s of speech; where that
    leaves doubt, the likeliest languages are tried and the one that reads best is taken. Without
    speech the transcript is empty and no model is loaded. Word times never go backwards and lie
    within the draft. Raises ``UsageError`` for an unknown engine, model or language,
    ``DependencyError`` where the engine or the model is missing.
    """
    if language is not None:
        language = language_code(language)
    spans = padded_spans(speech.spans, audio.duration)
    if not spans:
        return Transcript(language=None, text="", words=(), engine=engine, model=model)
    whisper = load_engine(engine, model, threads)
    words: list[RawWord] = []
    for batch in batches(spans):
        transcription = _transcribe_best(whisper, samples_of(audio, batch), language)
        language = transcription.language
        words += [
            timed
            for segment in transcription.segments
            if is_credible(segment)
            for word in merge_subwords(segment.words, language)
            if not is_hallucinated(timed := in_draft(word, batch), speech.spans)
        ]
    return Transcript(
        language=language if words else None,
        text=" ".join("".join(word.text for word in words).split()),
        words=tuple(in_order(words)),
        engine=whisper.engine,
        model=whisper.model,
    )


def _transcribe_best(whisper: Engine, samples: np.ndarray, language: str | None) -> Transcription:
    """Transcribe in ``language``, or in the candidate in which the samples read best."""
    first = whisper.transcribe_samples(samples, language)
    others = [whisper.transcribe_samples(samples, other) for other in first.other_languages]
    return max([first, *others], key=lambda transcription: transcription.log_probability)


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
