"""What the keywords need to know of each language: the tables of ``common_words.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern

import msgspec

NEVER = re.compile(r"(?!)")
"""Matches nothing: for a language that has no such ending."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's table as it is written in the file; endings are regular expressions."""

    never: str = ""
    alone: str = ""
    links: str = ""
    before_noun: str = ""
    before_verb: str = ""
    elision: str | None = None
    clitic: str | None = None
    gerund: str = ""
    adverb_ending: str | None = None
    verb_ending: str | None = None
    infinitive_ending: str = ""
    adjective_ending: str | None = None
    nouns_capitalised: bool = False
    token_per_character: bool = False


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """How words behave in one language."""

    stop_words: frozenset[str]
    """Words in no keyword: YAKE's stop words and our own."""
    modifiers: frozenset[str]
    """Words that are no keyword on their own, but may be part of a phrase."""
    links: frozenset[str]
    """Small words that make one noun of two: ``pomme de terre``, ``aceite de oliva``."""
    before_noun: frozenset[str]
    """Words after which a noun comes, or what describes one."""
    before_verb: frozenset[str]
    """Words after which a verb comes."""
    elision: Pattern[str]
    """What is written before a word and is not part of it: ``l'ail``."""
    clitic: Pattern[str]
    """What is written after a word and is not part of it: ``abonnez-vous``, ``mum's``."""
    gerund: str
    """The ending of a verb that is used as a noun: ``cooking``; empty where there is none."""
    adverb: Pattern[str]
    verb: Pattern[str]
    """An inflected verb's ending; with ``infinitive``, its lemma's."""
    infinitive: Pattern[str]
    adjective: Pattern[str]
    """The ending of an adjective before its noun."""
    inflects_adjectives: bool
    """Whether that ending tells adjectives from other words."""
    nouns_capitalised: bool
    """Whether every noun begins with a capital: then a capital tells no name, but a noun."""
    token_per_character: bool
    """Whether words come character by character, for want of spaces."""

    def bare_infinitive(self, lemma: str) -> bool:
        """Return whether a verb's own form is told by its ending: ``encender``, ``considérer``."""
        return self.verb.pattern == "" and bool(self.infinitive.search(lemma))


@cache
def rules_of(language: str | None) -> LanguageRules:
    """Return the rules of a language (ISO 639-1); one without a table has YAKE's stop words."""
    tables = _tables()
    table = tables.get(language or "", _Table())
    modifiers = frozenset(table.alone.split())
    stop_words = [*_yake_stop_words(language), *tables["any"].never.split(), *table.never.split()]
    return LanguageRules(
        stop_words=frozenset(stop_words) - modifiers,
        modifiers=modifiers,
        links=frozenset(table.links.split()),
        before_noun=frozenset(table.before_noun.split()),
        before_verb=frozenset(table.before_verb.split()),
        elision=_compiled(table.elision),
        clitic=_compiled(table.clitic),
        gerund=table.gerund,
        adverb=_compiled(table.adverb_ending),
        verb=_compiled(table.verb_ending),
        infinitive=re.compile(table.infinitive_ending),
        adjective=_compiled(table.adjective_ending),
        inflects_adjectives=table.adjective_ending is not None,
        nouns_capitalised=table.nouns_capitalised,
        token_per_character=table.token_per_character,
    )


@cache
def _tables() -> dict[str, _Table]:
    file = files(__package__ or "").joinpath("common_words.toml")
    return msgspec.convert(tomllib.loads(file.read_text("utf-8")), dict[str, _Table])


def _yake_stop_words(language: str | None) -> list[str]:
    file = files("yake").joinpath(f"core/StopwordsList/stopwords_{language or 'noLang'}.txt")
    return file.read_text("utf-8").casefold().split() if file.is_file() else []


def _compiled(pattern: str | None) -> Pattern[str]:
    return NEVER if pattern is None else re.compile(pattern)
