"""The user's own names, spelled as the user does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from msgspec.structs import replace

from ...model import Word
from ..text import fold

MOST_PARTS = 3
"""Words that a name may be heard in beyond its own: ``suPBX`` as ``Su P B X``."""

ECHOES = 3
"""Times that a name stands in a row from which nobody said it: what Whisper is told to expect, it
repeats where it hears nothing else. Chosen by hand."""

SHORT_PHRASE = 2
"""Words of a phrase that is repeated with a name in it; chosen by hand."""


class Spoken(Protocol):
    """A word with what is written of it."""

    @property
    def text(self) -> str:
        """As it is written."""


Said = TypeVar("Said", bound=Spoken)


def without_echoes(words: Sequence[Said], names: Iterable[str]) -> tuple[Said, ...]:
    """Return ``words`` without phrases around one of ``names`` that come several times in a row.

    Such a phrase has a word or two, or as many as the name.
    """
    heard = [fold(word.text) for word in words]
    echoes: set[int] = set()
    for name in filter(fold, names):
        sought, longest = fold(name), max(SHORT_PHRASE, len(name.split()))
        for size in range(1, longest + 1):
            for start in range(len(heard) - ECHOES * size + 1):
                phrase = heard[start : start + size]
                end = start + ECHOES * size
                if sought in "".join(phrase) and heard[start:end] == phrase * ECHOES:
                    echoes.update(range(start, end))
    return tuple(word for place, word in enumerate(words) if place not in echoes)


def spelled(words: Sequence[Word], names: Iterable[str]) -> tuple[Word, ...]:
    """Return ``words`` with each of ``names`` written as it is there, whatever its capitals.

    A name that was heard in more words than it has becomes one word over their time.
    """
    kept = list(words)
    for name in names:
        start = 0
        while start < len(kept):
            size = _length(kept[start:], name)
            if size:
                kept[start : start + size] = _written(kept[start : start + size], name)
            start += 1
    return tuple(kept)


def _length(words: Sequence[Word], name: str) -> int:
    """Return in how many of the first words ``name`` is said; 0 where it is not."""
    sought, heard = fold(name), ""
    for size, word in enumerate(words[: len(name.split()) + MOST_PARTS], 1):
        heard += fold(word.text)
        if heard == sought:
            return size
        if not sought.startswith(heard):
            break
    return 0


def _written(heard: Sequence[Word], name: str) -> list[Word]:
    """Return the heard words as ``name`` writes them, with the marks around them."""
    parts = name.split()
    if len(parts) != len(heard):
        whole = replace(
            heard[0], end=heard[-1].end, probability=min(word.probability for word in heard)
        )
        heard, parts = [replace(whole, text=heard[-1].text)], [name]
    return [
        replace(word, text=part + word.text[_marks_from(word.text) :])
        for word, part in zip(heard, parts, strict=True)
    ]


def _marks_from(text: str) -> int:
    """Return where the marks at the end of a word begin."""
    return len(text.rstrip(".,;:!?…\"”’')»"))
