"""The stores that are searched: keywords, soft tokens, vectors."""

from __future__ import annotations

from index.search.keywords import K1, B, Column, KeywordStore, column_weights
from index.search.soft import SoftStore
from index.search.vectors import FlatVectors

__all__ = ["K1", "B", "Column", "FlatVectors", "KeywordStore", "SoftStore", "column_weights"]
