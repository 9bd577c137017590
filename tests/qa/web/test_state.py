"""A page's state: conversations, filters, and what the browser may bring back."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from qa.web.state import (
    MAX_CONVERSATIONS,
    MAX_SAVED_CHARS,
    MAX_TURNS,
    Conversation,
    Filters,
    Session,
    Turn,
    load,
    parse_day,
    save,
)
from tests.qa.web.fakes import fake_engine

ANSWER = fake_engine().assistant.ask("整车产量")


def talked(*questions: str, session: Session | None = None) -> Session:
    session = session or Session(conversation="c1")
    for question in questions:
        session = session.with_turn(Turn(session.next_id, question, answer=ANSWER))
    return session


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("2024-3-5", "2024-03-05", "2024-03-05"),
        ("2024年3月5日", "2024-03-05", "2024-03-05"),
        ("2024.03", "2024-03-01", "2024-03-31"),
        (" 2024/3 ", "2024-03-01", "2024-03-31"),
    ],
)
def test_days_months_and_years_are_read(text: str, first: str, last: str) -> None:
    assert parse_day(text, last=False) == date.fromisoformat(first)
    assert parse_day(text, last=True) == date.fromisoformat(last)


@pytest.mark.parametrize("text", ["昨天", "24", "2024-13", "2024-02-30", "2024-1-1-1", "20240101", "²024", "999"])
def test_other_words_are_no_dates(text: str) -> None:
    with pytest.raises(QuestionError):
        parse_day(text, last=True)


@given(st.text(max_size=30), st.booleans())
def test_any_text_is_a_date_none_or_refused(text: str, last: bool) -> None:
    with suppress(QuestionError):
        assert isinstance(parse_day(text, last=last), (date, type(None)))


def test_history_is_what_got_an_answer_before_a_turn() -> None:
    session = talked("a", "b", "c").with_turn(Turn(4, "d", error="no"))
    assert session.history() == ("a", "b", "c")
    assert session.history(before=3) == ("a", "b")


def test_a_new_chat_keeps_the_old_one_and_its_own_name() -> None:
    fresh = talked("a").fresh()
    assert fresh.turns == ()
    assert [c.id for c in fresh.earlier] == ["c1"]
    assert fresh.conversation != "c1"
    assert [c.id for c in talked("b", session=fresh).remember().earlier][1] == "c1"
    assert Session().fresh().earlier == ()


def test_a_conversation_is_remembered_once() -> None:
    session = talked("a").remember()
    session = talked("b", session=session).remember()
    assert [[q for q, _ in c.asked] for c in session.earlier] == [["a", "b"]]


def test_a_long_conversation_and_many_are_bounded() -> None:
    session = talked(*"q" * (MAX_TURNS + 5))
    assert len(session.turns) == MAX_TURNS
    for _ in range(MAX_CONVERSATIONS + 5):
        session = talked("x", session=session.fresh())
    assert len(session.remember().earlier) == MAX_CONVERSATIONS


def test_what_is_saved_comes_back() -> None:
    filters = Filters(date(2024, 1, 1), None, ("001.txt",))
    session = replace(talked("问题"), language="en").with_turn(Turn(2, "再问", filters, ANSWER))
    saved = json.loads(json.dumps(save(session)))
    back, opened, known = load(saved, 500)
    assert (back.language, opened, known) == ("en", "c1", True)
    assert back.earlier == (Conversation("c1", (("问题", Filters()), ("再问", filters))),)
    assert not {"answer", "html"} & set(json.dumps(saved).split('"'))


def test_what_is_saved_fits_the_body_limit() -> None:
    session = Session()
    for _ in range(20):
        session = talked(*["长" * 500] * 10, session=session.fresh())
    assert len(json.dumps(save(session))) < 6 * MAX_SAVED_CHARS + 500
    assert len(json.dumps(save(session)).encode()) < 60_000


@pytest.mark.parametrize(
    "saved",
    [
        None, 3, [], "x", {"v": 2}, {"v": 1, "talks": 3}, {"v": 1, "talks": [3, {"id": 1}, {"id": "a"}]},
        {"v": 1, "talks": [{"id": "<b>", "asked": [{"q": "x"}]}]},
        {"v": 1, "talks": [{"id": "a", "asked": [{"q": "x" * 501}, {"q": ""}, {"q": 5}, 7]}]},
        {"v": 1, "lang": "<script>", "open": {"x": 1}, "talks": [{"id": "a" * 99, "asked": [{"q": "x"}]}]},
    ],
)  # fmt: skip
def test_anything_else_is_left_out(saved: object) -> None:
    session, opened, known = load(saved, 500)
    assert (session.earlier, opened, known) == ((), "", False)


def test_filters_that_make_no_sense_are_left_out() -> None:
    asked = [{"q": "x", "from": "soon", "to": 5, "in": ["a", 7, "", "b" * 2000]}]
    session, _, _ = load({"v": 1, "talks": [{"id": "a", "asked": asked}]}, 500)
    assert session.earlier[0].asked == (("x", Filters(sources=("a",))),)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["v", "talks", "id", "asked", "q", "from", "in", "lang", "open"]), inner)
    ),
)


@given(JSON)
def test_no_saved_value_breaks_the_page(saved: Any) -> None:
    session, opened, _ = load(saved, 500)
    assert isinstance(opened, str)
    assert all(isinstance(q, str) and 0 < len(q) <= 500 for talk in session.earlier for q, _ in talk.asked)


def test_of_the_newest_conversation_the_latest_questions_always_fit() -> None:
    session = talked(*(f"{n}{'长' * 480}" for n in range(MAX_TURNS)))
    back, opened, _ = load(save(session), 500)
    assert [talk.id for talk in back.earlier] == [opened]
    kept = [question for question, _ in back.earlier[0].asked]
    assert len(kept) >= 10
    assert kept == [turn.question for turn in session.turns][-len(kept) :]
