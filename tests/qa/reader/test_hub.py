"""Readers of the hub, with models so small that they are made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import ModelError
from qa.reader.hub import HubReader, load_hub_reader

transformers = pytest.importorskip("transformers")
PASSAGE = "岳阳市去年粮食总产量三百万吨。"


def _tokenizer(folder: Path) -> None:
    characters = sorted(set(PASSAGE + "谁多少吨"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)


def _model(folder: Path, kind: str, **options: object) -> str:
    folder.mkdir()
    _tokenizer(folder)
    config = transformers.BertConfig(
        vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, **options
    )
    getattr(transformers, kind)(config).save_pretrained(folder)
    return str(folder)


def test_an_extractive_reader_gives_places(tmp_path: Path) -> None:
    reader = load_hub_reader(_model(tmp_path / "reader", "BertForQuestionAnswering"))
    (reading, empty) = reader.read("多少吨", [PASSAGE, ""])
    assert 0 < reading.answerable < 1
    assert reading.best is not None
    assert reading.best.of(PASSAGE)
    assert empty.spans == ()
    assert reader.claim("多少吨", [PASSAGE])[0].unsaid == 1


def test_a_long_passage_is_cut_into_windows(tmp_path: Path) -> None:
    reader = load_hub_reader(_model(tmp_path / "reader", "BertForQuestionAnswering"))
    passage = PASSAGE * 60
    (reading,) = reader.read("多少吨", [passage])
    assert all(0 <= span.start < span.end <= len(passage) for span in reading.spans)


def test_a_cross_encoder_tells_only_how_well(tmp_path: Path) -> None:
    reader = load_hub_reader(_model(tmp_path / "ranker", "BertForSequenceClassification", num_labels=1))
    (reading,) = reader.read("多少吨", [PASSAGE])
    assert 0 < reading.answerable < 1
    assert reading.spans == ()


def test_a_model_of_entailment_judges_claims(tmp_path: Path) -> None:
    labels = {0: "entailment", 1: "neutral", 2: "contradiction"}
    reader = load_hub_reader(_model(tmp_path / "judge", "BertForSequenceClassification", num_labels=3, id2label=labels))
    (claim,) = reader.claim("粮食三百万吨", [PASSAGE])
    assert claim.yes + claim.no + claim.unsaid == pytest.approx(1, abs=1e-5)
    assert claim.yes > 0
    assert claim.no > 0


def test_a_model_that_does_not_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not read"):
        load_hub_reader(_model(tmp_path / "plain", "BertModel"))
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_hub_reader(str(tmp_path / "nowhere"))


def test_it_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    name = _model(tmp_path / "reader", "BertForQuestionAnswering")
    assert isinstance(load_hub_reader(name), HubReader)
    assert load_hub_reader(name).name == name
