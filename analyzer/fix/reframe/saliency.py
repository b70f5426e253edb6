"""Where to look in a shot that has neither a face nor a subject on a still background."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .ground import SALIENCY_SIDE
from .intervals import Axis
from .looks import Look

STANDS_OUT = 1.35
"""How many times more than a like part elsewhere the crop has to hold for it to be off the centre;
chosen by hand."""

STILL_SHARE = 0.5
"""Share of the looks in which the camera has to stand for what moves to be told; by hand."""

LEAST_MOVING = 0.15
"""Mean change of a column, in steps of 8 bits, below which nothing moves; chosen by hand."""

CENTRE_COST = 0.3
"""Share by which a crop at the edge counts less than one in the centre; chosen by hand."""


def salient_place(looks: Sequence[Look], axis: Axis) -> float | None:
    """The place of the crop that holds the most of what moves, or else is salient.

    In pixels along the axis; None where nothing stands out, or a tall picture is cropped. What
    moves counts whenever it does; what is salient, where it is so for most of the shot.
    """
    if not axis.is_across or not looks:
        return None
    moves = np.mean([look.scene.moves for look in looks], axis=0)
    salient = np.median([look.scene.salient for look in looks], axis=0)
    is_still = np.mean([look.scene.is_still for look in looks]) >= STILL_SHARE
    does_move = is_still and moves.mean() >= LEAST_MOVING
    for columns in [moves, salient] if does_move else [salient]:
        place = _best(columns, axis)
        if place is not None:
            return place
    return None


def _best(columns: np.ndarray, axis: Axis) -> float | None:
    mass = np.concatenate([[0.0], np.cumsum(columns)]) / max(float(columns.sum()), 1e-9)
    at = np.arange(SALIENCY_SIDE + 1) * axis.length / SALIENCY_SIDE
    places = np.linspace(0, axis.room, SALIENCY_SIDE)
    held = np.interp(places + axis.crop, at, mass) - np.interp(places, at, mass)
    off = np.abs(places - axis.room / 2) / max(axis.room / 2, 1e-9)
    best = int(np.argmax(held * (1 - CENTRE_COST * off**2)))
    is_outstanding = held[best] >= min(0.95, STANDS_OUT * axis.crop / axis.length)
    return float(places[best]) if is_outstanding else None
