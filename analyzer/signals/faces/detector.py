"""Face detection: YuNet through onnxruntime, which runs it in half the time that OpenCV takes.

The network looks at three grids of places, 8, 16 and 32 pixels apart, and gives for each place how
sure it is of a face, and the face's centre and size. Boxes over one face are reduced to the surest
one (non-maximum suppression). All of it is as ``cv2.FaceDetectorYN`` does it: a test compares them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from .. import inference
from .any_size import of_any_size

STRIDES = (8, 16, 32)
"""Pixels between two places of each grid."""

LEAST_SIDE = 16
"""Pixels of an image's shorter side below which no face is looked for: YuNet finds none under 10
pixels."""

SAME_FACE = 0.3
"""Overlap (intersection over union) from which two boxes are one face; OpenCV's default."""


def detect(model: Path, image: np.ndarray, confidence: float) -> np.ndarray:
    """Return the faces in a BGR image that the network in ``model`` is as sure of, or surer.

    A float32 array of shape (n, 5): left, top, width and height in pixels, and its score.
    """
    import cv2

    if min(image.shape[:2]) < LEAST_SIDE:
        return np.empty((0, 5), np.float32)
    grids = _network(model).run(None, {"input": _input(image)})
    columns = -(-image.shape[1] // STRIDES[-1]) * STRIDES[-1]
    count = len(STRIDES)
    found = np.concatenate(
        [
            _decoded(grids[i][0], grids[count + i][0], grids[2 * count + i][0], stride, columns)
            for i, stride in enumerate(STRIDES)
        ]
    )
    found = found[found[:, 4] >= confidence]
    kept = cv2.dnn.NMSBoxes(
        found[:, :4].astype(int).tolist(), found[:, 4].tolist(), confidence, SAME_FACE
    )
    return np.asarray(found[np.asarray(kept, int)])


def _input(image: np.ndarray) -> np.ndarray:
    """The image with both sides filled up to a multiple of the widest stride, as the network's."""
    import cv2

    height, width = image.shape[:2]
    below, beside = -height % STRIDES[-1], -width % STRIDES[-1]
    filled = cv2.copyMakeBorder(image, 0, below, 0, beside, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.dnn.blobFromImage(filled))


def _decoded(
    face: np.ndarray, place: np.ndarray, box: np.ndarray, stride: int, columns: int
) -> np.ndarray:
    """What one grid says, as left, top, width, height and score."""
    row, column = np.divmod(np.arange(len(box), dtype=np.float32), columns // stride)
    size = np.exp(box[:, 2:]) * stride
    centre = (np.stack([column, row], axis=1) + box[:, :2]) * stride
    score = np.sqrt(np.clip(face, 0, 1) * np.clip(place, 0, 1))
    return np.concatenate([centre - size / 2, size, score], axis=1)


@cache
def _network(model: Path) -> Any:
    return inference.load(of_any_size(model.read_bytes()))
