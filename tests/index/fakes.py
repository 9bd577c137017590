"""What the tests of the index folder share: a model of letters, a corpus, and what makes an index whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import index.embed
from index.settings import Settings
from index.store.index import Index, open_index
from index.store.verify import verify

SETTINGS = Settings()


@dataclass
class LetterEncoder:
    """A vector of how often each of 32 kinds of letter stands in a text; counts what it was asked to encode."""

    name: str = "letters"
    fingerprint: str = "letters-1"
    dimension: int = 32
    table: None = None
    encoded: int = 0

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[0] = 1.0
            for letter in text:
                row[ord(letter) % self.dimension] += 1.0
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9), dtype=np.float32)

    encode_queries = encode_passages


def use_letters() -> LetterEncoder:
    """Make every build of this process use the letter model (for processes of their own; tests use the fixture)."""
    encoder = LetterEncoder()
    index.embed.load_encoder = lambda name=None: encoder
    return encoder


def article_text(i: int, version: int = 0) -> str:
    """A short article about an invented district, with figures of its own."""
    lines = [
        f"第{i}区公布二〇二四年经济数据",
        "发布时间：2025年1月20日",
        f"第{i}区2024年整车产量达{100 + i}.{version}万辆，同比增长{i % 9 + 1}.5%。企业编号标记{marker(i, version)}。",
        f"区长王{'一二三四五六七八九'[i % 9]}表示，2025年力争地区生产总值增长6%左右。",
        f"District {i} made {100 + i} thousand vehicles in 2024.",
    ]
    return "\n\n".join(lines) + "\n"


def marker(i: int, version: int = 0) -> str:
    """A word that stands in one version of one article only."""
    return f"mark{i}x{version}"


def write_articles(folder: Path, count: int, version: int = 0) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(count):
        (folder / f"{i:03d}.txt").write_text(article_text(i, version), encoding="utf-8")


def contents(opened: Index) -> dict[str, str]:
    """What an index holds, as source → SHA-256 of the file."""
    return {record.summary.source: record.sha256 for record in opened.sources}


def on_disk(folder: Path) -> dict[str, str]:
    """The same of a folder of text files."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.txt"))
    }


def assert_whole(index_dir: Path) -> Index:
    """Open the index, check every record of it against every other part, and search it for its own words."""
    opened = open_index(index_dir)
    assert verify(index_dir) == []
    assert len(opened.passages) == opened.manifest.passages
    for i in range(0, len(opened.passages), 7):
        passage = opened.passages[i]
        assert opened.article(passage.source).text[passage.start : passage.end] == passage.text
        vector = LetterEncoder().encode_queries([passage.embedded()])[0]
        ids, scores = opened.vectors.search(vector, 3)
        assert max(scores) > 0.999
        assert opened.passages[int(ids[0])].embedded()
    return opened


def same_files(one: Path, other: Path) -> list[str]:
    """The names of files that differ between two generations, but for what says when they were made."""
    names = {p.relative_to(one).as_posix() for p in one.rglob("*") if p.is_file()}
    names |= {p.relative_to(other).as_posix() for p in other.rglob("*") if p.is_file()}
    names.discard("manifest.json")
    return sorted(
        name
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or (one / name).read_bytes() != (other / name).read_bytes()
    )
