"""Rank keyword candidates: YAKE's weight of their words, times how often they occur."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from ...model import Keyword
from .candidates import Candidate, Key, candidates_in
from .tokens import Role, Token

MAX_KEYWORDS = 10
"""How many keywords are kept; chosen by hand."""

DEFAULT_WEIGHT = 0.5
"""Weight of a word that YAKE does not weigh, on its scale of 0 to 1; chosen by hand."""

VERB_WEIGHT = 0.5
"""What a single verb or adverb counts beside a noun; chosen by hand."""

UNSURE_WEIGHT = 0.6
"""What a single word counts that nothing tells to be a noun; chosen by hand."""

MIN_SCORE = 0.2
"""Score beside the best keyword from which a word is one: by scripts/bench/keywords.py (2026-11),
what is below is a word that nobody searches."""

DEFAULT_LANGUAGE = "en"
"""YAKE's, for text whose language is unknown; it is given our stop words anyway."""


def ranked_keywords(parts: Mapping[str | None, Sequence[Token]]) -> list[Keyword]:
    """Return the keywords of one source, best first, scored against the best.

    ``parts`` are its words by their language.
    """
    found: list[tuple[float, Candidate]] = []
    for language, tokens in parts.items():
        candidates = candidates_in(tokens, language)
        weights = _yake_weights(tokens, language) if candidates else {}
        found += [(_score(one, candidates, weights), one) for one in candidates.values()]
    found.sort(key=lambda scored: (-scored[0], scored[1].first_at, scored[1].key))
    best = found[0][0] if found else 0.0
    return [
        Keyword(_display(one), round(score / best, 3), one.count, one.first_at)
        for score, one in _without_overlap(found)[:MAX_KEYWORDS]
        if score >= MIN_SCORE * best
    ]


def _yake_weights(tokens: Sequence[Token], language: str | None) -> dict[str, float]:
    """Return YAKE's weight of every lemma, higher for what matters more (Campos et al. 2020)."""
    import yake

    stop_words = {token.lemma for token in tokens if token.role is Role.STOP}
    text = "".join(
        (token.lemma.capitalize() if token.is_name else token.lemma)
        + (". " if token.ends_sentence else ", " if token.ends_phrase else " ")
        for token in tokens
    )
    extractor = yake.KeywordExtractor(
        lan=language or DEFAULT_LANGUAGE,
        n=1,
        top=len(tokens),
        dedup_lim=1.0,
        stopwords=stop_words,
    )
    return {
        word.casefold(): 1 / (1 + float(score)) for word, score in extractor.extract_keywords(text)
    }


def _score(
    candidate: Candidate, candidates: Mapping[Key, Candidate], weights: Mapping[str, float]
) -> float:
    """Return how much the draft is about ``candidate``; phrases gain from each of their words."""
    parts = [weights.get(word, DEFAULT_WEIGHT) for word in candidate.key if (word,) in candidates]
    mean = sum(parts) / len(parts) if parts else DEFAULT_WEIGHT
    words = sum(token.role is not Role.STOP for token in candidate.occurrences[0])
    is_verb = len(candidate.key) == 1 and all(said[0].is_verb for said in candidate.occurrences)
    weight = VERB_WEIGHT if is_verb or candidate.is_verb else 1.0
    weight = min(weight, 1.0 if candidate.is_noun else UNSURE_WEIGHT)
    return mean * math.sqrt(words) * math.log2(1 + candidate.count) * weight


def _without_overlap(ranked: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Return ``ranked`` without what shares a word with something better."""
    taken: set[str] = set()
    kept = []
    for score, candidate in ranked:
        words = {t.lemma for t in candidate.occurrences[0] if t.role is not Role.STOP}
        if not words & taken:
            kept.append((score, candidate))
            taken |= words
    return kept


def _display(candidate: Candidate) -> str:
    """Return the form that occurs most, the first of them where several are."""
    shapes = Counter(" ".join(t.shown for t in words) for words in candidate.occurrences)
    return shapes.most_common(1)[0][0]
