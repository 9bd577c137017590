"""The words a Chinese number measures: the noun phrase before it, or the counted noun after it.

Works on one block's text, its sentences, quantities, time mentions and places. No grammar of single sentences: clause
ends, predicates before a number (达到, 增长), cue words and the nouns statistics end with (产值, 占比).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from index.figures_cues import pattern, words
from index.types import Quantity, TimeMention

_BREAKS = frozenset("，,；;：:。！？!?\n（()）●○·•①②③④⑤⑥⑦⑧⑨⑩——|")
_OPEN, _CLOSE = "“‘《「『", "”’》」』"
_LONGEST_QUOTE, _LONGEST_PHRASE = 16, 48
# Keys of `skip_map` below this are the ends of times, kept apart from their starts.
_BACK = -(10**12)
_SPACES = " \t\u3000*"


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
            if close > 0:
                shut = close
        elif character in "（(" and 0 < (close := _bracket_end(text, i, end)):
            shut = close + 1
        elif character in _BREAKS and not (character in ".,，:：" and _inside_number(text, i)):
            found.append(i)
        elif character in " \u3000" and _is_han(text, i - 1) and _is_han(text, i + 1):
            found.append(i)
        elif character == "、":
            found.append(-i - 1)
    return found


def _is_han(text: str, i: int) -> bool:
    return i >= 0 and "\u4e00" <= text[i : i + 1] <= "\u9fff"


def _bracket_end(text: str, i: int, end: int) -> int:
    """The end of a short bracket inside a name, 中国电子（重庆）软件园, which is no clause of its own; else -1."""
    close = min(
        (p for p in (text.find("）", i, min(end, i + 8)), text.find(")", i, min(end, i + 8))) if p > 0), default=-1
    )
    following = text[close + 1 : close + 2]
    return close if close > 0 and "\u4e00" <= following <= "\u9fff" and not re.search("[0-9%]", text[i:close]) else -1


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
        if text[at - 1] in _SPACES or text[at - 1] in "“‘":
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
    if match := _PREPOSED.search(text, max(low, end - 14), end):
        cut = strip_tail(text, low, match.start(), skips)
        if cut > low:
            end = cut
    start, verb = _front(text, low, end, skips)
    start = _inner_cut(text, start, end, skips)
    start = _after_etc(text, start, end)
    if end - start > _LONGEST_PHRASE:
        start = _last_item(text, start, end)
    start, end = _balance(text, start, end)
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
        if text[start] in _SPACES or text[start] in "、，的—":
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
    return bool(_COMPOUND.match(match.group() + rest)) or (len(match.group()) > 1 and rest[:1] in _NAME_SUFFIX)


# 支持率, 交付量, 投资额, 生产线: a verb with one of these is a name.
_NAME_SUFFIX = frozenset("率量额数值度费线")


_COMPOUND = re.compile(
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
    for at in range(max(start, end - _LONGEST_PHRASE), end):
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
    last = None
    for last in _ETC.finditer(text, start, end):
        pass
    return last.end() if last is not None and end - last.end() >= 2 else start


_SCOPES = frozenset({"全市", "全区", "全县", "全省", "我市", "我区", "我县", "我省"})
_RELATED = re.compile("[占对较比]|高于|低于|超过|相当")


def _last_item(text: str, start: int, end: int) -> int:
    at = max(text.rfind(c, start, end) for c in "、 和")
    return at + 1 if at >= 0 and end - at - 1 >= 2 else end - _LONGEST_PHRASE


def _balance(text: str, start: int, end: int) -> tuple[int, int]:
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


# Single characters end a noun only where they are no part of a word (重要, 社会, 智能, 内在, 国有, 行为).
_STOPS = re.compile(
    pattern("zh", "stops").pattern
    + "|(?<![重主需必])要(?!素|求|点|闻)|(?<![社机工协商学理议员大博展盛年])会(?![议员展计])|(?<![性功智职产储节可技动新势效赋光热电核])能(?![源力级量耗])"
    "|(?<![内存所现潜])在(?![线建])|(?<![国拥所特公共私享含没])有(?![色机限效])|(?<![行成作人认])为|(?<![但可凡于])是|就(?!业|餐|医|读)|将|(?<![立改公])正(?!式|确|规)"
    "|(?<![到周])到(?!位)|(?<![甚乃])至|[由占达已均都并被较]|从(?!业)|(?<!导)向(?![量])|(?<![参给赠])与(?!会)|居(?!民|住|家|委)|获(?!得感)|等"
)
_HOLLOW = words("zh", "hollow")
_HOLLOW_LEAD = re.compile("规模的?(?=[^，。；、]{2})")
_FAMILY = re.compile("(?:产业|企业|项目|集群)(?![链化园业集基联大群名单])")
_BRACKET_AFTER = re.compile(
    "(?:以上|以下|以内|及以上|及以下)(?=[\u4e00-\u9fff])(?!的?(?:，|。|、|；|目标|占|比|水平|且|并|和))"
)
_NOUN_START_NOT = re.compile(
    "[，。；、：！？）)\n]|的?(?:基础上|基础之上|前提|背景|时候|情况|一半|增长|位居|成为|同比|来自|用于|以来|以后|之前|时间|期间|目标|和|与|及|或|为|是|在|由|将|已|正|有|被|比|较|均|都|分别|总|其中|并|而|从|向|到|至|增速|增幅)"
)


def phrase_after(
    text: str, quantity: Quantity, following: Quantity | None, clauses: Clauses, times: list[int]
) -> Span | None:
    """The counted noun after a number: 49家|企业, 200余个|智能化改造项目, 近1000万只的|销量."""
    low = quantity.end
    high = clauses.right(low)
    if following is not None:
        high = min(high, following.start)
    for start in times:
        if low <= start < high:
            high = start
    while low < high and text[low] in _SPACES:
        low += 1
    if text.startswith("的", low):
        low += 1
    if low >= high or _NOUN_START_NOT.match(text, low):
        return None
    if match := _HOLLOW_LEAD.match(text, low, high):
        low = match.end()
    if _STOPS.match(text, low, high) and not _COMPOUND.match(text[low : low + 4]):
        return None
    soft = clauses.soft_after(low, high)
    if soft is not None and not (text[soft - 1] in "化级型性类" and clauses.soft_after(soft + 1, high) is None and (
        following is None or following.start >= clauses.right(low))):  # fmt: skip
        high = soft
    end = _cut_after(text, low, high, high in (soft, clauses.right(quantity.end)))
    if end - low > 10 and (family := _FAMILY.search(text, low + 2, end)) and family.end() < end - 1:
        end = family.end()
    near = "约近超逾" if following is not None and end == following.start else ""
    while end > low and text[end - 1] in _SPACES + "的等、和与及“‘" + near:
        end -= 1
    low, end = _balance(text, low, end)
    if text[end - 1 : end] in "”’" and (opened := max(text.rfind("“", low, end), text.rfind("‘", low, end))) - low >= 2:
        # 15万家企业“上云、用数、赋智”: the quoted words say what the enterprises do.
        end = opened if text[low:opened] in _GENERIC else end
    if end - low < 2 or text[low:end].strip("“”‘’") in _HOLLOW:
        return None
    return listed_as(text, Span(low, end), clauses)


_GENERIC = words("zh", "generic")
_LISTED = re.compile(
    "(?:成功|首次|相继|先后)?(?:入选|获评|被评为|被认定为|获认定为|上榜|列入|纳入|跻身|荣获|获批)[了为]?"
)
_LIST_NAME = re.compile("(?:名单|榜单|目录|称号|行列|之列|名录)$")


def listed_as(text: str, noun: Span, clauses: Clauses) -> Span:
    """49家企业入选…“小巨人”企业名单 counts the list's members, not 企业: the name of the list is the indicator."""
    if text[noun.start : noun.end] not in _GENERIC:
        return noun
    match = _LISTED.match(text, noun.end)
    if match is None:
        return noun
    start, end = match.end(), clauses.right(match.end())
    soft = clauses.soft_after(start, end)
    end = soft if soft is not None else end
    if tail := _LIST_NAME.search(text[start:end]):
        end = start + tail.start()
    start, end = _balance(text, start, min(end, start + _LONGEST_PHRASE))
    return Span(start, end) if end - start >= 4 else noun


# 村庄拥有了…, …节目和《…》: a verb with 了, or a title beside the noun, is no part of it.
_ENDS = re.compile("[\u4e00-\u9fff]{2}了|[和与及、的]《")


def _cut_after(text: str, low: int, high: int, closed: bool) -> int:
    """Where the noun ends: before the first verb that is not at its very front, or after a quoted tail."""
    high = min(high, low + 32)
    if match := _ENDS.search(text, low + 1, high):
        high = max(low + 1, match.start())
    for match in _STOPS.finditer(text, low, high):
        inside = text.rfind("“", low, match.start()) > text.rfind("”", low, match.start())
        # …资金支持的 and …项目开工，: what ends the words is part of the name.
        last = not match.group().startswith(("的", "基")) and (
            (match.end() >= high and closed) or text[match.end()] == "的"
        )
        if match.start() - low >= 2 and not last and not inside and not _COMPOUND.match(text[match.start() : high]):
            return match.start()
    return high


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
        skips[-mention.start - 1] = mention.end
        skips[_BACK - mention.end] = mention.start
    return skips


_HEADS = pattern("zh", "heads")


def nearest_head(text: str, quantity: Quantity, start: int, end: int) -> Span | None:
    """The statistical noun nearest to a number in its sentence, the ones before it first."""
    before = [m for m in _HEADS.finditer(text, max(start, quantity.start - 80), quantity.start)]
    match = before[-1] if before else _HEADS.search(text, quantity.end, min(end, quantity.end + 40))
    return Span(match.start(), match.end()) if match else None
