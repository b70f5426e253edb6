"""What is handed on of a picture that is decoded: its frames, and what of it was damaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np


class Frame:
    """One decoded picture, upright, at the size that a watcher asked for.

    ``time`` is the presentation time in seconds from the start of the draft; ``scale`` is pixels
    of the displayed picture per pixel of the frame. Watchers share the pixels, so nobody may
    write to them.
    """

    def __init__(self, time: float, image: np.ndarray, scale: float) -> None:
        self.time = time
        self.scale = scale
        self._image = image

    @property
    def gray(self) -> np.ndarray:
        """Its luma: uint8 of shape (height, width), 0 for black and 255 for white."""
        import cv2

        is_gray = self._image.ndim == 2
        return self._image if is_gray else cv2.cvtColor(self._image, cv2.COLOR_BGR2GRAY)

    @property
    def bgr(self) -> np.ndarray:
        """Its colours: uint8 of shape (height, width, 3)."""
        import cv2

        is_gray = self._image.ndim == 2
        return cv2.cvtColor(self._image, cv2.COLOR_GRAY2BGR) if is_gray else self._image


class Watcher(Protocol):
    """Something that looks at frames while they are decoded, in a thread of its own."""

    long_side: int
    """The longer side of the frames it wants, in pixels; smaller drafts are not enlarged."""

    def wants(self, time: float) -> bool:
        """Whether the frame at ``time`` seconds should be handed over; called once per frame.

        The decoder's thread asks, while earlier frames may still be looked at.
        """

    def observe(self, frame: Frame) -> None:
        """Take in one frame; frames come in order of time."""


@dataclass(frozen=True, slots=True)
class Damage:
    """What could not be decoded of a picture that was decoded for the rest."""

    packets: int = 0
    first: float = 0.0
    last: float = 0.0
    """When the first and the last of these packets would have been shown, in seconds."""
