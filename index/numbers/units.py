"""The units of `units.tsv`: how each is written, its canonical name and its class.

Compound units (万元/人, 吨/日) are two units with a stroke; the class is that of the first.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from index.text import has_han, read_rows
from index.types import UnitClass


def _load() -> dict[str, tuple[str, UnitClass]]:
    table: dict[str, tuple[str, UnitClass]] = {}
    for canonical, unit_class, forms in read_rows(Path(__file__).with_name("units.tsv")):
        for form in forms.split("|"):
            table.setdefault(form, (canonical, cast(UnitClass, unit_class)))
    return table


UNITS = _load()
_LOWER = {form.lower(): unit for form, unit in UNITS.items() if not has_han(form)}
CLASSES: dict[str, UnitClass] = dict(UNITS.values())


def _alternation(forms: list[str]) -> str:
    return "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))


_HAN_FORMS = _alternation([f for f in UNITS if has_han(f) or not f[0].isalpha()])
# Characters that open another word as often as they are a unit: 二〇二三成立, 两国际机场, 三分之一.
for _unit, _words in (
    ("成", "立都功员果为本品熟长就绩交效分形"),
    ("天", "津然府空气鹅猫"),
    ("国", "际有务内家"),
    ("分", "之钟别公析布"),
    ("度", "假过"),
    ("家", "庭电具装居长园"),
    ("市", "场长委政民级面值"),
    ("省", "级委长钱"),
    ("点", "击"),
    ("本", "科市地土级次来"),
    ("大", "学会多小约概量家幅"),
    ("方", "面向"),
    ("类", "似"),
    ("位", "于居列"),
    ("组", "织建"),
    ("支", "持撑付"),
    ("部", "委署队分门"),
    ("名", "单列义"),
    ("人", "工才民类文大居口均"),
    ("块", "钱"),
    ("期", "间待货"),
    ("次", "要"),
    ("单", "位一"),
    ("门", "槛"),
    ("米", "兰"),
    ("对", "于外接口"),
    ("首", "次个届批"),
    ("起", "来"),
    ("场", "所"),
):
    _HAN_FORMS = re.sub(f"(?<=\\|){_unit}(?=\\||$)", f"{_unit}(?![{_words}])", _HAN_FORMS)
_LATIN_FORMS = _alternation([f for f in UNITS if f[0].isascii() and f[0].isalpha()])
# A unit symbol keeps its case (MW, kg); an English word is written either way.
_WORD_FORMS = _alternation([f for f in _LOWER if f[0].isalpha() and len(f) > 4])
ZH_ONE_UNIT = f"(?:{_HAN_FORMS})"
ZH_UNIT = f"{ZH_ONE_UNIT}(?:[/每]{ZH_ONE_UNIT})?"
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
