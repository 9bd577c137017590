"""The day and month an article is of, where its words name them without a year. In: a text. Out: `MonthDay`, or None.

"今天（9月24日）" and a dateline ("新华社北京1月20日电") are the day of publication; a day that the first paragraphs
report ("1月20日下午，…举行") is taken for it; a day or month further down only dates the month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.types import Precision

_MD = r"(?<!\d)(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]"
_TODAY = re.compile(rf"(?:今[天日]|本日)(?:上午|下午|早上|凌晨|晚|晚上|中午)?\s?[（(，,]?\s?{_MD}")
_YESTERDAY = re.compile(rf"(?:昨[天日])(?:上午|下午|晚|晚上|夜)?\s?[（(，,]?\s?{_MD}")
_DATELINE = re.compile(rf"{_MD}\s?(?:电|讯|专电|消息|报道)(?=[\s\u3000）)】：:（(]|记者|\S)")
_BARE = re.compile(_MD)
_TIMED = re.compile(r"(?:上午|下午|晚|凌晨|清晨|早上|中午|当天|，|举行|召开|在)")
_ENGLISH_MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_ENGLISH_DATELINE = re.compile(rf"[A-Z]{{2}}[A-Za-z ,.'-]{{0,40}},\s{_ENGLISH_MONTH}\s(\d{{1,2}})\s?(?:\(|--|—|–|-)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_AHEAD = re.compile(r"(?:将|起|起[，至]|前|截止|至|到|—|-|–|之前|以前)")
_BEHIND = re.compile(r"(?:年\s?|截至|截止|将于|定于|拟于|自|从|至|—|到|每年|当地时间|去年|前年|明年|历史上的)$")
_THIS_MONTH = re.compile(r"今年\s?(\d{1,2})\s?月(?!底前|前|将)")
_SESSION = re.compile(r"(?:今年|[省市区]|重庆|北京|上海|天津)(?:的)?两会")
_DEPUTY = re.compile(r"(?:省|自治区|北京市|上海市|天津市|重庆市)(?:人大代表|政协委员)")
_CITY_DEPUTY = re.compile(r"市(?:人大代表|政协委员)")
_NATIONAL = re.compile(r"全国(?:人大代表|政协委员|两会|人大|政协)")
_MUNICIPALITY = re.compile("重庆|北京|上海|天津")
LEAD_CHARS = 320


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day (0: the month only) without its year; `start`, `end` where it stands; `shift` days to publication."""

    month: int
    day: int
    start: int
    end: int
    rule: str
    precision: Precision
    shift: int = 0

    def on(self, year: int) -> date | None:
        """The day in a year (the first of the month when only that is known), or None when there is no such day."""
        try:
            return date(year, self.month, self.day or 1) + timedelta(days=self.shift)
        except (ValueError, OverflowError):
            return None


def find_month_day(text: str, head: int = 0) -> MonthDay | None:
    """The best evidence of the day or month, `head` being where the text behind the title begins."""
    for pattern, rule, shift in ((_TODAY, "today", 0), (_YESTERDAY, "yesterday", 1)):
        for match in pattern.finditer(text[:20_000]):
            found = _made(match, rule, "day", shift)
            if found:
                return found
    for window in (slice(0, 600), slice(max(0, len(text) - 200), len(text))):
        found = _dateline(text[window], window.start)
        if found:
            return found
    return _reported(text, head) or _month(text)


def _made(match: re.Match[str], rule: str, precision: Precision, shift: int = 0) -> MonthDay | None:
    month, day = int(match.group(1)), int(match.group(2))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return MonthDay(month, day, match.start(1), match.end(), rule, precision, shift)


def _dateline(text: str, offset: int) -> MonthDay | None:
    for match in _DATELINE.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if not re.search(r"年\s?$|[，。]", before[-2:]):
            found = _made(match, "dateline", "day")
            if found:
                return MonthDay(found.month, found.day, found.start + offset, found.end + offset, "dateline", "day")
    english = _ENGLISH_DATELINE.search(text)
    if english:
        month, day = _MONTHS.index(english.group(1)) + 1, int(english.group(2))
        if day <= 31:
            return MonthDay(month, day, english.start(1) + offset, english.end(2) + offset, "dateline", "day")
    return None


def _reported(text: str, head: int) -> MonthDay | None:
    """The first day that the opening paragraphs report something of."""
    for match in _BARE.finditer(text, head, min(len(text), head + LEAD_CHARS)):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 6]
        if _BEHIND.search(before) or _AHEAD.match(after):
            continue
        opens = not before or before[-1] in "\n。，；：、“”（( 　！？"
        if opens and _TIMED.match(after):
            return _made(match, "event_day", "day")
    return None


def _month(text: str) -> MonthDay | None:
    """The month only: the latest day or month of this year reported as past, or the season of yearly sessions."""
    best: MonthDay | None = None
    months = [m for m in _THIS_MONTH.finditer(text[:20_000]) if 1 <= int(m.group(1)) <= 12]
    for match in _BARE.finditer(text[:20_000]):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 6]
        found = _made(match, "day_reported", "month")
        if found and not _BEHIND.search(before) and not _AHEAD.match(after) and (not best or _later(found, best)):
            best = found
    if best and any(int(m.group(1)) in (best.month, best.month - 1) for m in months):
        # A month of this year named beside it: the day cannot be one of years ago.
        return MonthDay(best.month, 0, best.start, best.end, "day_reported", "month")
    session = _SESSION.search(text[:20_000])
    if session and not _NATIONAL.search(text):
        city = _CITY_DEPUTY.search(text) and _MUNICIPALITY.search(text)
        if _DEPUTY.search(text) or city:
            # Provincial congresses meet in January; the national ones in March.
            return MonthDay(1, 0, session.start(), session.end(), "provincial_session", "month")
    return None


def _later(one: MonthDay, other: MonthDay) -> bool:
    return (one.month, one.day) > (other.month, other.day)
