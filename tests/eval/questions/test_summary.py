from __future__ import annotations

from pathlib import Path

import pytest

from eval.metrics import sign_test
from eval.questions.comparing import compare
from eval.questions.floors import below, load_floors
from eval.questions.runner import Cited
from eval.questions.summary import METRICS, as_json, summarise
from index.errors import SettingsError
from tests.eval.fakes import make_outcome

ROOT = Path(__file__).parents[3]


def four() -> tuple:  # type: ignore[type-arg]
    refused = {"status": "not_found", "confidence": 0.1}
    return (
        make_outcome(id="1", confidence=0.9),
        make_outcome(id="2", reason="wrong year", confidence=0.8, split="test"),
        make_outcome(id="3", reason="right", answerable=False, facts=0, gains=(), kind="no_year", pair="", **refused),
        make_outcome(id="4", reason="not retrieved", gains=(0.0,), cited_facts=0, language="en", **refused),
    )


def test_every_metric_of_four_outcomes() -> None:
    scores = summarise(four()).overall.scores
    expected = {
        "right": 2 / 4, "answer_right": 1 / 3, "answered_right": 1 / 2, "hit@1": 2 / 3, "recall@10": 2 / 3,
        "mrr@10": 2 / 3, "citation_recall": 2 / 3, "refusal_precision": 1 / 2, "refusal_recall": 1.0, "language": 1.0,
    }  # fmt: skip
    assert {name: scores[name].value for name in expected} == pytest.approx(expected)
    assert "verbatim" not in scores  # no citation, no score


def test_citations_are_counted_one_by_one() -> None:
    cited = [Cited("a", "t", "2024", True, True, True), Cited("a", "t", "", True, False, None),
             Cited("a", "t", "2023", False, False, False)]  # fmt: skip
    scores = summarise([make_outcome(citations=tuple(cited))]).overall.scores
    assert (scores["citation_precision"].value, scores["verbatim"].value) == pytest.approx((1 / 3, 2 / 3))
    assert (scores["dates"].value, scores["dates"].n) == (1 / 2, 2)


def test_groups_reasons_and_curve() -> None:
    summary = summarise(four())
    assert [row.name for row in summary.splits] == ["dev", "test"]
    assert {row.name: row.n for row in summary.languages} == {"zh": 3, "en": 1}
    assert summary.reasons == {"not retrieved": 1, "wrong year": 1}
    # Surest first: right, then wrong year, then the two refusals together (neither would be right if shown).
    assert summary.curve == ((1 / 4, 0.0), (2 / 4, 1 / 2), (1.0, 3 / 4))
    assert summary.row("en") is summary.languages[1]
    assert summary.row("nobody") is None


def test_no_outcomes_give_zeros_and_json() -> None:
    body = as_json(summarise([]))
    assert body["all"] == {"n": 0}
    assert body["area_under_risk_coverage"] == 0.0


def test_floors(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('[all]\nright = 0.6\n"hit@1" = 0.5\n[no_such_kind]\nright = 1\n[most]\n"wrong year" = 0\n')
    lines = below(load_floors(path), summarise(four()))
    assert lines == [
        "Right, refusals included (right), all: 0.500 is below 0.6.", "wrong year: 1 questions, at most 0 allowed.",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[all]\nrigth = 1\n", "[most]\nsloth = 1\n", '[all]\nright = "a"\n', "x = 1\n", "["])
def test_floors_that_mean_nothing_are_errors(tmp_path: Path, text: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"floors\.toml"):
        load_floors(path)


def test_the_bundled_floors_are_read_and_guard_quotes_years_and_refusals() -> None:
    floors = load_floors(ROOT / "eval" / "floors.toml")
    assert floors["all"]["verbatim"] == 1.0
    assert set(floors["all"]) <= set(METRICS)
    assert {"error", "wrong year", "wrong place", "false answer"} <= set(floors["most"])


def test_comparison_pairs_by_what_was_asked() -> None:
    before = [make_outcome(question="甲", reason="wrong year"), make_outcome(question="乙"),
              make_outcome(question="丙"), make_outcome(question="丁")]  # fmt: skip
    now = [make_outcome(question="甲"), make_outcome(question="乙", reason="wrong span"), make_outcome(question="丙"),
           make_outcome(question="戊")]  # fmt: skip
    found = compare(before, now)
    assert [change.now.question for change in found.wins] == ["甲"]
    assert [change.now.question for change in found.losses] == ["乙"]
    assert (found.ties, found.only_before, found.only_now) == (1, 1, 1)
    assert found.p == sign_test(1, 1)
    assert found.sentence().startswith("1 won, 1 lost, 1 the same; sign test p = 1")
