"""Two cuts of one video, side by side: what got better, and what was cut, moved or added."""

from __future__ import annotations

from enum import StrEnum

from .base import Record, Span


class Way(StrEnum):
    """How the second cut is, next to the first."""

    BETTER = "better"
    WORSE = "worse"
    EQUAL = "equal"
    OTHER = "other"
    """Different, and neither better nor worse by itself."""


class Aspect(Record):
    """One thing that both were measured or judged by."""

    name: str
    """``"verdict"``, ``"score"`` and its parts (``"file"``, ``"hook"``, ``"sound"``,
    ``"content"``), ``"hook strength"``, ``"loudness"`` (LUFS), ``"words"``, ``"pace"`` (words a
    minute of speech), ``"cuts"`` (changes of shot a minute), ``"length"`` (seconds)."""
    before: float | str | None
    """Of the first cut; null where it was not measured."""
    after: float | str | None
    way: Way


class PieceKind(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    MOVED = "moved"
    """It stands elsewhere among what was kept."""
    REPEATED = "repeated"
    """It is shown again, such as a teaser."""
    CUT = "cut"
    ADDED = "added"


class Piece(Record):
    """A stretch that both show, or only one of them; true to a quarter of a second."""

    kind: PieceKind
    before: Span | None
    """When it is in the first cut; null where it was added."""
    after: Span | None
    """When it is in the second cut; null where it was cut."""


class CutComparison(Record):
    """What ``--compare`` says of two cuts."""

    before: str
    """The path of the first cut, as its report writes it."""
    after: str
    platform: str
    """The platform that the verdicts, scores and findings are for."""
    aspects: tuple[Aspect, ...]
    gone: tuple[str, ...]
    """Codes of what was found in the first cut only."""
    left: tuple[str, ...]
    """Codes of what was found in both."""
    new: tuple[str, ...]
    """Codes of what was found in the second cut only."""
    pieces: tuple[Piece, ...] | None
    """In the order of the second cut, what was cut out where it would have been; null where the
    pictures could not be compared."""

    @property
    def way(self) -> Way:
        """Whether the second cut is better: by its verdict, then by its score."""
        ways = {aspect.name: aspect.way for aspect in self.aspects}
        verdict = ways.get("verdict", Way.EQUAL)
        return verdict if verdict is not Way.EQUAL else ways.get("score", Way.EQUAL)
