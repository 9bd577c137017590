"""Rows of things inside one sentence: "A、B、C等3家", “甲”“乙”, A+B+C, and two things joined by 和.

Comes in: the text of a sentence. Goes out: `Row`s whose items are (start, end) in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index import segment
from index.fold import fold
from index.numerals import parse_numeral
from qa.cues import any_of, cues

Span = tuple[int, int]

COUNTED = re.compile(
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:大|个|项|类|种|条|家|篇|座|方面|重|省|市|区|县|国|位(?!数)|所|款|支|者)(?P<noun>[^、，。；：:,;]{0,16})"
)
_TAIL_JOIN = re.compile(r"以及|和|及|与")
# "A、B，以及C、D": a comma that ends no list.
_GOES_ON = re.compile("以及|还有|并包括")
# "A+B+C", "A→B→C": the parts of a formula.
_FORMULA = re.compile("[^，。；：！？、“”‘’《》+→\\s]{1,20}(?:[+→][^，。；：！？、“”‘’《》+→\\s]{1,20}){2,11}")
_QUOTED_ROW = re.compile("“([^“”、]{1,30}(?:、[^“”、]{1,30})+)”")
_QUOTED_RUN = re.compile(
    r"[“‘《「『][^“”‘’《》「」『』]{1,40}[”’》」』](?:(?:和|与|及|以及)?[“‘《「『][^“”‘’《》「」『』]{1,40}[”’》」』])+"
)
_QUOTED_ONE = re.compile(r"[“‘《「『]([^“”‘’《》「」『』]{1,40})[”’》」』]")
# “三富资源”, “新三样”: a quoted name that says how many things it stands for.
_QUOTED_COUNT = re.compile("“[^“”十]?([二两三四五六七八九]|[2-9])(?![十五])[^“”]{1,10}”")
# 以甲为方向，以乙为路径: things and the part each of them plays.
_PART = re.compile("以([^，。；：、]{2,24}?)为([^，。；：、]{1,8})")
# 以甲为引领，乙、丙并重: what stands first and what stands beside it.
_BESIDE = re.compile("并重|并举|并进|为辅|为补充|为配套|为支撑|协同")
_LEADS_TO = re.compile("[：:—]|即|包括|分别")
_SAID_OF_ALL = re.compile("入选|进入|成为|分别|相继|先后|位居|跻身|齐头并进|三者|两者|四者|并重|并举")
_CLAUSE_END = "。！？；：:，,"
_OPEN, _SHUT = "（(“《", "）)”》"
_JOINTS = frozenset(("和", "与", "及", "以及"))
_MAX_ITEM = 60
_MAX_PAIRED = 20


@dataclass(frozen=True, slots=True)
class Row:
    """Items in order, the number the sentence gives for them (0 for none), and where the row is named or begins."""

    items: tuple[Span, ...]
    count: int
    near: int


def number(text: str) -> int:
    """The value of a numeral, 0 for none."""
    value = parse_numeral(text)
    return int(value) if value is not None else 0


def rows(text: str) -> list[Row]:
    """Every row of a sentence, in order of their kinds."""
    return [*_enumerations(text), *_quoted(text), *_formulas(text), *_parts(text)]


def pairs(text: str) -> list[Row]:
    """Two things that 和, 与 or 及 joins inside a clause without 、: 走访了甲和乙的多家企业."""
    found = []
    for match in re.finditer("[^。！？；：:，,、“”《》（）]+", text):
        left, right = match.span()
        if not _TAIL_JOIN.search(text, left, right):
            continue
        tokens = list(_tokens(text, left, right))
        for at, (start, end) in enumerate(tokens):
            if text[start:end] in _JOINTS:
                first, last = _before(text, tokens[:at], left), _behind(text, tokens[at + 1 :], end)
                sized = all(2 <= b - a <= _MAX_PAIRED for a, b in (first, last))
                if sized:
                    found.append(Row((trim(text, *first), trim(text, *last)), 0, first[0]))
    return [row for row in found if all(b - a >= 2 for a, b in row.items)]


def _before(text: str, tokens: Sequence[Span], left: int) -> Span:
    """What stands before a joint, back to a verb, a preposition, 的 or another joint."""
    end = tokens[-1][1] if tokens else left
    begin = _after_verb(text, left, end)
    for start, stop in tokens:
        word = text[start:stop]
        if start >= begin and stop < end and (word in cues("list_openers") or word in _JOINTS or word == "的"):
            begin = stop
    return begin, end


def _behind(text: str, tokens: Sequence[Span], left: int) -> Span:
    """What stands behind a joint, up to 的, 等 or what is said of both."""
    end = left
    for start, stop in tokens:
        word = text[start:stop]
        ends = word in cues("list_enders") or word in _JOINTS or word in ("的", "等") or _SAID_OF_ALL.match(word)
        if ends and start > left:
            break
        end = stop
    return left, end


def _enumerations(text: str) -> list[Row]:
    """Rows with 、, as far as one goes: "A、B等领域C、D" are two."""
    found: list[Row] = []
    counted = [(m.start(), m.end(), number(m["count"])) for m in COUNTED.finditer(text)]
    counted += [(m.start(), m.end(), number(m[1])) for m in _QUOTED_COUNT.finditer(text)]
    for left, right in _runs(text):
        for start, stop in _cut_at_etc(text, left, right):
            row = _row(text, start, stop, counted)
            if row is not None:
                found += [row] if (joint := _with_main(text, row, left, right)) is None else [joint]
    return found


def _row(text: str, left: int, right: int, counted: Sequence[tuple[int, int, int]]) -> Row | None:
    spans = _items(text, left, right)
    if len(spans) < 2:
        return None
    count, near = 0, left
    for at, stop, value in counted:
        before = spans[-1][0] + 2 <= at <= spans[-1][1] + 4
        # 抓实“五大举措”，A、B…: a quoted name, a colon or 即 leads to its row, another comma does not.
        after = stop <= left <= stop + 3 and (text[stop - 1] == "”" or bool(_LEADS_TO.search(text, stop, left)))
        if value < 2 or not (before or after):
            continue
        shorter = _items(text, left, min(at, right)) if before else spans
        # 建成车间2个、工厂7个: each number counts its own thing, none the row.
        if before and any(COUNTED.search(text, a, b) for a, b in shorter[:-1]):
            continue
        if text[at] == "“" and value < len(shorter):
            continue  # 深入推进“三服务”行动: the name of one item
        count, near, spans = value, at, shorter
        break
    spans = _fit(text, spans, count)
    return Row(tuple(spans), count, near) if len(spans) >= 2 else None


def _with_main(text: str, row: Row, left: int, right: int) -> Row | None:
    """以甲为引领，乙、丙并重: the row with what stands first in it."""
    if not _BESIDE.search(text, row.items[-1][1], right):
        return None
    before = text.rfind("，", 0, left - 1) + 1 if left else 0
    main = _PART.search(text, before, left) or _PART.search(text, row.items[0][0], row.items[0][1])
    if main is None or main.end() > row.items[0][1]:
        return None
    return Row((_unquoted(text, *main.span(1)), *row.items), 0, main.start())


def _quoted(text: str) -> list[Row]:
    """Rows inside one pair of quotation marks, and quoted names one after the other."""
    found: list[Row] = []
    counted = [(m.start(), number(m["count"])) for m in COUNTED.finditer(text)]
    for quote in _QUOTED_ROW.finditer(text):
        behind = ((n, at) for at, n in counted if 0 <= at - quote.end() <= 1 and n > 1)
        count, near = next(behind, (0, quote.start()))
        spans = _fit(text, _items(text, quote.start(1), quote.end(1)), count)
        if len(spans) > 1:
            found.append(Row(tuple(spans), count, near))
    for run in _QUOTED_RUN.finditer(text):
        names = tuple((run.start() + m.start(1), run.start() + m.end(1)) for m in _QUOTED_ONE.finditer(run[0]))
        if all(b - a > 1 for a, b in names):
            found.append(Row(names, len(names), run.start()))
    return found


def _formulas(text: str) -> list[Row]:
    found: list[Row] = []
    for formula in _FORMULA.finditer(text):
        at = formula.start()
        parts = tuple((at + m.start(), at + m.end()) for m in re.finditer("[^+→]+", formula[0]))
        if all(b - a > 1 and not text[a:b].isascii() for a, b in parts):
            found.append(Row(parts, 0, at))
    return found


def _parts(text: str) -> list[Row]:
    """以甲为方向，以乙为路径: two or more clauses of one frame in a row."""
    found: list[list[re.Match[str]]] = []
    for match in _PART.finditer(text):
        if found and text[found[-1][-1].end() : match.start()] in ("，", "、", "；"):
            found[-1].append(match)
        else:
            found.append([match])
    return [
        Row(tuple(_unquoted(text, *m.span(1)) for m in run), 0, run[0].start()) for run in found if len(run) > 1
    ]  # fmt: skip


def _runs(text: str) -> list[Span]:
    """Clauses that hold at least one 、, as (start, end)."""
    runs: list[Span] = []
    left = 0
    depth = 0
    for i, char in enumerate(text):
        if char in "（(《":
            depth += 1
        elif char in "）)》":
            depth = max(0, depth - 1)
        elif char == "，" and _GOES_ON.match(text, i + 1):
            continue
        elif char in _CLAUSE_END and not depth:
            if "、" in text[left:i]:
                runs.append((left, i))
            left = i + 1
    if "、" in text[left:]:
        runs.append((left, len(text.rstrip("。！？\n "))))
    return runs


def _cut_at_etc(text: str, left: int, right: int) -> Iterator[Span]:
    """The rows of a run: a row that 等 ends may have another behind it (A、B等领域C、D)."""
    begin = left
    for start, stop in _split(text, left, right)[:-1]:
        at = _etc(text, start, stop)
        if at >= 0 and "、" in text[begin:at]:
            # The noun behind 等 and what follows it belong to the row that ends here and to the next one.
            yield begin, stop
            begin = at + 1
    if begin == left or "、" in text[begin:right]:
        yield begin, right


def _etc(text: str, left: int, right: int) -> int:
    """Where a 等 that ends a row stands, −1 for none: not the 等 of 高等 or 等级."""
    if "等" not in text[left + 1 : right]:
        return -1
    return next((a for a, b in _tokens(text, left, right) if a >= left + 2 and text[a:b] in ("等", "等等")), -1)


def _split(text: str, left: int, right: int) -> list[Span]:
    """The parts of text[left:right] between 、 and commas that go on, none inside brackets or quotation marks."""
    spans: list[Span] = []
    at = left
    depth = 0
    for i in range(left, right):
        char = text[i]
        if char in _OPEN:
            depth += 1
        elif char in _SHUT:
            depth = max(0, depth - 1)
        elif char == "、" and not depth:
            spans.append((at, i))
            at = i + 1
        elif char == "，" and not depth and (joint := _GOES_ON.match(text, i + 1)):
            spans.append((at, i))
            at = joint.end()
    spans.append((at, right))
    return spans


def _items(text: str, left: int, right: int) -> list[Span]:
    """The parts of text[left:right] between 、, without the words that lead up to them and what is said of them."""
    spans = [span for span in _split(text, left, right) if text[slice(*span)].strip()]
    if not spans:
        return []
    spans[-1] = (spans[-1][0], _before_etc(text, *spans[-1], spans[:-1]))
    spans[0] = (_head(text, *spans[0], spans[1:]), spans[0][1])
    return [trim(text, a, b) for a, b in _alike(text, spans) if text[a:b].strip() and b - a <= _MAX_ITEM]


def _head(text: str, left: int, right: int, others: Sequence[Span]) -> int:
    """Where the first item begins: behind the verb or preposition that introduces the row."""
    verbs = any_of("enumeration_verbs")
    # "制定大力推动创新、深入实施制造": when the others are deeds too, the first keeps its own verb.
    if any(verbs.search(text, a, min(a + 5, b)) for a, b in others):
        ends = [m.end() for m in verbs.finditer(text, left, right)]
        ends += [b for a, b in _tokens(text, left, right) if text[a:b] in cues("list_openers")]
        led = [at for at in ends if verbs.match(text, at, right)]
        return max(led, default=left)
    at = _after_verb(text, left, right)
    # 以甲为主、以乙为辅: a preposition that every item has introduces none.
    for start, stop in _tokens(text, at, right):
        word = text[start:stop]
        opens = word in cues("list_openers") and stop < right and not any(text.startswith(word, a) for a, _ in others)
        if opens and text.count("“", at, start) == text.count("”", at, start):
            at = stop
    return at


def _after_verb(text: str, left: int, right: int) -> int:
    """Where the first item begins: after the last introducing verb, 的 kept out of quotation marks."""
    at = left
    for match in any_of("enumeration_verbs").finditer(text, left, right):
        if match.end() < right and text.count("“", left, match.start()) == text.count("”", left, match.start()):
            at = match.end()
    return at


def _before_etc(text: str, left: int, right: int, others: Sequence[Span]) -> int:
    """Where the last item ends: before 等, a quoted name for all of them, or what is said of all (均, 入选, 在 …)."""
    end = right
    quote = text.find("“", left + 2, right)
    if quote >= 0 and not any("“" in text[a:b] for a, b in others):
        end = quote
    for start, stop in _tokens(text, left, end):
        word = text[start:stop]
        if start < left + 2:
            continue
        if word in ("等", "等等") or _SAID_OF_ALL.match(word):
            return start
        if word in cues("list_enders") and not any(word in text[a:b] for a, b in others):
            return start
    return end


def _alike(text: str, spans: list[Span]) -> list[Span]:
    """Items of one make cut to it: when all others are as long as each other and share their first or last sign, what
    stands before the first or behind the last belongs to none (发挥富氧、富硒、富锶价值)."""
    if len(spans) < 3:
        return spans
    for at in (0, -1):
        others = spans[1:] if at == 0 else spans[:-1]
        size = others[0][1] - others[0][0]
        a, b = spans[at]
        if size < 2 or b - a < size + 1 or any(stop - start != size for start, stop in others):
            continue
        cut = (b - size, b) if at == 0 else (a, a + size)
        same = [*others, cut]
        shared = any(len({text[start if first else stop - 1] for start, stop in same}) == 1 for first in (True, False))
        edges = {edge for span in _tokens(text, a, b) for edge in span}
        if shared and (cut[0] if at == 0 else cut[1]) in edges:
            spans = [cut, *spans[1:]] if at == 0 else [*spans[:-1], cut]
    return spans


def _fit(text: str, spans: list[Span], count: int) -> list[Span]:
    """Make the parts agree with the number the article gives: split at 和 what is missing, or keep the nearest."""
    if not spans:
        return spans
    if not count:
        parts = _parted(text, *spans[-1], ("和", "及", "以及"))
        return [*spans[:-1], *parts]
    if len(spans) == count - 1:
        parts = _parted(text, *spans[-1], tuple(_JOINTS))
        if len(parts) == 2:
            return [*spans[:-1], *parts]
    if len(spans) < count:
        whole = [part for span in spans for part in _parted(text, *span, tuple(_JOINTS))]
        return whole if len(whole) <= count else spans
    return spans[-count:] if len(spans) > count else spans


def _parted(text: str, left: int, right: int, joints: Sequence[str]) -> list[Span]:
    """The two sides of the first joint that is a word of its own, at least two signs each; else the whole."""
    if _TAIL_JOIN.search(text, left + 2, right):
        for start, stop in _tokens(text, left, right):
            if text[start:stop] in joints and start - left >= 2 and right - stop >= 2:
                return [(left, start), (stop, right)]
    return [(left, right)]


def trim(text: str, a: int, b: int) -> Span:
    """The span without white space and joints around it, and without a quotation mark that lost its partner."""
    while a < b and text[a] in " \n\t　的了和及与":
        a += 1
    while b > a and text[b - 1] in " \n\t　“《（(":
        b -= 1
    return a, b


def _unquoted(text: str, a: int, b: int) -> Span:
    whole = b - a > 2 and text[a] in "“《" and text[b - 1] in "”》"
    return (a + 1, b - 1) if whole else (a, b)


def _tokens(text: str, left: int, right: int) -> Iterator[Span]:
    """The words of text[left:right] as spans."""
    at = left
    for size in _sizes(text[left:right]):
        yield at, at + size
        at += size


@lru_cache(maxsize=2048)
def _sizes(text: str) -> tuple[int, ...]:
    return tuple(len(word) for word in segment.cut(fold(text)))
