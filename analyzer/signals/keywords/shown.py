"""The overlay text as words, in the form in which spoken ones come, beside those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.model import OverlayLine, TextKind, Transcript, Word
from analyzer.signals.keywords.tokens import fold

LANGUAGES = ("en", "nl", "de", "fr", "es", "it", "pt")
"""Those whose words are told apart; the ones that this tool knows small words of, and two more."""

SURE = 0.5
"""Share of the words that a language has to know before it is taken for the text's own."""

FOLLOWS = 0.6
"""Share of a line's words that are spoken, too, from which it is a caption of the voice."""

CJK = 0x2E80
"""The first code point of the East Asian scripts."""


def sources(
    transcript: Transcript | None, shown: Sequence[OverlayLine]
) -> tuple[tuple[Word, ...], tuple[OverlayLine, ...], str | None]:
    """What is said, what whoever edited the draft shows, and the language: the voice's first."""
    lines = tuple(line for line in shown if line.kind is TextKind.OVERLAY)
    spoken = transcript.words if transcript is not None else ()
    language = transcript.language if transcript is not None else None
    return spoken, lines, language or (language_of(lines) if lines else None)


def words_of(lines: Sequence[OverlayLine]) -> Iterator[Word]:
    """The words of the lines, each at the time at which its line appears; lines are sentences.

    What is written in capitals throughout is read as if it were not: capitals mean a name.
    """
    for line in lines:
        text = line.text.lower() if line.text.isupper() else line.text
        parts = [part for block in text.split() for part in _parted(block)]
        for i, part in enumerate(parts):
            ends = i == len(parts) - 1 and part[-1:].isalnum()
            yield Word(
                part + "." if ends else part, line.span.start, line.span.end, line.confidence
            )


def _parted(block: str) -> list[str]:
    """What stands between two spaces, taken apart where it is written without spaces."""
    return list(block) if any(ord(c) >= CJK for c in block) else [block]


def beyond(lines: Sequence[OverlayLine], spoken: Sequence[Word]) -> tuple[OverlayLine, ...]:
    """The lines that say something of their own, and not what the voice says."""
    said = [fold(word.text) for word in spoken]
    return tuple(line for line in lines if not _follows(line, said))


def _follows(line: OverlayLine, said: Sequence[str]) -> bool:
    words = [word for word in map(fold, line.text.split()) if word]
    known = sum(word in said for word in words)
    return bool(words) and (known >= FOLLOWS * len(words) or _is_run("".join(words), said))


def _is_run(text: str, said: Sequence[str]) -> bool:
    """Whether ``text`` is some words of the voice in a row: read without a space between them."""
    for start in range(len(said)):
        run = ""
        for word in said[start:]:
            run += word
            if run == text:
                return True
            if not text.startswith(run):
                break
    return False


def language_of(lines: Sequence[OverlayLine]) -> str | None:
    """The language of the text by its words; null where that cannot be told."""
    import simplemma

    text = " ".join(word.text for word in words_of(lines))
    if sum(ord(c) >= CJK for c in text) > 0.3 * sum(c.isalpha() for c in text):
        return "ja" if any("\u3040" <= c <= "\u30ff" for c in text) else "zh"
    if not any(c.isalpha() for c in text):
        return None
    code, share = simplemma.langdetect(text, lang=LANGUAGES)[0]
    return str(code) if share >= SURE and code in LANGUAGES else None
