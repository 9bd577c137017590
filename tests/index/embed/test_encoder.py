"""Every encoder behind the seam gives unit rows; the bundled one does so without torch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from index.embed.encoder import MODEL_FOLDER, TableEncoder, find_prompts, load_encoder, load_reranker, unit_rows
from index.errors import ModelError

TEXTS = [
    "兩江新區2024年整车产量达115万辆。",
    "What was the vehicle output?",
    "２０２４年ＧＤＰ São Paulo",
    "Straße ①㎡ a\u0301",
]


@pytest.fixture(scope="module")
def bundled() -> TableEncoder:
    encoder = load_encoder()
    assert isinstance(encoder, TableEncoder)
    return encoder


def static_model(folder: Path, prompts: dict[str, str]) -> Path:
    """A sentence-transformers model of three words in two dimensions: query (1,0), passage (0,1), car (1,1)."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    words = {"[UNK]": 0, "query": 1, "passage": 2, "car": 3}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    table = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], dtype=np.float32)
    module = StaticEmbedding(tokenizer, embedding_weights=table)
    SentenceTransformer(modules=[module], prompts=prompts, device="cpu").save(str(folder), create_model_card=False)
    return folder


def cross_encoder(folder: Path, labels: int) -> Path:
    """A BERT of one layer and eight dimensions with random weights."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "car": 4, "output": 5}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    )
    fast.save_pretrained(folder)
    config = BertConfig(
        vocab_size=6, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, num_labels=labels
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_the_bundled_model_gives_unit_rows(bundled: TableEncoder) -> None:
    vectors = bundled.encode_passages(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert bundled.encode_queries([]).shape == (0, bundled.dimension)
    np.testing.assert_allclose(np.linalg.norm(bundled.encode_queries(["", "？"]), axis=1), 1.0, atol=1e-5)


def test_sentence_transformers_reads_the_same_vectors_from_the_folder(bundled: TableEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(MODEL_FOLDER), device="cpu", local_files_only=True)
    np.testing.assert_allclose(model.encode(TEXTS), bundled.encode_passages(TEXTS), atol=1e-5)


def test_any_writing_of_a_text_gives_one_vector(bundled: TableEncoder) -> None:
    one, other = bundled.encode_passages(["两江新区2024年GDP", "兩江新區２０２４年ｇｄｐ"])
    np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("vehicle output of Liangjiang New Area in 2024", "两江新区2024年整车产量", "全区文化旅游活动"),
        ("Who discovered gravity, Newton or Einstein?", "牛顿发现了万有引力", "这座城市的人口增长"),
        ("foreign trade of Chongqing", "重庆外贸进出口", "北京地铁客运量"),
        ("整车产量是多少", "vehicle production", "river navigation"),
    ],
)
def test_the_bundled_model_crosses_languages(bundled: TableEncoder, question: str, right: str, wrong: str) -> None:
    near, far = bundled.encode_passages([right, wrong]) @ bundled.encode_queries([question])[0]
    assert near > far + 0.1
    near, far = bundled.table.match_score(question, [right, wrong])
    assert near > far + 0.1


def test_the_bundled_model_is_small_and_complete() -> None:
    files = {file.name: file.stat().st_size for file in MODEL_FOLDER.glob("*") if file.is_file()}
    assert sum(files.values()) <= 40_000_000
    assert {"model.safetensors", "tokenizer.json", "modules.json", "README.md"} <= set(files)


def test_the_bundled_model_loads_without_torch() -> None:
    code = """
import sys
from index.embed.encoder import load_encoder
encoder = load_encoder()
encoder.encode_queries(["两江新区"])
heavy = {"torch", "transformers", "sentence_transformers", "scipy", "jieba", "opencc", "pypinyin", "huggingface_hub"}
print(sorted(heavy & set(sys.modules)))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_the_models_own_prompts_are_used(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "own", {"query": "query ", "passage": "passage "})
    encoder = load_encoder(str(folder))
    assert (encoder.dimension, encoder.table) == (2, None)
    # car (1,1) with query (1,0): (2,1); with passage (0,1): (1,2)
    np.testing.assert_allclose(encoder.encode_queries(["car"])[0], np.array([2, 1]) / np.sqrt(5), atol=1e-6)
    np.testing.assert_allclose(encoder.encode_passages(["car"])[0], np.array([1, 2]) / np.sqrt(5), atol=1e-6)
    assert encoder.encode_passages([]).shape == (0, 2)


def test_a_family_known_by_name_gets_its_prompts(tmp_path: Path) -> None:
    encoder: Any = load_encoder(str(static_model(tmp_path / "multilingual-e5-small", {})))
    assert (encoder.query_prompt, encoder.passage_prompt) == ("query: ", "passage: ")


@pytest.mark.parametrize(
    ("name", "configured", "prompts"),
    [
        ("intfloat/multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-small", {"query": "q: ", "document": ""}, ("q: ", "")),
        ("intfloat/multilingual-e5-large-instruct", {}, (find_prompts("x/e5-instruct", {})[0], "")),
        ("BAAI/bge-m3", {"query": "", "document": ""}, ("", "")),
        ("some/model", {"query": "Q ", "document": "", "passage": "P "}, ("Q ", "P ")),
    ],
)
def test_where_prompts_come_from(name: str, configured: dict[str, str], prompts: tuple[str, str]) -> None:
    assert find_prompts(name, configured) == prompts


def test_prompts_and_weights_are_part_of_the_fingerprint(tmp_path: Path) -> None:
    plain = load_encoder(str(static_model(tmp_path / "a", {})))
    again = load_encoder(str(static_model(tmp_path / "b", {})))
    prompted = load_encoder(str(static_model(tmp_path / "c", {"query": "query "})))
    assert plain.fingerprint == again.fingerprint
    assert plain.fingerprint != prompted.fingerprint


def test_another_table_folder_loads_without_sentence_transformers(bundled: TableEncoder) -> None:
    encoder = load_encoder(str(MODEL_FOLDER))
    assert isinstance(encoder, TableEncoder)
    assert encoder.fingerprint == bundled.fingerprint


@pytest.mark.parametrize("name", ["no/such/folder/here", "./nowhere", "/nowhere/at/all", "a b", ""])
def test_a_folder_that_is_not_there_is_said_to_be_missing(name: str) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        load_encoder(name if name else "   ")


def test_a_hub_model_without_network_gives_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def offline(*_: object, **__: object) -> str:
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)
    with pytest.raises(ModelError, match="cannot be fetched: no network"):
        load_encoder("BAAI/bge-m3")


def test_weights_that_can_run_code_are_refused(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model", {})
    for file in folder.rglob("*.safetensors"):
        file.rename(file.with_name("pytorch_model.bin"))
    with pytest.raises(ModelError, match="a format that can run code"):
        load_encoder(str(folder))


def test_code_in_a_model_folder_does_not_run(tmp_path: Path) -> None:
    folder = static_model(tmp_path / "model", {})
    (folder / "evil.py").write_text("raise SystemExit('ran')\n", encoding="utf-8")
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["type"] = "evil.Module"
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_encoder(str(folder))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        ([[1.0, np.nan]], "zero, NaN or infinite"),
        ([[np.inf, 0.0]], "zero, NaN or infinite"),
        ([[0.0, 0.0]], "zero, NaN or infinite"),
        ([[1.0, 0.0, 0.0]], "shape"),
        ([[1.0, 0.0], [1.0, 0.0]], "shape"),
    ],
)
def test_the_gate_refuses_what_is_no_vector(vectors: list[list[float]], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        unit_rows(np.array(vectors), 1, 2, "m")


def test_the_gate_scales_to_length_one() -> None:
    np.testing.assert_allclose(unit_rows(np.array([[3.0, 4.0]]), 1, 2, "m"), [[0.6, 0.8]], atol=1e-7)
    assert unit_rows(np.array([[1e30, 0.0]]), 1, 2, "m").tolist() == [[1.0, 0.0]]


def test_a_model_that_gives_zero_vectors_is_refused(tmp_path: Path) -> None:
    encoder = load_encoder(str(static_model(tmp_path / "model", {})))
    with pytest.raises(ModelError, match="text 1 of 2"):
        encoder.encode_passages(["car", "unknown"])


def test_a_reranker_gives_one_number_a_passage(tmp_path: Path) -> None:
    reranker = load_reranker(str(cross_encoder(tmp_path / "one", 1)))
    scores = reranker.score("car", ["car output", "output", "car"])
    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    np.testing.assert_allclose(reranker.score("car", ["output"]), scores[1:2], atol=1e-5)
    assert reranker.score("car", []).shape == (0,)


def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 labels"):
        load_reranker(str(cross_encoder(tmp_path / "three", 3)))
