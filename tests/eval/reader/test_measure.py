"""A reader whose answers are known gets the scores that are known."""

from __future__ import annotations

from typing import Any

from eval.reader.measure import choose_passage, latency, measure
from eval.reader.tasks import Asked, load_own_tasks
from index.training.reader.data.articles import Question
from qa.reader import Reading, Span

PASSAGES = ("全市粮食总产量301.5万吨。新增学校3所。", "馆长是林若水。")


def _asked(text: str, gold: str, kind: str = "number") -> Asked:
    held = tuple(bool(gold) and gold in passage for passage in PASSAGES)
    proof = next((p[: p.find("。") + 1] for p in PASSAGES if gold and gold in p), "")
    spans = ((0, 1),) if gold else ()
    return Asked(Question("zh", kind, text, spans), PASSAGES, "", (gold,) if gold else (), held, proof)


def test_scores_of_a_known_reader(fake_reader: Any) -> None:
    reader = fake_reader({"粮食": "301.5万吨", "馆长": "馆长是林若水", "谁": "学校"})
    asked = [_asked("粮食", "301.5万吨"), _asked("馆长", "林若水", "person"), _asked("谁", "", "none")]
    scores, sureness = measure(reader, "own", asked)
    whole = scores[0]
    assert (whole.task, whole.questions, whole.exact, whole.passage) == ("own", 2, 0.5, 1.0)
    assert whole.f1 == round((1 + 2 * (3 / 6) / (3 / 6 + 1)) / 2, 4)
    assert [score.task for score in scores[1:]] == ["own number", "own person"]
    # The passages that answer have .9 twice; of the others three have .1 and one, wrongly, .9.
    assert sureness.passages == (2 * 3 + 2 * 0.5) / (2 * 4)
    assert sureness.questions == 0.5


def test_the_passage_taken_is_the_likeliest_with_its_span() -> None:
    readings = [Reading(0.9, (Span(0, 1, 0.2),), ()), Reading(0.5, (Span(2, 3, 0.9),), ()), Reading(1.0, (), ())]
    assert choose_passage(readings) == (1, Span(2, 3, 0.9))
    assert choose_passage([]) is None


def test_latency_is_told_for_each_count(fake_reader: Any) -> None:
    assert set(latency(fake_reader({}), PASSAGES, "粮食", (1, 3), runs=3)) == {1, 3}


def test_our_own_articles_are_asked_in_both_languages() -> None:
    tasks = load_own_tasks("test")
    assert set(tasks) == {"own zh", "own en"}
    for asked in tasks.values():
        assert all(
            any(gold in passage for passage in row.passages)
            for row in asked
            for gold in row.gold[:1]
            if any(row.holding)
        )
