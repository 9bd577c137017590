"""Many articles out of few: for measuring size, not quality.

Comes in: sentences of the articles at hand. Goes out: text files of about ten passages each. Numbers are changed, so
that the keyword index grows as with real text, and every article has a title and a date of its own. The same seed
writes the same files.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

PASSAGES_EACH = 10
PASSAGE_CHARS = 200
_DIGITS = re.compile(r"\d+")
SHARD = 1000


def write_articles(sentences: Sequence[str], passages: int, folder: Path, *, seed: int = 7) -> int:
    """Write about `passages` passages' worth of articles under `folder`; returns how many files."""
    pool = [sentence for sentence in sentences if 12 <= len(sentence) <= 400]
    if not pool:
        raise ValueError("no sentences to make articles of; index a folder of articles first.")
    rng = random.Random(seed)
    count = max(1, round(passages / PASSAGES_EACH))
    for number in range(count):
        shelf = folder / f"{number // SHARD:03d}"
        if number % SHARD == 0:
            shelf.mkdir(parents=True, exist_ok=True)
        (shelf / f"{number:06d}.txt").write_text(_article(rng, pool, number), encoding="utf-8")
    return count


def _article(rng: random.Random, pool: Sequence[str], number: int) -> str:
    day = f"{rng.randint(2018, 2025)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    paragraphs = [f"第{number}号报道：{_vary(rng, rng.choice(pool))[:24]}", f"发布时间：{day}"]
    for _ in range(PASSAGES_EACH):
        paragraph = ""
        while len(paragraph) < PASSAGE_CHARS * 0.8:
            paragraph += _vary(rng, rng.choice(pool))
        paragraphs.append(paragraph)
    return "\n\n".join(paragraphs) + "\n"


def _vary(rng: random.Random, sentence: str) -> str:
    """The sentence with other digits in numbers of one to three and five or more figures; years stay years."""

    def other(match: re.Match[str]) -> str:
        digits = match[0]
        return (
            digits
            if len(digits) == 4
            else str(rng.randint(1, 9)) + "".join(rng.choices("0123456789", k=len(digits) - 1))
        )

    return _DIGITS.sub(other, sentence)
