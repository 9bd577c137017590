"""Figures of tables: every cell that holds a number, with what its row and its column say of it.

In: an article with its `Table`s. Out: Figures whose proving sentence is the row. A head is a time, a place, the subject
(a company, a street) or what is measured; the unit stands in a head's brackets, in the cell, or over the whole table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.entities import canonical
from index.figures.context import anchor_of
from index.figures.cues import words
from index.numbers import find_quantities
from index.times import NOT_PERIODS, find_times
from index.types import Article, Block, Figure, Measure, Nature, Period, Quantity, Row, Table

_BRACKET = re.compile(r"[（(\[【]([^（）()\[\]【】]{1,16})[）)\]】]|[,，/／](?:单位[:：])?([^,，/／\s]{1,8})$")
_NUMBER = re.compile(r"[-−+±]?[0-9][0-9,，]*(?:\.[0-9]+)?\s?[%％‰]?")
_ADMIN = re.compile("(?:街道|[区县市镇乡省州旗])$")
_WHOLE = re.compile("^(?:合计|总计|全[市区县省国]|小计|平均)$")
_RATE = re.compile("增长|增速|增幅|涨幅|同比|环比|±|(?i:growth|change|increase)")
_SHARE = re.compile("占比|比重|份额|占.{0,40}%|(?i:share)")
_GOAL = re.compile("目标|计划数?|预期|任务|(?i:target|plan|goal)")
_FORECAST = re.compile("预测|预计|(?i:forecast)")
_ENGLISH_UNIT = re.compile("[A-Za-z$%]")
_CORNER = re.compile("指标|项目(?!数)|名称$|类别|(?i:indicator|item)")
_LOOK = 80


@dataclass(frozen=True, slots=True)
class _Heads:
    """What the heads of a cell say."""

    indicator: str
    subject: str
    place: str
    period: Period | None
    unit: str
    nature: Nature


def table_figures(article: Article) -> Iterator[Figure]:
    """The figures of all tables of an article, row by row."""
    for table in article.tables:
        heading = _block_at(article, table.rows[0].start) if table.rows else None
        period = _period_around(article, table, heading)
        noun = _noun_around(article, table)
        for n, row in enumerate(table.rows):
            if n < table.header_rows:
                continue
            yield from _row_figures(article, table, n, row, period, noun)


def _row_figures(
    article: Article, table: Table, n: int, row: Row, period: Period | None, noun: str
) -> Iterator[Figure]:
    columns = max(table.header_columns, 0 if not row.cells or _number(row.cells[0]) else 1)
    seen: set[tuple[int, int]] = set()
    for column in range(columns, len(row.cells)):
        span = row.spans[column]
        if span in seen or span[0] < 0 or not _number(row.cells[column]):
            continue
        seen.add(span)
        across = [cell for cell in row.cells[:columns] if cell]
        down = [cell for cell in dict.fromkeys(head.cells[column] for head in table.rows[: table.header_rows]) if cell]
        heads = _read_heads(article, table, across, down)
        quantity = _quantity(row.cells[column], heads.unit or table.unit, span)
        if quantity is None or not (heads.indicator or noun):
            continue
        indicator = _whole_indicator(heads.indicator, noun)
        yield Figure(
            quantity=quantity,
            indicator=indicator,
            indicator_start=-1,
            indicator_end=-1,
            period=heads.period or period,
            period_source="clause" if heads.period else "heading" if period else "none",
            nature=heads.nature,
            measure=_measure(quantity, " ".join((*across, *down))),
            place=heads.place or article.place,
            place_source="sentence" if heads.place else "article" if article.place else "none",
            body=heads.subject,
            sentence_start=row.start,
            sentence_end=row.end,
        )


def _number(cell: str) -> bool:
    return _NUMBER.match(cell.strip()) is not None and sum(c.isalpha() for c in cell) <= 6


def _read_heads(article: Article, table: Table, across: list[str], down: list[str]) -> _Heads:
    """Time, place, subject, indicator and unit, from the heads of the row and of the column."""
    anchor = anchor_of(article.published)
    period, place, unit = None, "", ""
    nature: Nature = "result"
    left: list[tuple[str, bool]] = []
    for text, is_row in [*((t, True) for t in across), *((t, False) for t in down)]:
        bare, found = _without_unit(text)
        unit = found or unit
        nature = "goal" if _GOAL.search(bare) else "forecast" if _FORECAST.search(bare) else nature
        time = _period_in(bare, anchor)
        if time is not None:
            period = period or time
            rest = re.sub(r"[0-9〇一二三四五六七八九十年月日末底初第季度上下半—–\-至到前\s]", "", bare)
            if len(rest) < 2:
                continue
        known = canonical(bare) if is_row or _ADMIN.search(bare) else None
        if known is not None and _ADMIN.search(known):
            place = known
        elif bare and not _WHOLE.match(bare):
            left.append((bare, is_row))
    indicator, subject = _parted(table, left, place)
    return _Heads(indicator, subject, place, period, unit, nature)


def _parted(table: Table, left: list[tuple[str, bool]], place: str) -> tuple[str, str]:
    """What is measured, and of whom, among the heads that are neither time nor place."""
    rows = [text for text, is_row in left if is_row]
    columns = [text for text, is_row in left if not is_row]
    if not columns or (rows and not place and _corner_names_indicators(table) and not _is_subject(rows[0])):
        return "".join(rows[-1:]) if not columns else f"{rows[-1]}{columns[-1]}", ""
    return columns[-1] if len(columns) == 1 else "".join(columns[-2:]), rows[0] if rows else ""


def _corner_names_indicators(table: Table) -> bool:
    corner = table.rows[0].cells[0] if table.header_rows and table.rows[0].cells else ""
    return bool(_CORNER.search(corner)) and any(
        _without_unit(row.cells[0])[1] for row in table.rows[table.header_rows :] if row.cells
    )


def _is_subject(text: str) -> bool:
    return bool(_ADMIN.search(text) or re.search("公司|集团|银行|学校|中学|小学|医院$", text))


def _without_unit(head: str) -> tuple[str, str]:
    """A head without its bracketed unit, and that unit; a bracket that is no unit stays."""
    match = _BRACKET.search(head)
    if match is None:
        return head.strip(), ""
    unit = (match[1] or match[2]).strip().removeprefix("单位：").removeprefix("单位:").removeprefix("单位")
    if not _is_unit(unit):
        return head.strip(), ""
    return (head[: match.start()] + head[match.end() :]).strip(), unit


def _is_unit(unit: str) -> bool:
    found = find_quantities(_joined("1", unit))
    return len(found) == 1 and bool(found[0].unit) and found[0].end >= len(_joined("1", unit)) - 1


def _joined(number: str, unit: str) -> str:
    return f"{number} {unit}" if _ENGLISH_UNIT.match(unit) and unit != "%" else number + unit


def _quantity(cell: str, unit: str, span: tuple[int, int]) -> Quantity | None:
    """The number of a cell, exact, with the unit of its head where it has none of its own."""
    text = cell.strip()
    bare = text.lstrip("+−-±")
    own = find_quantities(bare)
    told = bare
    if unit and (not own or not own[0].unit or own[0].unit_class == "other"):
        number = _NUMBER.match(bare)
        if number is None:
            return None
        told = _joined(number.group().strip(), unit) if not number.group().rstrip().endswith(("%", "％")) else bare
    found = [q for q in find_quantities(told) if q.start <= 2]
    if not found:
        return None
    value = -found[0].value if text[:1] in "-−" else found[0].value
    sign = "-" if text[:1] in "-−" else ""
    return replace(found[0], start=span[0], end=span[1], text=sign + told, value=value)


def _measure(quantity: Quantity, heads: str) -> Measure:
    if quantity.unit_class in ("percent", "point") and _RATE.search(heads):
        return "growth"
    if quantity.unit_class == "percent" and _SHARE.search(heads):
        return "share"
    return "level"


def _whole_indicator(head: str, noun: str) -> str:
    """The head with the noun of the table where it names none of its own: 粮食 of a table of 产量 is 粮食产量."""
    if not noun or not head or any(head.endswith(known) for known in words("zh", "heads")):
        return head or noun
    return head + noun if not head.isascii() and len(head) <= 4 and not _RATE.search(head) else head


def _noun_around(article: Article, table: Table) -> str:
    """The statistical noun that the title of the table, or of the article, ends in or holds last."""
    told = " ".join(cell for head in table.rows[: table.header_rows] for cell in head.cells)
    for text in (table.caption, article.title):
        found = [(text.rfind(head), head) for head in words("zh", "heads") if head in text and head not in told]
        if found:
            return max(found, key=lambda pair: (pair[0] + len(pair[1]), len(pair[1])))[1]
    return ""


def _period_around(article: Article, table: Table, block: Block | None) -> Period | None:
    """The time that the table's title, its heading, the line above it or the article's title names."""
    if not table.rows:
        return None
    anchor = anchor_of(article.published)
    above = article.text[max(0, table.rows[0].start - _LOOK) : table.rows[0].start].rsplit("\n", 2)
    heading = block.heading if block is not None else ""
    for text in (table.caption, *reversed(above), heading, article.title):
        period = _period_in(text, anchor)
        if period is not None:
            return period
    return None


def _period_in(text: str, anchor: tuple[object, ...]) -> Period | None:
    for mention in find_times(text, *anchor):  # type: ignore[arg-type]
        if mention.period is not None and mention.rule not in NOT_PERIODS and mention.rule != "day":
            return mention.period
    return None


def _block_at(article: Article, start: int) -> Block | None:
    return next((block for block in article.blocks if block.start <= start < block.end), None)
