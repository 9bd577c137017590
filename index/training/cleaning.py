"""Read the parallel files and clean them: pairs whose two sides are really English and Chinese, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.training.sources import SOURCES, Source

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_NOTE = re.compile(r"\s{0,20}[\[(（][^\])）]{0,200}[\])）]\s{0,20}")
_LEAD = re.compile(r"^(?:to be|to|an|a|the) (?=\w)")
_MARKUP = re.compile(r":width:\S+|\$[^$]*\$|https?://\S+|[`*_]{1,3}")


@dataclass(frozen=True, slots=True)
class Pair:
    """An English text and a Chinese text that mean the same."""

    english: str
    chinese: str


def clean_pair(english: str, chinese: str, source: Source) -> Pair | None:
    """The pair as it is trained on, or None where a side is missing, in the wrong language, or far too long.

    >>> from index.training.sources import SOURCES
    >>> clean_pair("to resist (an attack)", "抵抗", next(s for s in SOURCES if s.name == "cedict"))
    Pair(english='resist', chinese='抵抗')
    """
    english = _MARKUP.sub(" ", english).strip()
    chinese = _MARKUP.sub(" ", chinese).strip()
    if source.kind != "sentence":
        english = _LEAD.sub("", _NOTE.sub(" ", english).strip())
        chinese = _NOTE.sub("", chinese)
    if not _LATIN.search(english) or not _HAN.search(chinese):
        return None
    words, characters = english.count(" ") + 1, len(chinese)
    if words > 120 or characters > 300 or english == chinese:
        return None
    # A sentence of ten words is no translation of two characters, nor the other way round.
    if source.kind == "sentence" and not 0.15 < words / characters < 3.5:
        return None
    return Pair(english, chinese)


def read_source(data: Path, source: Source) -> tuple[Pair, ...]:
    """The cleaned pairs of one file, in file order, without repeats. `data` holds parallel/."""
    seen: dict[Pair, None] = {}
    for line in (data / "parallel" / f"{source.name}.tsv").read_text(encoding="utf-8").splitlines():
        english, tab, chinese = line.partition("\t")
        pair = clean_pair(english, chinese, source) if tab else None
        if pair is not None:
            seen[pair] = None
            if len(seen) >= source.cap:
                break
    return tuple(seen)


def read_sources(data: Path) -> Iterator[tuple[Source, tuple[Pair, ...]]]:
    """Every source of the list with its pairs."""
    for source in SOURCES:
        yield source, read_source(data, source)
