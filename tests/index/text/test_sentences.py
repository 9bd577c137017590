"""Sentence spans of Chinese and English."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentences import MAX_CHARS, sentence_spans


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("产量达115万辆。同比增长8.8%！真的吗？是。", ["产量达115万辆。", "同比增长8.8%！", "真的吗？", "是。"]),
        ("“是创新能力的底座。”高健说，好。", ["“是创新能力的底座。”", "高健说，好。"]),
        ("他问：“怎么会这样？！”没人答。", ["他问：“怎么会这样？！”", "没人答。"]),
        ("“为何增长？”的问题，答案在创新。", ["“为何增长？”的问题，答案在创新。"]),
        ("（见附件。）下一步，推进。", ["（见附件。）", "下一步，推进。"]),
        ("一是创新；二是开放；三是服务。", ["一是创新；二是开放；三是服务。"]),
        ("产品下线……2月18日，工厂繁忙。", ["产品下线……2月18日，工厂繁忙。"]),
        ("等等……\n下一段", ["等等……", "下一段"]),
        ("升级打造职教3.0版本。", ["升级打造职教3.0版本。"]),
        ("Output rose 3.5% in 2024. It will rise again.", ["Output rose 3.5% in 2024.", "It will rise again."]),
        (
            "Mr. Smith met Dr. Li at 3 p.m. on Monday. They agreed.",
            ["Mr. Smith met Dr. Li at 3 p.m. on Monday.", "They agreed."],
        ),
        (
            "The U.S. economy grew. So did Changan Co. Ltd. of Chongqing.",
            ["The U.S. economy grew.", "So did Changan Co. Ltd. of Chongqing."],
        ),
        ("J. K. Rowling wrote it. Really? Yes!", ["J. K. Rowling wrote it.", "Really?", "Yes!"]),
        ('He said, "It works." Then he left.', ['He said, "It works."', "Then he left."]),
        ("See www.cq.gov.cn for more. Thanks.", ["See www.cq.gov.cn for more.", "Thanks."]),
        ("e.g. cars, i.e. vehicles. Done.", ["e.g. cars, i.e. vehicles.", "Done."]),
        ("", []),
        ("  \n ", []),
        ("无句号的一段", ["无句号的一段"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_a_range_is_split_at_its_own_offsets() -> None:
    text = "前一段。第一句。第二句。后一段。"
    assert [text[a:b] for a, b in sentence_spans(text, 4, 12)] == ["第一句。", "第二句。"]


@given(st.text(alphabet=st.sampled_from(list("重庆增长。！？；，“”（）….? !\"'\n\u3000a1DrS")), max_size=300))
def test_spans_are_ordered_whole_and_lose_nothing_but_white_space(text: str) -> None:
    at = 0
    for start, end in sentence_spans(text):
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("unit", ["中", "中，", "。", "…", ".", "1. ", "e.g. ", "“", "。”", "a ", "\n", "A.b. "])
def test_i9_hostile_runs_take_linear_time_and_stay_under_the_maximum(unit: str) -> None:
    def cost(n: int) -> float:
        text = unit * (n // len(unit))
        begin = time.process_time()
        spans = sentence_spans(text)
        took = time.process_time() - begin
        assert all(end - start <= 2 * MAX_CHARS for start, end in spans)
        return took

    small = min(cost(40_000) for _ in range(3))
    large = min(cost(80_000) for _ in range(3))
    assert large <= 4 * small + 0.05


def test_a_sentence_without_end_is_not_cut_within_a_number() -> None:
    text = "产量1,234,567.89和" * 200
    for _, end in sentence_spans(text):
        assert not (end < len(text) and text[end - 1].isdigit() and text[end].isdigit())
        assert text[end - 1] != "," or not text[end : end + 1].isdigit()
    assert len(sentence_spans("9" * 5000)) > 1
