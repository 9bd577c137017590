from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.questions.format import ANSWERABLE, UNANSWERABLE, Evidence, Item, load_questions, misplaced
from eval.questions.judging import is_number
from eval.questions.numbers import read_numbers
from index.errors import QuestionError

ROOT = Path(__file__).parents[3]
BUNDLED = ROOT / "eval" / "questions.jsonl"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "q.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_two_fields_are_enough(tmp_path: Path) -> None:
    [one, other] = load_questions(
        write(tmp_path, '{"question": "谁是市长？", "answers": ["唐良智"]}', "", '{"question": "Who?", "answers": []}')
    )
    assert (one.id, one.language, one.split, one.kind, one.answerable) == ("line-1", "zh", "test", "open", True)
    assert (other.id, other.language, other.answerable) == ("line-3", "en", False)


def test_all_fields(tmp_path: Path) -> None:
    row = {
        "question": "q", "answers": [], "items": ["甲", ["乙", "B"], {"forms": ["5%"], "period": "2020"}],
        "source": "a.txt", "published": "2021-02",
        "evidence": ["一句话。", {"source": "b.txt", "text": "二", "fact": 1}],
    }  # fmt: skip
    [gold] = load_questions(write(tmp_path, json.dumps(row)))
    assert gold.items == (Item(("甲",)), Item(("乙", "B")), Item(("5%",), "2020"))
    assert gold.evidence == (Evidence("a.txt", "一句话。", "2021-02"), Evidence("b.txt", "二", "2021-02", 1))
    assert set(gold.facts()) == {0, 1}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "line 1: not JSON"),
        ("[1]", "not an object"),
        ('{"answers": []}', "`question` is missing"),
        ('{"question": "q"}', "`answers` is missing"),
        ('{"question": "q", "answers": "a"}', "`answers` must be a list"),
        ('{"question": "q", "answers": [""]}', "`answers` must be a list"),
        ('{"question": 3, "answers": []}', "`question` is 3"),
        ('{"question": "q", "answers": [], "anwser": 1}', "unknown field 'anwser'"),
        ('{"question": "q", "answers": [], "language": "fr"}', "use zh or en"),
        ('{"question": "q", "answers": [], "split": "train"}', "use dev or test"),
        ('{"question": "q", "answers": ["a"], "nature": "plan"}', "use result, goal or forecast"),
        ('{"question": "q", "answers": [], "evidence": "e", "source": "a.txt"}', "`evidence` but no answer"),
        ('{"question": "q", "answers": ["a"], "evidence": "e"}', "`evidence` without `source`"),
        ('{"question": "q", "answers": ["a"], "kind": "no_year"}', "but there is an answer"),
        ('{"question": "q", "answers": [], "kind": "quantity"}', "but there is no answer"),
        ('{"question": "q", "answers": [], "items": [{}]}', "entry of `items`"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(QuestionError, match=r"q\.jsonl, line 1") as caught:
        load_questions(write(tmp_path, line))
    assert says in str(caught.value)


def test_empty_missing_double_and_foreign_files(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="holds no questions"):
        load_questions(write(tmp_path, ""))
    with pytest.raises(QuestionError, match="cannot read questions"):
        load_questions(tmp_path / "none.jsonl")
    same = '{"id": "a", "question": "q", "answers": []}'
    with pytest.raises(QuestionError, match="also on line 1"):
        load_questions(write(tmp_path, same, same))
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(QuestionError, match="cannot read questions"):
        load_questions(tmp_path / "b.jsonl")


def test_every_bundled_evidence_stands_in_its_file() -> None:
    assert misplaced(load_questions(BUNDLED), ROOT / "seeds") == []


def test_misplaced_evidence_is_told(tmp_path: Path) -> None:
    row = {"question": "q", "answers": ["a"], "source": "a.txt", "evidence": "乙"}
    golds = load_questions(write(tmp_path, json.dumps(row)))
    assert "no file a.txt" in misplaced(golds, tmp_path)[0]
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    assert "does not stand in a.txt" in misplaced(golds, tmp_path)[0]


def test_the_bundled_set_is_large_balanced_and_of_all_kinds() -> None:
    golds = load_questions(BUNDLED)
    assert len(golds) >= 260
    languages = Counter(gold.language for gold in golds)
    splits = Counter(gold.split for gold in golds)
    assert abs(languages["zh"] - languages["en"]) <= len(golds) * 0.05
    assert splits["test"] >= 50
    assert len({gold.kind for gold in golds if gold.split == "test"}) >= 15
    assert 0.2 <= sum(not gold.answerable for gold in golds) / len(golds) <= 0.3
    kinds = Counter((gold.kind, gold.split) for gold in golds)
    for kind in (*ANSWERABLE, *UNANSWERABLE):
        assert kinds[kind, "dev"] >= 2, kind
    sources = Counter(one.source for gold in golds for one in gold.evidence)
    assert len(sources) == 5
    assert min(sources.values()) >= 40
    assert all(gold.why for gold in golds)
    assert len({(gold.question, gold.history) for gold in golds}) == len(golds)


def test_a_number_of_a_gold_answer_stands_in_its_evidence() -> None:
    """Copied from the article: each sentence said to prove a number holds that number (5年 may be 五年)."""
    for gold in load_questions(BUNDLED):
        # A year asked for may stand there as 去年.
        forms = [form for form in gold.answers if is_number(form) and gold.kind != "date"]
        for one in gold.evidence if forms else ():
            held = {number.value for number in read_numbers(one.text)}
            wanted = {read_numbers(form)[0].value for form in forms}
            assert held & wanted, f"{gold.id}: {forms} not in {one.text}"
