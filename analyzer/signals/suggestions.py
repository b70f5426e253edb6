"""What a post could say, from what the draft says and shows itself. Nothing is put in by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..model import (
    SENTENCE_END,
    Keyword,
    KeywordSource,
    OverlayLine,
    Post,
    Suggestion,
    Suggestions,
    TextKind,
    Transcript,
    WantedKeyword,
    Wording,
)
from ..platforms.profile import Profile
from . import measurer
from .text import fold

MOST_HASHTAGS = 5
"""What every platform takes: Instagram's limit since 2025-12."""

LEAST_SCORE = 0.4
"""Score from which a single word that is said once is a hashtag; chosen by hand."""

LEAST_LETTERS = 3
"""Letters of a hashtag that somebody could search for."""

LONGEST_TAG = 30
"""Characters after which nobody reads a compound hashtag; chosen by hand."""

LEAST_HELD = 1.0
"""Score of the keywords that a first line has to name: as much as the best one; by hand."""

SHORTEST_LINE, LONGEST_LINE = 15, 100
"""Characters of a first line: a sentence, and what is shown of it before "more"; by hand."""


REASONS = {
    (KeywordSource.SPOKEN, False): Wording("said at {start:.1f} s"),
    (KeywordSource.SHOWN, False): Wording("shown at {start:.1f} s"),
    (KeywordSource.BOTH, False): Wording("said and shown, at {start:.1f} s"),
    (KeywordSource.SPOKEN, True): Wording("said {count} times, first at {start:.1f} s"),
    (KeywordSource.SHOWN, True): Wording("shown {count} times, first at {start:.1f} s"),
    (KeywordSource.BOTH, True): Wording("said {count} times and shown, first at {start:.1f} s"),
}
"""Why a keyword is worth a hashtag: where it is from, and whether it is there more than once."""

SAID = Wording("said at {start:.1f} s, and names what it is about")
SHOWN = Wording("shown at {start:.1f} s, and names what it is about")


@measurer("suggestions", cached=False)
def suggest(
    profile: Profile,
    keywords: tuple[Keyword, ...] = (),
    wanted_keywords: tuple[WantedKeyword, ...] = (),
    transcript: Transcript | None = None,
    overlay_text: tuple[OverlayLine, ...] = (),
    post: Post | None = None,
) -> Suggestions:
    """Hashtags and a first line that the draft's own words give, each with the reason."""
    written = {fold(tag) for tag in post.hashtags} if post else set()
    room = max(0, MOST_HASHTAGS - len(written))
    unwanted = written | {fold(tag) for tag in profile.generic_hashtags}
    tags: dict[str, Suggestion] = {}
    for text, reason in (*_wanted(wanted_keywords), *_found(keywords)):
        tag = hashtag(text)
        if LEAST_LETTERS <= len(tag) <= LONGEST_TAG and fold(tag) not in unwanted:
            tags.setdefault(fold(tag), Suggestion(f"#{tag}", reason.text, reason))
    line = None if post and post.text else _first_line(keywords, transcript, overlay_text)
    return Suggestions(tuple(tags.values())[:room], line)


def hashtag(text: str) -> str:
    """Return ``text`` as people write it in one: small letters, no spaces, no marks."""
    return "".join(c for c in text.casefold().removesuffix("'s") if c.isalnum() or c == "_")


def _wanted(wanted: Sequence[WantedKeyword]) -> Iterator[tuple[str, Wording]]:
    """Yield the user's own keywords that the draft says or shows."""
    for one in wanted:
        if one.found:
            at = min((*one.times, *one.shown_times))
            yield one.text, Wording("your keyword, there at {start:.1f} s", values={"start": at})


def _found(keywords: Sequence[Keyword]) -> Iterator[tuple[str, Wording]]:
    """Yield the keywords that are worth a hashtag: said again, shown, phrases, or clearly best."""
    for one in keywords:
        is_phrase = " " in one.text
        if one.count < 2 and one.score < LEAST_SCORE and not is_phrase:
            continue
        values: dict[str, int | float | str] = {"start": one.first_at, "count": one.count}
        yield one.text, replace(REASONS[one.source, one.count > 1], values=values)


def _first_line(
    keywords: Sequence[Keyword], transcript: Transcript | None, lines: Sequence[OverlayLine]
) -> Suggestion | None:
    """Return the sentence of the draft that holds most of what it is about; an early one first."""
    ranked = []
    about = [(fold(one.text), one.score) for one in keywords]
    for start, text, why in (*_spoken(transcript), *_shown(lines)):
        if not SHORTEST_LINE <= len(text) <= LONGEST_LINE:
            continue
        folded = fold(text)
        held = sum(score for word, score in about if word in folded)
        if held >= LEAST_HELD:
            ranked.append((-held - text.endswith("?"), start, text, why))
    if not ranked:
        return None
    _, start, text, why = min(ranked, key=lambda one: one[:2])
    reason = replace(why, values={"start": start})
    return Suggestion(text, reason.text, reason)


def _spoken(transcript: Transcript | None) -> Iterator[tuple[float, str, Wording]]:
    """Yield the spoken sentences that are understood whole, with when they begin."""
    words = transcript.words if transcript else ()
    begun = 0
    for place, word in enumerate(words, 1):
        if word.text.endswith(SENTENCE_END):
            sentence = words[begun:place]
            if not any(one.is_doubtful for one in sentence):
                yield sentence[0].start, " ".join(one.text for one in sentence), SAID
            begun = place


def _shown(lines: Sequence[OverlayLine]) -> Iterator[tuple[float, str, Wording]]:
    """Yield the overlay texts, those in capitals as they would be written."""
    for line in lines:
        if line.kind is TextKind.OVERLAY:
            text = line.text.capitalize() if line.text.isupper() else line.text
            yield line.span.start, text, SHOWN
