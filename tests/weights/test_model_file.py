"""A model in eight bits is what CTranslate2 makes of it anyway, and half as large."""

from __future__ import annotations

import io
from pathlib import Path

import ctranslate2
import numpy as np
import pytest

from analyzer import weights
from analyzer.weights import model_file
from analyzer.weights.model_file import ModelFile
from analyzer.weights.sources import MODEL, SOURCES
from tests.weights.conftest import needs_base


def tiny() -> ModelFile:
    """A model of one matrix, one row of which is empty, one convolution and one bias."""
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(4, 8)).astype(np.float16)
    matrix[2] = 0
    variables = {
        "decoder/linear_0/weight": matrix,
        "decoder/linear_0/bias": rng.normal(size=4).astype(np.float16),
        "encoder/conv1/weight": rng.normal(size=(4, 8)).astype(np.float16),
        "decoder/alignment_layer": np.array(3, np.int16),
    }
    return ModelFile(6, 3, variables, {"decoder/projection/weight": "decoder/linear_0/weight"})


def through_a_file(model: ModelFile, path: Path) -> ModelFile:
    with path.open("wb") as file:
        model_file.write(model, file)
    return model_file.read(path)


@pytest.mark.parametrize("turn", [lambda model: model, model_file.in_eight_bits])
def test_what_is_written_is_read(turn: object, tmp_path: Path) -> None:
    assert callable(turn)
    model = turn(tiny())
    again = through_a_file(model, tmp_path / MODEL)
    assert (again.version, again.revision, again.aliases) == (6, 3, model.aliases)
    assert list(again.variables) == list(model.variables)
    for name, values in model.variables.items():
        assert again.variables[name].dtype == values.dtype
        assert np.array_equal(again.variables[name], values)


def test_only_matrices_are_rounded_and_none_by_more_than_half_a_step() -> None:
    model = tiny()
    full, short = model.variables, model_file.in_eight_bits(model).variables
    name = "decoder/linear_0/weight"
    assert short[name].dtype == np.int8
    assert list(np.abs(short[name]).max(axis=1)) == [127, 127, 0, 127]
    steps = short[f"{name}_scale"][:, None]
    assert np.abs(short[name] / steps - full[name]).max() <= (0.5001 / steps).max()
    assert all(short[other] is full[other] or other == name for other in full)


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    model_file.write(tiny(), whole)
    path = tmp_path / MODEL
    for data in (b"", b"\x04\0\0\0", b"\x06\0\0\0\x04\0GPT\0", whole.getvalue()[:-8]):
        path.write_bytes(data)
        with pytest.raises(ValueError, match=r"model\.bin"):
            model_file.read(path)


@needs_base
@pytest.mark.slow
def test_a_processor_hears_exactly_the_same_with_it() -> None:
    small, full = (weights.whisper("base", in_eight_bits=is_so).path for is_so in (True, False))
    assert weights._digest(small / MODEL) == SOURCES[0].eight_bits
    assert (small / MODEL).stat().st_size < 0.52 * (full / MODEL).stat().st_size
    models = [
        ctranslate2.models.Whisper(str(path), device="cpu", compute_type="int8")
        for path in (small, full)
    ]
    sound = np.random.default_rng(2).normal(0, 0.5, (1, 80, 3000)).astype(np.float32)
    heard = [model.encode(ctranslate2.StorageView.from_array(sound)) for model in models]
    assert np.array_equal(np.asarray(heard[0]), np.asarray(heard[1]))
    prompt = [[50258, 50259, 50359]]  # a transcript, in English, with times
    texts = [
        model.generate(told, prompt, beam_size=5, max_length=32, return_scores=True)[0]
        for model, told in zip(models, heard, strict=True)
    ]
    assert texts[0].sequences_ids == texts[1].sequences_ids
    assert texts[0].scores == texts[1].scores
