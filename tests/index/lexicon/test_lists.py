"""The vocabulary: what the lists hold, and how they are handed out."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.lexicon import LEXICON, WordLists, either
from index.text.tables import read_rows, read_toml

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "index" / "lexicon"


def test_a_scan_finds_the_longest_word_first() -> None:
    match = LEXICON.any_of("offices").search("涪陵区委书记黎勇")
    assert match is not None
    assert match[0] == "区委书记"


def test_labels_of_credits_are_offices_too() -> None:
    assert {"记者", "责任编辑", "摄影"} <= LEXICON.words("credits") < LEXICON.words("offices")
    assert "市长" not in LEXICON.words("credits")


def test_no_word_stands_twice_in_a_list() -> None:
    lists = {name: tuple(words) for name, words in read_toml(FOLDER / "words.toml").items()}
    lists["offices"] = tuple(form for form, _ in read_rows(FOLDER / "offices.tsv"))
    for name, words in lists.items():
        assert len(words) == len(set(words)), name
        assert all(word and word == word.strip() for word in words), name


def test_every_office_says_of_what_sort_it_is() -> None:
    assert {kind for _, kind in read_rows(FOLDER / "offices.tsv")} == {"office", "credit"}


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        LEXICON.any_of("no such list")


def test_words_with_marks_match_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('kinds = ["C+", "C++"]\n', encoding="utf-8")
    own = WordLists(file)
    assert own.in_order("kinds") == ("C+", "C++")
    assert own.longest_first("kinds") == ("C++", "C+")
    assert own.any_of("kinds").findall("C++ C+") == ["C++", "C+"]
    assert either(["a.b"]) == r"a\.b"
