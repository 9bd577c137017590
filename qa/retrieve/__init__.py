"""Which passages say most of a question: four signals, fused.

In: an index and a question. Out: `Hit`s, best first.
"""

from __future__ import annotations

from qa.retrieve.fusion import WEIGHTS_FILE, Floats, Fusion, Signals, Weights, fuse, fusion_kind, load_fusion
from qa.retrieve.retriever import Retriever

__all__ = [
    "WEIGHTS_FILE",
    "Floats",
    "Fusion",
    "Retriever",
    "Signals",
    "Weights",
    "fuse",
    "fusion_kind",
    "load_fusion",
]
