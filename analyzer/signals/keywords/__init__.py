"""What the draft is about, and whether the words that the user wants are said or shown."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from analyzer.model import Keyword, KeywordSource, OverlayLine, Transcript, WantedKeyword
from analyzer.signals.keywords.shown import beyond, sources, words_of
from analyzer.signals.keywords.tokens import Role, Token, forms, of_text, tokenize
from analyzer.signals.text import fold

MOST = 10
"""How many keywords are kept."""

LONGEST = 3
"""The most words in a phrase."""

LINKS = {"fr": frozenset({"de", "du", "à", "d", "au"}), "es": frozenset({"de", "del"})}
"""The small words that make one noun of two: ``pomme de terre``, ``aceite de oliva``."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word or phrase, under its lemmas, with everywhere that it is said."""

    key: tuple[str, ...]
    said: tuple[tuple[Token, ...], ...]

    @property
    def count(self) -> int:
        return len(self.said)

    @property
    def first_at(self) -> float:
        return self.said[0][0].time


def extract(
    transcript: Transcript | None, shown: Sequence[OverlayLine] = ()
) -> tuple[Keyword, ...]:
    """Return at most ``MOST`` keywords of what is said and ``shown``, best first.

    Inflections count as one (simplemma); fillers, stop words and numbers never count; a phrase
    that is said again, or that holds together, stands for its words. The weight of a word is
    YAKE's (Campos et al. 2020) times how often it is said. Captions of the voice add nothing but
    that a keyword is shown, too. Languages that are written without spaces give none.
    """
    spoken, lines, language = sources(transcript, shown)
    said = tokenize(spoken, language)
    read = tokenize(words_of(lines), language)
    of_voice = _keywords(said, language)
    of_screen = _keywords(tokenize(words_of(beyond(lines, spoken)), language), language)
    taken = {shape for keyword in of_voice for shape in _shapes(keyword.text, language)}
    found = [_sourced(keyword, said, read, language) for keyword in of_voice] + [
        _sourced(keyword, said, read, language)
        for keyword in of_screen
        if not _shapes(keyword.text, language) & taken
    ]
    found.sort(key=lambda keyword: -keyword.score)
    return tuple(found[:MOST])


def find_wanted(
    transcript: Transcript | None, wanted: tuple[str, ...], shown: Sequence[OverlayLine] = ()
) -> tuple[WantedKeyword, ...]:
    """Return each of the user's keywords with the times at which it is said and ``shown``.

    Inflections, accents, capitals, a leading ``#``, hyphens and spaces make no difference:
    ``kook boek`` is found in ``kookboeken``.
    """
    spoken, lines, language = sources(transcript, shown)
    said, read = tokenize(spoken, language), tokenize(words_of(lines), language)
    found = []
    for text in wanted:
        times, shown_times = (tuple(_times(tokens, text, language)) for tokens in (said, read))
        found.append(WantedKeyword(text, bool(times or shown_times), times, shown_times))
    return tuple(found)


def _keywords(tokens: list[Token], language: str | None) -> list[Keyword]:
    """Return the keywords of one source, best first, scored against the best."""
    candidates = _candidates(tokens, language)
    if not candidates:
        return []
    weights = _weights(tokens, language)
    scored = {key: _score(candidate, candidates, weights) for key, candidate in candidates.items()}
    ranked = sorted(candidates.values(), key=lambda c: (-scored[c.key], c.first_at, c.key))
    best = scored[ranked[0].key]
    return [
        Keyword(_display(c), round(scored[c.key] / best, 3), c.count, c.first_at)
        for c in _without_overlap(ranked)[:MOST]
    ]


def _sourced(
    keyword: Keyword, said: list[Token], read: list[Token], language: str | None
) -> Keyword:
    """Return the keyword with where it comes from."""
    is_said, is_shown = (
        bool(tuple(_times(tokens, keyword.text, language))) for tokens in (said, read)
    )
    source = KeywordSource.SHOWN if is_shown and not is_said else KeywordSource.SPOKEN
    return replace(keyword, source=KeywordSource.BOTH if is_said and is_shown else source)


def _shapes(text: str, language: str | None) -> set[str]:
    """Return the lemmas of a keyword's words."""
    return {fold(token.lemma) for token in of_text(text, language)}


def _times(tokens: list[Token], text: str, language: str | None) -> Iterable[float]:
    sought = of_text(text, language)
    shapes = forms(sought)
    if not shapes:
        return
    longest = max(len(sought) + 2, max(map(len, shapes)) if language in ("zh", "ja") else 0)
    free = 0
    for start in range(len(tokens)):
        if start < free:
            continue
        for size in range(1, longest + 1):
            if shapes & forms(tokens[start : start + size]):
                yield tokens[start].time
                free = start + size
                break


def _candidates(tokens: list[Token], language: str | None) -> dict[tuple[str, ...], _Candidate]:
    """Return the words and the phrases that may become keywords, by their lemmas."""
    said: dict[tuple[str, ...], list[tuple[Token, ...]]] = defaultdict(list)
    runs = set()
    for start in range(len(tokens)):
        for size in range(1, LONGEST + 1):
            window = tuple(tokens[start : start + size])
            if len(window) < size or any(t.ends_phrase for t in window[:-1]):
                break
            if _could_be(window, language):
                key = tuple(t.lemma for t in window)
                said[key].append(window)
                if size > 1 and _holds_together(tokens, start, size, language):
                    runs.add(key)
    counts = {key: len(times) for key, times in said.items()}
    return {
        key: _Candidate(key, tuple(times))
        for key, times in said.items()
        if len(key) == 1 or (len(set(key)) == len(key) and _is_phrase(key, counts, key in runs))
    }


def _could_be(window: tuple[Token, ...], language: str | None) -> bool:
    """Whether the words of ``window`` can be a keyword at all."""
    core = [token for token in window if token.role is Role.CORE]
    if len(window) == 1:
        return bool(core)
    if all(token.is_name for token in window) and language != "de":
        return len(window[0].text) > 1 and window[-1].role is not Role.NONE
    links = LINKS.get(language or "", frozenset())
    return (
        bool(core)
        and Role.NONE not in (window[0].role, window[-1].role)
        and all(t.role is not Role.NONE or t.text.casefold() in links for t in window[1:-1])
    )


def _is_phrase(key: tuple[str, ...], counts: dict[tuple[str, ...], int], is_unit: bool) -> bool:
    """Whether a phrase stands for its words: repeated, or a unit, and most of what they do."""
    often = max(counts.get((part,), 0) for part in key)
    return (counts[key] > 1 or is_unit) and 2 * counts[key] >= often


def _holds_together(tokens: list[Token], start: int, size: int, language: str | None) -> bool:
    """Whether the words from ``start`` are one unit even when they are said only once.

    They are when they stand between common words or pauses, and look like a noun with what
    describes it: capitals in names; in German a noun last; in Dutch an inflected adjective first.
    """
    window = tokens[start : start + size]
    if all(token.is_name for token in window) and language != "de":
        return True
    before = tokens[start - 1] if start else None
    after = tokens[start + size] if start + size < len(tokens) else None
    alone = (before is None or before.ends_phrase or before.role is Role.NONE) and (
        after is None or window[-1].ends_phrase or after.role is Role.NONE
    )
    if not alone:
        return False
    if language == "de":
        return window[-1].is_name and all(t.is_name or t.is_inflected for t in window[:-1])
    if any(token.is_verb for token in window):
        return False
    return language != "nl" or window[0].is_name or window[0].is_inflected


def _weights(tokens: list[Token], language: str | None) -> dict[str, float]:
    """Return YAKE's weight of every lemma, higher for what matters more."""
    import yake

    stop = {token.lemma for token in tokens if token.role is Role.NONE}
    text = "".join(
        (token.lemma.capitalize() if token.is_name else token.lemma)
        + (". " if token.ends_sentence else ", " if token.ends_phrase else " ")
        for token in tokens
    )
    extractor = yake.KeywordExtractor(
        lan=language or "en", n=1, top=len(tokens), dedup_lim=1.0, stopwords=stop
    )
    return {
        word.casefold(): 1 / (1 + float(score)) for word, score in extractor.extract_keywords(text)
    }


def _score(
    candidate: _Candidate,
    candidates: dict[tuple[str, ...], _Candidate],
    weights: dict[str, float],
) -> float:
    """Return how much the draft is about ``candidate``; phrases gain from each of their words."""
    parts = [weights.get(lemma, 0.5) for lemma in candidate.key if (lemma,) in candidates]
    words = sum(token.role is not Role.NONE for token in candidate.said[0])
    mean = sum(parts) / len(parts) if parts else 0.5
    verb = len(candidate.key) == 1 and all(said[0].is_verb for said in candidate.said)
    return mean * math.sqrt(words) * math.log2(1 + candidate.count) * (0.5 if verb else 1.0)


def _without_overlap(ranked: list[_Candidate]) -> list[_Candidate]:
    """Return ``ranked`` without what shares a word with something better."""
    taken: set[str] = set()
    kept = []
    for candidate in ranked:
        own = {token.lemma for token in candidate.said[0] if token.role is not Role.NONE}
        if not own & taken:
            kept.append(candidate)
            taken |= own
    return kept


def _display(candidate: _Candidate) -> str:
    """Return the form that is said most, the first of them where several are."""
    shapes = Counter(" ".join(token.shown for token in said) for said in candidate.said)
    return shapes.most_common(1)[0][0]
