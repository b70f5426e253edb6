"""Small networks in ONNX files, each run in one thread: the signals already share the cores."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def session(path: str) -> Any:
    """Return the network in the file at ``path``, loaded once, ready to run."""
    return load(path)


def load(network: str | bytes) -> Any:
    """Return the network in a file at a path, or in a file's bytes, ready to run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(
        network, sess_options=options, providers=["CPUExecutionProvider"]
    )
