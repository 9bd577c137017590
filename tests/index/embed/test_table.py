"""The token table, on four tokens whose vectors can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from index.embed.table import TokenMatch, TokenTable, strength
from index.errors import ModelError

WORDS = ("[UNK]", "car", "汽车", "output", "产量")


def make_tokenizer() -> Tokenizer:
    entries = [(word, -1.0) for word in WORDS]
    tokenizer = Tokenizer(models.Unigram(entries, unk_id=0, byte_fallback=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"\p{Han}+|\p{Latin}+"), "removed", invert=True)
    return tokenizer


def make_table() -> TokenTable:
    #                  unk         car        汽车        output      产量
    codes = np.array([[0, 0, 100], [100, 0, 0], [80, 60, 0], [0, 100, 0], [0, 100, 0]], dtype=np.int8)
    vector_weights = np.array([0.001, 1.0, 1.0, 2.0, 2.0], dtype=np.float32)
    match_weights = np.array([9.0, 3.0, 3.0, 1.0, 1.0], dtype=np.float32)
    return TokenTable(make_tokenizer(), codes, vector_weights, match_weights)


@pytest.fixture
def table() -> TokenTable:
    return make_table()


def test_a_text_is_the_weighted_mean_of_its_tokens(table: TokenTable) -> None:
    # car (1,0,0)·1 + output (0,1,0)·2, scaled to length 1
    expected = np.array([100.0, 200.0, 0.0]) / np.hypot(100, 200)
    np.testing.assert_allclose(table.encode(["car output"])[0], expected, atol=1e-6)


def test_one_by_one_and_all_together_give_the_same_vectors(table: TokenTable) -> None:
    texts = ["car", "汽车产量", "", "output car car", "??", "汽车"] * 1000
    together = table.encode(texts)
    np.testing.assert_array_equal(together[:6], np.concatenate([table.encode([text]) for text in texts[:6]]))
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-6)


def test_a_text_without_tokens_is_near_nothing(table: TokenTable) -> None:
    np.testing.assert_array_equal(table.encode(["", "！？"]), [[0, 0, 1], [0, 0, 1]])
    assert table.encode([]).shape == (0, 3)


def test_offsets_point_into_the_text_as_given(table: TokenTable) -> None:
    (tokens,) = table.tokenize(["汽车, car"])
    assert tokens.ids.tolist() == [2, 1]
    assert tokens.offsets.tolist() == [[0, 2], [4, 7]]


def test_match_gives_the_words_that_mean_the_same(table: TokenTable) -> None:
    # weights 3 (car) and 1 (output) of 4; cos(car, 汽车) = 0.8
    first, second = table.match("car output", "产量：汽车")
    assert first == TokenMatch(0, 3, 3, 5, pytest.approx(0.8), 0.75)
    assert second == TokenMatch(4, 10, 0, 2, pytest.approx(1.0), 0.25)


def test_match_leaves_out_what_is_below_the_floor(table: TokenTable) -> None:
    assert table.match("car", "产量") == ()
    assert table.match("car", "汽车", floor=0.9) == ()
    assert table.match("", "汽车") == table.match("car", "") == ()


def test_match_score_is_the_weighted_share_of_the_query(table: TokenTable) -> None:
    scores = table.match_score("car output", ["产量：汽车", "产量", "", "car output", "??"])
    # cos 0.8 is a strength of (0.8 - 0.2) / (1 - 0.2) = 0.75: (3·0.75 + 1·1)/4 · (1·1)/4 · no token · itself · no token
    np.testing.assert_allclose(scores, [0.8125, 0.25, 0.0, 1.0, 0.0], atol=1e-6)


def test_unknown_words_neither_count_nor_match(table: TokenTable) -> None:
    np.testing.assert_allclose(table.match_score("car ωω", ["car", "ωω"]), [1.0, 0.0], atol=1e-6)
    assert table.match("ωω", "ωω") == ()


def test_match_and_match_score_agree(table: TokenTable) -> None:
    for text in ("产量：汽车", "car", "output output"):
        matches = table.match("car output", text)
        total = sum(float(strength(np.float32(match.similarity))) * match.weight for match in matches)
        assert table.match_score("car output", [text])[0] == pytest.approx(total, abs=1e-6)


def test_neighbours_are_the_nearest_candidates_best_first(table: TokenTable) -> None:
    near = table.neighbours([1, 3], [2, 4, 1])
    assert near.ids[0].tolist() == [1, 2]
    np.testing.assert_allclose(near.similarity[0], [1.0, 0.8], atol=1e-6)
    assert near.ids[1].tolist() == [4, 2]
    np.testing.assert_allclose(near.similarity[1], [1.0, 0.6], atol=1e-6)
    assert table.neighbours([1], [2, 1], top=1).ids[0].tolist() == [1]
    assert table.neighbours([1], []).ids[0].tolist() == []


def test_a_table_that_does_not_fit_its_tokenizer_is_refused() -> None:
    weights = np.ones(4, dtype=np.float32)
    with pytest.raises(ModelError, match="does not fit its tokenizer"):
        TokenTable(make_tokenizer(), np.ones((4, 3), dtype=np.int8), weights, weights)


@pytest.mark.parametrize("damage", ["missing", "short", "not json", "no tensor"])
def test_a_damaged_folder_is_named_in_the_error(tmp_path: Path, damage: str) -> None:
    from safetensors.numpy import save_file

    (tmp_path / "tokenizer.json").write_text(make_tokenizer().to_str(), encoding="utf-8")
    save_file({"embeddings": np.ones((5, 3), dtype=np.int8)}, tmp_path / "model.safetensors")
    if damage == "missing":
        (tmp_path / "tokenizer.json").unlink()
    elif damage == "short":
        data = (tmp_path / "model.safetensors").read_bytes()
        (tmp_path / "model.safetensors").write_bytes(data[:-5])
    elif damage == "not json":
        (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=str(tmp_path)):
        TokenTable.load(tmp_path)


def test_the_fingerprint_changes_with_any_part() -> None:
    table = make_table()
    assert table.fingerprint == make_table().fingerprint
    codes = np.ones((5, 3), dtype=np.int8)
    other = TokenTable(make_tokenizer(), codes, np.ones(5, dtype=np.float32), np.ones(5, dtype=np.float32))
    assert other.fingerprint != table.fingerprint
