"""The lines that were read, told as pieces of text: one for as long as it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from analyzer.model import Box, OverlayLine, Span
from analyzer.signals.overlay_text import joining
from analyzer.signals.overlay_text.joining import Piece
from analyzer.signals.overlay_text.kinds import evidence_of, is_burned_in, is_mark, kind_of
from analyzer.signals.overlay_text.lines import FEW_LETTERS, Line

Rule = Callable[[Piece, Piece], Piece | None]

RULES: tuple[Rule, ...] = (
    joining.grown,
    joining.same,
    joining.grown,
    joining.stacked,
    joining.next_word,
    joining.same,
)
"""In their order: a line that gains a word is much like itself, and is no repeated reading of it;
one that was read in parts grows when these are joined."""

SUREST = 0.8
"""Certainty that a text of less than four letters needs."""


def tell(
    lines: Sequence[Line], size: tuple[int, int], scale: float, duration: float
) -> tuple[OverlayLine, ...]:
    """All pieces of text in order of time; boxes in pixels of the displayed picture.

    ``size`` is height and width of the frames that the lines were read in.
    """
    pieces = joining.with_successors(
        [_piece(line) for line in lines if line.is_text and line.end > line.start]
    )
    for rule in RULES:
        pieces = _joined(pieces, rule)
    told = [_told(piece, size, scale, duration) for piece in pieces if _says_something(piece)]
    return tuple(sorted(told, key=lambda line: (line.span.start, line.box.y, line.box.x)))


def _piece(line: Line) -> Piece:
    return Piece(
        text=line.reading.text,
        start=line.start,
        end=line.end,
        bounds=line.bounds,
        line_height=line.height,
        confidence=line.reading.confidence,
        evidence=evidence_of(line),
        changed_at=line.start,
    )


def _joined(pieces: list[Piece], rule: Rule) -> list[Piece]:
    """The pieces in order, each put to the last earlier one that ``rule`` joins it with."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.start, p.bounds[1], p.bounds[0])):
        for i in range(len(kept) - 1, -1, -1):
            both = rule(kept[i], piece)
            if both is not None:
                kept[i] = both
                break
        else:
            kept.append(piece)
    return kept


def _says_something(piece: Piece) -> bool:
    """Whether there is enough of it to be read: a word, two ideographs, three digits."""
    letters = sum(c.isalpha() for c in piece.text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" and c.isalpha() for c in piece.text)
    if wide >= 2:
        return True
    signs = sum(c.isalnum() for c in piece.text)
    return signs >= FEW_LETTERS and (letters > FEW_LETTERS or piece.confidence >= SUREST)


def _told(piece: Piece, size: tuple[int, int], scale: float, duration: float) -> OverlayLine:
    left, top, right, bottom = piece.bounds
    share = (piece.end - piece.start) / duration if duration else 1.0
    mark = is_mark(piece.text, piece.bounds, piece.line_height, size, share)
    return OverlayLine(
        text=piece.text,
        span=Span(round(piece.start, 2), round(piece.end, 2)),
        box=Box(
            x=round(left * scale),
            y=round(top * scale),
            width=round((right - left) * scale),
            height=round((bottom - top) * scale),
            share=round((right - left) * (bottom - top) / (size[0] * size[1]), 4),
        ),
        confidence=round(piece.confidence, 3),
        kind=kind_of(is_burned_in(piece.evidence, piece.confidence), mark),
    )
