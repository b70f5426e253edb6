"""The overlay text as words, in the form in which spoken ones come, beside those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model import OverlayLine, TextKind, Transcript, Word
from ..text import fold

LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt")
"""Languages that are told apart: those with a table of their own, and two more."""

MIN_KNOWN_SHARE = 0.5
"""Share of the words that a language has to know to be the text's own; chosen by hand."""

READERS_LANGUAGES = ("en", "nl")
"""Languages that are asked first: this tool's readers write them, and their lists are short."""

PLAIN_SHARE, PLAIN_WORDS = 0.9, 6
"""Share of the words of so many that one of these has to know to be the text's own without asking
the others. Of 2,864 short texts in the seven languages (Django's own, 5.2) five are then told wrong
that were right, four of them French; none in English or Dutch (November 2026)."""

MIN_SPOKEN_SHARE = 0.6
"""Share of a line's words that are spoken, too, from which it is a caption; chosen by hand."""

FIRST_CJK = 0x2E80
"""The first code point of the East Asian scripts."""

MIN_CJK_SHARE = 0.3
"""Share of the letters that are East Asian from which the text is; chosen by hand."""

FIRST_KANA, LAST_KANA = "\u3040", "\u30ff"
"""Hiragana and katakana: what tells Japanese from Chinese."""


def sources(
    transcript: Transcript | None, shown: Sequence[OverlayLine]
) -> tuple[tuple[Word, ...], tuple[OverlayLine, ...], str | None]:
    """Return what is said, what the editor shows, and the language: the voice's first."""
    lines = tuple(line for line in shown if line.kind is TextKind.OVERLAY)
    spoken = transcript.sure_words if transcript is not None else ()
    language = transcript.language if transcript is not None else None
    return spoken, lines, language or (detect_language(lines) if lines else None)


def words_of(lines: Sequence[OverlayLine]) -> Iterator[Word]:
    """Yield the words of the lines, each at the time its line appears; a line is a sentence.

    What is written in capitals throughout is read as if it were not: capitals mean a name.
    """
    for line in lines:
        text = line.text.lower() if line.text.isupper() else line.text
        parts = [part for word in text.split() for part in _split(word)]
        for i, part in enumerate(parts):
            ends = i == len(parts) - 1 and part[-1:].isalnum()
            yield Word(
                part + "." if ends else part, line.span.start, line.span.end, line.confidence
            )


def _split(word: str) -> list[str]:
    """Return the words between two spaces: each character where there are no spaces."""
    return list(word) if any(ord(c) >= FIRST_CJK for c in word) else [word]


def beyond_speech(lines: Sequence[OverlayLine], spoken: Sequence[Word]) -> tuple[OverlayLine, ...]:
    """Return the lines that say something of their own, and are no captions of the voice."""
    said = [fold(word.text) for word in spoken]
    return tuple(line for line in lines if not _is_caption(line, said))


def _is_caption(line: OverlayLine, said: Sequence[str]) -> bool:
    """Return whether the voice says most of the line."""
    words = [word for word in map(fold, line.text.split()) if word]
    known = sum(word in said for word in words)
    return bool(words) and (known >= MIN_SPOKEN_SHARE * len(words) or _is_run("".join(words), said))


def _is_run(text: str, said: Sequence[str]) -> bool:
    """Return whether ``text`` is some words of the voice in a row, read without their spaces."""
    for start in range(len(said)):
        run = ""
        for word in said[start:]:
            run += word
            if run == text:
                return True
            if not text.startswith(run):
                break
    return False


def detect_language(lines: Sequence[OverlayLine]) -> str | None:
    """Return the language of the overlay text by its words; None where that cannot be told."""
    return language_of(" ".join(word.text for word in words_of(lines)))


def language_of(text: str) -> str | None:
    """Return the language of the text by its words; None where that cannot be told."""
    import simplemma

    if sum(ord(c) >= FIRST_CJK for c in text) > MIN_CJK_SHARE * sum(c.isalpha() for c in text):
        return "ja" if any(FIRST_KANA <= c <= LAST_KANA for c in text) else "zh"
    if not any(c.isalpha() for c in text):
        return None
    if len(text.split()) >= PLAIN_WORDS:
        code, share = simplemma.langdetect(text, lang=READERS_LANGUAGES, low_memory=True)[0]
        if code in READERS_LANGUAGES and share >= PLAIN_SHARE:
            return str(code)
    code, share = simplemma.langdetect(text, lang=LANGUAGES, low_memory=True)[0]
    return str(code) if share >= MIN_KNOWN_SHARE and code in LANGUAGES else None
