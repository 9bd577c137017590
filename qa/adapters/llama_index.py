"""The retriever for LlamaIndex (extra `llama-index`)."""

from __future__ import annotations

import asyncio
from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.adapters.metadata import metadata
from qa.retrieve import Retriever


class LlamaIndexRetriever(BaseRetriever):
    """`retrieve(question)` gives `NodeWithScore`s; `aretrieve` does not hold up the event loop."""

    def __init__(self, retriever: Retriever, k: int = 5, **options: Any) -> None:
        """`options`: further ones of `Retriever.search`."""
        self._retriever, self._k, self._options = retriever, k, options
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._retriever.search(query_bundle.query_str, self._k, **self._options)
        return [
            NodeWithScore(node=TextNode(text=hit.passage.text, metadata=metadata(hit)), score=float(hit.score))
            for hit in hits
        ]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)
