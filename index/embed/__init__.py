"""Texts become vectors."""

from __future__ import annotations

from index.embed.encoder import (
    BUNDLED,
    DEEP,
    Encoder,
    Reranker,
    TableEncoder,
    find_prompts,
    load_encoder,
    load_reranker,
)
from index.embed.onnx import BEGIN, END, OnnxEncoder, OnnxFile, batches, pad
from index.embed.table import FLOOR, UNKNOWN_ID, TokenMatch, TokenTable, strength

__all__ = [
    "BEGIN", "BUNDLED", "DEEP", "END",
    "FLOOR", "UNKNOWN_ID", "Encoder", "OnnxEncoder", "OnnxFile", "Reranker", "TableEncoder",
    "TokenMatch", "TokenTable", "batches", "find_prompts", "load_encoder", "load_reranker", "pad", "strength",
]
