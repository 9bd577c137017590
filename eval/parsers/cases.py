"""Test cases of other projects in the terms of our parsers: what is asked, what is wanted, and the judge.

Each source writes its answers its own way; here every case becomes spans of days, exact values, or "out of scope"
(clock times, repeated times, lunar days, time zones, foreign holidays: nothing that dates a figure in the news).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from index.numbers import find_quantities
from index.text import parse_numeral
from index.times import find_times

DaySpan = tuple[date | None, date | None]
_OUT = re.compile(
    "农历|阴历|腊月|正月|大年|立春|雨水|惊蛰|春分|谷雨|立夏|夏至|大暑|立秋|秋分|霜降|立冬|冬至|大寒|每|日出|雍正|康熙|民国|公元前|世纪"
)
# Forms of calendars and assistants rather than of news: weekdays, weeks of a month, days without month, 5/12.
_CALENDAR = re.compile(
    r"(?i)\b(?:mon|tues?|wed|thurs?|fri|sat|sun)(?:day)?s?\b|day\b|days\b|week|\bwk|tonight|tomorrow|yesterday|\bnow\b|"
    r"christmas|easter|thanksgiving|halloween|new year|independence|\beid\b|mother|father|valentine|martin luther|"
    r"earlier this|later this|rest of|moment|quarters? ago|\bcentury\b|a\.?d\.?$|b\.?c\.?$|cortana|meet|schedul|"
    r"(?<![0-9/.-])[0-9]{1,2} ?[/.-] ?[0-9]{1,2}(?! ?[/.-]? ?[0-9])|the (?:[0-9]{1,2}(?:st|nd|rd|th)|"
    r"[a-z]+(?:st|nd|rd|th|ieth))(?! (?:of|quarter|half|five|day))|"
    r"\bon [0-9]{1,2}$|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|\b[a-z]{3,9}[/-]?[0-9]|[0-9][/-][a-z]|"
    r"\bthe [0-9]{1,2}\b|fortnight|"
    r"season|upcoming|\byrs?\b|\bqtr|\beo[my]\b|[0-9]q[0-9]|[0-9]{4} [0-9]{2} |month\b|\bago\b|in (?:two|a|"
    r"[0-9]+) (?:years?|months?)|"
    r"·|季节|廿|初[一二三四五六七八九十]|闰|周|週|星期|礼拜|禮拜|[天日]|节$|節$|暑假|寒假|春天|夏天|秋天|冬天"
)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: right, missed, wrong, partial (one end of the span agrees), or out (not counted)."""

    kind: str
    got: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `wanted` holds what counts as right; `parser` is time, number or quantity."""

    group: str
    text: str
    parser: str
    wanted: tuple[Any, ...]
    ref: date | None = None

    def judge(self) -> Verdict:
        if self.parser == "out":
            return Verdict("out")
        return {"time": _judge_time, "number": _judge_number, "quantity": _judge_quantity}[self.parser](self)


def _judge_time(case: Case) -> Verdict:
    mentions = find_times(case.text, case.ref)
    found = [(m.period.start, m.period.end) for m in mentions if m.period is not None]
    got = ", ".join(
        f"{m.text}={m.period.start if m.period else None}..{m.period.end if m.period else None}" for m in mentions
    )
    if not case.wanted:
        return Verdict("wrong" if found else "right", got)
    if any(_same(w, f) for w in case.wanted for f in found):
        return Verdict("right", got)
    if not mentions:
        return Verdict("missed", got)
    near = any(w[0] == f[0] or w[1] == f[1] for w in case.wanted for f in found)
    return Verdict("partial" if near else "wrong", got)


def _same(wanted: DaySpan, found: DaySpan) -> bool:
    # 到2027年 and "by 2027" leave the start open by design, so an open end agrees with any day there.
    if wanted == found:
        return True
    # Several sources count the end of a span out (2016到2018 ends with 2017, 19日到20日 with the 19th). In the news, as
    # in ours, the end is in, so an end that differs by just that day, month or year agrees.
    if wanted[0] == found[0] and wanted[1] and found[1] and found[0] != found[1] and _counted_out(wanted[1], found[1]):
        return True
    return (wanted[0] is None and wanted[1] == found[1]) or (wanted[1] is None and wanted[0] == found[0])


def _counted_out(wanted: date, found: date) -> bool:
    first = wanted + _DAY
    ends = {wanted + _DAY, wanted - _DAY}
    if first.day == 1:
        ends.add(date(first.year + first.month // 12, first.month % 12 + 1, 1) - _DAY)
    if (first.month, first.day) == (1, 1):
        ends.add(date(first.year, 12, 31))
    return found in ends


def _judge_number(case: Case) -> Verdict:
    value = parse_numeral(case.text)
    if value is None:
        return Verdict("missed")
    return Verdict("right" if value in case.wanted else "wrong", str(value))


def _judge_quantity(case: Case) -> Verdict:
    found = find_quantities(case.text)
    got = ", ".join(f"{q.value}{'~' + str(q.high) if q.high is not None else ''} {q.unit}" for q in found)
    values = {(q.value, q.high) for q in found}
    if any((low, high) in values for low, high in case.wanted):
        return Verdict("right", got)
    return Verdict("wrong" if found else "missed", got)


def cases_of(source: str, row: dict[str, Any]) -> Iterator[Case]:
    """The cases of one row of one source."""
    if source.startswith("recognizers"):
        yield from _recognizers(source, row)
    elif source.startswith("jionlp"):
        yield from _jionlp(source, row)
    elif source.startswith("duckling"):
        yield from _duckling(row)
    elif source == "cn2an":
        yield from _cn2an(row)
    elif source == "wetext_tn_itn":
        yield from _wetext(row)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text).replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None


def _recognizers(source: str, row: dict[str, Any]) -> Iterator[Case]:
    if source.endswith("datetime"):
        yield from _recognizers_time(row)
        return
    for result in row["results"]:
        resolution = result.get("Resolution") or {}
        value = _decimal(resolution.get("value"))
        group = row["file"].removesuffix("ExperimentalMode")
        odd = re.search(r"[\^/]|e[+-]?\d", result["Text"]) or "relative" in result.get("TypeName", "")
        if value is None or odd or group.startswith("NumberRange"):
            yield Case(group, row["text"], "out", ())
        elif group.startswith(("NumberModel", "OrdinalModel")):
            words = re.sub("^第|^the ", "", result["Text"]) if "Ordinal" in group else result["Text"]
            yield Case(group, words, "out" if "Ordinal" in group and words.isalpha() else "number", (value,))
        else:
            yield Case(group, row["text"], "quantity", ((value, None),))


def _recognizers_time(row: dict[str, Any]) -> Iterator[Case]:
    ref, group = _day(row["ref"]), row["file"]
    for result in row["results"]:
        kind = (result.get("TypeName") or result.get("Type") or "").removeprefix("datetimeV2.")
        wanted = tuple(_recognizers_spans(result))
        out = kind not in ("date", "daterange") or not wanted or "Holiday" in group or _OUT.search(result["Text"])
        kind = _kind(kind or "none", row["text"], result["Text"])
        yield Case(kind, row["text"], "out" if out or ref is None else "time", wanted, ref)


def _kind(kind: str, text: str, words: str) -> str:
    """The class a time case is counted in: forms that news uses, or those of a calendar."""
    full_date = re.search("[0-9月]{1,4}[日号]|年.{1,3}月", words) and not re.search("周|星期|礼拜|week", words)
    return kind + (" (calendar)" if _CALENDAR.search(words) and not full_date else " (news)")


def _recognizers_spans(result: dict[str, Any]) -> Iterator[DaySpan]:
    for value in (result.get("Resolution") or {}).get("values", ()):
        if value.get("value") and value.get("type") == "date":
            day = _day(value["value"])
            yield day, day
        elif value.get("start") or value.get("end"):
            start, end = _day(value.get("start")), _day(value.get("end"))
            shift = _DAY if value.get("Mod") not in ("until",) and end else timedelta(0)
            yield start, end - shift if end else None
    for key in ("FutureResolution", "PastResolution"):
        value = (result.get("Value") or {}).get(key) if isinstance(result.get("Value"), dict) else None
        if value and value.get("date"):
            yield _day(value["date"]), _day(value["date"])
        elif value and value.get("startDate") and value.get("endDate"):
            end = _day(value["endDate"])
            yield _day(value["startDate"]), end - _DAY if end else None


def _jionlp(source: str, row: dict[str, Any]) -> Iterator[Case]:
    expect = row["expect"]
    if source == "jionlp_zh_money":
        numbers = expect["num"] if isinstance(expect["num"], list) else [expect["num"]]
        values = [_decimal(n) for n in numbers]
        low = next((v for v in values if v is not None), None)
        high = values[1] if len(values) > 1 else None
        yield Case("money", row["text"], "out" if low is None else "quantity", ((low, high), (low, None)))
        return
    group = expect["type"]
    times = expect.get("time")
    if group not in ("time_span", "time_point") or not isinstance(times, list) or _OUT.search(row["text"]):
        yield Case(group, row["text"], "out", ())
        return
    clock = any(t[11:] not in ("00:00:00", "23:59:59", "01:06:40", "") for t in times) or re.search(
        "点|时|分|秒|午|晚|早|晨|夜", row["text"]
    )
    group = _kind(group, row["text"], row["text"])
    stamp = row.get("ref_ts") if isinstance(row.get("ref_ts"), (int, float)) else None
    # Stamps are seconds; the answers of the source are in Chinese time.
    ref = (datetime(1970, 1, 1) + timedelta(seconds=stamp, hours=8)).date() if stamp else None
    out = clock or ref is None
    yield Case(group, row["text"], "out" if out else "time", ((_day(times[0]), _day(times[1])),), ref)


_GRAIN = re.compile(r"\(datetime \((\d+), (\d+), (\d+), [^)]*\) (\w+)\)")
_INTERVAL = re.compile(
    r"\(datetimeInterval \(\((\d+), (\d+), (\d+)[^)]{0,40}\), \((\d+), (\d+), (\d+)[^)]{0,40}\)\) (\w+)\)"
)


def _duckling(row: dict[str, Any]) -> Iterator[Case]:
    dim, expect = row["dim"], row["expect"]
    if dim == "Time":
        wanted = _duckling_span(expect)
        out = wanted is None or _OUT.search(row["text"]) is not None
        yield Case(
            _kind("Time", row["text"], row["text"]), row["text"], "out" if out else "time", (wanted,), date(2013, 2, 12)
        )
        return
    number = re.search(r"-?\d+(?:\.\d+)?(?:e\d+)?", expect)
    value = _decimal(number.group()) if number else None
    if dim == "Numeral" and value is not None and "/" not in row["text"] and "(" not in row["text"]:
        yield Case(dim, row["text"], "number", (value,))
    elif dim in ("AmountOfMoney", "Distance", "Volume") and value is not None and "simple" in expect:
        yield Case(dim, row["text"], "quantity", ((value, None),))
    else:
        yield Case(dim, row["text"], "out", ())


def _duckling_span(expect: str) -> DaySpan | None:
    if m := _INTERVAL.fullmatch(expect):
        if m.group(7) not in ("Day", "Week", "Month", "Quarter", "Year"):
            return None
        first, last = (date(*(max(1, int(x)) for x in m.group(*g))) for g in ((1, 2, 3), (4, 5, 6)))
        return first, last - _DAY
    m = _GRAIN.fullmatch(expect)
    if m is None or m.group(4) not in ("Day", "Week", "Month", "Quarter", "Year"):
        return None
    start = date(int(m.group(1)), max(1, int(m.group(2))), max(1, int(m.group(3))))
    months = {"Month": 1, "Quarter": 3, "Year": 12}.get(m.group(4))
    if months is None:
        return start, start + (6 * _DAY if m.group(4) == "Week" else 0 * _DAY)
    index = start.year * 12 + start.month - 1 + months
    return start, date(index // 12, index % 12 + 1, 1) - _DAY


def _cn2an(row: dict[str, Any]) -> Iterator[Case]:
    group, given, out = row["group"], row["in"], row["out"]
    if group in ("strict_data_dict", "normal_data_dict", "smart_data_dict") and isinstance(given, str):
        value = _decimal(out)
        yield Case("numeral", given, "out" if value is None else "number", (value,))
    elif group == "input_data" and isinstance(out, list):
        for words in out[:2]:
            yield Case("numeral", words, "number", (_decimal(given),))
    else:
        yield Case(group, str(given), "out", ())


def _wetext(row: dict[str, Any]) -> Iterator[Case]:
    name = row["file"].removesuffix(".txt").removeprefix("en_")
    value = _decimal(row["out"]) if row["task"] == "itn" else _decimal(row["in"])
    words = row["in"] if row["task"] == "itn" else row["out"]
    if name in ("cardinal", "number", "decimal") and value is not None:
        yield Case(f"{row['lang']} {name}", words, "number", (value,))
    elif name == "money" and row["task"] == "itn" and (found := re.search(r"\d[\d,.]*", row["out"])):
        amount = parse_numeral(re.sub("^[^0-9]+", "", row["out"])) or _decimal(found.group())
        yield Case(f"{row['lang']} money", words, "quantity", ((amount, None),))
    else:
        yield Case(name, row["in"], "out", ())
