"""Days in names: of files, folders, addresses of pages, and of the keys of front matter. In: a name. Out: its day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from index.dates.parse import Day, find_days, first_day
from index.types import DateEvidence

# What a key of front matter means, best first; a key that says when a file was changed is no day of publication.
_FRONT = (
    re.compile(r"date|published|publish_date|pubdate|publishdate"),
    re.compile(r".{0,80}(?:publi|pub_?(?:date|time|at)|posted|release|issue|发布|發布|發佈|发表|刊发|见报|出版).{0,80}"),
    re.compile(r"日期|时间|時間|datetime|day|time|timestamp|.{0,80}(?:_date|_time|date_|日期|时间|時間)"),
    re.compile(r"created(?:_?(?:at|on|time))?|create_?(?:time|date)|ctime|创建.*"),
)
_NOT_PUBLISHED = re.compile(
    r".*(?:updat|modif|edit|lastmod|mtime|expir|更新|修改|crawl|fetch|download|save|抓取|采集|入库|下载).*"
)
_URL = re.compile(r"https?://[^\s\"'<>，。；）)】]{4,400}")
_ADDRESS_LINE = re.compile(
    r"原文|链接|連結|地址|来源|來源|网址|網址|出处|URL|[Ll]ink|[Ss]ource|https?://", re.IGNORECASE
)
_ADDRESS_DAYS = (
    re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/]?(\d\d)(?=[/_.-]|$)"),
    re.compile(r"/((?:19|20)\d\d)-(\d{1,2})[-/](\d{1,2})(?=[/_.-]|$)"),
    re.compile(r"/(?:\w{0,3})((?:19|20)\d\d)(\d\d)(\d\d)_\d+"),
    re.compile(r"[/_-]((?:19|20)\d\d)[-_]?(\d\d)[-_]?(\d\d)(?=[/_.-]|\d{2,12}\.|$)"),
)
_SHORT_DAY = re.compile(r"(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[_\-\s]|[\u3400-\u9fff]|$)")
_MONTH = re.compile(
    r"[（(【\[]\s?((?:19|20)\d\d)\s?[年.-]\s?(\d{1,2})\s?月?\s?[）)】\]]\s?$|^((?:19|20)\d\d)[-.](\d\d)(?=[_\s]|$)"
)
_YEAR = re.compile(r"^((?:19|20)\d\d)年(?!度|鉴|报)")
_OF_THE_YEAR_BEFORE = re.compile(r"公报|公報|年鉴|年鑑|年报|统计|統計|决算|決算|总结|总结|回顾|盘点|完成情况|执行情况")
_FOLDER_YEAR, _FOLDER_PART = re.compile(r"((?:19|20)\d\d)年?"), re.compile(r"(\d{1,2})[月日]?")


def front_keys(meta: Mapping[str, str]) -> list[str]:
    """The keys of front matter that may hold the day of publication, by what they mean, best first."""
    keys = [key for key in meta if key.startswith("front:") and not _NOT_PUBLISHED.fullmatch(key[6:])]
    words = {key: re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key[6:]).lower().replace("-", "_") for key in keys}
    return [key for pattern in _FRONT for key in keys if pattern.fullmatch(words[key])]


def addresses(lines: Iterable[str]) -> Iterator[str]:
    """Addresses on lines that give the article's own: 原文链接：…."""
    for line in lines:
        if len(line) <= 500 and _ADDRESS_LINE.search(line):
            found = _URL.findall(line)
            if len(found) == 1:
                yield found[0]


def day_of_address(address: str) -> Day | None:
    """The day in a page's address, as news sites write it.

    >>> day_of_address("http://news.example.cn/n1/2024/0118/c1001-40161234.html").value.isoformat()
    '2024-01-18'
    """
    for pattern in _ADDRESS_DAYS:
        for match in pattern.finditer(address[:500]):
            found = _day(*match.groups())
            if found:
                return Day(found, "day", match.start(), match.end())
    return None


def from_name(source: str, latest: date) -> DateEvidence | None:
    """A day in the file's own name ("2025-01-20_report.txt"), set off from other digits, or in its folders' names; or
    the month that the name ends with in brackets."""
    path = PurePosixPath(source.split("#", 1)[0])
    name = path.stem.replace("_", " ")
    day = first_day(name, compact=True)
    value = day.value if day and day.precision == "day" else _short(path.stem)
    if value and _possible(value, latest):
        return DateEvidence(value, "day", "file_name", path.name)
    value = _folders([*path.parent.parts])
    if value and _possible(value, latest):
        return DateEvidence(value, "day", "folder_name", str(path.parent))
    month = _MONTH.search(path.stem)
    if month:
        value = _day(month.group(1) or month.group(3), month.group(2) or month.group(4), "1")
        if value and _possible(value, latest):
            return DateEvidence(value, "month", "file_name", path.name)
    return None


def year_of_name(source: str, latest: date) -> DateEvidence | None:
    """The year that a file's name begins with (2024年…工作报告), where it is no report on the year before."""
    path = PurePosixPath(source.split("#", 1)[0])
    found = _YEAR.match(path.stem)
    if not found or _OF_THE_YEAR_BEFORE.search(path.stem) or int(found.group(1)) > latest.year:
        return None
    return DateEvidence(date(int(found.group(1)), 1, 1), "year", "file_name", path.name)


def _short(stem: str) -> date | None:
    """The day of a name that begins with two digits each of year, month and day: 240118_江津."""
    match = _SHORT_DAY.match(stem)
    return _day("20" + match.group(1), match.group(2), match.group(3)) if match else None


def _folders(parts: list[str]) -> date | None:
    """A folder named for a day, or a day's folder in a month's in a year's; the innermost counts."""
    for at in range(len(parts) - 1, -1, -1):
        days = [d for d in find_days(parts[at].replace("_", " "), compact=True) if d.precision == "day"]
        if days:
            return days[0].value
        if at >= 2:
            three = [
                _FOLDER_YEAR.fullmatch(parts[at - 2]),
                *(_FOLDER_PART.fullmatch(part) for part in parts[at - 1 : at + 1]),
            ]
            if all(three):
                return _day(*(match.group(1) for match in three if match))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _possible(value: date, latest: date) -> bool:
    return value.year >= 1900 and value <= latest
