from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from eval.questions.drafting import draft
from eval.questions.format import gold_from
from index.types import Article, DateEvidence, Figure, Passage, Period, Quantity


class Shelf:
    """Two articles, whose figures can be counted."""

    def __init__(self, figures: dict[str, list[tuple[str, int, str]]]) -> None:
        self._articles: dict[str, Article] = {}
        self.passages: Sequence[Passage] = []
        found = []
        for number, (source, rows) in enumerate(figures.items()):
            text = "".join(f"涪陵区{year}年{name}{value}。" for name, year, value in rows)
            dated = DateEvidence(date(2025, 1, 20), "day", "line")
            at, made = 0, []
            for name, year, value in rows:
                end = text.index("。", at) + 1
                place = text.index(value, at)
                quantity = Quantity(place, place + len(value), value, Decimal(1), "家", "count")
                period = Period(date(year, 1, 1), date(year, 12, 31), f"{year}年", "year")
                figure = Figure(
                    quantity, name, at, at, period, "clause", "result", "level", "涪陵区", "text", "", at, end
                )
                made.append(figure)
                at = end
            self._articles[source] = Article(source, "t", text, (), dated, "zh", "涪陵区", "", "utf-8", 0)
            found.append(Passage(number, source, "t", dated, 0, len(text), text, "", "", "", "", "涪陵区", "zh", (),
                                 tuple(made)))  # fmt: skip
        self.passages = found

    def article(self, source: str) -> Article:
        return self._articles[source]


SHELF = Shelf({
    "a.txt": [("瞪羚企业数", 2024, "6家"), ("高新技术企业数", 2024, "30家"), ("智能工厂数", 2023, "8家")],
    "b.txt": [("绿色工厂数", 2024, "15家"), ("园区数", 2023, "2家")],
})  # fmt: skip


def test_drafts_are_lines_of_the_format_with_evidence_from_the_article(tmp_path: Path) -> None:
    lines = draft(SHELF, 4)
    golds = [gold_from(json.loads(json.dumps(line)), i) for i, line in enumerate(lines)]
    assert len(golds) == 4
    assert all(gold.drafted for gold in golds)
    for gold in golds:
        for one in gold.evidence:
            assert one.text in SHELF.article(one.source).text
            assert gold.answers[0] in one.text
    assert {one.source for gold in golds for one in gold.evidence} == {"a.txt", "b.txt"}


def test_every_fourth_asks_for_a_year_that_is_not_there() -> None:
    line = draft(SHELF, 4)[3]
    assert (line["kind"], line["answers"]) == ("no_year", [])
    assert "evidence" not in line
    assert any(year in line["question"] for year in ("2022", "2023"))


def test_a_question_with_two_values_is_left_out() -> None:
    twice = Shelf({"a.txt": [("瞪羚企业数", 2024, "6家")], "b.txt": [("瞪羚企业数", 2024, "7家")]})
    assert draft(twice, 5) == []


def test_fewer_figures_give_fewer_drafts() -> None:
    assert draft(Shelf({}), 5) == []
    assert 4 <= len(draft(SHELF, 99)) <= 5
