"""What the best single sentence of a passage says of a question."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from index.embed import BUNDLED, TokenTable, load_encoder
from index.text import sentence_spans
from index.types import DateEvidence, Passage
from qa.retrieve.sentences import SentenceReader


@pytest.fixture(scope="module")
def table() -> TokenTable:
    table = load_encoder(BUNDLED).table
    assert table is not None
    return table


def passage(text: str, context: str = "", start: int = 0) -> Passage:
    spans = tuple((start + a, start + b) for a, b in sentence_spans(text))
    unknown = DateEvidence(None, "unknown", "none")
    return Passage(0, "a.txt", "", unknown, start, start + len(text), text, context, "", "", "", "", "zh", spans)


def sentence_shares(
    question: str, passages: list[Passage], table: TokenTable
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return SentenceReader(passages, table).shares(question, range(len(passages)))


TOGETHER = "会议在北京召开。这座水电站去年发电三百亿千瓦时。代表们参观了工厂。"
SCATTERED = "这座城市去年召开会议。水电站的代表们参观了工厂。他们发电报祝贺。"


@pytest.mark.parametrize(
    "question", ["这座水电站去年发电多少？", "How much electricity did the hydropower station produce last year?"]
)
def test_words_in_one_sentence_say_more_than_words_all_over_the_passage(table: TokenTable, question: str) -> None:
    together, scattered = sentence_shares(question, [passage(TOGETHER), passage(SCATTERED)], table)
    assert together > scattered + 0.05


def test_a_sentence_says_all_of_itself(table: TokenTable) -> None:
    question = "这座水电站去年发电三百亿千瓦时"
    assert sentence_shares(question, [passage(TOGETHER)], table)[0] == pytest.approx(1.0, abs=0.01)


def test_it_is_the_score_of_the_best_sentence(table: TokenTable) -> None:
    question = "Which station produced electricity?"
    alone = max(table.match_score(question.lower(), TOGETHER.split("。")))
    assert sentence_shares(question, [passage(TOGETHER)], table)[0] == pytest.approx(alone, abs=0.01)


def test_the_context_is_a_sentence_of_its_own(table: TokenTable) -> None:
    plain, titled = sentence_shares("水电站发电", [passage("他们来了。"), passage("他们来了。", "水电站发电")], table)
    assert titled == pytest.approx(1.0, abs=0.01)
    assert plain < 0.5


def test_sentences_are_found_wherever_the_passage_starts(table: TokenTable) -> None:
    first, later = sentence_shares("水电站发电", [passage(TOGETHER), passage(TOGETHER, start=500)], table)
    assert first == later


def test_nothing_is_said_by_nothing(table: TokenTable) -> None:
    assert sentence_shares("水电站", [], table).shape == (0,)
    assert sentence_shares("？！", [passage(TOGETHER)], table).tolist() == [0.0]
    assert sentence_shares("水电站", [passage("——。"), passage(TOGETHER)], table)[0] == 0.0


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=120), max_size=5))
def test_shares_lie_between_0_and_1_and_do_not_depend_on_each_other(question: str, texts: list[str]) -> None:
    table = load_encoder(BUNDLED).table
    assert table is not None
    passages = [passage(text) for text in texts]
    every = sentence_shares(question, passages, table)
    assert bool(((every >= 0) & (every <= 1)).all())
    alone = [sentence_shares(question, [one], table)[0] for one in passages]
    np.testing.assert_allclose(every, np.array(alone, dtype=np.float32).reshape(-1), atol=1e-5)


def test_what_is_remembered_changes_nothing(table: TokenTable) -> None:
    reader = SentenceReader([passage(TOGETHER), passage(SCATTERED)], table)
    first = reader.shares("水电站发电", [0, 1])
    assert reader.shares("水电站发电", [1, 0]).tolist() == first[::-1].tolist()
    assert reader.shares("参观工厂", [0, 1]).tolist() != first.tolist()
