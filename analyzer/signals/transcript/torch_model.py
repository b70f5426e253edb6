"""Convert Whisper weights to openai-whisper's own model, whatever they were saved as."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...weights.model_file import read

if TYPE_CHECKING:
    from whisper.model import Whisper


def load(path: Path, device: str) -> Whisper:
    """Return the model in ``path`` (a CTranslate2 folder or a ``.pt`` file) on ``device``."""
    import whisper

    if path.suffix == ".pt":
        return whisper.load_model(str(path), device=device)
    return _from_tensors(read_tensors(path / "model.bin"), path / "config.json").to(device)


def read_tensors(path: Path) -> dict[str, np.ndarray]:
    """Return the tensors of a CTranslate2 ``model.bin`` by name, as float32, scales applied.

    Raises ValueError where it holds no Whisper model.
    """
    model = read(path)
    stored = model.variables | {a: model.variables[name] for a, name in model.aliases.items()}
    return {
        name: _dequantised(values, stored.get(f"{name}_scale"))
        for name, values in stored.items()
        if not name.endswith("_scale")
    }


def _dequantised(values: np.ndarray, scale: np.ndarray | None) -> np.ndarray:
    full = values.astype(np.float32)
    if scale is None:
        return full
    return full / scale.astype(np.float32).reshape(-1, *[1] * (full.ndim - 1))


def _from_tensors(tensors: dict[str, np.ndarray], config: Path) -> Whisper:
    import torch
    from whisper.model import ModelDimensions, Whisper

    layers = {
        side: len({n.split("/")[1] for n in tensors if re.match(rf"{side}/layer_\d", n)})
        for side in ("encoder", "decoder")
    }
    state, mels, _ = tensors["encoder/conv1/weight"].shape
    heads = int(tensors["encoder/num_heads"])
    model = Whisper(
        ModelDimensions(
            n_mels=mels,
            n_audio_ctx=len(tensors["encoder/position_encodings/encodings"]),
            n_audio_state=state,
            n_audio_head=heads,
            n_audio_layer=layers["encoder"],
            n_vocab=len(tensors["decoder/embeddings/weight"]),
            n_text_ctx=len(tensors["decoder/position_encodings/encodings"]),
            n_text_state=state,
            n_text_head=heads,
            n_text_layer=layers["decoder"],
        )
    )
    model.load_state_dict({k: torch.from_numpy(v) for k, v in _renamed(tensors, layers).items()})
    aligned = json.loads(config.read_text("utf-8")).get("alignment_heads")
    if aligned:
        chosen = torch.zeros(layers["decoder"], heads, dtype=torch.bool)
        chosen[tuple(zip(*aligned, strict=True))] = True
        model.register_buffer("alignment_heads", chosen.to_sparse(), persistent=False)
    return model


def _renamed(tensors: dict[str, np.ndarray], layers: dict[str, int]) -> dict[str, np.ndarray]:
    """Return CTranslate2's tensors under openai-whisper's names, joint projections split."""
    out = {
        "encoder.positional_embedding": tensors["encoder/position_encodings/encodings"],
        "decoder.positional_embedding": tensors["decoder/position_encodings/encodings"],
        "decoder.token_embedding.weight": tensors["decoder/embeddings/weight"],
    }

    def copy(target: str, source: str) -> None:
        out[f"{target}.weight"] = tensors[f"{source}/weight"]
        out[f"{target}.bias"] = tensors[f"{source}/bias"]

    def norm(target: str, source: str) -> None:
        out[f"{target}.weight"] = tensors[f"{source}/gamma"]
        out[f"{target}.bias"] = tensors[f"{source}/beta"]

    def split(target: str, names: tuple[str, ...], source: str) -> None:
        weights = np.split(tensors[f"{source}/weight"], len(names))
        biases = np.split(tensors[f"{source}/bias"], len(names))
        for name, weight, bias in zip(names, weights, biases, strict=True):
            out[f"{target}.{name}.weight"] = weight
            if name != "key":
                out[f"{target}.{name}.bias"] = bias

    copy("encoder.conv1", "encoder/conv1")
    copy("encoder.conv2", "encoder/conv2")
    norm("encoder.ln_post", "encoder/layer_norm")
    norm("decoder.ln", "decoder/layer_norm")
    for side, count in layers.items():
        for n in range(count):
            target, source = f"{side}.blocks.{n}", f"{side}/layer_{n}"
            norm(f"{target}.attn_ln", f"{source}/self_attention/layer_norm")
            split(f"{target}.attn", ("query", "key", "value"), f"{source}/self_attention/linear_0")
            copy(f"{target}.attn.out", f"{source}/self_attention/linear_1")
            if side == "decoder":
                norm(f"{target}.cross_attn_ln", f"{source}/attention/layer_norm")
                split(f"{target}.cross_attn", ("query",), f"{source}/attention/linear_0")
                split(f"{target}.cross_attn", ("key", "value"), f"{source}/attention/linear_1")
                copy(f"{target}.cross_attn.out", f"{source}/attention/linear_2")
            norm(f"{target}.mlp_ln", f"{source}/ffn/layer_norm")
            copy(f"{target}.mlp.0", f"{source}/ffn/linear_0")
            copy(f"{target}.mlp.2", f"{source}/ffn/linear_1")
    return out
