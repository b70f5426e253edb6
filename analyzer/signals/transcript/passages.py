"""Passages: what was decoded together, in one language, and how much of it is to be believed.

What Whisper wrote with little confidence is kept and marked as doubtful. Speech that got no words,
or doubtful ones only, is a passage of its own that was not understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...model import UNSPACED, Passage, Span, Word, merge
from .engines import RawWord

DOUBTFUL_WORD = 0.35
"""Probability under which a word is doubtful. Chosen on 36 files of read and dubbed speech (316
words, those whose hash is even): 8 words lie under it, 6 of them misheard, and 0.7 % of the right
ones. On the 48 others that were tried (698 words): 12 words, 10 of them wrong by the truth at hand,
and 0.4 % of the right ones (base, int8; November 2026). From 0.5 half of those marked are right."""

DOUBTFUL_PIECE = 0.5
"""Mean probability of a segment's words under which all of them are doubtful: 0.4 % of the right
words on the same files of either half, and no segment that was right as a whole."""

MOSTLY = 0.5
"""Share of doubtful words from which a segment was not understood: more than half."""

WORD_SECONDS = 1.0
"""Seconds of speech that one word accounts for at most: Whisper stretches a word over what it left
out; chosen by hand."""

DIGIT_SECONDS = 0.6
"""Seconds that each digit of a number accounts for: a German 268 took 1.6; chosen by hand."""

WORD_MARGIN = 0.3
"""Seconds around a word that it accounts for: the spans of speech reach out so far; by hand."""

MIN_UNHEARD = 1.0
"""Seconds of speech without words that are worth hearing again; a laugh is shorter; by hand."""

MIN_GAP = 0.2
"""The same within a span of speech that has words, beyond the ``WORD_MARGIN`` on either side. Of
147 gaps in speech in one language (74 files whose hash is even), 3 are longer, and in 2 of these
words are missing; between two languages half a sentence was lost in 1.5 s (November 2026)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one segment, timed in the draft, and their language."""

    language: str
    words: tuple[RawWord, ...]

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.words[0].start, max(word.end for word in self.words))

    @property
    def confidence(self) -> float:
        """Mean probability of its words."""
        return sum(word.probability for word in self.words) / len(self.words)

    @property
    def doubts(self) -> tuple[bool, ...]:
        """Which of its words are doubtful: all of them where most are."""
        low = [word.probability < DOUBTFUL_WORD for word in self.words]
        is_all = self.confidence < DOUBTFUL_PIECE or sum(low) > MOSTLY * len(low)
        return (True,) * len(low) if is_all else tuple(low)


def unheard(speech: Iterable[Span], pieces: Iterable[Piece]) -> list[Span]:
    """Return the stretches of speech for which there are no words."""
    heard = merge((_accounted(word) for piece in pieces for word in piece.words), 0.0)
    silent: list[Span] = []
    gaps: list[Span] = []
    for span in speech:
        start = span.start
        for one in heard:
            if one.end > start and one.start < span.end:
                gaps.append(Span(start, one.start))
                start = one.end
        (silent if start == span.start else gaps).append(Span(start, span.end))
    left = [gap for gap in gaps if gap.seconds >= MIN_GAP]
    return [
        stretch
        for stretch in (merge([*silent, *left], WORD_MARGIN) if silent or left else [])
        if stretch.seconds >= MIN_UNHEARD or any(gap.overlap(stretch) > 0 for gap in left)
    ]


def _accounted(word: RawWord) -> Span:
    digits = sum(character.isdigit() for character in word.text)
    end = min(word.end, word.start + max(WORD_SECONDS, DIGIT_SECONDS * digits))
    return Span(word.start - WORD_MARGIN, end + WORD_MARGIN)


def main_language(pieces: Sequence[Piece]) -> str | None:
    """Return the language that most words are in, the believed ones first; None without words."""
    counts = Counter[str]()
    for piece in pieces:
        counts[piece.language] += sum(100 - 99 * is_doubtful for is_doubtful in piece.doubts)
    return counts.most_common(1)[0][0] if counts else None


def passages(pieces: Sequence[Piece], silent: Iterable[Span]) -> tuple[Passage, ...]:
    """Return the pieces and the stretches without words in order, like ones as one."""
    found = [_passage(piece) for piece in pieces]
    found += [Passage(span, None, "", False, 0) for span in silent]
    joined: list[Passage] = []
    for one in sorted(found, key=lambda passage: passage.span.start):
        if joined and _are_alike(joined[-1], one):
            before = joined.pop()
            space = "" if one.language in UNSPACED or not (before.text and one.text) else " "
            span = Span(before.span.start, max(before.span.end, one.span.end))
            text = f"{before.text}{space}{one.text}"
            count = before.word_count + one.word_count
            one = Passage(span, one.language, text, one.is_understood, count)  # noqa: PLW2901
        joined.append(one)
    return tuple(joined)


def _are_alike(one: Passage, other: Passage) -> bool:
    return (one.is_understood, one.language) == (other.is_understood, other.language)


def _passage(piece: Piece) -> Passage:
    is_understood = not all(piece.doubts)
    span = Span(round(piece.span.start, 3), round(piece.span.end, 3))
    text = " ".join("".join(word.text for word in piece.words).split())
    language = piece.language if is_understood else None
    return Passage(span, language, text, is_understood, len(piece.words))


def marked(words: Iterable[Word], pieces: Sequence[Piece]) -> Iterator[Word]:
    """Yield the words, which are those of the pieces in order, with the doubtful ones marked."""
    from msgspec.structs import replace

    doubts = (doubt for piece in pieces for doubt in piece.doubts)
    for word, is_doubtful in zip(words, doubts, strict=True):
        yield replace(word, is_doubtful=is_doubtful)
