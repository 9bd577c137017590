"""Chat completions in OpenAI's form: a request read, an answer written. Data and plain functions, no server.

In: the parsed JSON of a request. Out: the last question with the earlier ones, and an `Answer` as one object or as the
chunks of a stream. What a client says as "system" or sets besides (temperature, tools …) changes no answer: everything
that is told stands in the articles.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.say import answer_json, answer_markdown
from qa.types import Answer

MODEL = "wenyu"
_MOST_MESSAGES, _EARLIER = 400, 20
_PIECE = re.compile(r"\S{1,40}\s{0,8}|\s{1,40}")


class BadRequest(Exception):
    """A request that cannot be answered; `status` is that of HTTP, the message says what to change."""

    def __init__(self, message: str, status: int = 400, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status, self.param, self.code = status, param, code

    def body(self) -> dict[str, Any]:
        """The error in OpenAI's form."""
        kind = "authentication_error" if self.status == 401 else "invalid_request_error"
        kind = "server_error" if self.status >= 500 else kind
        return {"error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, the earlier ones oldest first, and how the answer is wanted."""

    question: str
    history: tuple[str, ...]
    stream: bool = False
    usage: bool = False


def read_request(body: object, longest: int) -> Asked:
    """What a request asks; `longest`: characters a question may have. Raises BadRequest."""
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object with model and messages.")
    model = body.get("model", MODEL)
    if model != MODEL:
        told = f"there is no model {str(model)[:60]!r}; the one model is {MODEL!r}."
        raise BadRequest(told, 404, "model", "model_not_found")
    if body.get("n") not in (None, 1):
        raise BadRequest("n must be 1: there is one answer to a question.", param="n")
    stream, options = body.get("stream") or False, body.get("stream_options") or {}
    if not isinstance(stream, bool) or not isinstance(options, dict):
        raise BadRequest("stream must be true or false, stream_options an object.", param="stream")
    asked = _questions(body.get("messages"))
    question = asked[-1]
    if len(question) > longest:
        raise BadRequest(f"the question has {len(question)} characters; {longest} are the most.", param="messages")
    earlier = tuple(text for text in asked[:-1] if text and len(text) <= longest)
    return Asked(question, earlier[-_EARLIER:], stream, options.get("include_usage") is True)


def _questions(messages: object) -> list[str]:
    """What the user said, message by message; the last of all must be a question."""
    if not isinstance(messages, list) or not messages:
        raise BadRequest("messages must be a list with at least one message of the role user.", param="messages")
    if len(messages) > _MOST_MESSAGES:
        raise BadRequest(f"there are {len(messages)} messages; {_MOST_MESSAGES} are the most.", param="messages")
    if not all(isinstance(message, dict) for message in messages):
        raise BadRequest("each message must be an object with role and content.", param="messages")
    told = [_text(message.get("content")) for message in messages if message.get("role") == "user"]
    if not told:
        raise BadRequest("none of the messages has the role user; ask something.", param="messages")
    if not told[-1]:
        raise BadRequest("the last message of the user is empty; ask something.", param="messages")
    return told


def _text(content: object) -> str:
    """The text of a message: a string, or a list of parts of which those of text count."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content.strip()
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise BadRequest("content must be a string or a list of parts.", param="messages")
    texts = [part.get("text") for part in content if part.get("type") in ("text", "input_text")]
    if not all(isinstance(text, str) for text in texts):
        raise BadRequest("a part of type text must have its text as a string.", param="messages")
    return "\n".join(map(str, texts)).strip()


def completion(asked: Asked, answer: Answer) -> dict[str, Any]:
    """The answer as a chat completion; `citations` are the objects of `wenyu ask --json`."""
    text = answer_markdown(answer)
    return {
        **_head("chat.completion"),
        "choices": [{
            "index": 0, "message": {"role": "assistant", "content": text, "refusal": None}, "logprobs": None,
            "finish_reason": "stop",
        }],
        "usage": _usage(asked, text),
        **_proof(answer),
    }  # fmt: skip


def chunks(asked: Asked, answer: Answer) -> Iterator[dict[str, Any]]:
    """The answer as the chunks of a stream; the last with text carries `citations`."""
    head, text = _head("chat.completion.chunk"), answer_markdown(answer)

    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        return {**head, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]}

    yield chunk({"role": "assistant", "content": ""})
    for piece in _PIECE.findall(text):
        yield chunk({"content": piece})
    yield {**chunk({}, "stop"), **_proof(answer)}
    if asked.usage:
        yield {**head, "choices": [], "usage": _usage(asked, text)}


def models() -> dict[str, Any]:
    """The list of models: the one there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "wenyu"}]}


def _head(kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": MODEL}


def _proof(answer: Answer) -> dict[str, Any]:
    told = answer_json(answer)
    return {name: told[name] for name in ("status", "confidence", "citations", "closest") if name in told}


def _usage(asked: Asked, text: str) -> dict[str, int]:
    """Characters, for there are no tokens here; clients add them up."""
    read: Sequence[str] = (*asked.history, asked.question)
    before = sum(map(len, read))
    return {"prompt_tokens": before, "completion_tokens": len(text), "total_tokens": before + len(text)}
