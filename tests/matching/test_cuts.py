"""What was cut, moved, added or shown again is told, to a quarter of a second and to a hard cut."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from analyzer.matching import Cut, pieces
from analyzer.model import Piece, PieceKind, Span
from tests.matching.test_matching import EDITS, film, seen

KEPT, MOVED, REPEATED = PieceKind.KEPT, PieceKind.MOVED, PieceKind.REPEATED
CUT, ADDED = PieceKind.CUT, PieceKind.ADDED

Frames = list[np.ndarray]
Told = tuple[PieceKind, tuple[float, float] | None, tuple[float, float] | None]

A = film(1, 40) + film(2, 40) + film(3, 40)
"""Thirty seconds in three shots of ten."""

EDITED: dict[str, tuple[Frames, list[Told]]] = {
    "nothing": (A, [(KEPT, (0, 30), (0, 30))]),
    "a part out of a shot": (
        A[:16] + A[28:],
        [(KEPT, (0, 4), (0, 4)), (CUT, (4, 7), None), (KEPT, (7, 30), (4, 27))],
    ),
    "one second": (
        A[:56] + A[60:],
        [(KEPT, (0, 14), (0, 14)), (CUT, (14, 15), None), (KEPT, (15, 30), (14, 29))],
    ),
    "its start and its end": (
        A[8:108],
        [(CUT, (0, 2), None), (KEPT, (2, 27), (0, 25)), (CUT, (27, 30), None)],
    ),
    "something new in the middle": (
        A[:20] + film(9, 12) + A[20:],
        [(KEPT, (0, 5), (0, 5)), (ADDED, None, (5, 8)), (KEPT, (5, 30), (8, 33))],
    ),
    "the last shot first": (
        A[80:] + A[:80],
        [(MOVED, (20, 30), (0, 10)), (KEPT, (0, 20), (10, 30))],
    ),
    "a teaser": (
        A[90:98] + A,
        [(REPEATED, (22.5, 24.5), (0, 2)), (KEPT, (0, 30), (2, 32))],
    ),
    "everything": (film(7, 40), [(CUT, (0, 30), None), (ADDED, None, (0, 10))]),
}  # fmt: skip


def told(found: tuple[Piece, ...] | None) -> list[tuple[PieceKind, Span | None, Span | None]]:
    assert found is not None
    return [(one.kind, one.before, one.after) for one in found]


def cut(frames: Frames, edit: str = "as it is", hard_cuts: Sequence[float] = ()) -> Cut:
    return Cut(seen(frames, EDITS[edit]), len(frames) / 4, hard_cuts)


def agree(span: Span | None, truth: tuple[float, float] | None) -> bool:
    if span is None or truth is None:
        return span is None and truth is None
    return span.start == pytest.approx(truth[0], abs=0.26) and (
        span.end == pytest.approx(truth[1], abs=0.26)
    )


@pytest.mark.parametrize("what", EDITED)
@pytest.mark.parametrize("edit", ["as it is", "with a caption", "brighter", "cropped"])
def test_what_was_edited_is_told_however_the_picture_was_changed(what: str, edit: str) -> None:
    frames, truth = EDITED[what]
    found = told(pieces(cut(A), cut(frames, edit)))
    assert [kind for kind, _, _ in found] == [kind for kind, _, _ in truth]
    for (_, before, after), (_, was, now) in zip(found, truth, strict=True):
        assert agree(before, was)
        assert agree(after, now)


def test_a_hard_cut_tells_the_end_of_a_piece_to_the_frame() -> None:
    found = told(pieces(cut(A, hard_cuts=(10.04, 20.04)), cut(A[:20] + A[28:], hard_cuts=(
        5.12, 8.04, 18.04))))  # fmt: skip
    assert found[0][2] == Span(0, 5.12)
    assert found[1][:2] == (CUT, Span(5.12, 7.12))
    assert found[2][1:] == (Span(7.12, 30), Span(5.12, 28))


def test_of_what_there_is_nothing_to_see_nothing_is_told() -> None:
    black = [np.zeros((180, 320), np.uint8)] * 20
    assert pieces(cut(black), cut(A)) is None
