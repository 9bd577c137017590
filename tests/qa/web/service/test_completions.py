"""Requests in OpenAI's form are read, answers written, without a server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from qa.say import answer_json
from qa.web.service import BadRequest, chunks, completion, read_request
from tests.eval.fakes import make_answer, make_quote

ANSWER = make_answer(citations=(make_quote("2024年产量达115万辆。", "a.txt"),))


def said(*texts: str, **more: Any) -> dict[str, Any]:
    return {"model": "wenyu", "messages": [{"role": "user", "content": text} for text in texts], **more}


def test_the_last_message_is_the_question_and_the_earlier_ones_the_conversation() -> None:
    body = said("两江新区2024年整车产量是多少", "那2023年呢")
    body["messages"].insert(0, {"role": "system", "content": "Answer in verse."})
    body["messages"].insert(2, {"role": "assistant", "content": "115万辆 [1]"})
    asked = read_request(body, 500)
    assert asked.question == "那2023年呢"
    assert asked.history == ("两江新区2024年整车产量是多少",)
    assert not asked.stream


def test_parts_of_text_are_joined_and_what_is_unknown_is_passed_over() -> None:
    parts: list[dict[str, object]] = [{"type": "text", "text": "Liangjiang output"}]
    parts.append({"type": "image_url", "image_url": {}})
    parts.append({"type": "text", "text": "2024"})
    body = {"messages": [{"role": "user", "content": parts}], "temperature": 0.3, "tools": [], "seed": 1}
    assert read_request(body, 500).question == "Liangjiang output\n2024"


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ([], 400, "JSON object"),
        ({"model": "wenyu"}, 400, "messages"),
        ({"messages": []}, 400, "messages"),
        ({"messages": ["x"]}, 400, "object"),
        ({"messages": [{"role": "system", "content": "x"}]}, 400, "role user"),
        ({"messages": [{"role": "user", "content": " "}]}, 400, "empty"),
        ({"messages": [{"role": "user", "content": 3}]}, 400, "string"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": 3}]}]}, 400, "string"),
        (said("x", model="gpt-4"), 404, "gpt-4"),
        (said("x", n=2), 400, "n must be 1"),
        (said("x", stream="yes"), 400, "stream"),
        (said("多" * 501), 400, "501"),
        ({"messages": [{"role": "user", "content": "x"}] * 500}, 400, "500"),
    ],
)
def test_what_cannot_be_answered_says_what_to_change(body: object, status: int, word: str) -> None:
    with pytest.raises(BadRequest, match=word) as error:
        read_request(body, 500)
    assert error.value.status == status
    assert error.value.body()["error"]["type"] == "invalid_request_error"


def test_a_completion_carries_the_quotes_of_the_json_answer() -> None:
    told = completion(read_request(said("问"), 500), ANSWER)
    assert told["object"] == "chat.completion"
    message = told["choices"][0]["message"]
    assert message["role"] == "assistant"
    assert "115万辆" in message["content"]
    assert "a.txt" in message["content"]
    assert told["citations"] == answer_json(ANSWER)["citations"]
    usage = told["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


@pytest.mark.parametrize("text", ["产量为115万辆 [1]", "a  b\n\n- c\n", "长" * 5000, ""])
def test_the_chunks_of_a_stream_are_the_same_text(text: str) -> None:
    answer = replace(ANSWER, text=text, bold="")
    asked = read_request(said("问", stream=True, stream_options={"include_usage": True}), 500)
    told = list(chunks(asked, answer))
    whole = "".join(one["choices"][0]["delta"].get("content", "") for one in told if one["choices"])
    assert whole == completion(asked, answer)["choices"][0]["message"]["content"]
    assert told[-2]["choices"][0]["finish_reason"] == "stop"
    assert told[-2]["citations"] == answer_json(answer)["citations"]
    assert told[-1]["usage"]["total_tokens"] > 0
    assert len({one["id"] for one in told}) == 1
