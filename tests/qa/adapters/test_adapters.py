"""The retriever in the real frameworks; a framework that is not installed is skipped, and said so."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
os.environ.setdefault("LANGSMITH_TRACING", "false")

QUESTION = "两江新区2024年整车产量是多少"
PROOF = "2024年直管区整车产量达115万辆"
# The frameworks warn about themselves.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")


def check(texts: list[str], metas: list[dict[str, Any]], retriever: Any) -> None:
    hits = retriever.search(QUESTION, 3)
    assert texts == [hit.passage.text for hit in hits]
    assert any(PROOF in text for text in texts)
    for text, meta in zip(texts, metas, strict=True):
        assert retriever.index.article(meta["source"]).text[meta["start"] : meta["end"]] == text
        assert meta["date"] is None or len(meta["date"]) >= 4


def test_langchain(retriever: Any) -> None:
    pytest.importorskip("langchain_core", reason="the extra langchain is not installed")
    from qa.adapters import LangChainRetriever

    adapted = LangChainRetriever(retriever=retriever, k=3)
    found = adapted.invoke(QUESTION)
    check([one.page_content for one in found], [one.metadata for one in found], retriever)
    assert asyncio.run(adapted.ainvoke(QUESTION)) == found
    narrow = LangChainRetriever(retriever=retriever, k=3, options={"source": found[0].metadata["source"]})
    assert {one.metadata["source"] for one in narrow.invoke(QUESTION)} == {found[0].metadata["source"]}


def test_llama_index(retriever: Any) -> None:
    pytest.importorskip("llama_index.core", reason="the extra llama-index is not installed")
    from qa.adapters import LlamaIndexRetriever

    adapted = LlamaIndexRetriever(retriever, 3)
    found = adapted.retrieve(QUESTION)
    check([one.node.get_content() for one in found], [one.node.metadata for one in found], retriever)
    later = asyncio.run(adapted.aretrieve(QUESTION))
    assert [one.score for one in later] == [one.score for one in found]


def test_haystack(retriever: Any) -> None:
    pytest.importorskip("haystack", reason="the extra haystack is not installed")
    from haystack import Pipeline

    from qa.adapters import HaystackRetriever

    pipeline = Pipeline()
    pipeline.add_component("articles", HaystackRetriever(retriever, top_k=3))
    found = pipeline.run({"articles": {"query": QUESTION}})["articles"]["documents"]
    check([one.content for one in found], [one.meta for one in found], retriever)
    again = asyncio.run(HaystackRetriever(retriever).run_async(QUESTION, 3))["documents"]
    assert [one.content for one in again] == [one.content for one in found]


def test_what_is_not_there_is_said() -> None:
    import qa.adapters

    with pytest.raises(AttributeError, match="DifyRetriever"):
        _ = qa.adapters.DifyRetriever


def test_an_assistant_is_asked_without_holding_up_the_event_loop(assistant: Any) -> None:
    async def both() -> list[Any]:
        return list(await asyncio.gather(assistant.aask(QUESTION), assistant.aask("在哪里", [QUESTION])))

    first, second = asyncio.run(both())
    assert first.text == assistant.ask(QUESTION).text
    assert second.question.text == "在哪里"
