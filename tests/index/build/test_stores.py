"""Words and postings carried over equal words and postings made anew."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build.postings import MOST, Counts, Longs, bring_up, count, drop_unused, moved_passages
from index.build.stores import make_keywords as make_numbered
from index.build.stores import make_soft as make_soft_of
from index.build.words import Lexicon, Spelling
from index.build.write import runs
from index.search.keywords import K1, KeywordStore
from index.search.soft import SoftStore


def make_keywords(
    old: KeywordStore | None, old_counts: Counts | None, origin: Longs, rows: dict[int, list[str]]
) -> tuple[KeywordStore, Counts]:
    """The store of words that are spelled out."""
    lexicon = Lexicon()
    numbered = {passage: lexicon.numbers(row) for passage, row in rows.items()}
    return make_numbered(old, old_counts, origin, numbered, lexicon.spelled())


def make_soft(old: SoftStore | None, origin: Longs, rows: dict[int, list[int]]) -> SoftStore:
    return make_soft_of(old, origin, {passage: np.array(row, dtype=np.int32) for passage, row in rows.items()})


words = st.text("ab中", min_size=1, max_size=3)
documents = st.lists(st.lists(words, max_size=6), max_size=8)


def spelling(spelled: list[bytes]) -> Spelling:
    return Spelling(b"".join(spelled), np.cumsum([len(w) for w in spelled], dtype=np.int64))


@settings(deadline=None)
@given(st.sets(words), st.sets(words), st.data())
def test_joined_words_are_one_sorted_list(old: set[str], new: set[str], data: st.DataObject) -> None:
    before, fresh = sorted(w.encode() for w in old), sorted(w.encode() for w in new)
    everything = sorted({*before, *fresh})
    joined = spelling(before).join(fresh)
    assert [everything[i] for i in joined.moved] == before
    assert {word: everything[i] for word, i in joined.place.items()} == {word: word for word in fresh}
    used = sorted(data.draw(st.sets(st.sampled_from(range(len(everything)))))) if everything else []
    blob, ends = spelling(before).spell(joined, np.array(used, dtype=np.int64))
    assert spelling_list(blob, ends) == [everything[i] for i in used]


def spelling_list(blob: bytes, ends: np.ndarray) -> list[bytes]:
    return list(Spelling(blob, ends))


def saved(store: KeywordStore) -> tuple[object, ...]:
    columns, passages = store.postings()
    blob, ends = store.spelling()
    return blob, ends.tolist(), columns.tolist(), passages.tolist(), store._weights.tolist()


@pytest.fixture(params=[(3, 1), (1 << 18, 500), (2, 10**9)], ids=["look-ups", "as it is", "keys"])
def sizes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same result whatever the parts and whichever way places are found."""
    monkeypatch.setattr("index.build.postings._PART", request.param[0])
    monkeypatch.setattr("index.build.postings._FEW_IN", request.param[1])


SHARED = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SHARED
@given(documents, documents, st.randoms(use_true_random=False))
def test_keywords_carried_over_equal_keywords_made_anew(
    sizes: None, before: list[list[str]], new: list[list[str]], dice: random.Random
) -> None:
    """Any passages may go, any may come in between; the rest keep their order."""
    old, counts = make_keywords(None, None, np.full(len(before), -1), dict(enumerate(before)))
    kept = [i for i in range(len(before)) if dice.random() < 0.7]
    order: list[tuple[int, list[str]]] = [(i, before[i]) for i in kept]
    for document in new:
        order.insert(dice.randint(0, len(order)), (-1, document))
    origin = np.array([i for i, _ in order], dtype=np.int64)
    fresh = {i: document for i, (was, document) in enumerate(order) if was < 0}
    store, _ = make_keywords(old, counts, origin, fresh)
    anew, _ = make_keywords(None, None, np.full(len(order), -1), {i: d for i, (_, d) in enumerate(order)})
    assert saved(store) == saved(anew)


@settings(deadline=None)
@given(documents)
def test_keywords_are_those_that_bm25s_weighs(rows: list[list[str]]) -> None:
    """The formula is Lucene's, as in the store's own way of building."""
    store, counts = make_keywords(None, None, np.full(len(rows), -1), dict(enumerate(rows)))
    reference = KeywordStore.build(rows)
    assert store.spelling()[0] == reference.spelling()[0]
    assert [a.tolist() for a in store.postings()] == [a.tolist() for a in reference.postings()]
    assert np.allclose(store._weights, reference._weights, rtol=2e-3, atol=1e-4)
    assert counts.sum() == sum(len(row) for row in rows)


def test_a_weight_by_hand() -> None:
    """idf = ln(1 + (2 − 1 + ½) / (1 + ½)) = ln 2; both passages have the mean length, so tf 2 weighs 2 / (2 + k1)."""
    store, _ = make_keywords(None, None, np.array([-1, -1]), {0: ["车", "车"], 1: ["船", "港"]})
    assert np.allclose(store.scores({"车": 1.0}), [np.log(2) * 2 / (2 + K1), 0], atol=1e-3)


def test_postings_move_with_their_passages() -> None:
    old = count([(0, [1, 1, 0]), (1, [0]), (2, [1])], terms=2, passages=3)
    assert (old.columns.tolist(), old.owners.tolist(), old.counts.tolist()) == ([0, 2, 4], [0, 1, 0, 2], [1, 1, 2, 1])
    origin = np.array([-1, 0, 2])
    moved = moved_passages(origin, 3)
    assert moved.tolist() == [1, -1, 2]
    both = bring_up(old, moved, np.array([0, 2]), count([(0, [2])], terms=3, passages=3))
    assert (both.columns.tolist(), both.owners.tolist()) == ([0, 1, 1, 4], [1, 0, 1, 2])
    assert both.counts.tolist() == [1, 1, 2, 1]
    slim, used = drop_unused(both)
    assert (used.tolist(), slim.columns.tolist()) == ([0, 2], [0, 1, 4])


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), max_size=8), max_size=8), st.integers(1, 60))
def test_postings_are_the_same_however_many_are_sorted_at_once(rows: list[list[int]], at_once: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.build.postings._SORTED", at_once)
        postings = count(enumerate(rows), terms=7, passages=len(rows))
    expected = [(term, i, row.count(term)) for term in range(7) for i, row in enumerate(rows) if term in row]
    terms, owners, counts = postings.term_of_each(), postings.owners, postings.counts
    assert list(zip(terms.tolist(), owners.tolist(), counts.tolist(), strict=True)) == expected


def test_a_word_repeated_beyond_all_measure_is_capped() -> None:
    assert count([(0, [0] * 70_000)], terms=1, passages=1).counts.tolist() == [MOST]


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), max_size=12))
def test_stretches_cover_what_was_there_before(gaps: list[int]) -> None:
    """`origin` is -1 for new passages and rises among the others."""
    origin, old = [], 0
    for gap in gaps:
        old += gap
        origin.append(-1 if gap == 5 else old)
        old += 1
    covered = {}
    for start, stop, was in runs(np.array(origin, dtype=np.int64)):
        covered.update({start + i: was + i for i in range(stop - start)})
    assert covered == {i: was for i, was in enumerate(origin) if was >= 0}


class Letters:
    """A token table whose tokens are the letters of a text."""

    @staticmethod
    def token_ids(texts: list[str]) -> list[list[int]]:
        return [[ord(letter) % 50 for letter in text] for text in texts]


@settings(deadline=None)
@given(st.lists(words, max_size=8), st.lists(words, max_size=4), st.randoms(use_true_random=False))
def test_soft_keywords_carried_over_equal_soft_keywords_made_anew(
    before: list[str], new: list[str], dice: random.Random
) -> None:
    old = make_soft(None, np.full(len(before), -1), dict(enumerate(Letters.token_ids(before))))
    order = [(i, before[i]) for i in range(len(before)) if dice.random() < 0.7]
    for text in new:
        order.insert(dice.randint(0, len(order)), (-1, text))
    origin = np.array([i for i, _ in order], dtype=np.int64)
    fresh = {i: Letters.token_ids([text])[0] for i, (was, text) in enumerate(order) if was < 0}
    store = make_soft(old, origin, fresh)
    anew = SoftStore.build([text for _, text in order], Letters())  # type: ignore[arg-type]  # a table of letters stands in
    assert store.tokens.tolist() == anew.tokens.tolist()
    assert [a.tolist() for a in store.postings()] == [a.tolist() for a in anew.postings()]
