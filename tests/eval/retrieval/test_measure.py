"""Measuring retrieval: scores as their formulas say, tasks with the right article, weights that follow the measurement;
and the floors that the project's own questions must not fall below."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from eval.retrieval.measure import RESULTS, Score, article_rank, baseline_ranker, file_name, main, score_ranks, show
from eval.retrieval.tasks import Asked, Task, load_own, load_tasks
from eval.retrieval.tune import Candidates, descend, reciprocal_rank, write_weights
from index.text.fold import fold
from index.training.sources import READING
from qa.retrieve.fusion import Fusion, Signals, Weights, load_fusion
from qa.retrieve.retriever import Retriever

# Whole runs over an index.
pytestmark = pytest.mark.slow

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[3]
TASK = Task("small", "zh-zh", ("一", "二"), (Asked("?", 0),) * 4)


def test_a_score_is_shares_of_hits_and_the_mean_reciprocal_rank() -> None:
    score = score_ranks(TASK, "system", [1, 2, 10, 0])
    assert (score.hit1, score.hit5, score.hit10) == (0.25, 0.5, 0.75)
    assert score.mrr == pytest.approx((1 + 1 / 2 + 1 / 10 + 0) / 4, abs=1e-4)


def test_nothing_asked_scores_nothing() -> None:
    score = score_ranks(TASK, "system", [])
    assert (score.questions, score.hit1, score.mrr) == (0, 0.0, 0.0)


def test_an_articles_rank_counts_articles_not_passages() -> None:
    hits = [SimpleNamespace(passage=SimpleNamespace(source=source)) for source in ("a", "a", "b", "a", "c")]
    assert [article_rank(hits, source) for source in "abcd"] == [1, 2, 3, 0]  # type: ignore[arg-type]  # only the source of a hit is read


def test_the_table_names_every_system() -> None:
    table = show([Score("reading", "zh-zh", "all together", 3, 0.5, 1.0, 1.0, 0.75)])
    assert "| reading | zh-zh | 3 | all together | 0.500 | 1.000 | 1.000 | 0.750 |" in table


def test_the_baseline_finds_an_article_by_its_words() -> None:
    texts = ("重庆汽车产量增长。", "北京今天下雨。", "上海举办展览。", "天津港口繁忙。")
    rank = baseline_ranker(Task("small", "zh-zh", texts, ()))
    assert rank("北京下雨了吗", 1) == 1
    assert rank("重庆", 0) == 1
    assert rank("完全不同", 0) == 0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "flores_devtest").mkdir()
    rows = [f"one two {number} three four five six seven eight\t这是第{number}个句子的内容。" for number in range(10)]
    (tmp_path / "flores_devtest" / "en_zh.tsv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "zh_text").mkdir()
    items = [
        {"title": f"第{n}号工厂今天正式开工", "text": f"第{n}号工厂今天正式开工，数百名工人参加了开工仪式和活动。" * 5}
        for n in range(6)
    ]
    lines = [json.dumps(item, ensure_ascii=False) for item in items]
    (tmp_path / "zh_text" / "xwlb_news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_every_question_comes_from_its_article(data: Path) -> None:
    tasks = load_tasks(data)
    assert {task.name for task in tasks} == {"flores", "flores mixed", "news titles", "news words", "news both"}
    for task in tasks:
        assert task.asked
        for asked in task.asked:
            article = task.articles[asked.article]
            if task.languages in ("en-zh", "zh-en"):
                number = "".join(c for c in asked.question if c.isdecimal())
                assert number in article
            elif task.name == "news titles":
                assert asked.question in article


def test_mixed_tasks_hold_each_window_in_one_language(data: Path) -> None:
    mixed = next(task for task in load_tasks(data) if task.name == "flores mixed")
    assert [text.isascii() for text in mixed.articles] == [False, True, False]


def test_the_halves_share_no_question_and_leave_none_out(data: Path) -> None:
    for task in load_tasks(data):
        dev, test = task.part("dev"), task.part("test")
        assert len(dev.asked) + len(test.asked) == len(task.asked)
        assert dev.articles == test.articles == task.articles


def test_the_same_seed_gives_the_same_tasks(data: Path) -> None:
    assert load_tasks(data) == load_tasks(data)
    assert load_tasks(data) != load_tasks(data, seed=2)


def candidates() -> Candidates:
    """Two questions with two articles each; the own article is right by soft share and wrong by keyword share."""
    zeros = np.zeros(4, dtype=np.float32)
    keyword = np.array([0.2, 0.6, 0.6, 0.2], dtype=np.float32)
    soft = np.array([0.9, 0.1, 0.1, 0.9], dtype=np.float32)
    signals = Signals(keyword, soft, zeros, zeros, np.zeros(4, dtype=np.bool_))
    return Candidates("reading", signals, np.arange(4), np.array([0, 2]), np.array([0, 3]))


def fusion(soft: float) -> Fusion:
    same = Weights(1.0, soft, 0.0, 0.0, 1.0)
    return Fusion(same, Weights(1.0, 1.0, 0.0, 0.0, 1.0))


def test_the_reciprocal_rank_follows_the_weights() -> None:
    assert reciprocal_rank(candidates(), fusion(0.0)) == 0.5
    assert reciprocal_rank(candidates(), fusion(2.0)) == 1.0


def test_an_article_that_is_no_candidate_counts_nothing() -> None:
    lost = candidates()
    lost = Candidates(lost.name, lost.signals, lost.groups, lost.questions, np.array([0, -1]))
    assert reciprocal_rank(lost, fusion(2.0)) == 0.5


def test_descending_finds_better_weights() -> None:
    found, score = descend([candidates()], fusion(0.0))
    assert score == 1.0
    assert found.same.soft > 0.5


def test_weights_are_written_into_their_table_alone(tmp_path: Path) -> None:
    file = tmp_path / "weights.toml"
    body = "keyword = 1.0\nsoft = 1.0 # why\ndense = 1.0\narticle = 1.0\nsentence = 1.0\nscale = 1.0\n"
    file.write_text("".join(f"[{kind}.{side}]\n{body}" for kind in ("table", "model") for side in ("same", "other")))
    before = load_fusion("model", file)
    write_weights("table.other", Weights(1.0, 0.25, 0.5, 0.0, 1.2, 0.3), file)
    load_fusion.cache_clear()
    assert load_fusion("table", file).other == Weights(1.0, 0.25, 0.5, 0.0, 1.2, 0.3)
    assert load_fusion("table", file).same == Weights(1.0, 1.0, 1.0, 1.0, 1.0, 1.0)
    assert load_fusion("model", file) == before
    assert file.read_text().count("# why") == 4


def test_the_command_measures_the_projects_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "results" / "retrieval.json"
    assert main(["--task", "own", "--out", str(out), "--system", "keyword only"]) == 0
    scores = json.loads(out.read_text(encoding="utf-8"))["scores"]
    assert {score["system"] for score in scores} == {"keyword only"}
    assert {score["languages"] for score in scores} == {"zh-zh", "en-zh"}
    assert "| own |" in capsys.readouterr().out


def test_the_projects_questions_stay_above_the_floors(retriever: Retriever) -> None:
    floors = tomllib.loads(RESULTS.with_name("retrieval_floors.toml").read_text(encoding="utf-8"))
    names = [path.name for path in sorted((ROOT / "seeds").iterdir()) if path.suffix == ".txt"]
    for task in load_own(ROOT / "eval" / "questions.jsonl", ROOT / "seeds"):
        ranks = [article_rank(retriever.search(row.question, 20), names[row.article]) for row in task.asked]
        score = score_ranks(task, "all together", ranks)
        for metric, least in floors["own"][task.languages].items():
            assert getattr(score, metric) >= least, (task.languages, metric)


def test_file_names_sort_as_their_numbers() -> None:
    assert sorted(map(file_name, (100, 2, 30))) == [file_name(2), file_name(30), file_name(100)]


def reading_files(data: Path) -> None:
    """Forty articles of two paragraphs each, whose questions name them."""
    for folder, files, _ in READING:
        (data / folder).mkdir()
        for file in files:
            articles = [
                {
                    "title": f"{file}{n}",
                    "paragraphs": [
                        {
                            "context": f"{file}第{n}座水电站位于长江上游，{part}由工程师张三设计建造。",
                            "qas": [{"id": f"{file}{n}{part}", "question": f"长江上游水电站{part}由哪位工程师设计？"}],
                        }
                        for part in ("大坝", "厂房")
                    ],
                }
                for n in range(40)
            ]
            (data / folder / file).write_text(json.dumps({"data": articles}, ensure_ascii=False), encoding="utf-8")


def test_articles_hold_all_paragraphs_of_a_title(data: Path) -> None:
    reading_files(data)
    task = next(task for task in load_tasks(data) if task.name == "articles")
    assert task.asked
    for asked in task.asked:
        article = task.articles[asked.article]
        assert "大坝" in article
        assert "厂房" in article
    assert any("工厂" in article for article in task.articles)


def is_part(part: str, whole: str) -> bool:
    """True when `part` is `whole` without some run of characters."""
    return any(part == whole[:at] + whole[at + len(whole) - len(part) :] for at in range(len(part) + 1))


def test_a_vague_question_lacks_a_word_of_the_plain_one(data: Path) -> None:
    reading_files(data)
    tasks = {task.name: task for task in load_tasks(data)}
    plain = {fold(asked.question) for asked in tasks["articles"].asked}
    for asked in tasks["articles vague"].asked:
        assert asked.question not in plain
        assert any(is_part(asked.question, question) for question in plain)


def test_questions_on_news_are_asked_of_their_articles(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (data / "zh_text" / "xwlb_news.jsonl").read_text(encoding="utf-8").splitlines()
    text = json.loads(lines[2])["text"]
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    file = data / "questions.tsv"
    file.write_text(f"# why\narticle\tquestion\n{digest}\t谁开工了？\n000000000000\t谁没有？\n", encoding="utf-8")
    monkeypatch.setattr("eval.retrieval.tasks.NEWS_QUESTIONS", file)
    task = next(task for task in load_tasks(data) if task.name == "news asked")
    assert [(asked.question, task.articles[asked.article]) for asked in task.asked] == [("谁开工了？", text)]
    assert len(task.articles) == 6
