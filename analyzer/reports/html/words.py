"""The transcript line by line, with its keywords marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model import SENTENCE_END, Signals, Word
from ..language import Language

MOST_WORDS_A_LINE = 14
"""Words after which the transcript starts a new line; chosen by hand."""

PAUSE = 0.8
"""Seconds of silence after which the transcript starts a new line; chosen by hand."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the transcript."""

    start: float
    when: str
    words: tuple[tuple[str, bool, bool], ...]
    """The words, whether each belongs to a keyword, and whether it is doubtful."""
    language: str | None
    note: str = ""
    """What is said in place of words."""


def transcript(signals: Signals, say: Language) -> tuple[Said, ...]:
    """Return what is said; nothing where it was not transcribed."""
    if signals.transcript is None:
        return ()
    spoken = signals.transcript
    texts = [keyword.text for keyword in signals.keywords or ()]
    texts += [wanted.text for wanted in signals.wanted_keywords or () if wanted.found]
    marked = _marked(spoken.words, texts)
    lines: list[Said] = []
    first = 0
    for passage, words in spoken.by_passage() if spoken.passages else [(None, spoken.words)]:
        if passage is not None and not passage.is_understood:
            note, start = say("speech that could not be understood"), passage.span.start
            lines.append(Said(start, say.clock(start), (), None, note))
        else:
            language = passage.language if passage else spoken.language
            lines += _said(words, {i - first for i in marked}, language, say)
        first += len(words)
    return tuple(lines)


def _said(
    words: Sequence[Word], marked: set[int], language: str | None, say: Language
) -> Iterator[Said]:
    """Yield the lines of one passage."""
    for line in _lines(words):
        start = words[line[0]].start
        shown = tuple((words[i].text, i in marked, words[i].is_doubtful) for i in line)
        yield Said(start, say.clock(start), shown, language)


def _lines(words: Sequence[Word]) -> Iterator[list[int]]:
    """Yield the words' places by lines, which end with a sentence, a pause, or their length."""
    line: list[int] = []
    for i, word in enumerate(words):
        line.append(i)
        pause = words[i + 1].start - word.end if i + 1 < len(words) else 0.0
        if word.text.endswith(SENTENCE_END) or pause > PAUSE or len(line) >= MOST_WORDS_A_LINE:
            yield line
            line = []
    if line:
        yield line


def _marked(words: Sequence[Word], keywords: Sequence[str]) -> set[int]:
    """Return the places of the words that say a keyword."""
    spoken = ["" if word.is_doubtful else _plain(word.text) for word in words]
    found: set[int] = set()
    for keyword in keywords:
        parts = _plain(keyword).split()
        for i in range(len(spoken) - len(parts) + 1):
            if parts and spoken[i : i + len(parts)] == parts:
                found |= set(range(i, i + len(parts)))
    return found


def _plain(text: str) -> str:
    """Return letters and digits only, without case.

    Accents stay, unlike in ``checks/hook.py``: a keyword marks the words that are spelled alike.
    """
    folded = unicodedata.normalize("NFKC", text.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
