"""The words a Chinese number measures: the noun phrase before it, or the counted noun after it.

Works on one block's text, its sentences, quantities, time mentions and places. No grammar of single sentences: clause
ends, predicates before a number (达到, 增长), cue words and the nouns statistics end with (产值, 占比).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from index.figures.cues import compounds, pattern, words
from index.text import is_han
from index.types import Quantity, TimeMention

_BREAKS = frozenset("，,；;：:。！？!?\n（()）●○·•①②③④⑤⑥⑦⑧⑨⑩——|")
_OPEN, _CLOSE = "“‘《「『", "”’》」』"
_LONGEST_NAME, _LONGEST_QUOTE, LONGEST_PHRASE, _LONGEST_BRACKET = 8, 16, 48, 60
# Keys of `skip_map` below this are the ends of times, kept apart from their starts.
_BACK = -(10**12)
SPACES = " \t\u3000*"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stands around a number: `noun` the words measured (None: not said here), `tail` the predicate between
    them and the number, `verb` the verb that was taken off the noun's front; `low` is where the search began."""

    noun: Span | None
    tail: str
    verb: str
    clause_start: int
    low: int


def break_positions(text: str, start: int, end: int) -> list[int]:
    """Where clauses end in `text[start:end]`, not counting marks inside short quotation marks (“上云、用数”)."""
    found, shut = [], start
    for i in range(start, end):
        character = text[i]
        if i < shut:
            continue
        if character in _OPEN:
            close = text.find(_CLOSE[_OPEN.index(character)], i + 1, min(end, i + _LONGEST_QUOTE + 2))
            shut = max(shut, close)
        elif character in "（(" and (close := _bracket_end(text, i, end)) > 0:
            shut = close + 1
        elif character in _BREAKS:
            # One dash joins (1—8月), two set apart.
            alone = character == "—" and "—" not in (text[i - 1 : i], text[i + 1 : i + 2])
            if not alone and not _inside_number(text, i):
                found.append(i)
        elif character in " \u3000":
            if _is_han(text, i - 1) and _is_han(text, i + 1):
                found.append(i)
        elif character == "、":
            found.append(-i - 1)
    return found


def _is_han(text: str, i: int) -> bool:
    return i >= 0 and is_han(text[i : i + 1])


def _bracket_end(text: str, i: int, end: int) -> int:
    """The end of a bracket inside a clause (电子（重庆）软件园), whose marks part nothing; -1 for none."""
    ends = (text.find(close, i, min(end, i + _LONGEST_BRACKET)) for close in "）)")
    close = min((p for p in ends if p > 0), default=-1)
    return close if close > 0 and _is_han(text, close + 1) else -1


def _inside_number(text: str, i: int) -> bool:
    return text[i] == "," and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


class Clauses:
    """The clause marks of one sentence, asked by position. List commas (、) are kept apart."""

    def __init__(self, text: str, start: int, end: int) -> None:
        marks = break_positions(text, start, end)
        self.start, self.end = start, end
        self.hard = [m for m in marks if m >= 0]
        self.soft = [-m - 1 for m in marks if m < 0]

    def left(self, at: int) -> int:
        i = bisect_left(self.hard, at)
        return self.hard[i - 1] + 1 if i else self.start

    def right(self, at: int) -> int:
        i = bisect_left(self.hard, at)
        return self.hard[i] if i < len(self.hard) else self.end

    def soft_before(self, at: int, low: int) -> int | None:
        """The end of the last 、 in [low, at), if any."""
        i = bisect_left(self.soft, at)
        return self.soft[i - 1] + 1 if i and self.soft[i - 1] >= low else None

    def soft_after(self, at: int, high: int) -> int | None:
        i = bisect_left(self.soft, at)
        return self.soft[i] if i < len(self.soft) and self.soft[i] < high else None


_TAIL_WORDS = (
    words("zh", "reach")
    | words("zh", "growth")
    | words("zh", "increment")
    | words("zh", "cumulative")
    | words("zh", "adverbs")
)
_TAIL_LENGTHS = sorted({len(w) for w in _TAIL_WORDS}, reverse=True)
_BOUND_LEFT = re.compile("(?:[ *\u3000]|以上|以下|左右|上下|以内|之内|的|”|’|、|和|与|及|以及|，|等)+")
_PREPOSED = re.compile("[在于从按][^，。；、0-9]{1,12}?(?:中|内|上|里|方面|领域|期间)$")


def strip_tail(text: str, start: int, end: int, skips: dict[int, int]) -> int:
    """Where the predicate before a number begins: 规上工业增加值|年均增长 6%. Times inside it go with it."""
    floor = max(start, end - 40)
    at = end
    while at > floor:
        back = skips.get(_BACK - at)
        if back is not None and back >= floor:
            at = back
            continue
        if text[at - 1] in SPACES or text[at - 1] in "“‘":
            at -= 1
            continue
        for length in _TAIL_LENGTHS:
            if at - length >= floor and text[at - length : at] in _TAIL_WORDS:
                at -= length
                break
        else:
            break
    return at


def phrase_before(
    text: str, quantity: Quantity, previous: Quantity | None, clauses: Clauses, skips: dict[int, int]
) -> Phrase:
    """The noun phrase and predicate before a number. `skips` maps where a time or place starts to where it ends."""
    clause = clauses.left(quantity.start)
    low = clause
    if previous is not None and previous.end > low:
        low = previous.end
        soft = clauses.soft_before(quantity.start, low)
        low = soft if soft is not None else low
        if match := _BOUND_LEFT.match(text, low, quantity.start):
            low = match.end()
    end = strip_tail(text, low, quantity.start, skips)
    tail = text[end : quantity.start]
    if text[end - 1] in "）)" and end - 1 > low:
        opened = max(text.rfind("（", low, end), text.rfind("(", low, end))
        # A name's own bracket (CPI) stays, an explanation goes.
        end = strip_tail(text, low, opened, skips) if opened > low and end - opened > _LONGEST_NAME else end
    if match := _PREPOSED.search(text, max(low, end - 14), end):
        cut = strip_tail(text, low, match.start(), skips)
        if cut > low:
            end = cut
    start, verb = _front(text, low, end, skips)
    start = _inner_cut(text, start, end, skips)
    start = _after_etc(text, start, end)
    if end - start > LONGEST_PHRASE:
        start = _last_item(text, start, end)
    start, end = balance(text, start, end)
    noun = Span(start, end) if end - start >= 2 and re.search("[\u4e00-\u9fffA-Za-z]", text[start:end]) else None
    if noun and (noun.end - noun.start < 2 or text[end - 1] == "等"):
        noun = None
    return Phrase(noun, tail, verb, clause, low)


_LEADS = pattern("zh", "leads")
_CUTS = pattern("zh", "cuts")


def _front(text: str, start: int, end: int, skips: dict[int, int]) -> tuple[int, str]:
    """Drops cue words, times and places from the front; returns the new start and the last verb dropped."""
    verb = ""
    while start < end:
        jump = skips.get(start)
        if jump is not None and jump <= end:
            start = jump
            continue
        if text[start] in SPACES or text[start] in "、，的—":
            start += 1
            continue
        if text[start] in _OPEN and text.find(_CLOSE[_OPEN.index(text[start])], start, end) < 0:
            start += 1
            continue
        match = _LEADS.match(text, start, end)
        if match is None or _starts_name(text, match, end):
            break
        verb = match.group()
        start = match.end()
    return start, verb


def _starts_name(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a cue word opens a compound instead: 投入强度, 出口额, 服务业, 对外贸易, 发展质效."""
    rest = text[match.end() : end]
    if len(match.group()) == 1 and match.group() + rest[:1] in compounds():
        return True
    return bool(COMPOUND.match(match.group() + rest)) or (len(match.group()) > 1 and rest[:1] in _NAME_SUFFIX)


# 支持率, 交付量, 投资额, 生产线: a verb with one of these is a name.
_NAME_SUFFIX = frozenset("率量额数值度费线")


COMPOUND = re.compile(
    "投入强度|投资|出口[额总商产]|进口[额总商产]|出口$|进口$|服务[业支型机消]|生产[性总力效线]|销售[额收量]|对外|发展[质水]|企业|在[建册校岗线用渝]|实际|应用场景|"
    "运输[量服]|总[投产量资额]|总投资|总产值|总量|获得感|人均|单[台位个]|生产总值|居民|全[员社]|改造项目|重点|建设[用项]|服务支撑|发行[量]|接待[游旅入国过]|发电|"
    "改造提|配套[率企]|办理[量]|培育库|建设投|高[新技于校端成]|共同|共享|共建|开发区|有[色效]|是否|现代|现[金代]|约束|近[海岸]|能[源耗]|能级|可[支再]|要素|会[员展]|达标|超[大高市级]|"
    "合[同作格]|一般|一[产次二级]|各[类项级地]|前[沿景]|来[源自]|更[新年]|被[征]|对[口外]|为[农民]|从业|自[主贸有]|以[旧]|按揭|据|公司|企业"
)


def _inner_cut(text: str, start: int, end: int, skips: dict[int, int]) -> int:
    """After the last time expression or strong verb inside: 锚定到2027年实现|工业产值."""
    cut = start
    for match in _CUTS.finditer(text, start, end):
        if match.end() < end and not re.match("[额率量值]", text[match.end() : match.end() + 1]):
            cut = match.end()
    for at in range(max(start, end - LONGEST_PHRASE), end):
        jump = skips.get(-at - 1)
        if jump is not None and jump < end and jump > cut:
            cut = jump
        if text[at : at + 2] in _SCOPES and at > start + 2 and at + 2 > cut and not _RELATED.search(text, start, at):
            cut = at + 2
    if cut == start:
        return start
    return _front(text, cut, end, skips)[0]


_ETC = re.compile("等(?![级次待候高式于][^，]*)(?:[0-9一二三四五六七八九十]{1,3}[个家大项类])?")


def _after_etc(text: str, start: int, end: int) -> int:
    """A、B等主体: what is counted stands behind the list."""
    if "、" not in text[start:end]:
        match = re.search("等(?=项目|企业|机构|单位|平台|产品|主体)", text[start:end])
        return start + match.end() if match and match.start() >= 2 else start
    found = list(_ETC.finditer(text, start, end))
    last = found[-1] if found else None
    return last.end() if last is not None and end - last.end() >= 2 else start


_SCOPES = frozenset({"全市", "全区", "全县", "全省", "我市", "我区", "我县", "我省"})
_RELATED = re.compile("[占对较比]|高于|低于|超过|相当")


def _last_item(text: str, start: int, end: int) -> int:
    at = max(text.rfind(c, start, end) for c in "、 和")
    return at + 1 if at >= 0 and end - at - 1 >= 2 else end - LONGEST_PHRASE


def balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Drops a quotation mark whose partner is outside, so that “小巨人”企业 keeps both and a speech loses its first."""
    while start < end and text[start] in _CLOSE + "、，— ":
        start += 1
    while start < end and text[start] in _OPEN:
        close = text.find(_CLOSE[_OPEN.index(text[start])], start, end)
        if close >= 0:
            break
        start += 1
    while start < end:
        last = text[end - 1]
        if last in _OPEN + " 、*的" or (last in _CLOSE and text.rfind(_OPEN[_CLOSE.index(last)], start, end - 1) < 0):
            end -= 1
        else:
            break
    return start, end


_BRACKET_AFTER = re.compile(
    "(?:以上|以下|以内|及以上|及以下)(?=[\u4e00-\u9fff])(?!的?(?:，|。|、|；|目标|占|比|水平|且|并|和))"
)


def is_bracket(text: str, quantity: Quantity) -> bool:
    """50万元以上车型 and 65岁及以上人口: the number marks off a class, it is no figure of its own."""
    return quantity.unit_class in ("money", "time") and _BRACKET_AFTER.match(text, quantity.end) is not None


def skip_map(times: list[TimeMention], places: list[tuple[int, int]], quantities: list[Quantity]) -> dict[int, int]:
    """Where times and places start → where they end; a time also under -start-1, since it cuts inside a phrase, and
    from its end back to its start, since it may stand in the predicate (由去年的 4201亿元, 实现3年“倍增”)."""
    skips = dict(places)
    skips.update({_BACK - q.end: q.start for q in quantities if q.unit_class == "time"})
    for mention in times:
        skips[mention.start] = mention.end
        if mention.rule != "comparison":
            skips[-mention.start - 1] = mention.end
        skips[_BACK - mention.end] = mention.start
    return skips


_HEADS = pattern("zh", "heads")


def nearest_head(text: str, quantity: Quantity, start: int, end: int) -> Span | None:
    """The statistical noun nearest to a number in its sentence, the ones before it first."""
    before = list(_HEADS.finditer(text, max(start, quantity.start - 80), quantity.start))
    match = before[-1] if before else _HEADS.search(text, quantity.end, min(end, quantity.end + 40))
    return Span(match.start(), match.end()) if match else None
