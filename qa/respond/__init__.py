"""The whole way from a question to its answer: the assistant, marks and quotes, questions to go on with.

In: a `Retriever` and questions. Out: `Answer`s.
"""

from __future__ import annotations

from qa.respond.answerer import Answerer, Proposal
from qa.respond.assistant import Assistant
from qa.respond.follow_ups import ask_for

__all__ = [
    "Answerer",
    "Assistant",
    "Proposal",
    "ask_for",
]
