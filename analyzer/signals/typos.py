"""Words of the overlay text that look misspelt: one slip away from a common word, and no other.

Four fifths of all misspellings are a single slip (Damerau, 1964). Not every slip is taken for one:
names of brands lie as close to common words (``primark``, ``primary``), but by other letters. So
the slips here are those of fingers and of ears: a letter left out or put double, two in the wrong
order, a wrong vowel, and the ``dt`` of Dutch verbs; the first letter is right, as it is in nearly
all misspellings (Pollock & Zamora, 1984).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..model import OverlayLine, Transcript, Typo
from . import measurer
from .keywords.overlay_words import sources
from .keywords.tokens import is_known
from .text import fold

if TYPE_CHECKING:
    from spellchecker import SpellChecker

LANGUAGES = ("en", "nl")
"""Languages whose words are checked; a Dutch text has English words in it, and the other way."""

SURE = 0.93
"""The recogniser's confidence from which a letter is surely the one that was set. On 1,183 correct
words that were rendered, compressed and read back, none is taken for a typo."""

SHORTEST = 5
"""Letters under which a word has too many neighbours; chosen by hand."""

COMMON, VERY_COMMON = 2e-7, 5e-6
"""Shares of all words from which one is common, and very common; chosen by hand."""

VOWELS = frozenset("aeiouyàáâäèéêëìíîïòóôöùúûü")

WORD = re.compile(r"(?<![\w@#./'’-])[^\W\d_]+(?![\w@./'’-])")
"""A word of letters alone, no part of a name, an address or a hashtag."""


@measurer("typos")
def typos(
    vocabulary: tuple[str, ...],
    overlay_text: tuple[OverlayLine, ...],
    transcript: Transcript | None = None,
) -> tuple[Typo, ...]:
    """The words of the overlay text that look misspelt, where the draft is English or Dutch."""
    _, lines, language = sources(transcript, overlay_text)
    if language not in LANGUAGES:
        return ()
    meant = {fold(word.text) for word in transcript.words} if transcript else set()
    meant |= {fold(word) for term in vocabulary for word in term.split()}
    found: dict[str, Typo] = {}
    for line in lines:
        for word in _words(line.text) if line.confidence >= SURE else ():
            if fold(word) in meant or word.lower() in found:
                continue
            likely = correction(word.lower(), language)
            if likely is not None:
                found[word.lower()] = Typo(word, likely, line.span)
    return tuple(found.values())


def correction(word: str, language: str) -> str | None:
    """Return the common word that ``word``, in lower case, is a slip of; one of ``language`` first.

    A word that a text of either language may hold is none. simplemma's lists come from texts, slips
    included, so against them it takes a word that is very common.
    """
    if len(word) < SHORTEST or any(word in _dictionary(code) for code in LANGUAGES):
        return None
    is_listed = any(is_known(word, code) for code in LANGUAGES)
    for code in sorted(LANGUAGES, key=lambda code: code != language):
        dictionary = _dictionary(code)
        near = dictionary.known(dictionary.edit_distance_1(word))
        use = {one: dictionary.word_usage_frequency(one) for one in near if is_slip(word, one)}
        likely = max(use, key=lambda one: use[one], default="")
        if likely and use[likely] >= (VERY_COMMON if is_listed else COMMON):
            return likely
    return None


def is_slip(word: str, meant: str) -> bool:
    """Return whether ``word`` is ``meant`` but for one slip of fingers or ears."""
    if word[:1] != meant[:1] or word == meant:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), -1)
    if at < 0:  # one is the beginning of the other
        at = min(len(word), len(meant))
    if len(word) < len(meant):
        return at < len(word) and word[at:] == meant[at + 1 :]
    if len(word) > len(meant):
        is_double = word[at] == word[at - 1]
        is_dt = not {word[at - 1 : at + 1], word[at : at + 2]}.isdisjoint({"dt", "td"})
        return word[at + 1 :] == meant[at:] and (is_double or is_dt)
    if word[at + 1 :] == meant[at + 1 :]:
        return word[at] in VOWELS and meant[at] in VOWELS
    is_swapped = word[at : at + 2] == meant[at : at + 2][::-1]
    return is_swapped and word[at + 2 :] == meant[at + 2 :]


def _words(text: str) -> Iterator[str]:
    """Yield the words that may be misspelt: in a line of small letters, a capital makes a name."""
    is_loud = text.isupper()
    for n, match in enumerate(WORD.finditer(text)):
        word = match.group()
        if is_loud or not word[0].isupper() or (n == 0 and word[1:].islower()):
            yield word


@cache
def _dictionary(language: str) -> SpellChecker:
    from spellchecker import SpellChecker

    return SpellChecker(language=language, distance=1)
