"""Keyword candidates: the words and phrases that may become keywords, wherever they occur."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .languages import LanguageRules, rules_of
from .tokens import Role, Token

MAX_WORDS = 3
"""Words in a phrase at most; chosen by hand."""

MIN_PHRASE_SHARE = 0.5
"""How often a phrase occurs, by its commonest word, for it to stand for that; chosen by hand."""

Key = tuple[str, ...]
"""The lemmas of a candidate's words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word or phrase, under its lemmas, with everywhere that it occurs."""

    key: Key
    occurrences: tuple[tuple[Token, ...], ...]
    is_noun: bool = True
    """Whether something tells that it is one: an article or a preposition before it, a capital."""
    is_verb: bool = False
    """Whether each time a subject or an auxiliary stands before it."""

    @property
    def count(self) -> int:
        """How often it occurs."""
        return len(self.occurrences)

    @property
    def first_at(self) -> float:
        """When it first occurs, in seconds."""
        return self.occurrences[0][0].time


def candidates_in(tokens: Sequence[Token], language: str | None) -> dict[Key, Candidate]:
    """Return the candidates by their lemmas."""
    rules = rules_of(language)
    occurrences: dict[Key, list[tuple[Token, ...]]] = defaultdict(list)
    noun_phrases: set[Key] = set()
    signs: dict[Key, list[tuple[bool, bool]]] = defaultdict(list)
    has_nouns = rules.nouns_capitalised and any(token.is_name for token in tokens)
    for start in range(len(tokens)):
        for size in range(1, MAX_WORDS + 1):
            window = tuple(tokens[start : start + size])
            if len(window) < size or any(token.ends_phrase for token in window[:-1]):
                break
            if any(token.has_article for token in window[1:]):
                break
            if has_nouns and size == 1 and not window[0].is_name:
                continue
            if _may_be_keyword(window, rules):
                key = tuple(token.lemma for token in window)
                occurrences[key].append(window)
                if size == 1:
                    signs[key].append(_signs(tokens, start, rules))
                if size > 1 and _is_noun_phrase(tokens, start, size, rules):
                    noun_phrases.add(key)
    counts = {key: len(found) for key, found in occurrences.items()}
    return {
        key: Candidate(
            key,
            tuple(found),
            is_noun=len(key) > 1 or any(noun for noun, _ in signs[key]),
            is_verb=len(key) == 1 and all(verb for _, verb in signs[key]),
        )
        for key, found in occurrences.items()
        if (len(key) == 1 and not _is_passing_verb(signs[key]))
        or _stands_for_its_words(key, counts, key in noun_phrases)
    }


def _is_passing_verb(signs: Sequence[tuple[bool, bool]]) -> bool:
    """Return whether a word is said once, and as a verb: what is done, and not what it is about."""
    return len(signs) == 1 and signs[0] == (False, True)


def _signs(tokens: Sequence[Token], start: int, rules: LanguageRules) -> tuple[bool, bool]:
    """Return whether what stands before a word tells that it is a noun, and that it is a verb."""
    token, before = tokens[start], tokens[start - 1] if start else None
    if token.is_name or token.has_article or not rules.before_noun:
        return True, False
    if before is None or before.ends_phrase:
        is_infinitive = bool(
            token.text.casefold() == token.lemma and rules.bare_infinitive(token.lemma)
        )
        return False, is_infinitive
    word = before.text.casefold()
    is_noun = word in rules.before_noun or before.role is Role.MODIFIER or before.is_inflected
    is_infinitive = not is_noun and rules.bare_infinitive(token.lemma)
    return is_noun, word in rules.before_verb or is_infinitive


def _may_be_keyword(window: tuple[Token, ...], rules: LanguageRules) -> bool:
    """Return whether the words can be a keyword at all, by the parts that each can play."""
    has_head = any(token.role is Role.HEAD for token in window)
    if len(window) == 1:
        return has_head
    if _are_names(window, rules):
        return len(window[0].text) > 1 and window[-1].role is not Role.STOP
    return (
        has_head
        and Role.STOP not in (window[0].role, window[-1].role)
        and all(t.role is not Role.STOP or t.text.casefold() in rules.links for t in window[1:-1])
    )


def _is_noun_phrase(tokens: Sequence[Token], start: int, size: int, rules: LanguageRules) -> bool:
    """Return whether the words are one unit even where they are said only once.

    They are when they stand between stop words or pauses and look like a noun with what describes
    it: names by their capitals; where nouns are capitalised, a noun last; where adjectives are
    inflected, one of them or a name first.
    """
    window = tokens[start : start + size]
    if _are_names(window, rules):
        return True
    before = tokens[start - 1] if start else None
    after = tokens[start + size] if start + size < len(tokens) else None
    begins = before is None or before.ends_phrase or before.role is Role.STOP
    ends = (
        after is None
        or window[-1].ends_phrase
        or after.role is Role.STOP
        or (rules.nouns_capitalised and not after.is_name)
    )
    if not (begins and ends):
        return False
    if rules.nouns_capitalised:
        return window[-1].is_name and all(t.is_name or t.is_inflected for t in window[:-1])
    if any(token.is_verb for token in window):
        return False
    return not rules.inflects_adjectives or window[0].is_name or window[0].is_inflected


def _are_names(window: Sequence[Token], rules: LanguageRules) -> bool:
    """Return whether all words are names; a capital tells none where nouns are capitalised."""
    return not rules.nouns_capitalised and all(token.is_name for token in window)


def _stands_for_its_words(key: Key, counts: Mapping[Key, int], is_noun_phrase: bool) -> bool:
    """Return whether a phrase is repeated or one unit, and most of what its words occur in."""
    commonest = max(counts.get((lemma,), 0) for lemma in key)
    is_unit = counts[key] > 1 or is_noun_phrase
    has_no_repetition = len(set(key)) == len(key)
    return has_no_repetition and is_unit and counts[key] >= MIN_PHRASE_SHARE * commonest
