"""The training recipe on data small enough to follow by hand; the full data is not needed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embed.table import TokenTable
from index.training import vocabulary
from index.training.charsmap import normalised
from index.training.cleaning import Pair, clean_pair, read_source
from index.training.corpus import Corpus, Sampler, encode_corpus
from index.training.evaluation import ENGLISH_QUESTIONS, Task, evaluate, fragment_task, rank
from index.training.export import as_table, match_weights, quantise, save_model
from index.training.initial import initial_vectors, reduce_dimension, unit
from index.training.names import name_parts, person_pairs, place_pairs
from index.training.objective import contrast, counts, match_scores, pack
from index.training.reading import ReadingPassage, is_test_passage
from index.training.sources import SOURCES, Source
from index.training.train import Parameters, Recipe, train
from index.training.vocabulary import VocabularySize, build_tokenizer

Floats = NDArray[np.float32]
TERMS = Source("terms", "term", "none")
SENTENCES = Source("sentences", "sentence", "none", ordered=True)
WORDS = [
    ("car", "汽车"),
    ("output", "产量"),
    ("river", "长江"),
    ("city", "城市"),
    ("bridge", "大桥"),
    ("school", "学校"),
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    pairs = tuple(Pair(f"the {a} of the {b} in 2024", f"2024年{d}的{c}") for a, c in WORDS for b, d in WORDS if a != b)
    terms = tuple((Pair(english, chinese), 1.0) for english, chinese in WORDS)
    reading = tuple(
        ReadingPassage("drcd", "", f"{c}和学校。", ((f"q{c}", f"{c}在哪里"), ("empty", ""))) for _, c in WORDS[:5]
    )
    return Corpus(((SENTENCES, pairs),), terms, reading)


@pytest.fixture(scope="module")
def tokenizer(corpus: Corpus) -> Tokenizer:
    frequencies = {word: 100 for _, word in WORDS} | {"年": 100, "的": 500, "在": 100, "哪里": 50, "和": 100}
    terms = [pair.chinese for pair, _ in corpus.terms]
    with pytest.MonkeyPatch.context() as patch:
        # jieba's 350,000 words take seconds to load and change nothing on six.
        patch.setattr(vocabulary, "jieba_frequencies", lambda: frequencies)
        return build_tokenizer(corpus.english(), corpus.chinese(), terms, VocabularySize(50, 50, 40))


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_the_character_map_does_what_it_was_made_for() -> None:
    normal = vocabulary.normaliser()
    for character in "Ａé臺㎡①兩國Å２Ⅷ":
        assert normal.normalize_str(character) == normalised(character)
    assert normal.normalize_str("São 臺灣 ２０２４ ㎡ 한국") == "sao 台湾 2024 m2 한국"


def test_cleaning_drops_what_is_no_pair() -> None:
    assert clean_pair("to resist (an attack)", "抵抗", TERMS) == Pair("resist", "抵抗")
    assert clean_pair("hello", "hello", TERMS) is None
    assert clean_pair("1234", "一二三四", TERMS) is None
    assert clean_pair("a " * 130, "太长" * 40, SENTENCES) is None
    assert clean_pair("one two three four five six seven", "啊", SENTENCES) is None


def test_jiebas_dictionary_is_folded() -> None:
    frequencies = vocabulary.jieba_frequencies()
    assert len(frequencies) > 200_000
    assert frequencies["重庆"] > 1000
    assert "歷史" not in frequencies


def test_a_file_is_read_once_per_pair_and_capped(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    lines = ["car\t汽车", "car\t汽车", "no tab here", "output\t产量", "river\t长江"]
    (tmp_path / "parallel" / "terms.tsv").write_text("\n".join(lines), encoding="utf-8")
    source = Source("terms", "term", "none", cap=2)
    assert read_source(tmp_path, source) == (Pair("car", "汽车"), Pair("output", "产量"))


def test_no_test_set_is_in_the_list_of_sources() -> None:
    names = {source.name for source in SOURCES}
    assert len(names) == len(SOURCES)
    assert not {name for name in names if "flores" in name or "wmt23" in name or "wmt24" in name or "laser" in name}
    assert all(source.licence for source in SOURCES)


def test_the_split_of_the_reading_sets_is_fixed() -> None:
    assert [is_test_passage(text) for text in ("两江新区", "重庆", "汽车", "产量", "a b")] == [
        False,
        True,
        False,
        True,
        True,
    ]
    assert is_test_passage("a b") == is_test_passage(" ab\n")


def test_names_are_made_from_names() -> None:
    assert name_parts([Pair("Harry Reid", "哈里·瑞德"), Pair("Paris", "巴黎")]) == (
        Pair("Harry", "哈里"),
        Pair("Reid", "瑞德"),
    )
    assert place_pairs(["两江", "渝中", "x"]) == (Pair("Liangjiang", "两江"), Pair("Yuzhong", "渝中"))
    people = person_pairs([])
    assert all(len(pair.english.split()) == 2 and len(pair.chinese) == 3 for pair in people)
    assert people == person_pairs([])


def test_the_tokenizer_knows_words_numbers_and_parts(tokenizer: Tokenizer) -> None:
    encoding = tokenizer.encode("２０２４年長江Bridge，6.5% outputs!")
    assert encoding.tokens == ["2024", "年", "长江", "bridge", "6.5", "%", "output", "s"]
    assert [("２０２４年長江Bridge，6.5% outputs!")[a:b] for a, b in encoding.offsets][2:4] == ["長江", "Bridge"]


def test_training_scores_are_the_tables_scores(tokenizer: Tokenizer) -> None:
    random = np.random.default_rng(1)
    size = tokenizer.get_vocab_size()
    vectors = random.standard_normal((size, 16)).astype(np.float32)
    log_weights = random.standard_normal(size).astype(np.float32)
    table = as_table(tokenizer, Parameters(vectors, log_weights))
    queries, passages = ["car output", "the river"], ["汽车的产量", "长江大桥，2024年"]
    ids = [[np.asarray(row, dtype=np.int64) for row in table.token_ids(texts)] for texts in (queries, passages)]
    batch = pack(ids[0], ids[1])
    rows = torch.from_numpy(batch.tokens)
    asked = counts(torch.from_numpy(batch.queries), len(rows))
    scores = match_scores(batch, asked, torch.from_numpy(vectors)[rows], torch.from_numpy(log_weights)[rows], -1.0)
    expected = np.stack([table.match_score(query, passages, floor=-1.0) for query in queries])
    np.testing.assert_allclose(scores.numpy(), expected, atol=0.01)


def test_contrast_is_the_cross_entropy_of_the_diagonal() -> None:
    scores = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert float(contrast(scores, 1.0)) == pytest.approx(np.log(1 + np.exp(-1)), abs=1e-6)


def test_quantising_loses_less_than_a_hundredth() -> None:
    vectors = np.random.default_rng(1).standard_normal((100, 256)).astype(np.float32)
    codes, scale = quantise(vectors)
    assert codes.dtype == np.int8
    assert (unit(codes * scale[:, None]) * unit(vectors)).sum(axis=1).min() > 0.9999
    assert match_weights(np.zeros(3, dtype=np.float32)).tolist() == [0.0, 1.0, 1.0]


def test_reducing_keeps_unit_rows() -> None:
    vectors = np.random.default_rng(1).standard_normal((50, 12)).astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(reduce_dimension(vectors, 4), axis=1), 1.0, atol=1e-5)


def test_a_small_run_learns_which_words_mean_the_same(corpus: Corpus, tokenizer: Tokenizer, tmp_path: Path) -> None:
    size = tokenizer.get_vocab_size()
    weights = np.ones(size, dtype=np.float32)
    random = np.random.default_rng(3)
    start = initial_vectors(
        tokenizer, (), weights, 16, 1, teacher=lambda words: random.standard_normal((len(words), 24)).astype(np.float32)
    )
    recipe = Recipe(dimension=16, mean_steps=20, match_steps=80, mean_batch=16, match_batch=12, term_batch=6, rate=0.03)
    lines: list[str] = []
    first = Parameters(start, np.zeros(size, dtype=np.float32))
    learned = train(first, Sampler(encode_corpus(corpus, tokenizer), 1), recipe, lines.append)
    table = as_table(tokenizer, learned)
    task = Task("words", tuple(e for e, _ in WORDS), tuple(c for _, c in WORDS), tuple(range(len(WORDS))))
    before = {score.system: score.hit1 for score in evaluate(as_table(tokenizer, first), (task,), floor=-1.0)}
    after = {score.system: score.hit1 for score in evaluate(table, (task,), floor=-1.0)}
    assert before["match"] < 1.0
    assert after == {"mean": 1.0, "match": 1.0, "both": 1.0}

    save_model(tmp_path, tokenizer, learned)
    saved = TokenTable.load(tmp_path)
    np.testing.assert_array_equal(saved.encode(["car output"]), table.encode(["car output"]))
    assert json.loads((tmp_path / "modules.json").read_text(encoding="utf-8"))[0]["type"].endswith("StaticEmbedding")


def test_one_seed_gives_one_result(corpus: Corpus, tokenizer: Tokenizer) -> None:
    encoded = encode_corpus(corpus, tokenizer)
    start = Parameters(
        np.random.default_rng(1).standard_normal((tokenizer.get_vocab_size(), 8)).astype(np.float32),
        np.zeros(tokenizer.get_vocab_size(), dtype=np.float32),
    )
    recipe = Recipe(dimension=8, mean_steps=2, match_steps=9, mean_batch=8, match_batch=8, term_batch=6)
    one, other = (train(start, Sampler(encoded, 5), recipe, lambda _: None) for _ in range(2))
    np.testing.assert_array_equal(one.vectors, other.vectors)


def test_rank_counts_a_tie_against_us() -> None:
    task = Task("t", ("a", "b"), ("x", "y", "z"), (0, 1))
    scores = np.array([[1.0, 0.5, 0.0], [0.2, 0.5, 0.5]], dtype=np.float32)
    score = rank(task, "s", scores)
    assert (score.hit1, score.hit5, score.mrr) == (0.5, 1.0, 0.75)


def test_a_fragment_belongs_to_the_window_of_its_sentence() -> None:
    task = fragment_task("f", [(f"one two three four {n}", f"句{n}。") for n in range(5)], words=2, width=2)
    assert task.passages == ("句0。句1。", "句2。句3。", "句4。")
    assert task.answers == (0, 0, 1, 1, 2)
    assert task.queries[0] == "two three"


def test_our_english_questions_are_well_formed() -> None:
    lines = [line for line in ENGLISH_QUESTIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    keys = [line.split("\t")[0] for line in lines]
    assert len(set(keys)) == len(lines) == 137
    assert all(line.count("\t") == 1 and line.endswith("?") for line in lines)
