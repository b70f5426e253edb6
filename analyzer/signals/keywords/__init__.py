"""What the draft is about, and whether the words that the user wants are said or shown.

Words become tokens (``tokens``, by the language's rules in ``languages``), tokens become candidates
(``candidates``), and the best of these are the keywords (``ranking``). ``overlay_words`` brings
overlay text into the form of spoken words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from operator import attrgetter

from msgspec.structs import replace

from ...model import Keyword, KeywordSource, OverlayLine, Post, Transcript, WantedKeyword
from ..text import fold
from .languages import rules_of
from .overlay_words import beyond_speech, sources, words_of
from .ranking import MAX_KEYWORDS, ranked_keywords
from .tokens import Token, forms, of_text, tokenize

MAX_EXTRA_TOKENS = 2
"""Tokens that a wanted keyword may be said in beyond its own: ``kookboek`` as ``kook boek``."""


def extract(
    transcript: Transcript | None, shown: Sequence[OverlayLine] = ()
) -> tuple[Keyword, ...]:
    """Return at most ``MAX_KEYWORDS`` keywords of what is said and ``shown``, best first.

    Inflections count as one (simplemma); fillers, stop words and numbers never count; a phrase that
    is said again, or that is a noun phrase, stands for its words. The weight of a word is YAKE's
    (Campos et al. 2020) times how often it is said. Captions of the voice add nothing but that a
    keyword is shown, too. Languages that are written without spaces give none.
    """
    spoken, lines, language = sources(transcript, shown)
    said_in = _said(transcript)
    said = list(chain.from_iterable(said_in.values()))
    read = tokenize(words_of(lines), language)
    of_voice = ranked_keywords(said_in)
    own_words = words_of(beyond_speech(lines, spoken))
    of_screen = ranked_keywords({language: tokenize(own_words, language)})
    taken = {lemma for keyword in of_voice for lemma in _lemmas(keyword.text, language)}
    found = [_with_source(keyword, said, read, language) for keyword in of_voice] + [
        _with_source(keyword, said, read, language)
        for keyword in of_screen
        if not _lemmas(keyword.text, language) & taken
    ]
    found.sort(key=lambda keyword: -keyword.score)
    return tuple(found[:MAX_KEYWORDS])


def find_wanted(
    transcript: Transcript | None,
    wanted: tuple[str, ...],
    shown: Sequence[OverlayLine] = (),
    post: Post | None = None,
) -> tuple[WantedKeyword, ...]:
    """Return each of the user's keywords with the times at which it is said and ``shown``.

    And whether the ``post`` says it.

    Inflections, accents, capitals, a leading ``#``, hyphens and spaces make no difference:
    ``kook boek`` is found in ``kookboeken``.
    """
    _, lines, language = sources(transcript, shown)
    said = sorted(chain.from_iterable(_said(transcript).values()), key=attrgetter("time"))
    read = tokenize(words_of(lines), language)
    found = []
    for text in wanted:
        times, shown_times = (tuple(_times(tokens, text, language)) for tokens in (said, read))
        is_written = None if post is None else is_in(f"{post.title}\n{post.text}", text, language)
        found.append(
            WantedKeyword(text, bool(times or shown_times), times, shown_times, is_written)
        )
    return tuple(found)


def is_in(written: str, text: str, language: str | None) -> bool:
    """Return whether ``written`` says ``text``, in any of its forms, or as a hashtag."""
    return any(True for _ in _times(of_text(written, language), text, language))


def _said(transcript: Transcript | None) -> dict[str | None, list[Token]]:
    """Return the tokens of the voice by the language that they are said in."""
    tokens: dict[str | None, list[Token]] = {}
    for language, words in transcript.by_language() if transcript is not None else ():
        tokens.setdefault(language, []).extend(tokenize(words, language))
    return tokens


def _with_source(
    keyword: Keyword, said: list[Token], read: list[Token], language: str | None
) -> Keyword:
    """Return the keyword with where it comes from."""
    is_said, is_shown = (
        bool(tuple(_times(tokens, keyword.text, language))) for tokens in (said, read)
    )
    source = KeywordSource.SHOWN if is_shown and not is_said else KeywordSource.SPOKEN
    return replace(keyword, source=KeywordSource.BOTH if is_said and is_shown else source)


def _lemmas(text: str, language: str | None) -> set[str]:
    """Return the folded lemmas of a keyword's words."""
    return {fold(token.lemma) for token in of_text(text, language)}


def _times(tokens: list[Token], text: str, language: str | None) -> Iterable[float]:
    """Yield when ``text`` occurs, in any of its forms; occurrences do not overlap."""
    sought = of_text(text, language)
    wanted_forms = forms(sought)
    if not wanted_forms:
        return
    longest = len(sought) + MAX_EXTRA_TOKENS
    if rules_of(language).token_per_character:
        longest = max(longest, *map(len, wanted_forms))
    free = 0
    for start in range(len(tokens)):
        if start < free:
            continue
        for size in range(1, longest + 1):
            if wanted_forms & forms(tokens[start : start + size]):
                yield tokens[start].time
                free = start + size
                break
