"""What is said, word by word: Whisper, listening only where somebody speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.errors import UsageError
from analyzer.model import UNSPACED, Span, Speech, Transcript, Word
from analyzer.settings import Settings
from analyzer.signals import measurer
from analyzer.signals.transcript.choice import model_behind
from analyzer.signals.transcript.engines import (
    Heard,
    Listener,
    Passage,
    RawWord,
    listener,
)

if TYPE_CHECKING:
    import numpy as np

    from analyzer.media import Audio

PADDING = 0.3
"""Seconds that are heard on either side of a speech span: plosives and tails fall outside."""

PAUSE = 1.0
"""Pauses up to this many seconds stay in what is heard; longer ones are cut out."""

BLOCK = 120.0
"""Seconds of speech that are heard at once: an engine's features take 1 MB a second."""

STRAY = 0.3
"""Seconds outside every speech span from which a word counts as invented."""

_CODES = """
af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr
ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc
pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue
zh
"""
LANGUAGES = frozenset(_CODES.split())
"""The languages that Whisper knows, as ``--language`` takes them."""


_STUTTER = re.compile(r"\W*(\w)(?:\W+\1){3,}\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A stretch of the draft, and where it begins in the samples that are heard."""

    span: Span
    heard_at: float

    def draft_time(self, heard: float) -> float:
        return min(max(heard - self.heard_at + self.span.start, self.span.start), self.span.end)


def _is_off(settings: Settings) -> str | None:
    return None if settings.transcript else "turned off with --no-transcript"


@measurer("transcript", unless=_is_off, stands_on=model_behind)
def transcribe(
    audio: Audio,
    speech: Speech,
    *,
    engine: str = "auto",
    model: str = "base",
    language: str | None = None,
    threads: int = 0,
) -> Transcript:
    """Return the words that are spoken within the spans of ``speech``.

    ``language`` is an ISO 639-1 code, or None to find it out from the first 30 s of speech; where
    that leaves doubt, the likeliest languages are heard and the one that reads best is taken.
    Without speech the transcript is empty and no model is loaded. Word times never go backwards
    and lie within the draft. Raises ``UsageError`` for an unknown engine, model or language,
    ``DependencyError`` where the engine or the model is missing.
    """
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"--language {language}: choose from {', '.join(sorted(LANGUAGES))}")
    cuts = _cuts(speech.spans, audio.duration)
    if not cuts:
        return Transcript(language=None, text="", words=(), engine=engine, model=model)
    hearing = listener(engine, model, threads)
    spoken: list[RawWord] = []
    for block in _blocks(cuts):
        heard = _hear(hearing, _samples(audio, block), language)
        language = heard.language
        spoken += [
            placed
            for passage in heard.passages
            if _is_credible(passage)
            for word in _whole(passage.words, heard.language)
            if (placed := _placed(word, block)) and not _is_stray(placed, speech.spans)
        ]
    return Transcript(
        language=language if spoken else None,
        text=" ".join("".join(word.text for word in spoken).split()),
        words=tuple(_in_order(spoken)),
        engine=hearing.engine,
        model=hearing.model,
    )


def _hear(hearing: Listener, samples: np.ndarray, language: str | None) -> Heard:
    """What is heard in ``language``, or in the likely language in which it reads best."""
    first = hearing.hear(samples, language)
    others = [hearing.hear(samples, rival) for rival in first.rivals]
    return max([first, *others], key=lambda heard: heard.log_probability)


def _samples(audio: Audio, cuts: list[_Cut]) -> np.ndarray:
    """The sound of ``cuts``, one after the other."""
    import numpy as np

    from analyzer.media import SAMPLE_RATE

    pieces = [
        audio.samples[round(c.span.start * SAMPLE_RATE) : round(c.span.end * SAMPLE_RATE)]
        for c in cuts
    ]
    return np.concatenate(pieces)


def _cuts(spans: tuple[Span, ...], duration: float) -> list[Span]:
    """Return what is heard: the spans padded, joined over short pauses, within the draft."""
    padded: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        start, end = max(0.0, span.start - PADDING), min(duration, span.end + PADDING)
        before = padded[-1] if padded else Span(0.0, 0.0)
        if padded and start - before.end <= PAUSE - 2 * PADDING and end - before.start <= BLOCK:
            padded[-1] = Span(before.start, max(end, before.end))
        elif max(start, before.end) < end:
            padded.append(Span(max(start, before.end), end))
    return padded


def _blocks(spans: list[Span]) -> Iterator[list[_Cut]]:
    """The spans in groups of up to ``BLOCK`` seconds, so that memory does not grow with a draft."""
    block: list[_Cut] = []
    length = 0.0
    for span in spans:
        if block and length + span.seconds > BLOCK:
            yield block
            block, length = [], 0.0
        block.append(_Cut(span, length))
        length += span.seconds
    yield block


def _is_credible(passage: Passage) -> bool:
    """Whether the engine's own evidence says that the passage was spoken, not made up.

    Limits from noise, animals, engines and music that a voice detector took for speech: what is
    made of them repeats itself, is improbable as a whole or word by word, or stutters a letter.
    """
    words = passage.words
    text = "".join(word.text for word in words)
    probability = sum(word.probability for word in words) / max(1, len(words))
    return (
        passage.compression <= 2.4
        and passage.log_probability >= -1.0
        and probability >= 0.15
        and not (passage.no_speech > 0.35 and passage.log_probability < -0.8)
        and not _STUTTER.fullmatch(text)
    )


def _whole(words: tuple[RawWord, ...], language: str) -> list[RawWord]:
    """Return ``words`` with the fragments put together again: ``2`` ``,200`` is one number.

    Whisper splits at punctuation; a fragment is told by the space that it lacks. Marks without
    a letter or a digit of their own are left out.
    """
    whole: list[RawWord] = []
    for word in words:
        if whole and language not in UNSPACED and not word.text.startswith(" "):
            first = whole.pop()
            probability = min(first.probability, word.probability)
            whole.append(RawWord(first.text + word.text, first.start, word.end, probability))
        else:
            whole.append(word)
    return [word for word in whole if any(c.isalnum() for c in word.text)]


def _placed(word: RawWord, cuts: list[_Cut]) -> RawWord:
    """Return ``word`` with its times in the draft, within the stretch that its middle is in."""
    middle = (word.start + word.end) / 2
    cut = next((c for c in reversed(cuts) if c.heard_at <= middle), cuts[0])
    return RawWord(
        word.text, cut.draft_time(word.start), cut.draft_time(word.end), word.probability
    )


def _is_stray(word: RawWord, spans: tuple[Span, ...]) -> bool:
    """Whether a word lies outside all speech."""
    return all(word.start > s.end + STRAY or word.end < s.start - STRAY for s in spans)


def _in_order(words: list[RawWord]) -> Iterator[Word]:
    """Yield ``words`` so that none starts before the one before it has ended."""
    free = 0.0
    for n, word in enumerate(words):
        start = max(word.start, free)
        following = words[n + 1].start if n + 1 < len(words) else word.end
        free = max(start, min(word.end, max(following, start)))
        yield Word(word.text.strip(), round(start, 3), round(free, 3), round(word.probability, 3))
