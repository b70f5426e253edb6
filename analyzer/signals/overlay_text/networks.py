"""The two networks of PP-OCRv6 that the package rapidocr carries, run by onnxruntime.

They are read from the package's folder without importing it: the import takes 1.5 seconds, for
settings and downloads that are of no use here.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import weights
from ...errors import DependencyError
from .. import inference


def model_path(name: str) -> str:
    """Return the path of a model that comes with the package rapidocr."""
    path = weights.locate(f"rapidocr/models/{name}")
    if path is None:
        raise DependencyError(
            "the text models are missing from the package rapidocr; install it again"
        )
    return str(path)


def session(name: str) -> Any:
    """Return the network in the file ``name``."""
    return inference.session(model_path(name))


def run(name: str, image: np.ndarray) -> np.ndarray:
    """Return the first output of the network ``name`` for a BGR image with values 0 to 255."""
    network = session(name)
    normalized = image.astype(np.float32) / 127.5 - 1
    batch = np.ascontiguousarray(normalized.transpose(2, 0, 1)[None])
    return np.asarray(network.run(None, {network.get_inputs()[0].name: batch})[0][0])
