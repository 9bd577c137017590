"""Rows of things inside one sentence: "A、B、C等3家", “甲”“乙”, A+B+C, and two things joined by 和.

Comes in: the text of a sentence. Goes out: `Row`s whose items are (start, end) in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text import parse_numeral
from qa.answers.list.items import (
    ANY_JOINT,
    GOES_ON,
    JOINTS,
    SAID_OF_ALL,
    Span,
    after_verb,
    etc_at,
    fit_count,
    items_of,
    split_row,
    tokens,
    trim,
)  # fmt: skip
from qa.lexicon import CUES

COUNTED = re.compile(
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十]{1,2})"
    r"(?:大|个|项|类|种|条|家|篇|座|方面|部分|环节|板块|领域|重|省|市|区|县|国|位(?!数)|所|款|支|者)(?P<noun>[^、，。；：:,;]{0,16})"
)
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
_CLAUSE_END = "。！？；：:，,"
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
        if not ANY_JOINT.search(text, left, right):
            continue
        words = list(tokens(text, left, right))
        for at, (start, end) in enumerate(words):
            if text[start:end] in JOINTS:
                lead, tail = words[max(0, at - _MAX_PAIRED) : at], words[at + 1 : at + 1 + _MAX_PAIRED]
                first, last = _before(text, lead, start), _behind(text, tail, end)
                sized = all(2 <= b - a <= _MAX_PAIRED for a, b in (first, last))
                if sized:
                    found.append(Row((trim(text, *first), trim(text, *last)), 0, first[0]))
    return [row for row in found if all(b - a >= 2 for a, b in row.items)]


def _before(text: str, words: Sequence[Span], end: int) -> Span:
    """What stands before a joint, back to a verb, a preposition, 的 or another joint."""
    begin = after_verb(text, words[0][0] if words else end, end)
    for start, stop in words:
        word = text[start:stop]
        if (
            start >= begin
            and stop < end
            and (word in CUES.longest_first("list_openers") or word in JOINTS or word == "的")
        ):
            begin = stop
    return begin, end


def _behind(text: str, words: Sequence[Span], left: int) -> Span:
    """What stands behind a joint, up to 的, 等 or what is said of both."""
    end = left
    for start, stop in words:
        word = text[start:stop]
        ends = (
            word in CUES.longest_first("list_enders")
            or word in JOINTS
            or word in ("的", "等")
            or SAID_OF_ALL.match(word)
        )
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
    spans = items_of(text, left, right)
    if len(spans) < 2:
        return None
    count, near = 0, left
    for at, stop, value in counted:
        before = spans[-1][0] + 2 <= at <= spans[-1][1] + 4
        # 抓实“五大举措”，A、B…: a quoted name, a colon or 即 leads to its row, another comma does not.
        after = stop <= left <= stop + 3 and (text[stop - 1] == "”" or bool(_LEADS_TO.search(text, stop, left)))
        if value < 2 or not (before or after):
            continue
        shorter = items_of(text, left, min(at, right)) if before else spans
        # 建成车间2个、工厂7个: each number counts its own thing, none the row.
        if before and any(COUNTED.search(text, a, b) for a, b in shorter[:-1]):
            continue
        if text[at] == "“" and value < len(shorter):
            continue  # 深入推进“三服务”行动: the name of one item
        count, near, spans = value, at, shorter
        break
    spans = fit_count(text, spans, count)
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
        spans = fit_count(text, items_of(text, quote.start(1), quote.end(1)), count)
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
        elif char == "，" and GOES_ON.match(text, i + 1):
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
    for start, stop in split_row(text, left, right)[:-1]:
        at = etc_at(text, start, stop)
        if at >= 0 and "、" in text[begin:at]:
            # The noun behind 等 and what follows it belong to the row that ends here and to the next one.
            yield begin, stop
            begin = at + 1
    if begin == left or "、" in text[begin:right]:
        yield begin, right


def _unquoted(text: str, a: int, b: int) -> Span:
    whole = b - a > 2 and text[a] in "“《" and text[b - 1] in "”》"
    return (a + 1, b - 1) if whole else (a, b)
