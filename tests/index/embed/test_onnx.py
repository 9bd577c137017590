"""The bundled transformer gives vectors in which a question lies near its passage, across languages."""

from __future__ import annotations

import numpy as np
import pytest

from index.embed import DEEP, load_encoder

PASSAGES = [
    "去年全市粮食总产量三百万吨，比上年增长百分之二。",
    "市图书馆每周一闭馆，其余时间上午九点开放。",
    "这部电影讲述了一名消防员的故事。",
]
QUESTIONS = ["How much grain was harvested last year?", "On which day is the library closed?", "这部片子演的是谁"]


def test_questions_lie_nearest_to_their_passages() -> None:
    encoder = load_encoder(DEEP)
    passages, questions = encoder.encode_passages(PASSAGES), encoder.encode_queries(QUESTIONS)
    assert passages.shape == (3, encoder.dimension)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


def test_no_texts_give_no_vectors() -> None:
    encoder = load_encoder(DEEP)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    encoder = load_encoder(DEEP)
    alone, among = encoder.encode_passages(PASSAGES[:1]), encoder.encode_passages(PASSAGES)
    assert float(alone[0] @ among[0]) > 0.995
