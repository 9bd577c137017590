"""Rows keep every value of the data types, whatever it is, and say when they do not fit."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.store.parts import article_codec, passage_codec, schema
from index.store.records import Codec, dumps, loads
from index.types import Article, Block, DateEvidence, Figure, Passage, Period, Quantity

words = st.text(max_size=12)
days = st.none() | st.dates()
evidence = st.builds(
    DateEvidence,
    days,
    st.sampled_from(["day", "month", "year", "unknown"]),
    words,
    words,
    st.integers(-1, 9),
    st.just(-1),
)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4)
periods = st.builds(Period, days, days, words, words, st.booleans(), st.booleans())
quantities = st.builds(
    Quantity,
    st.integers(),
    st.integers(),
    words,
    numbers,
    words,
    st.just("count"),
    st.none() | numbers,
    st.just("over"),
)
figures = st.builds(
    Figure,
    quantities,
    words,
    st.integers(),
    st.integers(),
    st.none() | periods,
    words,
    st.just("goal"),
    st.just("level"),
    words,
    words,
    words,
    st.integers(),
    st.integers(),
)
passages = st.builds(
    Passage,
    st.just(5),
    st.just("甲.txt"),
    st.just("题"),
    st.just(DateEvidence(date(2025, 1, 20), "day", "dateline")),
    st.integers(0),
    st.integers(0),
    words,
    words,
    words,
    words,
    words,
    words,
    st.sampled_from(["zh", "en"]),
    st.lists(st.tuples(st.integers(), st.integers()), max_size=3).map(tuple),
    st.lists(figures, max_size=2).map(tuple),
)


@settings(deadline=None)
@given(passages)
def test_a_passage_comes_back_equal(passage: Passage) -> None:
    row = loads(dumps(passage_codec().encode(passage)))
    back = passage_codec().decode(
        row, id=passage.id, source=passage.source, title=passage.title, published=passage.published
    )
    assert back == passage
    assert hash(back) == hash(passage)


@settings(deadline=None)
@given(
    st.builds(
        Article,
        words,
        words,
        words,
        st.just((Block("turn", 0, 1, "", "张智奎"),)),
        evidence,
        st.just("zh"),
        words,
        words,
        words,
        st.integers(),
    )
)
def test_an_article_comes_back_equal(article: Article) -> None:
    assert article_codec().decode(loads(dumps(article_codec().encode(article)))) == article


def test_exact_decimals_and_days_are_words_in_json() -> None:
    codec = Codec(Quantity)
    row = codec.encode(Quantity(0, 6, "2.27万亿元", Decimal("2270000000000.00"), "元", "money"))
    assert json.loads(dumps(row)) == [0, 6, "2.27万亿元", "2270000000000.00", "元", "money", None, "", False]
    assert codec.decode(row).value.as_tuple().exponent == -2


def test_undecodable_bytes_of_a_file_name_survive() -> None:
    name = b"\xff\xfe.txt".decode("utf-8", "surrogateescape")
    assert loads(dumps([name, "\n\u2028中"])) == [name, "\n\u2028中"]
    assert dumps(["\n"]).count(b"\n") == 1


@pytest.mark.parametrize("line", [b"", b"{}", b"[1", b"\xff", b'"a"', b"[" * 100_000])
def test_a_line_that_is_no_row_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each parser words it its own way
        loads(line)


@pytest.mark.parametrize("row", [[], [1, 2, 3], ["x"] * 30, {"a": 1}, None])
def test_a_row_of_another_length_is_refused(row: object) -> None:
    with pytest.raises(ValueError, match="DateEvidence"):
        Codec(DateEvidence).decode(row)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["2025-02-30", "yesterday", 7])
def test_a_value_that_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="DateEvidence"):
        Codec(DateEvidence).decode([value, "day", "rule", "", -1, -1])


def test_the_schema_names_every_field_and_type() -> None:
    @dataclass(frozen=True)
    class One:
        id: int
        when: date | None

    @dataclass(frozen=True)
    class Other:
        id: int
        when: date

    assert Codec(One).schema == "One(id:int,when:date?)"
    assert Codec(Other).schema == "Other(id:int,when:date)"
    assert len(schema()) == 16


def test_a_type_without_a_record_form_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        names: set[str]

    with pytest.raises(TypeError, match="no record form"):
        Codec(Odd)
