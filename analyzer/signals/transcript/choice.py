"""Which engine and which weights the settings stand for on this machine."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path


def model_behind(engine: str, model: str) -> str:
    """Which engine and which weights these settings stand for on this machine, in a few words."""
    path = Path(model).expanduser()
    file = path / "model.bin" if path.is_dir() else path
    is_torch_file = path.suffix == ".pt"
    if len(path.parts) > 1 or is_torch_file or path.is_dir():
        with suppress(OSError):
            facts = file.stat()
            model = f"{file.resolve()} {facts.st_size} {facts.st_mtime_ns}"
    return f"{chosen(engine, is_torch_file=is_torch_file)} {model}"


def chosen(engine: str, *, is_torch_file: bool) -> str:
    """The engine that is taken: ``auto`` is the faster one here."""
    if engine != "auto":
        return engine
    return "openai-whisper" if is_torch_file or _torch_sees_gpu() else "faster-whisper"


@cache
def _torch_sees_gpu() -> bool:
    """Whether torch can use a GPU; asks for NVIDIA's driver first, and CTranslate2 before torch."""
    import ctypes

    try:
        ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
    except OSError:
        return False
    import ctranslate2

    if ctranslate2.get_cuda_device_count() == 0:
        return False
    import torch

    return bool(torch.cuda.is_available())
