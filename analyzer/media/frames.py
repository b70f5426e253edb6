"""What is handed on of a picture that is decoded: its frames, and what of it was damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture, upright, scaled for the watcher that gets it.

    ``image`` is uint8: shape (height, width) for gray, (height, width, 3) in BGR order for
    colour; watchers may share it, so nobody may write to it. ``time`` is the presentation time in
    seconds from the start of the draft.
    ``scale`` is pixels of the displayed picture per pixel of ``image``.
    """

    time: float
    image: np.ndarray
    scale: float


class Watcher(Protocol):
    """Something that looks at frames while they are decoded."""

    long_side: int
    """The longer side of the frames it wants, in pixels; smaller drafts are not enlarged."""
    pixels: Literal["gray", "bgr"]

    def wants(self, time: float) -> bool:
        """Whether the frame at ``time`` seconds should be handed over; called once per frame."""

    def observe(self, frame: Frame) -> None:
        """Take in one frame; frames come in order of time."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What could not be decoded of a picture that was decoded for the rest."""

    packets: int = 0
    first: float = 0.0
    last: float = 0.0
    """When the first and the last of these packets would have been shown, in seconds."""
