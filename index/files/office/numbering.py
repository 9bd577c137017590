"""Automatic numbers of Word: 第三条, (二), 1.2. In: numbering.xml and styles.xml. Out: the mark of each paragraph.

Word keeps no number with the paragraph; it is counted from the start of the document, level by level.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_MAX_LEVELS = 9
_BULLET = re.compile(r"[\W_]*|[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is written: "decimal", "chineseCounting" …, its text ("第%1条"), its first number."""

    form: str
    text: str
    start: int


class Numbering:
    """Counts as the document is walked; ask `mark` once for each numbered paragraph, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}  # numId → abstract list, levels
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = _style_lists(styles)
        if numbering is None:
            return
        kinds = {a.get(f"{W}abstractNumId") or "": _levels(a) for a in numbering.iter(f"{W}abstractNum")}
        for num in numbering.iter(f"{W}num"):
            key, kind = num.get(f"{W}numId") or "", num.find(f"{W}abstractNumId")
            name = (kind.get(f"{W}val") if kind is not None else "") or ""
            levels = dict(kinds.get(name, {}))
            over = _overrides(num, levels)
            self._lists[key] = (f"{name}#{key}" if over else name, levels)

    def of(self, properties: Any, style: str) -> tuple[str, int] | None:
        """The list and the level of a paragraph, by its own properties or its style's; None when it has none."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        found = _reference(own) if own is not None else None
        from_style = self._styles.get(style)
        if found is None:
            return from_style
        key, level = found
        return (key or (from_style[0] if from_style else ""), level)

    def mark(self, key: str, level: int) -> str:
        """The number of the next paragraph of a list as it is written, "" for a bullet or an unknown list."""
        name, levels = self._lists.get(key, ("", {}))
        if level not in levels:
            return ""
        counts = self._counts.setdefault(name, {})
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        own = levels[level]
        if own.form in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at not in levels:
                return ""
            form = own.form if at == level else levels[at].form
            return written(counts.get(at, levels[at].start), form)

        text = re.sub(r"%([1-9])", number, own.text)
        return "" if _BULLET.fullmatch(text) and "%" not in own.text else text


def _levels(abstract: Any) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in abstract.iter(f"{W}lvl"):
        at = level.get(f"{W}ilvl") or "0"
        if at.isdigit() and int(at) < _MAX_LEVELS:
            start = _value(level, "start")
            form, text = _value(level, "numFmt") or "decimal", _value(level, "lvlText")
            found[int(at)] = Level(form, text, int(start) if start.isdigit() else 1)
    return found


def _overrides(num: Any, levels: dict[int, Level]) -> bool:
    """Levels that one list starts or writes anew."""
    found = False
    for over in num.iter(f"{W}lvlOverride"):
        at, start = int(over.get(f"{W}ilvl") or 0), _value(over, "startOverride")
        if start.isdigit() and at in levels:
            levels[at] = Level(levels[at].form, levels[at].text, int(start))
            found = True
        own = _levels(over)
        levels.update(own)
        found = found or bool(own)
    return found


def _style_lists(styles: Any) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        numbered = style.find(f"{W}pPr/{W}numPr")
        reference = _reference(numbered) if numbered is not None else None
        if reference and reference[0]:
            found[style.get(f"{W}styleId") or ""] = reference
    return found


def _reference(numbered: Any) -> tuple[str, int] | None:
    key, level = _value(numbered, "numId"), _value(numbered, "ilvl")
    if key == "0":
        return None
    return key, int(level) if level.isdigit() else 0


def _value(element: Any, name: str) -> str:
    child = element.find(f"{W}{name}")
    return (child.get(f"{W}val") if child is not None else "") or ""


def written(number: int, form: str) -> str:
    """A number in one of Word's forms.

    >>> written(23, "chineseCounting"), written(3, "upperRoman"), written(27, "lowerLetter"), written(4, "decimalZero")
    ('二十三', 'III', 'aa', '04')
    """
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
                "ideographDigital", "taiwaneseCounting", "koreanDigital2"):  # fmt: skip
        return chinese(number)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return chinese(number).translate(str.maketrans("〇一二三四五六七八九十百", _FORMAL + "拾佰"))
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if form[0] == "u" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form[0] == "u" else letter.lower()
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    return f"{number:02}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """1 to 9,999 in words: 十二, 一百零三.

    >>> chinese(10), chinese(12), chinese(103), chinese(120)
    ('十', '十二', '一百零三', '一百二十')
    """
    if not 0 < number < 10_000:
        return str(number)
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if pending else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = pending or bool(out)
    return out[1:] if out.startswith("一十") else out


def _roman(number: int) -> str:
    out = ""
    steps = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for value, mark in zip(steps, ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True):
        while number >= value and len(out) < 20:
            out, number = out + mark, number - value
    return out
