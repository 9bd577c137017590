"""The bundled reader reads: easy questions in both languages, lists, claims, long passages, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.reader import Reader, load_reader

PASSAGES = (
    "2023年，岳阳市地区生产总值4862.4亿元，比上年增长5.1%。全市粮食总产量301.5万吨。",
    "市图书馆周一闭馆，其余时间上午九点至晚上九点开放，读者凭身份证免费办证。",
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


@pytest.mark.parametrize("question", ["岳阳市2023年地区生产总值是多少？", "What was Yueyang's GDP in 2023?"])
def test_the_figure_is_found_in_its_passage(reader: Reader, question: str) -> None:
    right, wrong = reader.read(question, PASSAGES)
    assert right.answerable > wrong.answerable
    assert right.best is not None
    assert "4862.4" in right.best.of(PASSAGES[0])


def test_probabilities_are_probabilities(reader: Reader) -> None:
    for reading in reader.read("图书馆哪天不开门", PASSAGES, ["市图书馆公告 2024-01-02"] * 2):
        assert 0 <= reading.answerable <= 1
        assert all(0 <= span.score <= 1 for span in (*reading.spans, *reading.items))
    for claim in reader.claim("图书馆周一闭馆", PASSAGES):
        assert claim.yes + claim.no + claim.unsaid == pytest.approx(1, abs=1e-5)


def test_traditional_characters_and_offsets(reader: Reader) -> None:
    passage = "市圖書館週一閉館，讀者憑身份證免費辦證，館長是林若水。"
    (reading,) = reader.read("馆长是谁", [passage])
    assert reading.best is not None
    assert "林若水" in reading.best.of(passage)


def test_a_long_passage_is_read_to_its_end(reader: Reader) -> None:
    passage = "这一天的天气很好，大家都很高兴。" * 60 + "岳阳市2023年粮食总产量301.5万吨。"
    (reading,) = reader.read("岳阳市2023年粮食总产量是多少", [passage])
    assert reading.best is not None
    assert "301.5" in reading.best.of(passage)


def test_nothing_is_read_from_nothing(reader: Reader) -> None:
    assert reader.read("谁", []) == []
    (reading,) = reader.read("谁", [""])
    assert reading.spans == ()


def test_threads_share_a_reader(reader: Reader) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: reader.read("图书馆哪天不开门", PASSAGES), range(8)))
    assert all(readings == found[0] for readings in found)
