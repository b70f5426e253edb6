"""What is heard from a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model import Wording
from .errand import Answer, Fitness, Seats


class Roll(NamedTuple):
    """The workers that there are, by address."""

    workers: Mapping[str, Seats]


class Fit(NamedTuple):
    """What a worker says of itself, and why it says nothing, if so."""

    worker: str
    id: str
    fitness: Fitness | None
    reason: str


class Answered(NamedTuple):
    """An errand has its answer."""

    number: int
    answer: Answer


class Failed(NamedTuple):
    """An errand has none; ``is_lost`` where its worker has died over it."""

    number: int
    reason: str
    is_lost: bool


class Staged(NamedTuple):
    """A stage of an errand has begun."""

    number: int
    stage: str


class Gone(NamedTuple):
    """The scheduler is gone, or never was there."""

    reason: str


Heard = Roll | Fit | Answered | Failed | Staged | Wording | Gone
