"""The two networks of PP-OCRv6 that the package rapidocr carries, run by onnxruntime.

They are taken from the package's folder without importing it: that takes a second and a half, for
settings and downloads that are of no use here.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from analyzer.errors import DependencyError


def model_path(name: str) -> str:
    """Where a model lies that comes with the package rapidocr."""
    package = find_spec("rapidocr")
    for folder in (package and package.submodule_search_locations) or ():
        path = Path(folder, "models", name)
        if path.is_file():
            return str(path)
    raise DependencyError("the text models are missing from the package rapidocr; install it again")


@cache
def session(name: str) -> Any:
    """The network in the file ``name``, ready to run in one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        model_path(name), sess_options=options, providers=["CPUExecutionProvider"]
    )


def run(name: str, image: np.ndarray) -> np.ndarray:
    """What the network ``name`` makes of a BGR picture, uint8 or in the same range."""
    network = session(name)
    scaled = image.astype(np.float32) / 127.5 - 1
    batch = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])
    return np.asarray(network.run(None, {network.get_inputs()[0].name: batch})[0][0])
