"""Every line of `question_cases.jsonl`: what a question is about, as people ask it, in both languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.text import fold
from qa.question.analyse import analyse
from qa.types import Question

# Questions about the five articles.
pytestmark = pytest.mark.usefixtures("names_of_the_seeds")

TODAY = date(2025, 6, 15)
_LINES = (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()
CASES: list[dict[str, Any]] = [json.loads(line) for line in _LINES if line.strip()]
_PLAIN = ("kind", "language", "nature", "unit", "measure")
_TUPLES = ("places", "bodies", "persons")


def read(question: Question) -> dict[str, Any]:
    """The fields a case may name, in the case's own shape."""
    found: dict[str, Any] = {name: getattr(question, name) for name in _PLAIN}
    found.update({name: list(getattr(question, name)) for name in _TUPLES})
    found["years"] = [period.year() for period in question.periods]
    found["spans"] = [[str(period.start), str(period.end)] for period in question.periods]
    return found


def holds(question: Question, role: str | None, form: str) -> bool:
    """Whether a term (of that role) counts `form` as the same."""
    terms = [term for term in question.terms if role in (None, term.role)]
    return any(fold(form) in term.zh for term in terms)


@pytest.mark.parametrize("case", CASES, ids=[case["q"] for case in CASES])
def test_question_is_read(case: dict[str, Any]) -> None:
    question = analyse(case["q"], TODAY, home="重庆市")
    found = read(question)
    for name, expected in case.items():
        if name == "indicator":
            assert holds(question, "indicator", expected), (expected, question.terms)
        elif name == "terms":
            for form in expected:
                assert holds(question, None, form), (form, question.terms)
        elif name == "quoted":
            assert any(term.role == "quoted" and term.text == expected for term in question.terms)
        elif name != "q":
            assert found[name] == expected, (name, found)


def test_the_table_is_broad() -> None:
    kinds = {case["kind"] for case in CASES}
    assert len(CASES) >= 120
    assert len(kinds) == 16
    assert sum(case["q"].isascii() for case in CASES) >= 50
