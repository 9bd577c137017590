"""Texts become vectors."""

from __future__ import annotations

from index.embed.encoder import BUNDLED, Encoder, Reranker, TableEncoder, find_prompts, load_encoder, load_reranker
from index.embed.table import FLOOR, UNKNOWN_ID, TokenMatch, TokenTable, strength

__all__ = [
    "BUNDLED", "FLOOR", "UNKNOWN_ID", "Encoder", "Reranker", "TableEncoder", "TokenMatch", "TokenTable",
    "find_prompts", "load_encoder", "load_reranker", "strength",
]
