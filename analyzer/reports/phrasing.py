"""Line breaking of spoken text: its unbreakable units, and how good a break after each is.

A good break stands at the end of a sentence or clause, or before a phrase starter (a conjunction, a
preposition). A bad one stands after a no-break word: an article or a number, which belongs to what
follows. East Asian text obeys kinsoku shori: some characters begin no line, others end none.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from rich.cells import cell_len

from ..model import UNSPACED, Transcript

_JOINERS = "\u200c\u200d\u200e\u200f"
"""The invisible characters that spelling needs: joiners of Persian, Hindi and emoji, and marks
of direction. Every other control character is left out."""

_SENTENCE_ENDS = frozenset(".!?…。！？．؟۔।॥։။៕")
"""Characters that end a sentence in any script that Whisper writes."""

_CLAUSE_ENDS = frozenset(",;:–—、，；：،؛")
"""Characters that end a clause, likewise."""

_CLOSING_QUOTES = "\"'”’»›」』)]）】"
"""Characters that may follow the end of a sentence or clause."""

_OPENING_QUOTES = "\"'“‘«¿¡("
"""Characters that may stand before a word."""

_NO_LINE_START = frozenset({"Pe", "Pf", "Po", "Mn", "Mc", "Me", "Cf", "Lm"})
"""Unicode categories that begin no line (kinsoku): closing marks, and what combines."""

_NO_LINE_END = frozenset({"Ps", "Pi"})
"""Unicode categories that end no line (kinsoku): opening brackets and quotes."""

_COMBINING = frozenset({"Mn", "Mc", "Me", "Cf", "Sk"})
"""Unicode categories that belong to the character before them."""

_ZERO_WIDTH_JOINER = "\u200d"
"""Joins the characters on both sides, as in emoji."""

_MAX_NO_BREAK_LETTERS = 2
"""Letters up to which a word is a no-break word in a language without a list; chosen by hand."""

_PHRASE_STARTERS = {
    "de": """in an auf aus bei mit nach vor für über unter durch gegen ohne um und oder aber dass
        wenn weil denn sondern damit obwohl während wie was wer wo""",
    "en": """in on at by for from to with into onto over under about through without and or but nor
        so if because that which who when while where how what why until unless than as like""",
    "es": """en con por para sin sobre entre y e o u pero que si porque cuando donde como quien
        aunque""",
    "fr": """à dans par pour sur sous avec sans chez et ou mais que qui si quand où comme car donc
        parce""",
    "it": """in nel nella con su sul sulla per tra fra e o ma che se quando dove come perché""",
    "nl": """in op aan bij voor met naar uit over onder door tegen om en of maar dat die als want
        omdat toen terwijl hoe wat wie waar zodat""",
    "pt": """em no na nos nas com por para sem sobre e ou mas que se porque quando onde como""",
}
"""Words that begin a phrase, so that a line may begin with them: conjunctions, prepositions."""

_ARTICLES_AND_TITLES = {
    "de": """der die das den dem des ein eine einen einem einer eines kein keine mein meine dein
        sein seine ihr ihre unser im am vom von zu zum zur nicht sehr""",
    "en": """a an the my your his her its our their this these those of not very no be been i
        i'm you're we're they're it's is are was were mr mrs ms dr mr. mrs. ms. dr.""",
    "es": """el la los las un una unos unas mi tu su mis tus sus este esta estos estas de del a al
        no muy""",
    "fr": """le la les un une des du de mon ma mes ton ta tes son sa ses notre votre leur leurs ce
        cet cette ces au aux ne très m. mme""",
    "it": """il lo la i gli le un uno una mio mia tuo tua suo sua questo questa di del della dei
        delle a al alla da dal dalla non molto""",
    "nl": """de het een mijn jouw je zijn haar ons onze hun dit deze geen van te heel erg zo""",
    "pt": """o a os as um uma uns umas meu minha teu tua seu sua este esta de do da dos das não
        muito""",
}
"""Words that belong to the one after them: articles, possessives, titles."""

PHRASE_STARTERS = {code: frozenset(words.split()) for code, words in _PHRASE_STARTERS.items()}
"""The phrase starters of each language."""

NO_BREAK_WORDS = {
    code: PHRASE_STARTERS[code] | frozenset(words.split())
    for code, words in _ARTICLES_AND_TITLES.items()
}
"""The words of each language after which no line should end: those, and phrase starters."""


class Break(Enum):
    """How good a break after a unit is, best first."""

    SENTENCE = auto()
    CLAUSE = auto()
    PHRASE = auto()
    """The next word begins a phrase: a conjunction, a preposition."""
    WORD = auto()
    NO_BREAK = auto()
    """It belongs to what follows: an article, a number before its unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never broken: a word, or a part of one that no line could hold."""

    text: str
    separator: str
    """What stands between it and the unit before, on one line: a space or nothing."""
    start: int
    """Milliseconds."""
    end: int
    """Milliseconds."""
    width: int
    """Columns: a wide character counts double, a combining one nothing."""
    after: Break


def units(transcript: Transcript, max_width: int) -> list[Unit]:
    """Return the words of ``transcript`` as units of at most ``max_width`` columns, in order.

    Text stays in logical order, whichever way it is read.
    """
    found: list[Unit] = []
    for text, separator, start, end in _words(transcript):
        if found and not separator and _is_kinsoku(found[-1].text, text):
            before = found.pop()
            text, separator, start = before.text + text, before.separator, before.start  # noqa: PLW2901
        after = _break_after(text, transcript.language)
        fragments = list(_fragments(text, max_width))
        step = (end - start) / len(fragments)
        for n, fragment in enumerate(fragments):
            found.append(
                Unit(
                    text=fragment,
                    separator="" if n else separator,
                    start=round(start + n * step),
                    end=round(start + (n + 1) * step),
                    width=cell_len(fragment),
                    after=after if n + 1 == len(fragments) else Break.NO_BREAK,
                )
            )
    starters = PHRASE_STARTERS.get(transcript.language or "", frozenset())
    for n, (unit, following) in enumerate(itertools.pairwise(found)):
        if unit.after is Break.WORD and _plain(following.text) in starters:
            found[n] = replace(unit, after=Break.PHRASE)
    return [replace(found[0], separator=""), *found[1:]] if found else []


def _words(transcript: Transcript) -> Iterator[tuple[str, str, int, int]]:
    """Yield each word's text, its separator, its start and its end in milliseconds."""
    spaced = transcript.language not in UNSPACED
    place = latest = 0
    for word in transcript.words:
        found = -1 if spaced else transcript.text.find(word.text, place)
        separator = " " if spaced or transcript.text[place : max(place, found)].isspace() else ""
        place = found + len(word.text) if found >= 0 else place
        start = max(round(word.start * 1000), latest)
        latest = max(round(word.end * 1000), start)
        for part in _visible(word.text).split():
            yield part, separator, start, latest
            separator = " "


def _visible(text: str) -> str:
    """Return text without control characters and lone surrogates, which no file can hold."""
    return "".join(
        c if c in _JOINERS or not unicodedata.category(c).startswith("C") else ""
        for c in " ".join(text.split())
    )


def _is_kinsoku(before: str, text: str) -> bool:
    """Return whether no line may begin with ``text``, or none end with ``before``."""
    starts, ends = unicodedata.category(text[0]), unicodedata.category(before[-1])
    return starts in _NO_LINE_START or ends in _NO_LINE_END


def _fragments(text: str, max_width: int) -> Iterator[str]:
    """Yield a text that is too wide for a line in parts that are not, no character torn apart."""
    part = ""
    for cluster in _clusters(text):
        if part and cell_len(part + cluster) > max_width:
            yield part
            part = ""
        part += cluster
    yield part


def _clusters(text: str) -> list[str]:
    """Return the characters of a text, each with what combines with it."""
    clusters: list[str] = []
    for character in text:
        combines = unicodedata.category(character) in _COMBINING
        if clusters and (combines or clusters[-1].endswith(_ZERO_WIDTH_JOINER)):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _break_after(text: str, language: str | None) -> Break:
    is_no_break = _is_no_break_word(_plain(text), language)
    last = (text.rstrip(_CLOSING_QUOTES) or text)[-1]
    if last in _SENTENCE_ENDS and not is_no_break:
        return Break.SENTENCE
    if last in _CLAUSE_ENDS:
        return Break.CLAUSE
    if language not in UNSPACED and (is_no_break or last.isdigit()):
        return Break.NO_BREAK
    return Break.WORD


def _is_no_break_word(word: str, language: str | None) -> bool:
    listed = NO_BREAK_WORDS.get(language or "")
    if listed:
        return word in listed
    return len(word) <= _MAX_NO_BREAK_LETTERS and word.isalpha()


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").lstrip(_OPENING_QUOTES)
