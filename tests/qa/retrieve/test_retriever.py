"""The retriever over a folder of small articles in both languages, with a table small enough to compute by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from index.build import build_index
from index.embed import load_encoder
from index.errors import IndexMissing, IndexOutdated, QuestionError
from index.settings import Settings
from index.store import open_index
from index.types import DateEvidence
from qa import Retriever
from qa.retrieve.options import published_span

unhurried = hypothesis_settings(deadline=None)  # a busy machine is no failure

ARTICLES = {
    "2023/rain.txt": "发布时间：2023年5月4日\n\n重庆连日降雨。全市启动应急响应，转移群众98万人。\n",
    "2024/cars.txt": "发布时间：2024年3月1日\n\n两江新区汽车产量达1150000辆。汽车企业增加到六家。\n",
    "2024/cars_en.txt": "Published: 2 March 2024\n\nThe district made many automobiles. Exports stayed low.\n",
    "old/traditional.txt": "兩江新區管委會說，產量創新高。汽車很多。\n",
}
# One direction each for cars, output, rain and all other characters; "pluvia" is a word no list has.
MEANINGS = {
    "car": 0, "cars": 0, "汽车": 0, "automobiles": 0,
    "output": 1, "产量": 1,
    "rain": 2, "降雨": 2, "pluvia": 2,
}  # fmt: skip


def write_model(folder: Path) -> None:
    words = ["[UNK]", *MEANINGS]
    tokenizer = Tokenizer(models.Unigram([(word, -1.0) for word in words], unk_id=0, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("汽车|产量|降雨|[a-z]+"), "removed", invert=True)
    codes = np.zeros((len(words), 4), dtype=np.int8)
    codes[0, 3] = 100
    for row, meaning in enumerate(MEANINGS.values(), start=1):
        # Words of one meaning point nearly the same way, those of one language most of all.
        codes[row, meaning], codes[row, 3] = 100, 60 if words[row].isascii() else 0
    weights = np.ones(len(words), dtype=np.float32)
    weights[0] = 0.001
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    tensors = {"embeddings": codes, "weights": weights, "match_weights": weights.copy()}
    save_file(tensors, folder / "model.safetensors")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("retriever")
    write_model(root / "model")
    for name, text in ARTICLES.items():
        (root / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "articles" / name).write_text(text, encoding="utf-8")
    return Settings(index_dir=str(root / "index"), articles_dir=str(root / "articles"), model=str(root / "model"))


@pytest.fixture(scope="module")
def small(settings: Settings) -> Retriever:
    return Retriever.open(settings=settings)


def sources(retriever: Retriever, question: str, k: int = 5, **options: Any) -> list[str]:
    return [hit.passage.source for hit in retriever.search(question, k, **options)]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("两江新区汽车产量是多少", "2024/cars.txt"),
        ("兩江新區汽車產量", "2024/cars.txt"),
        ("car output", "2024/cars.txt"),
        ("where did it rain", "2023/rain.txt"),
        ("哪里降雨", "2023/rain.txt"),
        ("转移了九十八万人吗", "2023/rain.txt"),
        ("980,000", "2023/rain.txt"),
        ("1.15 million", "2024/cars.txt"),
    ],
)
def test_the_article_that_says_it_comes_first(small: Retriever, question: str, first: str) -> None:
    assert sources(small, question)[0] == first


def test_hits_are_ranked_from_1_with_falling_scores_and_whole_passages(small: Retriever) -> None:
    hits = small.search("汽车产量", 10)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(0 <= b.score <= a.score <= 1 for a, b in pairwise(hits))
    assert len({hit.passage.id for hit in hits}) == len(hits)
    for hit in hits:
        article = small.index.article(hit.passage.source)
        assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_why_says_the_rank_by_each_signal(small: Retriever) -> None:
    (hit,) = small.search("两江新区汽车产量", 1)
    assert (hit.why.keyword, hit.why.soft) == (1, 1)
    # A common English word is searched in its Chinese too, so the keywords meet the Chinese article.
    (english,) = small.search("rain", 1, source="2023/*")
    assert (english.why.keyword, english.why.soft) == (1, 1)
    (unknown,) = small.search("pluvia", 1, source="2023/*")
    assert (unknown.why.keyword, unknown.why.soft) == (None, 1)


def test_both_languages_are_found_by_one_question(small: Retriever) -> None:
    assert {"2024/cars.txt", "2024/cars_en.txt"} <= set(sources(small, "汽车", 4))
    assert {"2024/cars.txt", "2024/cars_en.txt"} <= set(sources(small, "car", 4))


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "soft", "dense"])
def test_every_mode_ranks_the_same_article_first(small: Retriever, mode: str) -> None:
    assert sources(small, "两江新区汽车产量", 1, mode=mode) == ["2024/cars.txt"]


def test_a_single_signal_leaves_out_what_it_does_not_find(small: Retriever) -> None:
    assert sources(small, "zebra", mode="keyword") == []
    assert sources(small, "zebra", mode="soft") == []


@pytest.mark.parametrize("wide", [0, 10**9], ids=["beside", "in turn"])
@pytest.mark.parametrize("question", ["两江新区的汽车产量", "output of cars", "降雨", "xyzzy"])
def test_a_signal_alone_finds_what_it_finds_among_all(
    small: Retriever, monkeypatch: pytest.MonkeyPatch, question: str, wide: int
) -> None:
    monkeypatch.setattr("qa.retrieve.signals._WIDE", wide)
    query = small.read_question(question)
    some = np.arange(small.signals.size) % 2 == 0
    for allowed in (None, some):
        pool = small.signals.collect(query, 3, allowed)
        for mode in ("keyword", "soft", "dense"):
            ids, shares = small.signals.alone(mode, query, 3, allowed)
            assert ids.tolist() == pool.lists[mode].tolist()
            among = getattr(pool.signals, mode)[np.searchsorted(pool.ids, ids)]
            assert shares.tolist() == pytest.approx(among.tolist(), abs=1e-6)
            assert allowed is None or allowed[ids].all()


@pytest.mark.parametrize("question", ["两江新区的汽车产量", "全市转移群众", "automobiles and exports"])
def test_an_article_is_worth_the_best_its_passages_have_of_each_word(retriever: Retriever, question: str) -> None:
    source = retriever.signals
    columns = source.columns(retriever.read_question(question))
    assert columns
    best = np.zeros((len(columns), len(retriever.index.articles)), dtype=np.float32)
    for row, ((owners, weights), share) in zip(best, columns, strict=True):
        np.maximum.at(row, source.article_of[owners], weights.astype(np.float32) * np.float32(share))
    expected = np.minimum(best.sum(axis=0), 1.0)[source.article_of]
    ids = np.arange(source.size)
    assert source.article(columns, ids) == pytest.approx(expected, abs=1e-6)
    assert source.article(columns, ids[3:5]) == pytest.approx(expected[3:5], abs=1e-6)


def test_dates_limit_and_unknown_dates_are_left_out(small: Retriever) -> None:
    every = set(sources(small, "汽车产量降雨", 10))
    assert "old/traditional.txt" in every
    assert set(sources(small, "汽车产量降雨", 10, date_from=date(2024, 1, 1))) == {"2024/cars.txt", "2024/cars_en.txt"}
    assert set(sources(small, "汽车产量降雨", 10, date_to=date(2023, 12, 31))) == {"2023/rain.txt"}
    assert sources(small, "汽车", 10, date_from=date(2030, 1, 1)) == []
    assert sources(small, "汽车", date_from=date(2024, 3, 1), date_to=date(2024, 3, 1)) == ["2024/cars.txt"]


def test_a_glob_limits_the_sources(small: Retriever) -> None:
    assert set(sources(small, "汽车产量降雨", 10, source="2024/*")) == {"2024/cars.txt", "2024/cars_en.txt"}
    assert sources(small, "汽车", 10, source="nothing*") == []
    assert set(sources(small, "汽车", 10, source="*cars.txt")) == {"2024/cars.txt"}


@pytest.mark.parametrize("k", [0, -1, 10**9, True, 2.0, "5", None])
def test_a_number_that_cannot_be_is_refused_with_the_mend(small: Retriever, k: Any) -> None:
    with pytest.raises(QuestionError, match="ask for 1 to 100"):
        small.search("汽车", k)


@pytest.mark.parametrize(
    ("options", "mend"),
    [
        ({"date_from": date(2025, 1, 2), "date_to": date(2025, 1, 1)}, "swap them"),
        ({"date_from": "2025-01-01"}, "datetime.date"),
        ({"date_to": datetime(2025, 1, 1)}, "datetime.date"),
        ({"mode": "best"}, "hybrid, dense, keyword, soft"),
        ({"source": ""}, "pattern"),
        ({"source": "*" * 2000}, "pattern"),
        ({"source": 3}, "pattern"),
    ],
)
def test_options_that_cannot_be_are_refused_with_the_mend(small: Retriever, options: dict[str, Any], mend: str) -> None:
    with pytest.raises(QuestionError, match=mend):
        small.search("汽车", **options)


@pytest.mark.parametrize("question", ["", "   ", "？！……", "\n"])
def test_a_question_without_words_is_refused(small: Retriever, question: str) -> None:
    with pytest.raises(QuestionError, match="type a question"):
        small.search(question)


def test_a_question_too_long_is_refused(small: Retriever) -> None:
    with pytest.raises(QuestionError, match="500"):
        small.search("汽" * 501)


@unhurried
@given(question=st.text(max_size=60))
def test_any_text_is_searched_or_refused(small: Retriever, question: str) -> None:
    try:
        hits = small.search(question, 3)
    except QuestionError:
        return
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_a_reranker_orders_the_first_passages(small: Retriever, settings: Settings) -> None:
    class Backwards:
        name = "backwards"

        def score(self, query: str, texts: list[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
            return np.array([-float("产量" in text or "產量" in text) for text in texts], dtype=np.float32)

    encoder = load_encoder(settings.model)
    reranked = Retriever(small.index, encoder, settings=settings, reranker=Backwards())  # type: ignore[arg-type]  # has the one method used
    assert sources(small, "汽车产量", 1) == ["2024/cars.txt"]
    assert sources(reranked, "汽车产量", 1) != ["2024/cars.txt"]


def test_open_builds_what_is_missing_and_follows_the_articles(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("涪陵有瞪羚企业6家。\n", encoding="utf-8")
    own = replace(settings, index_dir=str(tmp_path / "index"), articles_dir=str(folder))
    with pytest.raises(IndexMissing):
        Retriever.open(settings=own, build=False)
    assert sources(Retriever.open(settings=own), "瞪羚") == ["a.txt"]
    (folder / "b.txt").write_text("渝北的独角兽企业有两家。\n", encoding="utf-8")
    assert sources(Retriever.open(settings=own), "独角兽", 1) == ["b.txt"]
    assert len(Retriever.open(tmp_path / "index", settings=own, build=False).index.articles) == 2


def test_an_index_of_another_segmenter_is_made_again_for_who_names_the_articles(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("涪陵有瞪羚企业6家。\n", encoding="utf-8")
    own = replace(settings, index_dir=str(tmp_path / "index"), articles_dir=str(folder))
    with monkeypatch.context() as patch:
        patch.setattr("index.text.tokens.SEGMENTER", "another")
        Retriever.open(settings=own)
    with pytest.raises(IndexOutdated):
        Retriever.open(settings=own)
    assert sources(Retriever.open(articles=folder, settings=own), "瞪羚") == ["a.txt"]


def test_another_model_than_the_index_was_made_with_is_refused(small: Retriever, settings: Settings) -> None:
    other = load_encoder(settings.model)
    object.__setattr__(other, "table", load_encoder(settings.model).table)
    assert other.table is not None
    other.table.weights = other.table.weights * 2
    with pytest.raises(IndexOutdated, match="--model"):
        Retriever(open_index(Path(settings.index_dir)), other, settings=settings)


@pytest.mark.parametrize(
    ("evidence", "span"),
    [
        (DateEvidence(date(2024, 2, 10), "day", "r"), (date(2024, 2, 10), date(2024, 2, 10))),
        (DateEvidence(date(2024, 2, 1), "month", "r"), (date(2024, 2, 1), date(2024, 2, 29))),
        (DateEvidence(date(2023, 1, 1), "year", "r"), (date(2023, 1, 1), date(2023, 12, 31))),
        (DateEvidence(None, "unknown", "r"), None),
    ],
)
def test_the_days_an_article_may_have_been_published(evidence: DateEvidence, span: object) -> None:
    assert published_span(evidence) == span


def test_near_equal_passages_of_one_article_leave_room_for_others(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    paragraphs = [f"{place}地今年的汽车产量很高，汽车产量创下新高。" + "生产稳定。" * 40 for place in "甲乙丙丁戊己"]
    (folder / "many.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    for number in range(24):
        text = f"第{number}号厂的汽车产量一般，没有什么变化，工人们照常上班，按时下班。\n"
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    retriever = Retriever.open(tmp_path / "index", articles=folder, settings=settings)
    assert len(set(sources(retriever, "汽车产量", 5))) >= 4


def test_the_first_search_in_a_new_process_loads_nothing_heavy(seed_index: Path) -> None:
    code = (
        "import json, sys\n"
        "from qa import Retriever\n"
        f"hits = Retriever.open({str(seed_index)!r}, build=False).search('两江新区2024年整车产量是多少')\n"
        "heavy = {'torch', 'gradio', 'scipy', 'bm25s', 'numba', 'pandas', 'opencc', 'transformers', 'matplotlib'}\n"
        "print(json.dumps([hits[0].passage.source, sorted(heavy & set(sys.modules))]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    source, heavy = json.loads(done.stdout)
    assert source.startswith("001_")
    assert heavy == []


@pytest.mark.parametrize(
    ("question", "source", "words"),
    [
        ("两江新区2024年整车产量是多少", "001_", "115万辆"),
        ("What was the vehicle output of Liangjiang New Area in 2024?", "001_", "115万辆"),
        ("涪陵有多少家瞪羚企业", "001_", "瞪羚企业6家"),
        ("How many gazelle companies does Fuling have?", "001_", "瞪羚企业6家"),
        ("兩江新區直管區二〇二四年整車產量達到多少", "001_", "115万辆"),
    ],
)
def test_the_bundled_model_finds_the_sentence(retriever: Retriever, question: str, source: str, words: str) -> None:
    hits = retriever.search(question, 3)
    assert any(hit.passage.source.startswith(source) and words in hit.passage.text for hit in hits)


def test_building_twice_gives_the_same_ranking(tmp_path: Path, seeds: Path, retriever: Retriever) -> None:
    build_index(seeds, tmp_path, settings=Settings())
    again = Retriever.open(tmp_path, build=False)
    for question in ("重庆新能源汽车", "digital transformation of factories"):
        one, other = (each.search(question, 10) for each in (retriever, again))
        assert [hit.passage.id for hit in one] == [hit.passage.id for hit in other]
        assert [hit.score for hit in one] == pytest.approx([hit.score for hit in other], abs=1e-5)


def test_what_the_reader_finds_the_answer_in_comes_first(retriever: Retriever, fake_reader: Any) -> None:
    question = "汽车产量"
    plain = retriever.search(question)
    last = plain[-1].passage
    reader = fake_reader({question: last.text[:4]})
    reading = Retriever(retriever.index, retriever.encoder, settings=retriever.settings, reader=reader)
    found = reading.search(question)
    order = [hit.passage.text for hit in plain]
    assert {hit.passage.text for hit in found} == set(order)
    assert [hit.passage.text for hit in found].index(last.text) < order.index(last.text)
    scores = [hit.score for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    # One signal alone is not read again.
    assert [h.passage for h in reading.search(question, mode="keyword")] == [
        h.passage for h in retriever.search(question, mode="keyword")
    ]


def test_what_lies_beyond_the_passages_read_stays_behind_them(fake_reader: Any, retriever: Retriever) -> None:
    from qa.retrieve.reading import READ, read_again

    passages = [retriever.index.passages[0]] * (READ + 3)
    ranked = [(i, 1 - i / 100) for i in range(READ + 3)]
    again = read_again(fake_reader({}), "谁", ranked, passages)
    assert [passage for passage, _ in again] == list(range(READ + 3))
    assert all(first[1] >= second[1] for first, second in pairwise(again))
