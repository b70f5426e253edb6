"""A transcript as the tokens that keywords are made of: lemma, time, and what kind of word."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

from analyzer.model import UNSPACED, Word

TITLES = frozenset({
    "mr", "mrs", "ms", "dr", "st", "prof", "dhr", "mevr", "hr", "fr", "sr", "sra", "mme", "mlle",
})  # fmt: skip
"""Abbreviations before a name: their point ends no sentence."""

_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)", re.IGNORECASE)
_INVERSION = re.compile(
    r"-(?:t-)?(?:vous|moi|toi|nous|tu|les?|la|je|ils?|elles?|on|ce|lui|leur|y|en)$"
)
_ABBREVIATION = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
"""Single letters with full stops: a.m., z.B., d.w.z."""
_EDGES = re.compile(r"^[\W_]+|[^\w%]+$")
_VERB_ENDINGS = {
    "en": (r"ed$", r""),
    "nl": (r"(?<!en)$", r"en$"),
    "fr": (r"", r"(?:er|ir|re|oir)$"),
    "es": (r"", r"(?:ar|er|ir|arse|erse|irse)$"),
}
"""How an inflected verb looks, and its lemma; German verbs are told by their small letter."""


class Role(Enum):
    """What a word can do for a keyword."""

    CORE = "a keyword by itself, or the heart of a phrase"
    PART = "only part of a phrase"
    NONE = "neither"


_ADVERBS = {"en": re.compile(r"(?<!b|p|f)ly$"), "es": re.compile(r"mente$")}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the transcript."""

    text: str
    lemma: str
    time: float
    shown: str
    """The text, in small letters unless it is a name or, in German, a noun."""
    role: Role
    is_name: bool
    is_verb: bool
    """Whether it looks like a verb or an adverb: seldom what a draft is about."""
    is_inflected: bool
    """Whether it ends like a German or Dutch adjective before its noun."""
    ends_phrase: bool
    ends_sentence: bool


def tokenize(words: Iterable[Word], language: str | None) -> list[Token]:
    """Return the tokens of ``words``, in order."""
    tokens: list[Token] = []
    for word in words:
        for piece in re.split(r"[/…—–]+", word.text):
            text = _stripped(piece, language)
            if text:
                opens = not tokens or tokens[-1].ends_sentence
                tokens.append(_token(text, piece, word.start, opens, language))
    return tokens


def of_text(text: str, language: str | None) -> list[Token]:
    """Return the tokens of something that the user wrote."""
    return tokenize(
        (Word(part, 0.0, 0.0, 1.0) for part in text.replace("#", " ").split()), language
    )


def forms(tokens: list[Token]) -> set[str]:
    """Return what a row of tokens can be written as in one: inflected, or as its lemmas."""
    said = [fold(token.text) for token in tokens]
    lemmas = [fold(token.lemma) for token in tokens]
    return {"".join(said), "".join([*said[:-1], *lemmas[-1:]]), "".join(lemmas)} - {""}


def fold(text: str) -> str:
    """Return ``text`` without accents, capitals, hyphens and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def _stripped(piece: str, language: str | None) -> str:
    text = _EDGES.sub("", piece.replace("’", "'"))
    if language in ("fr", "it"):
        text = _INVERSION.sub("", _ELISION.sub("", text))
    if language == "en":
        text = re.sub(r"'s$", "", text)
    return text


def _token(text: str, piece: str, time: float, opens: bool, language: str | None) -> Token:
    lemma = _lemma(text, language)
    is_name = _is_name(text, opens, language)
    is_title = text.casefold() in TITLES
    ends_sentence = bool(re.search(r"[.!?。！？]\W*$", piece)) and not is_title
    return Token(
        text=text,
        lemma=lemma,
        time=time,
        shown=text if is_name else text.lower(),
        role=_role(text, lemma, is_name and language != "de", language),
        is_name=is_name,
        is_verb=_is_verb(text, lemma, is_name, language),
        is_inflected=bool(re.search(r"e[mnrs]?$" if language == "de" else r"e$", text)),
        ends_phrase=bool(re.search(r"[^\w\s%'’]$", piece)),
        ends_sentence=ends_sentence,
    )


def _role(text: str, lemma: str, is_name: bool, language: str | None) -> Role:
    if language in UNSPACED or not any(c.isalpha() for c in text) or text[0].isdigit():
        return Role.NONE
    if text[0].islower() and _ABBREVIATION.fullmatch(text):
        return Role.NONE
    if len(text) == 1:
        return Role.PART if is_name and text != "I" else Role.NONE
    never, alone = _common(language)
    written = {text.casefold(), lemma, text.casefold().split("'")[0]}
    if language == "en" and text.casefold().endswith("ing"):
        root = text.casefold()[:-3]
        written |= {root, f"{root}e", root[:-1] if root[-2:-1] == root[-1:] else root}
    if written & never:
        return Role.NONE
    return Role.PART if written & alone else Role.CORE


def _is_name(text: str, opens: bool, language: str | None) -> bool:
    """Whether the capital says something: not where every sentence has one."""
    if any(c.isupper() for c in text[1:]):
        return True
    if not text[0].isupper():
        return False
    return not opens or not _is_known(text.lower(), language)


def _is_verb(text: str, lemma: str, is_name: bool, language: str | None) -> bool:
    if language == "de":
        return not is_name
    if language in _ADVERBS and len(text) > 6 and _ADVERBS[language].search(text.casefold()):
        return True
    if language not in _VERB_ENDINGS or text.casefold() == lemma:
        return False
    inflected, infinitive = _VERB_ENDINGS[language]
    return bool(re.search(inflected, text.casefold()) and re.search(infinitive, lemma))


@cache
def _lemma(text: str, language: str | None) -> str:
    import simplemma

    try:
        return str(simplemma.lemmatize(text, lang=language or "")).casefold()
    except ValueError:
        return text.casefold()


@cache
def _is_known(text: str, language: str | None) -> bool:
    import simplemma

    try:
        return bool(simplemma.is_known(text, lang=language or ""))
    except ValueError:
        return True


@cache
def _common(language: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that are in no keyword (YAKE's stop words and our own), and on their own."""
    here = files("analyzer.signals.keywords").joinpath("common_words.toml")
    listed = tomllib.loads(here.read_text("utf-8"))
    ours = listed.get(language or "", {"never": "", "alone": ""})
    theirs = files("yake").joinpath(f"core/StopwordsList/stopwords_{language or 'noLang'}.txt")
    stop = theirs.read_text("utf-8").casefold().split() if theirs.is_file() else []
    alone = frozenset(ours["alone"].split())
    return frozenset([*stop, *listed["any"].split(), *ours["never"].split()]) - alone, alone
