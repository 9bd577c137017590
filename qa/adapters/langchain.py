"""The retriever for LangChain (extra `langchain`)."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from qa.adapters.metadata import metadata


class LangChainRetriever(BaseRetriever):
    """`invoke(question)` gives `Document`s; `ainvoke` does not hold up the event loop.

    `retriever`: a `qa.Retriever`; `k`: how many passages; `options`: further ones of `Retriever.search`.
    """

    retriever: Any
    k: int = 5
    options: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.retriever.search(query, self.k, **self.options)
        return [Document(page_content=hit.passage.text, metadata=metadata(hit)) for hit in hits]
