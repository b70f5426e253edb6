"""A Whisper model as CTranslate2 stores it: read, written, and turned into eight bits.

The format of ``model.bin`` is CTranslate2's ``models/model.cc``: version, specification name and
revision, then name, shape, type and bytes of each variable, then pairs of alias and name.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

_DTYPES = tuple(map(np.dtype, ("<f4", "i1", "<i2", "<i4", "<f2")))
"""CTranslate2's ``DataType`` by number; number 5, bfloat16, has none in numpy."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What such a file holds."""

    version: int
    revision: int
    variables: dict[str, np.ndarray]
    aliases: dict[str, str]


def read(path: Path) -> ModelFile:
    """Return what ``path`` holds; raises ValueError where that is no Whisper model."""
    data = memoryview(path.read_bytes())
    at = 0

    def taken(size: int) -> memoryview:
        nonlocal at
        at += size
        if at > len(data):
            raise ValueError("model.bin ends too soon")
        return data[at - size : at]

    def number(code: str) -> int:
        (value,) = struct.unpack(f"<{code}", taken(struct.calcsize(f"<{code}")))
        return int(value)

    def string() -> str:
        return bytes(taken(number("H"))).rstrip(b"\0").decode()

    version = number("I")
    if not 5 <= version <= 6:
        raise ValueError(f"model.bin has version {version}; only 5 and 6 are known")
    name = string()
    if name != "WhisperSpec":
        raise ValueError(f"model.bin holds {name}, not a Whisper model")
    revision = number("I")
    variables: dict[str, np.ndarray] = {}
    for _ in range(number("I")):
        name = string()
        shape = [number("I") for _ in range(number("B"))]
        kind = number("B")
        if kind >= len(_DTYPES):
            raise ValueError(f"{name} is stored as type {kind}, which numpy cannot read")
        values = np.frombuffer(taken(number("I")), _DTYPES[kind])
        variables[name] = values.reshape(shape)
    aliases = {string(): string() for _ in range(number("I"))}
    return ModelFile(version, revision, variables, aliases)


def write(model: ModelFile, file: BinaryIO) -> None:
    """Write ``model`` so that ``read`` reads it."""

    def number(code: str, value: int) -> None:
        file.write(struct.pack(f"<{code}", value))

    def string(text: str) -> None:
        stored = text.encode() + b"\0"
        number("H", len(stored))
        file.write(stored)

    number("I", model.version)
    string("WhisperSpec")
    number("I", model.revision)
    number("I", len(model.variables))
    for name, values in model.variables.items():
        string(name)
        number("B", values.ndim)
        for size in values.shape:
            number("I", size)
        number("B", _DTYPES.index(values.dtype))
        number("I", values.nbytes)
        file.write(np.ascontiguousarray(values).data)
    number("I", len(model.aliases))
    for alias, name in model.aliases.items():
        string(alias)
        string(name)


def in_eight_bits(model: ModelFile) -> ModelFile:
    """Return the model with the weights that CTranslate2 makes of it when it calculates in int8.

    It does so whenever it loads one (``is_quantizable`` and ``quantize_s8_batch`` in its sources):
    the matrices but those of convolutions, each row by 127 over its largest absolute value,
    rounded to the nearest whole number. The arithmetic is exact, so the bytes are the same on
    every machine.
    """
    return replace(model, variables=dict(_in_eight_bits(model.variables)))


def _in_eight_bits(variables: dict[str, np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:
    for name, values in variables.items():
        if values.ndim == 2 and name.endswith("weight") and "conv" not in name:
            full = values.astype(np.float32)
            largest = np.abs(full).max(axis=1)
            scale = np.float32(127) / np.where(largest == 0, np.float32(127), largest)
            yield name, np.rint(full * scale[:, None]).astype(np.int8)
            yield f"{name}_scale", scale
        else:
            yield name, values
