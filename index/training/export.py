"""From learned parameters to the model folder: int8 directions, a weight per token, and the tokenizer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embed import TokenTable
from index.training.train import Parameters

Floats = NDArray[np.float32]


def quantise(vectors: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows as int8 and the scale that gives them back: `codes * scale[:, None]` ≈ `vectors`."""
    scale = np.maximum(np.abs(vectors).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.rint(vectors / scale[:, None]).astype(np.int8), scale


def match_weights(log_weights: Floats) -> Floats:
    """Match weights, scaled so that the middle token has weight 1; the unknown token has none."""
    weights = np.exp(log_weights - np.median(log_weights)).astype(np.float32)
    weights[0] = 0.0
    return weights


def as_table(tokenizer: Tokenizer, parameters: Parameters) -> TokenTable:
    """The table exactly as it will be read back."""
    codes, scale = quantise(parameters.vectors)
    return TokenTable(tokenizer, codes, scale, match_weights(parameters.log_weights))


def save_model(folder: Path, tokenizer: Tokenizer, parameters: Parameters) -> None:
    """Write the folder that `SentenceTransformer(folder)` and `TokenTable.load(folder)` both read."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    codes, scale = quantise(parameters.vectors)
    tensors: dict[str, NDArray[Any]] = {
        "embeddings": codes,
        "weights": scale,
        "match_weights": match_weights(parameters.log_weights),
    }
    save_file(tensors, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # safetensors makes it readable by its owner alone
    (folder / "tokenizer.json").write_text(tokenizer.to_str(pretty=False), encoding="utf-8")
    static = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
    normalize = "sentence_transformers.sentence_transformer.modules.normalize.Normalize"
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": static},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": normalize},
    ]
    _write(folder / "modules.json", modules)
    settings = {
        "model_type": "SentenceTransformer",
        "prompts": {"query": "", "document": ""},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    _write(folder / "config_sentence_transformers.json", settings)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
