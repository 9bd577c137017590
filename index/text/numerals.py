"""Numerals as people write them: "1,140", "１１４０", "三千六百", "1.5万亿", "one hundred and five", "2.3 million".

Comes in: the words of one number, nothing around it. Goes out: its exact value as a Decimal, or None.
`fold_written` turns full-width digits and letters into plain ones and Traditional characters into Simplified, without
moving any character, so offsets hold; unlike `fold.fold` it leaves capitals (MW, May) as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from index.text.fold import traditional_to_simplified

_LONGEST = 60

_WIDTH = {0xFF10 + i: 0x30 + i for i in range(10)}
_WIDTH.update({0xFF21 + i: 0x41 + i for i in range(26)})
_WIDTH.update({0xFF41 + i: 0x61 + i for i in range(26)})
# Not the comma, colon and brackets: in Chinese text these are punctuation, not parts of a number.
_WIDTH.update({ord(wide): ord(plain) for wide, plain in zip("％．＋－／＄￥　", "%.+-/$¥ ", strict=True)})
_WIDE_GROUP = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")

_DIGITS = {
    c: i
    for i, chars in enumerate(
        ("零〇○", "一壹", "二贰貳两兩", "三叁參仨", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"兆": 10**12, "亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4}
_TWENTIES = str.maketrans({"廿": "二十", "卅": "三十"})
HAN_DIGITS = "".join(_DIGITS)
HAN_NUMERAL_CHARS = HAN_DIGITS + "".join(_UNITS) + "".join(_BIG) + "廿卅"

_SIGN = re.compile(r"负|[-−](?=\s*[0-9.])|minus |negative ", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.\d{1,20})?")
_HAN_TOKEN = re.compile(r"\d{1,30}(?:\.\d{1,20})?|\S")

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "lakh": 10**5,
    "crore": 10**7,
}  # fmt: skip
ENGLISH_NUMBER_WORDS = (*_SMALL, "hundred", "dozen", "thousand", "million", "billion", "trillion")


@cache
def _written() -> dict[int, int]:
    # 著 and 乾 have readings of their own in Simplified text; here only the form of a character matters.
    return {**{ord(t): ord(s) for t, s in traditional_to_simplified().items()}, **_WIDTH}


def fold_written(text: str) -> str:
    """Full width and Traditional folded away; the length stays the same.

    >>> fold_written("２０２４年增長５．８％，達１１５萬輛")
    '2024年增长5.8%，达115万辆'
    """
    return _WIDE_GROUP.sub(",", text).translate(_written())


def parse_numeral(text: str) -> Decimal | None:
    """The exact value of a number written in digits, Chinese or English words, or a mix; None if it is none.

    >>> parse_numeral("1.5万亿"), parse_numeral("三千六"), parse_numeral("one hundred and five")
    (Decimal('1500000000000'), Decimal('3600'), Decimal('105'))
    """
    folded = fold_written(text).strip()
    if not folded or len(folded) > _LONGEST * 3:
        return None
    sign = 1
    if signed := _SIGN.match(folded):
        folded, sign = folded[signed.end() :].lstrip(), -1
    if folded[:1] == "." and folded[1:2].isdigit():
        folded = "0" + folded
    if _PLAIN.fullmatch(folded):
        return sign * Decimal(folded.replace(",", ""))
    value = _parse_han(folded) if len(folded) <= _LONGEST else None
    if value is None:
        value = _parse_english(folded)
    return None if value is None else sign * value


def _parse_han(text: str) -> Decimal | None:
    text = _APPROXIMATE.sub("", text.translate(_TWENTIES).replace(" ", "").replace(",", ""))
    if "分之" in text:
        return _han_fraction(text)
    whole, point, fraction = text.partition("点")
    if not point:
        whole, point, fraction = text.partition("點")
    if not point:
        return _han_whole(whole)
    tail = re.match(f"[{HAN_DIGITS}0-9]+", fraction)
    if tail is None or not whole:
        return None
    left = _han_whole(whole)
    if left is None:
        return None
    value = left + Decimal("0." + "".join(str(_DIGITS.get(c, c)) for c in tail.group()))
    for scale in fraction[tail.end() :]:
        factor = _BIG.get(scale) or _UNITS.get(scale)
        if factor is None:
            return None
        value *= factor
    return tidy(value)


_APPROXIMATE = re.compile("[余多来几]")
# The words before "thirds": two thirds, three quarters.
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
          "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}  # fmt: skip
PART_WORDS = tuple(_PARTS)


def _han_fraction(text: str) -> Decimal | None:
    """五分之一 is 0.2, 三又二分之一 is 3.5; the quotient has 28 digits where it does not end."""
    base, _, share = text.partition("分之")
    whole, also, base = base.rpartition("又")
    values = [_parse_han(base) if base not in _BIG and base not in _UNITS else Decimal({**_BIG, **_UNITS}[base]),
              _parse_han(share), _parse_han(whole) if also else Decimal(0)]  # fmt: skip
    divisor, part, rest = values
    if divisor is None or part is None or rest is None or divisor == 0:
        return None
    return tidy(rest + part / divisor)


def _han_whole(text: str) -> Decimal | None:
    """Chinese whole numbers and digits mixed with 万, 亿; the value before the last big unit scales by it."""
    for big in ("兆", "亿億", "万萬"):
        at = max(text.rfind(c) for c in big)
        if at < 0:
            continue
        left = _han_whole(text[:at]) if at else None
        right = text[at + 1 :]
        if left is None or (right and right[0] in _BIG):
            return None
        value = left * _BIG[text[at]]
        if not right:
            return tidy(value)
        rest = _shorthand(right, _BIG[text[at]])
        return None if rest is None else tidy(value + rest)
    return _han_section(text)


def _han_section(text: str) -> Decimal | None:
    tokens = _HAN_TOKEN.findall(text)
    if not tokens:
        return None
    if all(t in _DIGITS or t.isdecimal() for t in tokens):
        return Decimal("".join(str(_DIGITS.get(t, t)) for t in tokens))
    total, number = Decimal(0), None
    last_unit = 0
    for i, token in enumerate(tokens):
        if token in _UNITS:
            last_unit = _UNITS[token]
            # 一千零十: the 零 only fills a place.
            total += (number or Decimal(1)) * last_unit
            number = None
        elif token in _DIGITS or token[0].isdecimal():
            digit = Decimal(_DIGITS.get(token, token))
            if number is not None and number != 0:
                return None
            number = digit
            if i == len(tokens) - 1 and last_unit > 10 and token in _DIGITS and tokens[i - 1] in _UNITS:
                number = digit * last_unit // 10
        else:
            return None
    return tidy(total + (number or 0))


def _shorthand(text: str, unit: int) -> Decimal | None:
    """What follows 万 or 亿: 一万五 is 15,000, but 一万零五 is 10,005."""
    if len(text) == 1 and text in _DIGITS and text not in "零〇○":
        return Decimal(_DIGITS[text] * unit // 10)
    return _han_whole(text.lstrip("零〇○") or "零")


def _parse_english(text: str) -> Decimal | None:
    words = re.sub(r"(?<=\d)(?=[a-z])", " ", text.lower().replace("-", " ")).split()
    if not words or len(words) > _LONGEST:
        return None
    if (part := _PARTS.get(words[-1].rstrip("s"))) and len(words) > 1:
        return _english_fraction(words, part)
    if words[0] in ("half", "quarter") and len(words) > 1:
        rest = _parse_english(" ".join(w for w in words[1:] if w not in ("a", "of")))
        return None if rest is None else tidy(rest / _PARTS[words[0]])
    if words[0] == "point":
        words = ["zero", *words]
    return _english_sum(words)


def _english_sum(words: list[str]) -> Decimal | None:
    """Words from left to right: two million three hundred and five, five point two billion."""
    total, current, seen = Decimal(0), Decimal(0), False
    for i, word in enumerate(words):
        if word == "and" and seen:
            continue
        if word == "point" and seen:
            decimals = _english_decimals(words[i + 1 :])
            return None if decimals is None else tidy(total + (current + decimals[0]) * decimals[1])
        if word in _LARGE:
            total, current = total + (current or Decimal(1)) * _LARGE[word], Decimal(0)
        elif word in ("a", "an") and not seen and len(words) > 1:
            current = Decimal(1)
        else:
            grown = _with_word(current, word, seen)
            if grown is None:
                return None
            current = grown
        seen = True
    return tidy(total + current) if seen else None


def _with_word(current: Decimal, word: str, seen: bool) -> Decimal | None:
    """What the words below a thousand come to with one more word, None when it is no word of a number."""
    if word in _SMALL:
        return current + _SMALL[word]
    if _PLAIN.fullmatch(word):
        return current + Decimal(word.replace(",", ""))
    if word == "half" and seen:
        return current + Decimal("0.5")
    if word in ("hundred", "dozen", "dozens"):
        return (current or Decimal(1)) * (100 if word == "hundred" else 12)
    return None


def _english_fraction(words: list[str], part: int) -> Decimal | None:
    """two thirds, one and a half, five and a quarter."""
    whole = Decimal(0)
    share = words[:-1]
    if "and" in share:
        at = len(share) - 1 - share[::-1].index("and")
        front = _parse_english(" ".join(share[:at]))
        if front is None:
            return None
        whole, share = front, share[at + 1 :]
    count = Decimal(1) if share in (["a"], ["an"], []) else _parse_english(" ".join(share))
    return None if count is None or count >= 1000 else tidy(whole + count / part)


def _english_decimals(words: list[str]) -> tuple[Decimal, int] | None:
    """The words after "point": their value and the scale that may follow ("point five million")."""
    scale = 1
    while words and words[-1] in _LARGE:
        scale *= _LARGE[words[-1]]
        words = words[:-1]
    digits = [_SMALL.get("zero" if w in ("o", "oh", "nought") else w, 10) for w in words]
    if not digits or max(digits) > 9:
        return None
    return Decimal("0." + "".join(map(str, digits))), scale


def tidy(value: Decimal) -> Decimal:
    """The same number without an exponent or needless zeros, so that equal values print alike."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1)) if abs(value) < Decimal(10) ** 27 else value
    return value.normalize()
