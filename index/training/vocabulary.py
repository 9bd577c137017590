"""The vocabulary and the tokenizer: one Unigram model for Chinese words and characters, English words, and numbers.

A text is first cut where the script changes (Han | Latin | digits | other letters) and loses its punctuation, then
each piece is cut into its most probable words, as jieba does without its HMM. No mark tells a word's beginning
from its inside, so that an English word never seen falls apart into stems and endings that have vectors of their
own: newtonian → newton + ian.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.text import fold
from index.training.charsmap import changes, precompile

UNKNOWN = "[UNK]"
#  Han | Latin | numbers with their decimals | signs that carry meaning | other letters
PIECES = r"\p{Han}+|\p{Latin}+|[0-9]+(?:\.[0-9]+)?|[%$€£¥°]|[\p{L}&&[^\p{Han}\p{Latin}]]+"
_LATIN = re.compile(r"[a-z]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_PIECE_PENALTY = 6.0  # natural log: a word made of pieces must be this much rarer than a word of its own


@dataclass(frozen=True, slots=True)
class VocabularySize:
    """How many entries of each kind there may be; numbers and characters come on top (about 12,000)."""

    english: int = 52_000
    chinese: int = 50_000
    pieces: int = 5_000
    least_count: int = 2


@cache
def normaliser() -> normalizers.Precompiled:
    """The tokenizer's character map (see `charsmap`)."""
    return normalizers.Precompiled(precompile(changes()))


def count_english(texts: Iterable[str], normal: normalizers.Normalizer) -> Counter[str]:
    """In how many texts each Latin word stands."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_LATIN.findall(normal.normalize_str(text))))
    return counts


def by_count(counts: Counter[str]) -> list[tuple[str, int]]:
    """Most common first; equal counts in code point order, so that the vocabulary does not hang on set order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def jieba_frequencies() -> dict[str, int]:
    """jieba's dictionary, folded: word → frequency."""
    import jieba

    frequencies: dict[str, int] = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, frequency = line.decode("utf-8").split()[:2]
            folded = fold(word)
            if _HAN.fullmatch(folded):
                frequencies[folded] = max(frequencies.get(folded, 0), int(frequency))
    return frequencies


def han_segmenter(frequencies: dict[str, float]) -> Tokenizer:
    """A Unigram cutter over Chinese words, used to count which words the texts really use."""
    total = sum(frequencies.values())
    entries = [(UNKNOWN, -30.0), *((word, math.log(count / total)) for word, count in frequencies.items())]
    cutter = Tokenizer(models.Unigram(entries, unk_id=0, byte_fallback=False))
    cutter.pre_tokenizer = pre_tokenizers.Split(Regex(r"\p{Han}+"), "removed", invert=True)
    return cutter


def count_chinese(texts: list[str], terms: Iterable[str]) -> tuple[Counter[str], dict[str, float]]:
    """In how many texts each Chinese word stands, and each word's prior frequency.

    `terms` (dictionary heads, names and their parts) are candidates beside jieba's words.
    """
    prior: dict[str, float] = {word: count + 1.0 for word, count in jieba_frequencies().items()}
    for term in terms:
        for word in _HAN.findall(fold(term)):
            if len(word) <= 5:
                prior.setdefault(word, 1.0)
    for character in {c for text in texts for c in text if _HAN.fullmatch(c)} | {w for w in prior if len(w) == 1}:
        prior.setdefault(character, 0.5)
    cutter = han_segmenter(prior)
    counts: Counter[str] = Counter()
    for start in range(0, len(texts), 20_000):
        for encoding in cutter.encode_batch(texts[start : start + 20_000]):
            counts.update(set(encoding.tokens))
    return counts, prior


def english_pieces(words: Counter[str], size: int) -> dict[str, float]:
    """Parts of words for words never seen, with log probabilities: a Unigram model of the words themselves."""
    pieces = Tokenizer(models.Unigram())
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=[],
        initial_alphabet=list("abcdefghijklmnopqrstuvwxyz"),
        show_progress=False,
        max_piece_length=10,
    )
    pieces.train_from_iterator((word for word, count in by_count(words) if count > 1), trainer)
    return {piece: score for piece, score in _unigram_entries(pieces) if _LATIN.fullmatch(piece)}


def _unigram_entries(tokenizer: Tokenizer) -> list[tuple[str, float]]:
    import json

    return [(piece, score) for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]]


def number_entries() -> dict[str, float]:
    """Integers to 2100 and one-decimal numbers to 99.9, so that a year or a percentage is one token."""
    decimals = (f"{n}.{d}" for n in range(100) for d in range(10))
    texts = chain((str(n) for n in range(2101)), (f"{n:02d}" for n in range(10)), decimals, ["."])
    return {text: -9.0 - len(text) / 10 for text in texts}


def build_tokenizer(
    english: Iterable[str], chinese: Iterable[str], terms: Iterable[str], size: VocabularySize | None = None
) -> Tokenizer:
    """Choose the vocabulary and build the tokenizer.

    `english` and `chinese` are all texts of the data, `terms` the Chinese sides of dictionaries and name lists.
    Scores are log frequencies; entry 0 is the unknown token.
    """
    size = size or VocabularySize()
    normal = normaliser()
    words = count_english(english, normal)
    parts = english_pieces(words, size.pieces)
    han, prior = count_chinese([fold(text) for text in chinese], terms)
    entries: dict[str, float] = {}
    total = sum(words.values())
    for word, count in by_count(words)[: size.english]:
        if count >= size.least_count:
            entries[word] = math.log(count / total)
    for piece, score in parts.items():
        entries.setdefault(piece, score - _PIECE_PENALTY)
    mass = sum(han.values()) + sum(prior.values()) / 50
    kept = [word for word, count in by_count(han) if len(word) > 1 and count >= size.least_count]
    characters = {word for word in chain(han, prior) if len(word) == 1 and _HAN.fullmatch(word)}
    for word in chain(kept[: size.chinese], sorted(characters)):
        entries[word] = math.log((han[word] + prior.get(word, 0.0) / 50 + 0.1) / mass)
    entries.update(number_entries())
    for sign in "%$€£¥°":
        entries[sign] = -8.0
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -40.0), *entries.items()], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normal
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(PIECES), "removed", invert=True)
    return tokenizer
