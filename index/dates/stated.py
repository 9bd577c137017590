"""Lines that state a day as the article's own. In: a line. Out: the day, and how plainly it is the day of publication.

发布时间 and the like outrank bylines, datelines and lone days, and these a day of signing (成文日期) or changing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.dates.parse import Day, find_days

PUBLISHED, BYLINE, SIGNED, CHANGED = range(4)
_PUBLISHING = "发布|發布|發佈|发表|發表|刊发|刊登|上传|上傳|发稿|發稿|公布|公佈|见报|见報|出版|推送"
_LABELS = (
    (
        PUBLISHED,
        re.compile(
            rf"(?:{_PUBLISHING})(?:时间|日期|日|時間)?(?:于|於)?\s?[:：]?"
            r"|(?:[Pp]ublished|[Pp]osted|[Rr]eleased|[Ii]ssued)(?:\s(?:on|at|date|time))?\s?[:：]?"
        ),
    ),
    (
        SIGNED,
        re.compile(
            r"(?:成文|印发|印發|发文|發文|签发|簽發)(?:时间|日期|日|時間)\s?[:：]?"
            r"|(?:日期|时间|時間)\s?[:：]|[Dd]ate\s?[:：]"
        ),
    ),
    (
        CHANGED,
        re.compile(
            r"(?:更新|修改|编辑|編輯)(?:时间|日期|日|時間|于|於)?\s?[:：]?|[Uu]pdated(?:\s(?:on|at|date|time))?\s?[:：]?"
        ),
    ),
)
_CLOCK = re.compile(r"[日号號\d]\s{0,3}\d{1,2}[:：]\d\d|来源\s?[:：]|來源\s?[:：]|(?:Source|By)\s?[:：]")
_NAMES = re.compile(
    r"(?:来源|來源|作者|记者|記者|编辑|編輯|责编|责任编辑|通讯员|供稿|审核|浏览|阅读|点击|访问|人气|字号|字体|字體|打印|分享|收藏"
    r"|Source|Author|Editor|By|Views?|Share)"
)
_PAPER = re.compile(
    r"[\u3400-\u9fffA-Za-z ]{1,16}(?:报|報|网|網|社|台|刊|通讯|观察|发布|Daily|Times|Post|News|Herald|Journal)"
)
_PAGE = re.compile(r"(?:第\s?)?[A-Z]?\s?\d{1,3}\s?版(?:[:：][\u3400-\u9fff]{1,8})?|[A-D]\d{1,2}(?:版)?")
_WEEKDAY = re.compile(
    r"(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|农历[^\s]{2,12}"
)
_NUMBER = re.compile(r"[\u3400-\u9fff]{1,8}[〔\[（(【]\s?(?:19|20)\d\d\s?[〕\]）)】]\s?第?\d{1,5}号?")
_CLOCK_WORDS = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
ELSEWHERE = re.compile(
    r"今天是|今日是|今天\s?[:：]|现在是|(?:现在|当前|系统|北京)(?:的)?(?:时间|日期)|欢迎|您是第|(?:最近|最后|网站|本站|全站|站点)更新"
    r"|[Ll]ast [Uu]pdated|[Tt]oday is"
)
_FULL_DATELINE = re.compile(r"^\s?(?:电|讯|专电|電|訊)")
_HEADLINE, _SHORT = 12, 60


@dataclass(frozen=True, slots=True)
class Stated:
    """A day and how plainly it is that of publication: PUBLISHED (best), BYLINE, SIGNED, CHANGED."""

    day: Day
    rank: int


def stated_in_line(line: str, latest: date, alone: bool, title: str = "") -> Stated | None:
    """The day of a line: after 发布时间, beside a clock, a source or a paper's name, or (`alone`) its only words."""
    days = [d for d in find_days(line) if d.precision == "day" and d.value.year >= 1900 and d.value <= latest]
    if not days or ELSEWHERE.search(line):
        return None
    labelled = _labelled(line, days)
    if labelled:
        return labelled
    first = min(days, key=lambda day: day.start)
    rest = line[: first.start] + " " + line[first.end :]
    around = line[max(0, first.start - 8) : first.end + 24]
    if (
        len(line) <= _SHORT
        and (_CLOCK.search(around) or _CLOCK.search(line))
        and "。" not in line
        and not _is_item(rest, title)
    ):
        return Stated(first, BYLINE)
    bare = _PAGE.sub("", _WEEKDAY.sub("", _NUMBER.sub("", rest)))
    marked = _PAPER.fullmatch(bare.strip(" 　|·,，")) is not None
    bare = bare.strip(" 　()（）[]【】|·.。:：-—,，")
    if (alone and not bare) or (marked and len(line) <= _SHORT and (alone or _PAGE.search(rest))):
        return Stated(first, BYLINE)
    dateline = full_dateline(line, latest)
    return Stated(dateline, BYLINE) if dateline else None


def _labelled(line: str, days: list[Day]) -> Stated | None:
    best: Stated | None = None
    for rank, label in _LABELS:
        for match in label.finditer(line[:400]):
            after = [day for day in days if 0 <= day.start - match.end() <= 4]
            if after and (best is None or rank < best.rank):
                best = Stated(min(after, key=lambda day: day.start), rank)
    return best


def _is_item(rest: str, title: str) -> bool:
    """Whether the words beside a day and a clock are the headline of another article: a list, not a byline."""
    words = _CLOCK_WORDS.sub("", rest)
    if _NAMES.search(words) or (title and title[:20] in rest):
        return False
    return sum(1 for c in words if c.isalpha()) >= _HEADLINE or bool(re.search(r"[\u3400-\u9fff]{8,}", words))


def full_dateline(line: str, latest: date) -> Day | None:
    """ "新华社北京2025年1月20日电"."""
    for day in find_days(line[:200]):
        if (
            day.precision == "day"
            and _FULL_DATELINE.match(line[day.end :])
            and day.value.year >= 1900
            and day.value <= latest
        ):
            return day
    return None
