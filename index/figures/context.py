"""When, where and whether reached: the period, place and nature of a figure, from the nearest words that say it.

Each is looked for in the clause, earlier in the sentence, earlier in the paragraph, in the heading, and last in what
is known of the article; the source found is reported with the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from index.figures.cues import alternation, pattern, words
from index.figures.place import OPENERS
from index.lexicon import LEXICON
from index.times import NOT_PERIODS
from index.types import Block, DateEvidence, Nature, Period, Precision, Quantity, TimeMention

_COMPARED = re.compile("(?:比|较|同|与|和|跟|相较于?|相比于?)$")
# 创近六年新高, 2015年以来最好水平: how long a record stood, not when the number was taken.
_RECORD = re.compile("的?(?:历史)?(?:同期)?(?:新高|新低|最[高低好快大小]|峰值)")
_REPORTING = pattern("zh", "nature", "reporting")
_FROM_VALUE = re.compile("[从由][约近超]?$")
_FROM_LEAD = re.compile("(?:由|从|自)$")
_OPEN_RULES = frozenset({"recent", "future", "decade"})
_NOW_RULES = frozenset({"now"})
# "安排好未来一个月的生产计划；…": a span counted from now says nothing of the next part of the sentence.
_SHORT_REACH = frozenset({"next", "within", "later"})
_PART_ENDS = re.compile("[；;…]")
_SENTENCE_ONLY = frozenset(
    ["day", "relative_day", "week", "days", "now", "recent", "future", "by", "before", "within", "ago", "later",
     "past", "next"]
)  # fmt: skip


@dataclass(slots=True)
class Ground:
    """What governs a block before its first word: heading and article. Changes as the paragraph goes on."""

    published: DateEvidence
    heading_period: Period | None = None
    heading_nature: Nature | None = None
    place: str = ""
    place_source: str = "none"
    paragraph_period: Period | None = None
    paragraph_place: str = ""
    home: str = ""
    names: tuple[str, ...] = field(default=())
    aim: bool = False


def governing(
    text: str, quantity: Quantity, mentions: list[TimeMention], sentence: tuple[int, int], clause_start: int
) -> tuple[TimeMention | None, str]:
    """The time expression of a sentence that dates a number, and "clause" or "sentence"; (None, "") for none.

    Left out: what is compared with (比上年), times in titles (《…2027年…》), the starting value of
    由去年的4201亿元达到… for anything but its own number, and the day of an event that only reports the number.
    """
    after = _in_brackets_after(text, quantity, mentions, sentence[1])
    if after is not None:
        return after, "clause"
    if _FROM_VALUE.search(text[max(sentence[0], quantity.start - 3) : quantity.start]):
        # 接待量从2012年的…跃升至…，收入从576亿元增长至…: the second starts where the first does.
        first = next((m for m in reversed(mentions) if sentence[0] <= m.start < quantity.start), None)
        if first is not None and text[first.start] in "从由" and text[first.end : first.end + 1] == "的":
            return first, "sentence"
    for mention in reversed(mentions):
        if mention.start >= quantity.start or mention.start < sentence[0]:
            continue
        if mention.rule in NOT_PERIODS:
            continue
        if _is_base(text, mention) or in_name(text, mention, sentence):
            continue
        if mention.rule in _SHORT_REACH and _PART_ENDS.search(text, mention.end, quantity.start):
            continue
        if _owned_by_other(text, mention, quantity) or _only_reports(text, mention, quantity, sentence):
            continue
        return mention, "clause" if mention.start >= clause_start else "sentence"
    return None, ""


def _in_brackets_after(text: str, quantity: Quantity, mentions: list[TimeMention], end: int) -> TimeMention | None:
    """达到300亿元（2026年）."""
    for mention in mentions:
        if quantity.end < mention.start <= quantity.end + 2 and mention.end <= end:
            lead = text[quantity.end : mention.start]
            if lead.strip() in ("（", "(") and text[mention.end : mention.end + 1] in "）)":
                return mention
    return None


def _is_base(text: str, mention: TimeMention) -> bool:
    before = text[max(0, mention.start - 3) : mention.start]
    if _RECORD.match(text, mention.end) and mention.rule in ("past", "since"):
        return True
    return bool(_COMPARED.search(before)) or text.startswith(("相比", "同期", "水平"), mention.end)


def in_name(text: str, mention: TimeMention, sentence: tuple[int, int]) -> bool:
    opened = max(text.rfind("《", sentence[0], mention.start), text.rfind("〈", sentence[0], mention.start))
    if opened >= 0 and not sentence[0] <= max(text.find("》", opened, mention.start), -1):
        return True
    if mention.rule != "bare_year":
        return False
    # A bare year inside quotation marks belongs to a name: “2024新质生产力年度案例”.
    return text.rfind("“", sentence[0], mention.start) > text.rfind("”", sentence[0], mention.start)


def _owned_by_other(text: str, mention: TimeMention, quantity: Quantity) -> bool:
    """去年的4201亿元: the time belongs to the number right behind it, and to that one alone."""
    lead = text[max(0, mention.start - 1) : mention.start]
    if not _FROM_LEAD.search(lead) and text[mention.end : mention.end + 1] != "的":
        return False
    next_number = re.compile("[0-9]").search(text, mention.end, quantity.start)
    return next_number is not None and len(text[mention.end : next_number.start()]) <= 3


def _only_reports(text: str, mention: TimeMention, quantity: Quantity, sentence: tuple[int, int]) -> bool:
    """The day of a meeting or publication (2月21日，…发布) dates the saying, not what is said behind the next comma."""
    period = mention.period
    if period is None or period.start is None or period.start != period.end:
        return False
    comma = re.compile("[，,：:]").search(text, mention.end + 1, quantity.start)
    return comma is not None and _REPORTING.search(text, mention.end, quantity.start) is not None


def resolve_period(
    mention: TimeMention | None, source: str, ground: Ground, nature_hint: Nature | None
) -> tuple[Period | None, str]:
    """The figure's period and where it came from, falling back on paragraph, heading and article."""
    if mention is not None:
        if mention.period is not None:
            return _whole_year(mention.period, ground, nature_hint), source
        return Period(None, None, mention.text, mention.rule), source
    if ground.paragraph_period is not None:
        return ground.paragraph_period, "paragraph"
    if ground.heading_period is not None:
        return ground.heading_period, "heading"
    return article_period(ground.published, nature_hint)


def _whole_year(period: Period, ground: Ground, nature: Nature | None) -> Period:
    """全年 is the year of the heading or title; in January and February, if nothing is planned, the year just over."""
    if period.rule != "whole_year" or not period.anchored or period.start is None:
        return period
    headed = ground.heading_period.year() if ground.heading_period else None
    day = ground.published.value
    early = day is not None and ground.published.precision != "year" and day.month <= 2
    year = headed or (period.start.year - 1 if early and nature is None else period.start.year)
    return replace(period, start=date(year, 1, 1), end=date(year, 12, 31))


def article_period(published: DateEvidence, nature: Nature | None) -> tuple[Period | None, str]:
    """What an undated number of an article is about: a wish, its year; a state, the day it was written."""
    day = published.value
    if day is None or published.precision == "unknown":
        return None, "none"
    if nature in ("goal", "forecast"):
        return Period(date(day.year, 1, 1), date(day.year, 12, 31), "", "article_year", anchored=True), "article"
    return Period(None, last_day(published), "", "as_of_article", by_end=True, anchored=True), "article"


def last_day(published: DateEvidence) -> date | None:
    day = published.value
    if day is None or published.precision in ("day", "unknown"):
        return day
    if published.precision == "year":
        return date(day.year, 12, 31)
    following = date(day.year + (day.month == 12), day.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def inherits(mention: TimeMention) -> bool:
    """Whether the sentences after it are still about this time: years and months are, a day or a deadline is not."""
    period = mention.period
    if period is None or mention.rule in NOT_PERIODS or mention.rule in _SENTENCE_ONLY or mention.rule == "bare_year":
        return False
    return not (period.start is not None and period.start == period.end)


# --- goal, forecast or result ---------------------------------------------------------------------------------------

# Goal words that are parts of other words as well; each has its own pattern below.
_AMBIGUOUS = {"将", "要", "拟", "目标", "任务", "规划", "计划", "提出", "部署"}
_GOAL = re.compile(
    f"(?:{alternation(words('zh', 'nature', 'goal') - _AMBIGUOUS)})"
    "|(?<![模虚草比])拟(?![合真人态定声])"
    "|(?<![即必])将(?![近军领士官相])|(?<![重主需必不只想首紧概纲])要(?![素求点闻件塞害闻道领])"
    "|(?<![等个大击])(?:目标|任务)(?!以来|责任|书)|计划(?!单列|经济|生育)|规划(?=[到，建新布])"
)
_FORECAST = re.compile(
    alternation(words("zh", "nature", "forecast") - {"预期"}) + "|预期(?!目标|性|值|管理|成果|指标|指数|寿命)"
)
_DONE = re.compile(
    "已(?!然)|截至|实现了|达到了|完成了|超额|建成了|目前|突破了|增长了|提升了|下降了|创下|创历史|创新高|圆满完成|提前完成|如期"
)
# 将利率从3.5%上调至4%: 将 takes an object here, it is no future.
_TAKING = re.compile("[^，。；]{2,16}(?:从|由|上调|下调)")
_AFTERWARDS = re.compile("的(?:预期|年度|发展|工作|战略|奋斗|增长)?目标|的任务|(?<=[^个])目标(?=[，。、；])")
_GOAL_HEADING = re.compile("目标|任务|计划|规划|展望|明年|怎么干|打算")
_RESULT_HEADING = re.compile("成绩|成就|完成情况|回顾|总结|亮点|公报")
_STREAM = re.compile("[。！？；;\n]")


def heading_nature(heading: str) -> Nature | None:
    """目标, 任务表 → goal; 成绩单, 回顾 → result; else None."""
    if _RESULT_HEADING.search(heading):
        return "result"
    return "goal" if _GOAL_HEADING.search(heading) else None


def spoken_nature(text: str, quantity: Quantity, sentence: tuple[int, int], right: int) -> Nature | None:
    """Goal or forecast where the sentence says so before the number (力争 计划 将 预计) or behind it (…的目标)."""
    before = text[sentence[0] : quantity.start]
    goals, forecasts = list(_GOAL.finditer(before)), list(_FORECAST.finditer(before))
    done = list(_DONE.finditer(before))
    # 预计到2027年…将…: the plain future after a forecast is part of it.
    goals = [g for g in goals if not (g.group() == "将" and _TAKING.match(before, g.end()))]
    if forecasts:
        goals = [g for g in goals if g.start() < forecasts[-1].start() or g.group() not in ("将", "要")]
    goal = goals[-1].start() if goals else -1
    forecast = forecasts[-1].start() if forecasts else -1
    past = done[-1].start() if done else -1
    if "基础上" in text[quantity.end : right] and "在" in before:
        return "result"
    if _AFTERWARDS.search(text, quantity.end, min(right, quantity.end + 24)) and not re.search(
        "完成|超额|好于|高于|超过", before[-24:]
    ):
        return "goal"
    if past > max(goal, forecast):
        return "result"
    if forecast > goal or (forecast >= 0 and goal - forecast <= 8):
        return "forecast"
    return "goal" if goal >= 0 else None


def settle_nature(
    spoken: Nature | None, period: Period | None, source: str, ground: Ground, words_before: str, rank: bool = False
) -> Nature:
    """The last word on a figure's nature: a period that ended is a result, one still to come never is."""
    today = last_day(ground.published)
    if today is None and period is not None and period.rule == "by" and spoken is None:
        return ground.heading_nature or "goal"
    if period is not None and period.rule in ("future", "next", "within", "after") and source in ("clause", "sentence"):
        return "forecast" if spoken == "forecast" else "goal"
    if period is not None and today is not None and period.rule not in _OPEN_RULES:
        if period.start is not None and period.start > today:
            return "forecast" if spoken == "forecast" else "goal"
        ends_later = period.end is not None and period.end > today
        if period.by_end and ends_later and period.rule not in ("as_of", "now"):
            return "forecast" if spoken == "forecast" else "goal"
        own = source in ("clause", "sentence")
        day = period.start is not None and period.start == period.end
        if own and not (day and spoken) and period.end is not None and _over(period.end, ground.published):
            return "forecast" if spoken == "forecast" else "result"
        # 今年提出的24个产业: a verb with 的 has happened.
        done = _DONE.search(words_before) is not None or words_before.endswith(("的", "了")) or rank
        if spoken is None and ends_later and _too_early(period, ground.published) and not done:
            return ground.heading_nature or "goal"
    if spoken is not None:
        return spoken
    return ground.heading_nature or "result"


def _over(end: date, published: DateEvidence) -> bool:
    """Whether a day lies surely before the article was written."""
    return published.value is not None and end < published.value


def _too_early(period: Period, published: DateEvidence) -> bool:
    """A whole year (or plan) cannot be a result in its first quarter, nor a plan before its end."""
    day = published.value
    if day is None or period.start is None or period.end is None or period.by_end:
        return False
    days = (period.end - period.start).days
    if days > 400:
        return period.rule == "plan" and (day - period.start).days < 500
    return days > 300 and published.precision != "year" and (day - period.start).days < 80


_SPEECH = re.compile(f"[^，。；]{{0,20}}(?:{LEXICON.any_of('speech_verbs').pattern})[，：:“]{{1,2}}")


def opens_sentence(text: str, mention: TimeMention, start: int) -> bool:
    """Whether a time is what its sentence is about, so that the next sentences share it: at the front, after who
    speaks, or set off by commas; not when it dates one number (由去年的4201亿元, 在去年119个…的基础上)."""
    if text[mention.end : mention.end + 1] == "的" or _NUMBER.match(text, mention.end):
        return False
    if text[max(0, mention.start - 1) : mention.start] in tuple("比较由从与同"):
        return False
    lead = text[start : mention.start]
    if speech := _SPEECH.match(lead):
        lead = lead[speech.end() :]
    rest = OPENERS.sub("", lead) if lead else ""
    rest = _MARKS.sub("", rest)
    return not rest or (lead.rstrip().endswith(("，", "：")) and text[mention.end : mention.end + 1] in ("，", ","))


_MARKS = re.compile("[ \u3000“‘*—·●○①②③④⑤⑥⑦⑧⑨(（-]+")
_NUMBER = re.compile("[0-9]")


_VERBS = re.compile(alternation(frozenset(w for w in words("zh", "leads") | words("zh", "increment") if len(w) > 1)))


def spoken_aim(text: str, start: int, end: int, before: bool, times: list[TimeMention], ground: Ground) -> bool:
    """Whether the speech is by now about what is to be done (将…, 要做好…): kept until a past time or 已 ends it."""
    words = text[start:end]
    if _DONE.search(words) or any(_past(m, ground) for m in times):
        return False
    return before or bool(_GOAL.search(words))


def _past(mention: TimeMention, ground: Ground) -> bool:
    period = mention.period
    if mention.rule in ("now", "since", "as_of", "ago", "past"):
        return True
    return period is not None and period.end is not None and _over(period.end, ground.published)


def carried_aim(
    text: str, mention: TimeMention | None, clause: int, sentence: tuple[int, int], ground: Ground
) -> Nature | None:
    """goal for a number without a time of its own, in a clause that opens with a verb (建成…, 新创…), in a speech
    about what is to be done."""
    if not ground.aim or mention is not None or _DONE.search(text, *sentence):
        return None
    while clause < sentence[1] and text[clause] in " “、":
        clause += 1
    return "goal" if _VERBS.match(text, clause, sentence[1]) else None


def anchor_of(published: DateEvidence) -> tuple[date | None, Precision]:
    return published.value, published.precision if published.value else "unknown"


def home_of(block: Block, article_place: str) -> tuple[str, str]:
    """The place a block is about before its sentences say otherwise, and why."""
    if block.place and block.place != article_place:
        return block.place, "speaker" if block.speaker else "heading"
    if block.place:
        return block.place, "article"
    return article_place, "article" if article_place else "none"
