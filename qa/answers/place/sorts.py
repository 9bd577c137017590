"""Which sort of place or body a question asks for: a province, a river, a ski resort, a bank.

In: a folded question. Out: a `Sort`, or None when any place will do. The sorts are `place_sorts.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from index.entities import places
from index.text import read_toml

_SEVERAL = re.compile(
    r"哪(?:些|几|[两二三四五六七八九十])|分别|\b(?:countries|nations|states|provinces|cities|municipalities|districts"
    r"|counties|towns|villages|places|regions|areas|ports|islands|rivers|lakes|ones)\b"
)
# Between "which" and the sort stand adjectives, no verbs.
_NO_VERB = r"(?!(?:of|is|was|did|does|do|are|were|has|have)\b)"


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of place or body: kinds of the gazetteer, and how other names of it end; neither for any place."""

    kinds: frozenset[str]
    ends: tuple[str, ...]

    @property
    def any(self) -> bool:
        return not self.kinds and not self.ends

    def holds(self, name: str) -> bool:
        """Whether a place of the gazetteer is of the sort."""
        known = places.place(name)
        if known is None:
            return name.endswith(self.ends) if self.ends else self.any
        if self.any or known.kind in self.kinds or ("capital" in self.kinds and known.name in _capitals()):
            return True
        if known.kind == "city" and known.parents[:1] == ("中国",):
            return "municipality" in self.kinds
        # A bonded zone and a hi-tech zone end like districts and are none; 两江新区 is spoken of as one.
        ends = tuple(end for end in self.ends if len(end) > 1)
        if known.kind in ("city", "district", "county", "province") or not known.name.endswith(ends):
            return False
        return "高新区" in ends or not known.name.endswith("高新区")


ANY = Sort(frozenset(), ())


@dataclass(frozen=True, slots=True)
class _Row:
    asked: re.Pattern[str]
    word: re.Pattern[str]
    sort: Sort
    told: bool


@lru_cache(maxsize=256)
def sort_asked(normal: str, bodies: bool = False) -> Sort | None:
    """The sort of place (or of body) the question asks for by name; None when it names none."""
    return next((row.sort for row in _rows("body" if bodies else "sort") if row.asked.search(normal)), None)


def says_sort(word: str, bodies: bool = False) -> bool:
    """Whether a word of the question only says which sort is asked for, and need not stand in the answer's sentence."""
    return any(row.word.fullmatch(word) and not row.told for row in _rows("body" if bodies else "sort"))


def of_other_sort(name: str, sort: Sort) -> bool:
    """Whether a body's name ends like those of another sort: 市经济信息委 is no university."""
    others = {end for row in _rows("body") if row.sort != sort for end in row.sort.ends}
    return name.endswith(tuple(others)) and not name.endswith(sort.ends or ("\0",))


def several(normal: str) -> bool:
    """Whether more than one is asked for."""
    return _SEVERAL.search(normal) is not None


@cache
def endings() -> tuple[str, ...]:
    """The endings that make a name a place wherever they stand: those of two characters and more, longest first."""
    found = {end for row in _rows("sort") for end in row.sort.ends if len(end) > 1}
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _raw() -> dict[str, Any]:
    return read_toml(Path(__file__).with_name("sorts.toml"))


@cache
def _capitals() -> frozenset[str]:
    return frozenset(_raw()["capitals"])


@cache
def _rows(table: str) -> tuple[_Row, ...]:
    rows = []
    for one in _raw()[table]:
        zh, en = one["zh"], one["en"]
        asked = (
            rf"(?:哪(?:些|几|[一两二三四五六七八九十])?[个座条片处块所家支]?|什么|何)(?:{zh})"
            rf"|\b(?:which|what)\b(?: {_NO_VERB}[a-z0-9'-]{{1,20}}){{0,3}}? (?:{en})\b"
        )
        rows.append(
            _Row(
                re.compile(asked), re.compile(f"(?:{zh})|(?:{en})"),
                Sort(frozenset(one.get("kinds", ())), tuple(sorted(one.get("ends", ()), key=len, reverse=True))),
                one.get("told", False),
            )
        )  # fmt: skip
    return tuple(rows)
