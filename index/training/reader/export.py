"""The trained network as a small ONNX file.

Linear maps are kept in 8 bits, one scale a column, and multiplied with activations brought to 8 bits as they come. The
word table, which training leaves alone, stays in the 4 bits it came in: 32 numbers share a scale. Heads, norms and
softmaxes stay float32.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from index.training.reader.network import Network
from index.training.reader.weights import read_words

OUTPUTS = ("start", "end", "tags", "answerable", "claim")


class PackedWords(nn.Module):
    """The word table in 4 bits: a byte holds the codes of two numbers, 16 apart in their block of 32."""

    codes: Tensor
    scales: Tensor

    def __init__(self, codes: NDArray[np.uint8], scales: NDArray[np.float16]) -> None:
        super().__init__()
        self.register_buffer("codes", torch.from_numpy(codes))
        self.register_buffer("scales", torch.from_numpy(scales.astype(np.float16)))

    def forward(self, ids: Tensor) -> Tensor:
        packed = self.codes[ids].float()
        high = torch.floor(packed / 16)
        blocks = torch.cat([packed - 16 * high, high], -1) - 8
        return (blocks * self.scales[ids].float()[..., None]).flatten(-2)


class _Reading(nn.Module):
    """The heads that read, without the vector."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, types: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.network(ids, types)[:5])


class _Vector(nn.Module):
    """The vector alone; every text is of type 0."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> Tensor:
        return torch.as_tensor(self.network(ids, torch.zeros_like(ids)).vector)


def pack_words(network: Network, source: Path, kept: Sequence[int]) -> None:
    """Put the 4-bit table of the file that training started from in place of the network's words.

    Raises ValueError if the network's words are not those.
    """
    codes, scales = read_words(source)
    packed = PackedWords(codes[list(kept)], scales[list(kept)])
    ids = torch.arange(len(kept))
    if not torch.allclose(packed(ids), network.words(ids), atol=1e-4):
        raise ValueError("The words were trained; they can no longer be kept in 4 bits.")
    network.words = packed


def export_float(network: Network, path: Path, *, vector: bool = False) -> None:
    """Write a float32 ONNX file with free batch and length."""
    network.eval()
    ids = torch.randint(4, 1000, (2, 32))
    inputs: tuple[Tensor, ...] = (ids,) if vector else (ids, torch.zeros_like(ids))
    names, outputs = (["ids"], ["vector"]) if vector else (["ids", "types"], list(OUTPUTS))
    axes: dict[str, dict[int, str]] = {name: {0: "n", 1: "length"} for name in (*names, *outputs[:3])}
    axes |= {name: {0: "n"} for name in ("vector", "answerable", "claim")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Vector(network) if vector else _Reading(network), inputs, str(path), input_names=names,
            output_names=outputs, dynamic_axes={k: v for k, v in axes.items() if k in (*names, *outputs)},
            opset_version=17, dynamo=False,
        )  # fmt: skip


def quantize(source: Path, target: Path, kept: Iterable[str] = (), *, reduced: bool = False) -> None:
    """Turn linear maps and tables to int8; nodes whose name holds one of `kept` stay float32.

    `reduced` uses 7 bits of weights: older processors lose nothing to overflow then.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    kept = [*kept, "/tokens/", "/whole/"]
    names = [node.name for node in onnx.load(str(source)).graph.node if any(part in node.name for part in kept)]
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=reduced,
        op_types_to_quantize=["MatMul", "Gemm"], nodes_to_exclude=names,
    )  # fmt: skip


def write_model(
    network: Network,
    tokenizer: str,
    folder: Path,
    settings: dict[str, float],
    kept: Sequence[str] = (),
    *,
    reduced: bool = False,
    vector: bool = False,
) -> None:
    """Write `model.onnx`, `tokenizer.json` and `config.json`: the reader, or with `vector` the encoder."""  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        export_float(network, whole, vector=vector)
        quantize(whole, folder / "model.onnx", kept, reduced=reduced)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    write_config(folder, settings, network.shape.hidden)


def write_config(folder: Path, settings: dict[str, float], dimension: int) -> None:
    """Write `config.json`: the numbers, and the sums of the files."""
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    config: dict[str, Any] = {"dimension": dimension, "settings": settings, "sha256": sums}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
