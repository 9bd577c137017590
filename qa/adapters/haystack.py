"""The retriever for Haystack (extra `haystack`), a component with the output `documents`.

Haystack itself reports use to its makers unless HAYSTACK_TELEMETRY_ENABLED=False is set before it is imported.
"""

from __future__ import annotations

import asyncio
from typing import Any

from haystack import Document, component

from qa.adapters.metadata import metadata
from qa.retrieve import Retriever


@component
class HaystackRetriever:
    """`run(query=…, top_k=…)` gives `{"documents": […]}`, best first."""

    def __init__(self, retriever: Retriever, top_k: int = 5) -> None:
        self._retriever, self._top_k = retriever, top_k

    @component.output_types(documents=list[Document])
    def run(self, query: str, top_k: int | None = None) -> dict[str, Any]:
        """The passages nearest to the query."""
        hits = self._retriever.search(query, top_k or self._top_k)
        return {
            "documents": [
                Document(content=hit.passage.text, meta=metadata(hit), score=float(hit.score)) for hit in hits
            ]
        }

    @component.output_types(documents=list[Document])
    async def run_async(self, query: str, top_k: int | None = None) -> dict[str, Any]:
        """The same without holding up the event loop."""
        return await asyncio.to_thread(self.run, query, top_k)
