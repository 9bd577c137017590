"""The retriever for frameworks: `LangChainRetriever`, `LlamaIndexRetriever`, `HaystackRetriever`.

Each is a few lines over `Retriever.search` and is loaded, with its framework, when first named; the extras `langchain`,
`llama-index` and `haystack` install these. A document is a passage, in the article's own words, with `metadata`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.adapters.haystack import HaystackRetriever
    from qa.adapters.langchain import LangChainRetriever
    from qa.adapters.llama_index import LlamaIndexRetriever

__all__ = ["HaystackRetriever", "LangChainRetriever", "LlamaIndexRetriever"]

_HOMES = {"HaystackRetriever": "haystack", "LangChainRetriever": "langchain", "LlamaIndexRetriever": "llama_index"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'qa.adapters' has no attribute {name!r}")
    return getattr(import_module(f"qa.adapters.{_HOMES[name]}"), name)
