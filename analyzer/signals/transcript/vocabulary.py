"""The user's own names, spelled as the user does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ...model import Word
from ..text import fold

MOST_PARTS = 3
"""Words that a name may be heard in beyond its own: ``suPBX`` as ``Su P B X``."""


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
