"""Text recognition: PP-OCRv6's recogniser on one line that was cut out of a frame."""

from __future__ import annotations

from functools import cache

import numpy as np

from . import networks
from .ctc import Posteriors, decode_greedy

MODEL = "PP-OCRv6_rec_small.onnx"

INPUT_HEIGHT = 48
"""Pixels of the network's input height, as it was trained."""

MIN_INPUT_WIDTH = 96
"""Pixels that a short line is padded to; the 320 of its training waste time."""

PAD_VALUE = 127.5
"""The gray that the network's normalization turns into 0."""


def recognise(strip: np.ndarray) -> tuple[str, float]:
    """Return the text of a BGR strip and the mean probability of its characters, 0 to 1."""
    return decode_greedy(_posteriors(strip))


def _posteriors(strip: np.ndarray) -> Posteriors:
    """Run the network on the strip, scaled to its height."""
    import cv2

    characters = _characters()
    height, width = strip.shape[:2]
    columns = max(1, INPUT_HEIGHT * width // height)
    scaled = cv2.resize(strip, (columns, INPUT_HEIGHT)).astype(np.float32)
    padding = ((0, 0), (0, max(0, MIN_INPUT_WIDTH - columns)), (0, 0))
    probability = networks.run(MODEL, np.pad(scaled, padding, constant_values=PAD_VALUE))
    return Posteriors(
        characters=tuple(characters[i] for i in probability.argmax(axis=1)),
        confidence=probability.max(axis=1),
        space=probability[:, _spaces()].sum(axis=1),
    )


@cache
def _characters() -> tuple[str, ...]:
    """Return the character of each of the network's classes; the first class is CTC's blank."""
    metadata = networks.session(MODEL).get_modelmeta().custom_metadata_map
    return ("", *metadata["character"].splitlines(), " ")


@cache
def _spaces() -> tuple[int, ...]:
    """Return which of the network's classes are spaces."""
    return tuple(i for i, character in enumerate(_characters()) if character.isspace())
