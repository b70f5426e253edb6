"""Smooth paths: the least absolute derivatives within bounds, by linear programming.

Grundmann, Kwatra and Essa, "Auto-Directed Video Stabilization with Robust L1 Optimal Camera Paths"
(CVPR 2011): the L1 norms of the first three derivatives make a path of stretches that stand, move
evenly, or ease from one into the other, as on a tripod, a dolly and with a hand on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

WEIGHTS = (10.0, 1.0, 100.0)
"""What the three derivatives cost, as in the paper."""

SPEED_COST = 1e4
"""What each pixel a knot beyond the wanted speed costs, so that only containment makes it pay."""

HOME_COST = 0.01
"""What each pixel off the wanted place costs: less than any movement; chosen by hand."""

MOST_KNOTS = 1200
"""Knots that are solved at once, two minutes of ten a second: 0.4 s; longer ones in parts."""

MOVES = 0.05
"""Share of the wanted speed from which a path moves; chosen by hand."""


class Bounds(NamedTuple):
    """Where a path has to be at each knot, and where it would rather be; float64 of shape (n,)."""

    low: np.ndarray
    high: np.ndarray
    wanted: np.ndarray


def smooth(bounds: Bounds, speed: float, held: frozenset[int] = frozenset()) -> np.ndarray | None:
    """The smoothest path within the bounds; None where there is none.

    ``speed`` is the most by which it should move from knot to knot, in the bounds' unit; where
    they demand more, as little more as they do. After the knots ``held`` it does not move.
    """
    count = len(bounds.low)
    if (bounds.low > bounds.high + 1e-9).any():
        return None
    if count <= MOST_KNOTS:
        return _solved(bounds, speed, (), held)
    path: list[float] = []
    step = MOST_KNOTS * 3 // 4
    for start in range(0, count, step):
        known = path[-3:]
        first = start - len(known)
        part = Bounds(*(side[first : start + MOST_KNOTS] for side in bounds))
        solved = _solved(part, speed, known, frozenset(k - first for k in held))
        if solved is None:
            return None
        path += solved[len(known) : len(known) + step].tolist()
    return np.array(path[:count])


def _solved(
    bounds: Bounds, speed: float, known: Sequence[float], held: frozenset[int]
) -> np.ndarray | None:
    """Solve for the path; variables are the path, its absolute derivatives, and its top speed."""
    from scipy import optimize, sparse

    n = len(bounds.low)
    if n == 1:
        return np.asarray(np.clip(bounds.wanted, bounds.low, bounds.high))
    rows = [sparse.identity(n, format="csr")]
    for _ in WEIGHTS:
        last = rows[-1]
        if last.shape[0] > 1:
            rows.append(last[1:] - last[:-1])
    derivatives = rows[1:]
    lengths = [n, *(d.shape[0] for d in derivatives), n, 1]
    total = sum(lengths)
    starts = np.cumsum([0, *lengths])
    cost = np.zeros(total)
    upper, limits = [], []

    def below(part: Any, at: int, size: int, limit: np.ndarray) -> None:
        """Require part @ path - slack <= limit, the slack beginning at ``at``."""
        slack = sparse.csr_matrix(
            (-np.ones(part.shape[0]), (range(part.shape[0]), _slots(at, size, part.shape[0]))),
            shape=(part.shape[0], total - n),
        )
        upper.append(sparse.hstack([part, slack]))
        limits.append(limit)

    for order, derivative in enumerate(derivatives):
        at, size = starts[order + 1] - n, lengths[order + 1]
        cost[starts[order + 1] : starts[order + 2]] = WEIGHTS[order]
        for part in (derivative, -derivative):
            below(part, at, size, np.zeros(size))
    home = len(derivatives) + 1
    cost[starts[home] : starts[home + 1]] = HOME_COST
    for sign in (1, -1):
        below(sign * rows[0], starts[home] - n, n, sign * bounds.wanted)
        below(sign * derivatives[0], total - 1 - n, 1, np.full(n - 1, speed))
    cost[-1] = SPEED_COST
    limited = list(zip(bounds.low, bounds.high, strict=True))
    limited[: len(known)] = [(x, x) for x in known]
    limited += [(0, None)] * (total - n)
    still = sorted(k for k in held if len(known) <= k < n - 1)
    equal = sparse.hstack([derivatives[0][still], sparse.csr_matrix((len(still), total - n))])
    found = optimize.linprog(
        cost,
        A_eq=equal.tocsr() if still else None,
        b_eq=np.zeros(len(still)) if still else None,
        A_ub=sparse.vstack(upper, format="csr"),
        b_ub=np.concatenate(limits),
        bounds=limited,
        method="highs",
    )
    return np.asarray(found.x[:n]) if found.status == 0 else None


def _slots(at: int, size: int, count: int) -> list[int]:
    return list(range(at, at + size)) if size == count else [at] * count


def top_speed(path: np.ndarray) -> float:
    """The most by which the path moves from knot to knot."""
    return float(np.abs(np.diff(path)).max()) if len(path) > 1 else 0.0


def reversals(path: np.ndarray, speed: float, least: float) -> list[int]:
    """Where it moves one way and in fewer than ``least`` knots the other: the knots in between."""
    steps = np.diff(path)
    moving = np.flatnonzero(np.abs(steps) > MOVES * speed)
    return [
        int(before + after + 1) // 2
        for before, after in pairwise(moving)
        if steps[before] * steps[after] < 0 and after - before < least
    ]
