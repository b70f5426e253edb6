"""Where spoken text may be broken: its smallest pieces, and how good a break after each is."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from rich.cells import cell_len

from analyzer.model import UNSPACED, Transcript

_JOINERS = "\u200c\u200d\u200e\u200f"
"""The invisible characters that spelling needs: joiners of Persian, Hindi and emoji, and marks
of direction. Every other control character is left out."""

_SENTENCE_ENDS = frozenset(".!?…。！？．؟۔।॥։။៕")
_CLAUSE_ENDS = frozenset(",;:–—、，；：،؛")
_QUOTES = "\"'”’»›」』)]）】"

_OPENERS = {
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

_LEANING = {
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
"""Words that lean on the one after them: articles, possessives, titles. In other languages that
is taken from words of one or two letters."""

OPENERS = {language: frozenset(words.split()) for language, words in _OPENERS.items()}
CLINGING = {
    language: OPENERS[language] | frozenset(words.split()) for language, words in _LEANING.items()
}


class Break(Enum):
    """How good it is to break after a piece, best first."""

    SENTENCE = auto()
    CLAUSE = auto()
    PHRASE = auto()
    """The next word begins a phrase: a conjunction, a preposition."""
    WORD = auto()
    CLINGING = auto()
    """It belongs to what follows: an article, a number before its unit."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The smallest thing that stays whole: a word, or a part of one that no line could hold."""

    text: str
    glue: str
    """What stands between it and the piece before, on one line: a space or nothing."""
    start: int
    end: int
    """Milliseconds."""
    width: int
    """Columns: a wide character counts double, a combining one nothing."""
    after: Break


def pieces(transcript: Transcript, widest: int) -> list[Piece]:
    """The words of ``transcript`` as pieces of at most ``widest`` columns, in order.

    Text stays in logical order, whichever way it is read.
    """
    said: list[Piece] = []
    for text, glue, start, end in _words(transcript):
        if said and not glue and _hangs_on(said[-1].text, text):
            before = said.pop()
            text, glue, start = before.text + text, before.glue, before.start  # noqa: PLW2901
        after = _break_after(text, transcript.language)
        fragments = list(_fragments(text, widest))
        step = (end - start) / len(fragments)
        for n, fragment in enumerate(fragments):
            said.append(
                Piece(
                    text=fragment,
                    glue="" if n else glue,
                    start=round(start + n * step),
                    end=round(start + (n + 1) * step),
                    width=cell_len(fragment),
                    after=after if n + 1 == len(fragments) else Break.CLINGING,
                )
            )
    openers = OPENERS.get(transcript.language or "", frozenset())
    for n, (piece, following) in enumerate(itertools.pairwise(said)):
        if piece.after is Break.WORD and _plain(following.text) in openers:
            said[n] = replace(piece, after=Break.PHRASE)
    return [replace(said[0], glue=""), *said[1:]] if said else []


def _words(transcript: Transcript) -> Iterator[tuple[str, str, int, int]]:
    """Each word's text, what stands before it, its start and its end in milliseconds."""
    spaced = transcript.language not in UNSPACED
    place = latest = 0
    for word in transcript.words:
        found = -1 if spaced else transcript.text.find(word.text, place)
        glue = " " if spaced or transcript.text[place : max(place, found)].isspace() else ""
        place = found + len(word.text) if found >= 0 else place
        start = max(round(word.start * 1000), latest)
        latest = max(round(word.end * 1000), start)
        for part in _visible(word.text).split():
            yield part, glue, start, latest
            glue = " "


def _visible(text: str) -> str:
    """Text without control characters and lone surrogates, which no caption file can hold."""
    return "".join(
        c if c in _JOINERS or not unicodedata.category(c).startswith("C") else ""
        for c in " ".join(text.split())
    )


def _hangs_on(before: str, text: str) -> bool:
    """Whether no line may begin with ``text``, or none end with ``before`` (kinsoku shori)."""
    return _is_attached(text[0]) or unicodedata.category(before[-1]) in {"Ps", "Pi"}


def _is_attached(character: str) -> bool:
    return unicodedata.category(character) in {"Pe", "Pf", "Po", "Mn", "Mc", "Me", "Cf", "Lm"}


def _fragments(text: str, widest: int) -> Iterator[str]:
    """A text that is too wide for a line in parts that are not, no character torn apart."""
    part = ""
    clusters: list[str] = []
    for character in text:
        joined = bool(clusters) and (
            unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf", "Sk"}
            or clusters[-1].endswith("\u200d")
        )
        if joined:
            clusters[-1] += character
        else:
            clusters.append(character)
    for cluster in clusters:
        if part and cell_len(part + cluster) > widest:
            yield part
            part = ""
        part += cluster
    yield part


def _break_after(text: str, language: str | None) -> Break:
    word = _plain(text)
    listed = CLINGING.get(language or "")
    clings = word in listed if listed else len(word) <= 2 and word.isalpha()
    last = (text.rstrip(_QUOTES) or text)[-1]
    if last in _SENTENCE_ENDS and not clings:
        return Break.SENTENCE
    if last in _CLAUSE_ENDS:
        return Break.CLAUSE
    clings = clings or last.isdigit()
    return Break.CLINGING if clings and language not in UNSPACED else Break.WORD


def _plain(text: str) -> str:
    return text.casefold().replace("’", "'").lstrip("\"'“‘«¿¡(")
