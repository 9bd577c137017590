"""What sort of answer a question wants, learned from questions of many writers: a share for each sort.

In: a question's text and language. Out: shares that add up to 1. Beside the cues of `kind.py`, which know the words
they know, this one has an opinion on every wording. A linear model over runs of characters (Chinese) or words
(English), its weights in `sorts.npz`; `python -m eval.decide sorts` learns them again.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.text import fold
from index.types import Language

FILE = Path(__file__).with_name("sorts.npz")
SORTS = (
    "number", "date", "person", "office", "body", "place", "list", "reason", "definition", "open", "yesno", "compare",
    "calc",
)  # fmt: skip
BUCKETS = 1 << 15
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|0+|%|\?")
_DIGITS = re.compile("[0-9]+")
_LONGEST = 300


def buckets(text: str, language: Language) -> NDArray[np.int64]:
    """The places of a question's features in the weights, ascending, each once."""
    folded = _DIGITS.sub("0", fold(text[:_LONGEST]))
    if language == "zh":
        signs = "^" + "".join(folded.split()) + "$"
        runs = {signs[at : at + size] for size in (1, 2, 3, 4) for at in range(len(signs) - size + 1)}
    else:
        words = ["^", *_WORD.findall(folded), "$"]
        runs = {" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)}
    return np.unique([zlib.crc32(f"{language} {run}".encode()) % BUCKETS for run in runs])


@cache
def _weights() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    with np.load(FILE, allow_pickle=False) as file:
        return file["weights"].astype(np.float32) * file["scale"], file["bias"].astype(np.float32)


def sort_shares(text: str, language: Language) -> dict[str, float]:
    """How likely the question wants each of `SORTS`.

    >>> shares = sort_shares("Has the bridge opened yet?", "en"); max(shares, key=shares.get)
    'yesno'
    """
    weights, bias = _weights()
    places = buckets(text, language)
    scores = weights[places].sum(axis=0) / np.sqrt(len(places)) + bias
    shares = np.exp(scores - scores.max())
    return dict(zip(SORTS, (shares / shares.sum()).tolist(), strict=True))
