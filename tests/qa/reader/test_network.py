"""Windows and batches of the bundled network, without the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.embed import batches, pad
from index.errors import ModelError
from qa.reader.network import OVERLAP, PASSAGE_TOKENS, OnnxNetwork, window_starts


@pytest.mark.parametrize("tokens", [1, PASSAGE_TOKENS, PASSAGE_TOKENS + 1, 700, 1000, 2345])
def test_windows_cover_a_passage_and_overlap(tokens: int) -> None:
    starts = window_starts(tokens)
    ends = [min(start + PASSAGE_TOKENS, tokens) for start in starts]
    assert starts[0] == 0
    assert ends[-1] == tokens
    assert all(later <= end - OVERLAP for end, later in zip(ends, starts[1:], strict=False))


def test_batches_hold_every_text_once_with_its_like() -> None:
    lengths = [300, 10, 12, 310, 11, 305]
    found = list(batches(lengths))
    assert sorted(i for batch in found for i in batch) == list(range(6))
    assert found == [[1, 4, 2], [0, 5, 3]]


def test_padding_fills_with_one() -> None:
    assert pad([[0, 2], [0, 5, 2]]).tolist() == [[0, 2, 1], [0, 5, 2]]


def test_a_changed_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"x")
    (tmp_path / "tokenizer.json").write_text("{}")
    sums = {"model.onnx": "0" * 64, "tokenizer.json": "0" * 64}
    (tmp_path / "config.json").write_text(json.dumps({"settings": {}, "sha256": sums}))
    with pytest.raises(ModelError, match="not the file it should be"):
        _ = OnnxNetwork(tmp_path).settings


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        _ = OnnxNetwork(tmp_path / "none").settings
