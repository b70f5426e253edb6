"""A fingerprint as arrays, and the ways in which the looks of two are laid over each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..model.looks import Looks
from ..signals.looks.hashing import HASH_BYTES, LOW, MIRRORED_BITS, WINDOWS


class Seen(NamedTuple):
    """The looks of one video, as arrays."""

    times: np.ndarray
    """float32, of shape (looks,)."""
    hashes: np.ndarray
    """uint64, of shape (looks, windows, 4)."""
    textures: np.ndarray
    """int8, of shape (looks, windows, 64)."""

    @classmethod
    def of(cls, looks: Looks) -> Seen:
        """Unpack them."""
        times = np.frombuffer(looks.times, np.float32)
        hashes = np.frombuffer(looks.hashes, np.uint64)
        textures = np.frombuffer(looks.textures, np.int8)
        return cls(
            times,
            hashes.reshape(len(times), WINDOWS, HASH_BYTES // 8),
            textures.reshape(len(times), WINDOWS, LOW * LOW),
        )

    def texture(self, window: int) -> np.ndarray:
        """The lowest frequencies of each look through one window."""
        return self.textures[:, window]


class View(NamedTuple):
    """How two videos are laid over each other: the windows of both, and whether one is mirrored."""

    ours: int
    theirs: int
    mirrored: bool

    @property
    def is_crop(self) -> bool:
        """Whether one shows only a part of the other; bars around all of it do not count."""
        return {self.ours, self.theirs} & set(PARTS) != set()


PARTS = range(1, WINDOWS - 1)
"""The windows that show a part of the picture."""

PAIRS = ((0, 0), *((0, w) for w in range(1, WINDOWS)), *((w, 0) for w in range(1, WINDOWS)), (4, 4))
"""The windows that are compared: the whole with all, for one of the two is a part of the other."""

MIRROR = MIRRORED_BITS.view(np.uint64)


def views(ours: Seen, theirs: Seen) -> Iterator[tuple[View, np.ndarray]]:
    """Each view with the bits in which the looks differ, int16, of shape (ours, theirs)."""
    one, other = (list(windows) for windows in zip(*PAIRS, strict=True))
    own, there = ours.hashes.swapaxes(0, 1)[one], theirs.hashes.swapaxes(0, 1)[other]
    for mirrored in (False, True):
        bits = differing((own ^ MIRROR if mirrored else own)[:, :, None], there[:, None])
        for pair, distances in zip(PAIRS, bits, strict=True):
            yield View(*pair, mirrored), distances


def differing(ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """The bits in which hashes differ, int16: arrays of shape (..., 4) that broadcast.

    Word by word, each in one piece: it takes a quarter of the time.
    """
    bits = np.zeros(np.broadcast_shapes(ours.shape, theirs.shape)[:-1], np.int16)
    for word in range(ours.shape[-1]):
        one, other = (np.ascontiguousarray(hashes[..., word]) for hashes in (ours, theirs))
        bits += np.bitwise_count(one ^ other)
    return bits
