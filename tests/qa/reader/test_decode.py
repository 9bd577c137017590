"""Scores of tokens become places; every number here is worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from qa.reader.decode import best_spans, find_items, sigmoid, softmax
from qa.reader.types import Span

OFFSETS = [(0, 2), (2, 3), (3, 6), (6, 7)]


def _logs(*chances: float) -> np.ndarray:
    return np.log(np.array(chances, dtype=np.float32))


def test_softmax_and_sigmoid() -> None:
    assert softmax(_logs(1, 3)).tolist() == pytest.approx([0.25, 0.75])
    assert sigmoid(np.log(3)) == pytest.approx(0.75)
    assert sigmoid(-1000.0) == pytest.approx(0.0, abs=1e-9)


def test_the_best_span_is_the_geometric_mean_of_its_ends() -> None:
    (span,) = best_spans(_logs(0.1, 0.7, 0.1, 0.1), _logs(0.1, 0.1, 0.6, 0.2), OFFSETS, 1)
    assert (span.start, span.end) == (2, 6)
    assert span.score == pytest.approx((0.7 * 0.6) ** 0.5)
    assert span.of("上年增长八成了") == "增长八成"


def test_spans_do_not_overlap_and_come_best_first() -> None:
    spans = best_spans(_logs(0.5, 0.01, 0.01, 0.48), _logs(0.5, 0.01, 0.01, 0.48), OFFSETS, 3)
    assert [(span.start, span.end) for span in spans[:2]] == [(0, 2), (6, 7)]
    assert spans[0].score > spans[1].score


def test_no_span_ends_before_it_begins() -> None:
    spans = best_spans(_logs(0.01, 0.01, 0.01, 0.97), _logs(0.97, 0.01, 0.01, 0.01), OFFSETS, 3)
    assert all(span.start < span.end for span in spans)


def test_a_piece_without_characters_is_no_answer() -> None:
    (span,) = best_spans(_logs(0.9, 0.1), _logs(0.9, 0.1), [(0, 0), (0, 2)], 1)
    assert (span.start, span.end) == (0, 2)


def test_nothing_comes_of_an_empty_passage() -> None:
    empty = np.zeros(0, dtype=np.float32)
    assert best_spans(empty, empty, [], 3) == []
    assert find_items(np.zeros((0, 3), dtype=np.float32), []) == []


def test_items_begin_at_first_tokens_and_go_on_over_further_ones() -> None:
    outside, first, further = _logs(0.8, 0.1, 0.1), _logs(0.1, 0.8, 0.1), _logs(0.1, 0.1, 0.8)
    items = find_items(np.stack([first, further, first, outside]), OFFSETS)
    assert items == [Span(0, 3, pytest.approx(0.9)), Span(3, 6, pytest.approx(0.9))]


def test_a_further_token_alone_begins_an_item() -> None:
    outside, further = _logs(0.8, 0.1, 0.1), _logs(0.1, 0.1, 0.8)
    items = find_items(np.stack([outside, further, outside, further]), OFFSETS)
    assert [(item.start, item.end) for item in items] == [(2, 3), (6, 7)]
