"""What every noun stands on: the record, the span of time, the rectangle, the wording."""

from __future__ import annotations

from collections.abc import Iterable
from typing import dataclass_transform

import msgspec

from ..errors import filled

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that are written without spaces between words (ISO 639-1, and 639-3 for Cantonese)."""

SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")
"""Characters that end a sentence, in Latin and East Asian scripts."""


@dataclass_transform(frozen_default=True, field_specifiers=(msgspec.field,))
class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of every noun: immutable, comparable, JSON-ready."""


class Span(Record):
    """A stretch of time, in seconds from the start of the draft."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """The length of the span in seconds."""
        return self.end - self.start

    def overlap(self, other: Span) -> float:
        """Return the seconds that both spans cover."""
        return max(0.0, min(self.end, other.end) - max(self.start, other.start))


def merge(spans: Iterable[Span], gap: float) -> tuple[Span, ...]:
    """Return the spans in order of their start, those at most ``gap`` seconds apart as one."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        if merged and span.start - merged[-1].end <= gap:
            last = merged.pop()
            span = Span(last.start, max(last.end, span.end))  # noqa: PLW2901
        merged.append(span)
    return tuple(merged)


class Wording(Record):
    """How something is worded, apart from its values, so that a report can say it in a language.

    ``message`` and ``remedy`` are templates for ``str.format`` with ``values`` as keywords. A text
    among the values is data and is never translated, except under the names that say what it
    holds: ``basis`` (``Profile.basis``), ``evidence`` (the hook's), and names that end in
    ``_clock`` (``"9.5 s"``), ``_choices`` (``"MP4 or MOV"``), ``_counts`` (``"2 hidden"``) or
    ``_words`` (a template of ours, filled from the same values).
    """

    message: str
    remedy: str = ""
    """What to do about it; empty where the message says that itself."""
    values: dict[str, int | float | str] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in English."""
        return filled(self.message, self.values)


class Box(Record):
    """A rectangle in the displayed picture, in pixels, from its top left corner."""

    x: int
    y: int
    width: int
    height: int
    share: float
    """The rectangle's part of the frame's area."""
