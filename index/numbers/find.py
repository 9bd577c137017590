"""Quantities: numbers with their units, Chinese and English, exact.

Comes in: a text. Goes out: Quantities, left to right, none overlapping, none that is part of a date, a model name
(问界M9, 5G), a code (“33618”, 1+6) or an idiom. 万 亿 万亿 million … are multiplied out; 三成 is 30 %, 百分之五 is 5 %.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.numbers.grammar import (
    BOUND_AFTER,
    BOUND_BEFORE,
    CODE_AFTER,
    CODE_BEFORE,
    CURRENCY_SIGNS,
    IDIOMS,
    LONE_SCALE,
    NAMED_CLASS,
    NOT_COUNTED,
    NOUN_AHEAD,
    PATTERN,
    SESSION,
    WORD_BOUNDS,
    Bound,
)
from index.numbers.units import CLASSES, unit_of
from index.text import HAN_DIGITS, HAN_NUMERAL_CHARS, fold_written, parse_numeral, tidy
from index.times import find_times
from index.types import Quantity, TimeMention, UnitClass

_SERIES_GAP = re.compile("[、和及与,，] ?|(?: and |, and |, )")
_ANY_SCALE, _BIG_SCALE = "十百千万亿", "万亿"


def find_quantities(text: str, times: tuple[TimeMention, ...] | None = None) -> tuple[Quantity, ...]:
    """All quantities of `text` in order. `times` are its time expressions where the caller has them already.

    >>> [(q.text, str(q.value), q.unit, q.bound) for q in find_quantities("产量达115万辆，增长近5.8%")]
    [('115万辆', '1150000', '辆', ''), ('5.8%', '5.8', '%', 'under')]
    """
    folded = fold_written(text)
    mentions = find_times(text) if times is None else times
    busy = [(m.start, m.end) for m in mentions]
    found: list[Quantity] = []
    at = 0
    for match in PATTERN.finditer(folded):
        start, end = match.span()
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        if at < len(busy) and busy[at][0] < end:
            continue
        quantity = _read(match, text, folded)
        if quantity is not None:
            found.append(quantity)
    return tuple(_share_units(found, folded))


def _read(match: re.Match[str], text: str, folded: str) -> Quantity | None:
    kind = match.lastgroup or ""
    start, end = match.span("twice") if match["twice"] else match.span()
    if _is_code(folded, start, end) or IDIOMS.match(folded, max(0, start - 1)) or IDIOMS.match(folded, start):
        return None
    quantity = _READERS.get(kind, _plain)(match, folded)
    if quantity is None:
        return None
    bound, high = quantity.bound, quantity.high
    if _NEGATIVE.search(folded[max(0, start - 3) : start]) and kind in ("plain", "fraction"):
        start -= 1
        quantity = replace(quantity, start=start, value=-quantity.value)
    if not bound and not quantity.ordinal and high is None:
        bound = _bound(folded, start, end)
    return replace(quantity, text=text[start : quantity.end], bound=bound)


# A minus sign stands alone before its number; a dash between numbers or words is none.
_NEGATIVE = re.compile("(?:^|[\\s（(，。：、为是达至到长])[-−]$|负$")


def _is_code(folded: str, start: int, end: int) -> bool:
    """Whether the number is part of a name or code: a letter, + or dash touches it, or quotes hold nothing else."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    if CODE_BEFORE.search(folded, max(0, start - 3), start) or CODE_AFTER.match(folded, end):
        return True
    return before in "“‘\"'「『" and before != "" and after in "”’\"'」』" and folded[start:end].isdecimal()


def _plain(match: re.Match[str], folded: str) -> Quantity | None:
    low_words, high_words = match["num"].strip(), (match["num2"] or "").strip()
    scale, scale2 = (match["scale"] or "").strip(), (match["scale2"] or "").strip()
    unit_words = (match["unit2"] or match["unit1"] or "").strip(" -")
    sign = (match["sign"] or "").strip()
    unit, unit_class = unit_of(unit_words)
    if sign:
        unit, unit_class = CURRENCY_SIGNS[sign.lower()], "money"
    if sign and unit_words and unit_of(unit_words)[1] != "money":
        unit_words = ""
    low = _value(low_words, scale)
    if scale in ("m", "b", "M", "B") and not sign and scale != "M":
        # 1.8m is a length: a small m or b is a scale only after a currency sign.
        return _metres(match, low_words) if scale == "m" and _METRES_END.match(folded, match.end("scale")) else None
    if low_words in ("百", "千", "万", "亿") and not (
        match["more"] or match["more2"] or LONE_SCALE.search(folded[max(0, match.start() - 2) : match.start()])
    ):
        return None
    if low is None or (not unit_words and not sign and _bare_is_nothing(low_words, scale, folded, match.end())):
        return None
    if _is_named(unit, low_words, low, folded, match.end()):
        return None
    if (
        NOT_COUNTED.fullmatch(low_words + scale)
        and not high_words
        and (unit_class not in ("percent", "point", "ratio", "money") or unit == "元")
    ):
        return None
    high = None
    if high_words:
        bounds = _range(low, high_words, scale2, shares=not scale and not match["unit1"])
        if bounds is None:
            return None
        low, high = bounds
    if not unit:
        unit, unit_class = _noun_ahead(folded, match.end())
    value, unit, unit_class, high = _normal(low, high, unit, unit_class)
    ordinal = _is_ordinal(unit, low_words, folded, match)
    more = match["more"] or match["more2"] or ""
    bound: Bound = "about" if more or low_words[0] in "几数" or low_words[-1] in "几" else ""
    run = _run(low_words)
    if run is not None:
        low_run, high_run = run
        value, high, bound = low_run * _factor(scale), high_run * _factor(scale), "about"
        value, unit, unit_class, high = _normal(value, high, unit, unit_class)
    return Quantity(match.start(), match.end(), "", value, unit, unit_class, high, bound, ordinal)


def _is_named(unit: str, words: str, value: Decimal, folded: str, end: int) -> bool:
    """Whether the number is part of a name: 两国, or a unit that opens another word."""
    if unit == "国" and words[0] in HAN_NUMERAL_CHARS and value <= 10:
        return True
    return unit in NAMED_CLASS and NAMED_CLASS[unit].match(folded, end) is not None


def _range(low: Decimal, words: str, scale: str, *, shares: bool) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range whose upper end is `words`; where it `shares`, 3到5万 is 3万 to 5万. None for no range."""
    high = _value(words, scale)
    if high is None:
        return None
    shared = scale or _scale_of(words, _BIG_SCALE)
    if shared and shares and low < high / _factor(shared):
        low = low * _factor(shared)
    return (low, high) if high > low else None


def _is_ordinal(unit: str, words: str, folded: str, match: re.Match[str]) -> bool:
    """六届, 三次会议, 二期, 前10名 say which, not how many."""
    if unit in ("期", "层"):
        return words[0] in HAN_NUMERAL_CHARS
    if unit == "次":
        return SESSION.match(folded, match.end()) is not None
    return unit == "届" or (unit in ("名", "位") and folded[match.start() - 1 : match.start()] == "前")


_METRES_END = re.compile("[^A-Za-z0-9]|$")


def _metres(match: re.Match[str], words: str) -> Quantity | None:
    value = parse_numeral(words)
    return None if value is None else Quantity(match.start(), match.end("scale"), "", value, "米", "length")


def _noun_ahead(folded: str, end: int) -> tuple[str, UnitClass]:
    """What an English number counts when words stand between: 1,140 high-tech enterprises."""
    ahead = NOUN_AHEAD.match(folded, end)
    return unit_of(ahead.group(1)) if ahead else ("", "other")


def _normal(
    low: Decimal, high: Decimal | None, unit: str, unit_class: UnitClass
) -> tuple[Decimal, str, UnitClass, Decimal | None]:
    """成 as per cent, so that 三成 and 30% are the same quantity."""
    if unit != "成":
        return tidy(low), unit, unit_class, None if high is None else tidy(high)
    return tidy(low * 10), "%", "percent", None if high is None else tidy(high * 10)


def _value(words: str, scale: str) -> Decimal | None:
    """The number times its scale; 几 and 数 stand for no digit (十几 is 10, 数百 is 100)."""
    bare = words.replace("几", "").replace("数", "").replace("多", "").replace("余", "")
    if bare.lower().startswith(("half", "quarter")):
        return Decimal("0.5" if bare[0] in "hH" else "0.25") * _factor(scale)
    number = parse_numeral(bare or "一")
    if number is None:
        return None
    return number * _factor(scale)


def _factor(scale: str) -> Decimal:
    if not scale:
        return Decimal(1)
    clean = scale.replace(" ", "").replace("多", "").replace("余", "")
    if clean.isascii():
        return parse_numeral("1 " + clean) or Decimal(1)
    factor = Decimal(1)
    for character in clean:
        factor *= {
            "十": 10,
            "百": 100,
            "千": 1000,
            "万": 10**4,
            "萬": 10**4,
            "亿": 10**8,
            "億": 10**8,
            "兆": 10**12,
        }.get(character, 1)
    return factor


def _run(words: str) -> tuple[Decimal, Decimal] | None:
    """七八 (7 to 8), 十三四 (13 to 14): two neighbouring digits stand for a span, not for 78."""
    scale = _scale_of(words, _ANY_SCALE) if words[-1] not in HAN_DIGITS else ""
    head = words.removesuffix(scale)
    if len(head) < 2 or any(c not in HAN_NUMERAL_CHARS for c in words):
        return None
    first, second = head[-2], head[-1]
    if first not in HAN_DIGITS or second not in HAN_DIGITS or (len(head) > 2 and head[-3] in HAN_DIGITS):
        return None
    digits = parse_numeral(first), parse_numeral(second)
    if digits[0] is None or digits[1] is None or digits[1] != digits[0] + 1 or not digits[0]:
        return None
    low, high = parse_numeral(head[:-1] + scale), parse_numeral(head[:-2] + second + scale)
    return None if low is None or high is None else (low, high)


def _bare_is_nothing(words: str, scale: str, folded: str, end: int) -> bool:
    """A number without a unit counts only when it is written in digits, or scaled, and is no year or long code."""
    if scale and any(c.isdecimal() for c in words):
        return False
    digits = words.replace(",", "").replace(".", "")
    if not digits.isdecimal():
        # 三百万 alone counts, 千万 (be sure to) and 万一 (in case) do not.
        return not re.search("[a-z]", words) and not (words[0] in HAN_DIGITS and re.search("[万亿]$", words + scale))
    if len(digits) > 8 and "," not in words:
        return True
    return len(words) == 4 and words[:2] in ("19", "20")


def _bound(folded: str, start: int, end: int) -> Bound:
    after = BOUND_AFTER.match(folded, end)
    if after:
        return WORD_BOUNDS[after.group().strip().lower()]
    before = BOUND_BEFORE.search(folded[max(0, start - 16) : start])
    return WORD_BOUNDS[(before.group(1) or before.group(2)).strip().lower()] if before else ""


def _fraction(match: re.Match[str], folded: str) -> Quantity | None:
    base, share = parse_numeral(match["base"]), parse_numeral(match["share"].replace("几", ""))
    if base is None or share is None or base == 0:
        return None
    if base in (100, 1000, 10000):
        unit: str = {100: "%", 1000: "‰", 10000: "‱"}[int(base)]
        return Quantity(match.start(), match.end(), "", share, unit, "percent")
    return Quantity(match.start(), match.end(), "", share / base, "", "ratio")


def _level(match: re.Match[str], folded: str) -> Quantity | None:
    """两千亿级产业集群: what is sized by hundreds of millions is sized in yuan."""
    size = match["size"]
    value = parse_numeral(f"一{size}亿" if size in _BARE_SCALES else f"{size}亿")
    if value is None or _SEVERAL_SCALES.search(size):
        return None
    return Quantity(match.start(), match.end(), "", value, "元", "money")


_BARE_SCALES = frozenset("十百千万")
# 千百亿级: hundreds or thousands.
_SEVERAL_SCALES = re.compile("千百|百千|百十|十百")


def _part(match: re.Match[str], folded: str) -> Quantity | None:
    """two-thirds, one quarter, half of."""
    words = match["part"].lower().replace("-", " ")
    value = Decimal("0.5") if words == "half" else parse_numeral(words)
    return None if value is None else Quantity(match.start(), match.end(), "", value, "", "ratio")


def _doubling(match: re.Match[str], folded: str) -> Quantity | None:
    """翻番 is twice, 翻两番 four times."""
    times = parse_numeral(match["folds"] or "一")
    if times is None or not 1 <= times <= 10:
        return None
    start, end = match.span("twice") if match["twice"] else match.span()
    return Quantity(start, end, "", Decimal(2) ** int(times), "倍", "ratio")


def _ordinal(match: re.Match[str], folded: str) -> Quantity | None:
    words = match["nth"] or match["nth_en"] or match["nth_word"] or ""
    value = parse_numeral(ORDINAL_WORDS.get(words.lower(), words))
    if value is None:
        return None
    unit = match["nth_unit"] or "位"
    return Quantity(match.start(), match.end(), "", value, unit, CLASSES.get(unit, "count"), ordinal=True)


ORDINAL_WORDS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10",
}  # fmt: skip


def _share_units(found: list[Quantity], folded: str) -> list[Quantity]:
    """In a list the last item's unit holds for those before it: 3个、13.2个、5.7个百分点; 4.5、6.1万亿元."""
    for i in range(len(found) - 2, -1, -1):
        this, following = found[i], found[i + 1]
        if this.ordinal or following.ordinal or not _SERIES_GAP.fullmatch(folded, this.end, following.start):
            continue
        bare = this.unit == "" and following.unit in ("%", "个百分点", "元", "美元") and this.value < 10**4
        if bare or (this.unit == "个" and following.unit == "个百分点"):
            found[i] = replace(this, unit=following.unit, unit_class=following.unit_class)
    return found


_READERS = {"fraction": _fraction, "part": _part, "doubling": _doubling, "ordinal": _ordinal, "level": _level}


def _scale_of(words: str, scales: str) -> str:
    """The characters of `scales` that a numeral ends with."""
    return words[len(words.rstrip(scales)) :]
