"""Words as the tokens that keywords are made of: lemma, time, and what part a word can play."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from ...model import UNSPACED, Word
from ..text import fold
from .languages import LanguageRules, rules_of

TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "st", "prof", "dhr", "mevr", "hr", "fr", "sr", "sra", "mme", "mlle",
})  # fmt: skip
"""Abbreviations before a name: their point ends no sentence."""

PRONOUN = "I"
"""The only single capital that is no name: English's, which is quoted in every language."""

MIN_ADVERB_LENGTH = 7
"""Letters from which an adverb's ending tells: "fly" and "family" are none; chosen by hand."""

SEPARATOR = re.compile(r"[/…—–]+")
"""What parts two words that are written without a space."""

ABBREVIATION = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
"""Single letters with full stops: a.m., z.B., d.w.z."""

PUNCTUATION_AROUND = re.compile(r"^[\W_]+|[^\w%]+$")
"""Punctuation before and after a word; a percent sign stays."""

PHRASE_END = re.compile(r"[^\w\s%'’]$")
"""Punctuation that no phrase goes over."""

CUT_OFF = re.compile(r"[-‐]\W*$")
"""What a word ends with that was not said to its end, or that shares the next one's: "voor- en"."""

SENTENCE_END = re.compile(r"[.!?。！？]\W*$")
"""Punctuation that ends a sentence, before quotes and brackets."""


class Role(Enum):
    """What part a word can play in a keyword."""

    HEAD = "a keyword by itself, or the heart of a phrase"
    MODIFIER = "only part of a phrase"
    STOP = "neither: a stop word"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the transcript."""

    text: str
    lemma: str
    time: float
    shown: str
    """The text, in small letters unless its capital says something."""
    role: Role
    is_name: bool
    """Whether its capital says something: a name or, where nouns are capitalised, a noun."""
    is_verb: bool
    """Whether it looks like a verb or an adverb: seldom what a draft is about."""
    has_article: bool
    """Whether an article is written in one with it: ``l'ail``."""
    is_inflected: bool
    """Whether it ends like an adjective before its noun."""
    ends_phrase: bool
    ends_sentence: bool


def tokenize(words: Iterable[Word], language: str | None) -> list[Token]:
    """Return the tokens of ``words``, in order."""
    rules = rules_of(language)
    tokens: list[Token] = []
    for word in words:
        for part in SEPARATOR.split(word.text):
            text = _stripped(part, rules)
            if text:
                opens = not tokens or tokens[-1].ends_sentence
                tokens.append(_token(text, part, word.start, opens, language))
    return tokens


def of_text(text: str, language: str | None) -> list[Token]:
    """Return the tokens of something that the user wrote."""
    return tokenize(
        (Word(part, 0.0, 0.0, 1.0) for part in text.replace("#", " ").split()), language
    )


def forms(tokens: list[Token]) -> set[str]:
    """Return what a row of tokens can be written as in one: inflected, or as its lemmas."""
    texts = [fold(token.text) for token in tokens]
    lemmas = [fold(token.lemma) for token in tokens]
    return {"".join(texts), "".join([*texts[:-1], *lemmas[-1:]]), "".join(lemmas)} - {""}


def _stripped(part: str, rules: LanguageRules) -> str:
    text = PUNCTUATION_AROUND.sub("", part.replace("’", "'"))
    return rules.clitic.sub("", rules.elision.sub("", text))


def _token(text: str, written: str, time: float, opens: bool, language: str | None) -> Token:
    rules = rules_of(language)
    lemma = _lemma(text, language)
    is_name = _is_name(text, opens, language)
    is_title = text.casefold() in TITLES
    role = _role(text, lemma, is_name and not rules.nouns_capitalised, language)
    return Token(
        text=text,
        lemma=lemma,
        time=time,
        shown=text if is_name else text.lower(),
        role=Role.STOP if CUT_OFF.search(written) else role,
        is_name=is_name,
        is_verb=_is_verb(text, lemma, is_name, rules),
        has_article=written.casefold().lstrip('«"“‘(').startswith(("l'", "l’"))
        and bool(rules.elision.search("l'a")),
        is_inflected=bool(rules.adjective.search(text)),
        ends_phrase=bool(PHRASE_END.search(written)),
        ends_sentence=bool(SENTENCE_END.search(written)) and not is_title,
    )


def _role(text: str, lemma: str, is_name: bool, language: str | None) -> Role:
    if language in UNSPACED or not any(c.isalpha() for c in text) or text[0].isdigit():
        return Role.STOP
    if text[0].islower() and ABBREVIATION.fullmatch(text):
        return Role.STOP
    if len(text) == 1:
        return Role.MODIFIER if is_name and text != PRONOUN else Role.STOP
    rules = rules_of(language)
    written = {text.casefold(), lemma, text.casefold().split("'")[0]}
    written |= _roots(text.casefold(), rules.gerund)
    if written & rules.stop_words:
        return Role.STOP
    return Role.MODIFIER if written & rules.modifiers else Role.HEAD


def _roots(text: str, gerund: str) -> set[str]:
    """Return what the verb of a gerund may be: cook(ing), bak(ing)e, chop(ping)."""
    if not gerund or not text.endswith(gerund):
        return set()
    root = text[: -len(gerund)]
    return {root, f"{root}e", root[:-1] if root[-2:-1] == root[-1:] else root}


def _is_name(text: str, opens: bool, language: str | None) -> bool:
    """Return whether the capital says something: not where every sentence has one."""
    if any(c.isupper() for c in text[1:]):
        return True
    if not text[0].isupper():
        return False
    return not opens or not is_known(text.lower(), language)


def _is_verb(text: str, lemma: str, is_name: bool, rules: LanguageRules) -> bool:
    if rules.nouns_capitalised:
        return not is_name
    lower = text.casefold()
    if len(text) >= MIN_ADVERB_LENGTH and rules.adverb.search(lower):
        return True
    if lower == lemma:
        return False
    return bool(rules.verb.search(lower) and rules.infinitive.search(lemma))


@cache
def _lemma(text: str, language: str | None) -> str:
    import simplemma

    try:
        return str(simplemma.lemmatize(text, lang=language or "", low_memory=True)).casefold()
    except ValueError:
        return text.casefold()


@cache
def is_known(text: str, language: str | None) -> bool:
    """Return whether simplemma knows the word; True in a language that it does not have."""
    import simplemma

    try:
        return bool(simplemma.is_known(text, lang=language or "", low_memory=True))
    except ValueError:
        return True
