"""The units of `units.tsv`: how each is written, its canonical name and its class.

Compound units (万元/人, 吨/日) are two units with a stroke; the class is that of the first.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from index.types import UnitClass

_HAN = re.compile("[\u4e00-\u9fff]")


def _load() -> dict[str, tuple[str, UnitClass]]:
    table: dict[str, tuple[str, UnitClass]] = {}
    for line in Path(__file__).with_name("units.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            canonical, unit_class, forms = line.split("\t")
            for form in forms.split("|"):
                table.setdefault(form, (canonical, cast(UnitClass, unit_class)))
    return table


UNITS = _load()
_LOWER = {form.lower(): unit for form, unit in UNITS.items() if not _HAN.search(form)}
CLASSES: dict[str, UnitClass] = dict(UNITS.values())


def _alternation(forms: list[str]) -> str:
    return "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))


_HAN_FORMS = _alternation([f for f in UNITS if _HAN.search(f) or not f[0].isalpha()])
_LATIN_FORMS = _alternation([f for f in UNITS if f[0].isascii() and f[0].isalpha()])
# A unit symbol keeps its case (MW, kg); an English word is written either way.
_WORD_FORMS = _alternation([f for f in _LOWER if f[0].isalpha() and len(f) > 4])
ZH_UNIT = f"(?:{_HAN_FORMS})(?:[/每](?:{_HAN_FORMS}))?"
EN_UNIT = f"(?:{_LATIN_FORMS}|(?i:{_WORD_FORMS}))(?![A-Za-z])"


def unit_of(words: str) -> tuple[str, UnitClass]:
    """The canonical unit and its class of a written unit; ("", "other") for none.

    >>> unit_of("vehicles"), unit_of("元/人")
    (('辆', 'count'), ('元/人', 'money'))
    """
    words = words.strip()
    if not words:
        return "", "other"
    found = UNITS.get(words) or _LOWER.get(words.lower())
    if found:
        return found
    for mark in "/每":
        first, sep, second = words.partition(mark)
        if sep and first in UNITS and second in UNITS:
            return f"{UNITS[first][0]}/{UNITS[second][0]}", UNITS[first][1]
    return words, "count"
