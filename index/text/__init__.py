"""One writing for all writings: folding, segmentation, sentences, tokens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from index.text.fold import T2S_FILE, fold, fold_character, traditional_to_simplified
from index.text.marks import CLAUSE_MARK, CLAUSE_MARKS, HAN, HAN_CHARACTER, has_han, is_han
from index.text.numerals import (
    ENGLISH_NUMBER_WORDS,
    HAN_DIGITS,
    HAN_NUMERAL_CHARS,
    PART_WORDS,
    fold_written,
    parse_numeral,
    tidy,
)
from index.text.sentences import MAX_CHARS, sentence_spans
from index.text.tables import (
    UNREADABLE,
    parse_toml,
    parts,
    read_lines,
    read_numbered,
    read_records,
    read_rows,
    read_toml,
)

if TYPE_CHECKING:
    from index.text import segment
    from index.text.segment import part_of_speech
    from index.text.tokens import SEGMENTER, scan, stem, tokenise

__all__ = [
    "CLAUSE_MARK", "CLAUSE_MARKS", "ENGLISH_NUMBER_WORDS", "HAN", "HAN_CHARACTER", "HAN_DIGITS",
    "HAN_NUMERAL_CHARS", "MAX_CHARS", "PART_WORDS", "SEGMENTER", "T2S_FILE", "UNREADABLE", "fold", "fold_character",
    "fold_written", "has_han", "is_han", "parse_numeral", "parse_toml", "part_of_speech", "parts", "read_lines",
    "read_numbered",
    "read_records", "read_rows", "read_toml", "scan", "segment", "sentence_spans", "stem", "tidy", "tokenise",
    "traditional_to_simplified",
]

_LATER = {"SEGMENTER": "tokens", "scan": "tokens", "stem": "tokens", "tokenise": "tokens", "part_of_speech": "segment"}


def __getattr__(name: str) -> object:
    # jieba loads with the first word that is cut, not with whoever folds a text or reads a table.
    if name == "segment":
        return import_module("index.text.segment")
    if name in _LATER:
        return getattr(import_module(f"index.text.{_LATER[name]}"), name)
    raise AttributeError(f"module 'index.text' has no attribute {name!r}")
