"""The read side: questions in, cited answers out. Importing it loads neither torch nor gradio."""

from __future__ import annotations

from qa.types import Answer, Hit, Question, Quote

__all__ = ["Answer", "Assistant", "Hit", "Question", "Quote", "Retriever"]


def __getattr__(name: str) -> object:
    # Retriever and Assistant pull in faiss and jieba; looked up on first use so that `import qa` stays instant.
    if name == "Retriever":
        from qa.retrieve import Retriever

        return Retriever
    if name == "Assistant":
        from qa.respond import Assistant

        return Assistant
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
