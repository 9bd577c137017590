"""Numbers of one sentence with the words they measure, before period, place and nature are settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.figures.cues import words
from index.figures.noun_after import phrase_after
from index.figures.noun_before import Clauses, Phrase, Span, is_bracket, nearest_head, phrase_before
from index.figures.place import PlaceAt
from index.figures.rows import complete_items, head_of, linked_runs, split_items, with_qualifier
from index.text import segment
from index.types import Quantity, TimeMention


@dataclass(slots=True)
class Sentence:
    """One sentence (with those joined to it by semicolons) and what was found in it; offsets are the article's."""

    start: int
    end: int
    quantities: list[Quantity]
    times: list[TimeMention]
    places: list[PlaceAt]
    clauses: Clauses
    skips: dict[int, int]


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A number, what it measures (`span` None: taken over from a number before), and who it belongs to."""

    quantity: Quantity
    phrase: Phrase
    indicator: str
    span: Span | None
    compared: bool = False
    owner: str = ""


def drafts(text: str, sentence: Sentence) -> list[FigureDraft]:
    """All numbers of a sentence that measure something; one that several subjects share comes once for each."""
    return _distribute(text, list(_each(text, sentence)))


def _each(text: str, sentence: Sentence) -> Iterator[FigureDraft]:
    quantities = [q for q in sentence.quantities if not (q.ordinal and q.unit not in ("位", "名"))]
    rows = {i for run in linked_runs(text, quantities) for i in run[1:]}
    last: FigureDraft | None = None
    for i, quantity in enumerate(quantities):
        previous = quantities[i - 1] if i and quantities[i - 1].unit_class != "time" else None
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        phrase = phrase_before(text, quantity, previous, sentence.clauses, sentence.skips)
        if not _counts(text, quantity, phrase, in_row=i in rows):
            continue
        draft = _name(text, quantity, phrase, following, sentence, last)
        if draft.span is None and not (draft.indicator and _takes_over(draft, i in rows)):
            by_verb = _by_verb(text, draft)
            if by_verb is None:
                continue
            draft = by_verb
        if draft.indicator:
            last = draft
            yield draft


def _takes_over(draft: FigureDraft, in_row: bool) -> bool:
    """Whether a number without a noun of its own may take the one before: only with a predicate, or in a row."""
    return in_row or draft.quantity.ordinal or draft.compared or bool(re.sub("[ *、，和的]", "", draft.phrase.tail))


_HAN_BEFORE = re.compile("[\u4e00-\u9fff]{2,6}$")
_PART_OF = re.compile("(?:以上|左右)?的([\u4e00-\u9fff]{2,10})(?=[，。；,;、]|来自|由|是|都|已|均|在)")
_BOUND = re.compile("(?:约|近|超|超过|不少于|达|共|仅|了|有)+$")


def _by_verb(text: str, draft: FigureDraft) -> FigureDraft | None:
    """A count that names no noun, under the word it stands behind: 缺席84人, 安排5.5万人; a share, under what it is a
    share of: 超六成的生产原料."""
    quantity = draft.quantity
    part = _PART_OF.match(text, quantity.end) if quantity.unit_class in ("percent", "ratio") else None
    if part is not None:
        return replace(draft, indicator=part[1], span=Span(part.start(1), part.end(1)))
    if quantity.unit not in _UNIT_NOUNS and quantity.unit_class != "money":
        return None
    lead = _BOUND.sub("", text[draft.phrase.clause_start : quantity.start])
    run = _HAN_BEFORE.search(lead)
    word = list(segment.cut(run.group()))[-1] if run else ""
    if len(word) < 2 or word in words("zh", "adverbs") or word in words("zh", "generic"):
        return None
    end = draft.phrase.clause_start + len(lead)
    named = word + (quantity.unit if quantity.unit in _UNIT_NOUNS else "")
    return replace(draft, indicator=named, span=Span(end - len(word), end))


# 每下线2辆就有1辆: one in so many counts nothing.
_EVERY = re.compile(
    "每(?![年月日周天季时分秒人户家])(?:[\u4e00-\u9fff]{0,4}|[\u4e00-\u9fff]{0,4}[0-9一二两三四五六七八九十]{1,3}"
    "[\u4e00-\u9fff]{0,12}[，,]?就?有)$"
)
_RANK_LEAD = re.compile(
    "(?:列|居|位居|位列|排名?|排在|跻身|前|全[国省市区县球]|世界|西部|中西部|同类|进入[^，。]{0,8})[^，。；]{0,8}$"
)
_TIME_VERB = re.compile("达|超|缩短|延长|压缩|仅|平均|不足|提前|减少|推迟|历时|提高")
# 为期30天的停火, 平均海拔4500米: words that a time or a length follows at once.
_LASTING = re.compile(
    "(?:为期|长达|历时|耗时|用时|为时|工期|时长|周期|寿命|有效期)(?:约|近|超|超过|仅|共|达|为|至少|不少于)?$"
)
_DIMENSION = re.compile(
    "(?:[长宽高深厚]度?|海拔|主跨|跨[度径]|[直半口]径|里程|距离|车程|间距|落差|周长|水[深位]|高程|净空|[^自原]身)$"
)
_ENOUGH = re.compile("达|为|至|到|突破|超|约|近|增|降|升|占|报|有|是")
_NO_COUNT = frozenset({"点", "方面", "步", "分", "字"})


def _counts(text: str, quantity: Quantity, phrase: Phrase, in_row: bool) -> bool:
    """Whether a number measures anything: not a class limit, a plain duration, a session, "three points"."""
    if is_bracket(text, quantity) or _EVERY.search(text[max(0, quantity.start - 24) : quantity.start]):
        return False
    if quantity.ordinal:
        lead = text[max(0, quantity.start - 14) : quantity.start]
        return _RANK_LEAD.search(lead) is not None
    if quantity.unit in _NO_COUNT and quantity.value < 20:
        return False
    if quantity.unit_class == "time":
        lasting = _LASTING.search(text, max(0, quantity.start - 6), quantity.start) is not None
        return lasting or (_TIME_VERB.search(phrase.tail) is not None and phrase.noun is not None)
    if quantity.unit_class == "length" and not phrase.tail and not in_row:
        return phrase.noun is not None and _DIMENSION.search(text, phrase.noun.start, phrase.noun.end) is not None
    if quantity.unit == "" and quantity.unit_class != "ratio":
        return in_row or _ENOUGH.search(phrase.tail) is not None or quantity.value >= 10**4
    return True


_COMPARISON = re.compile(
    "(?:高于|低于|高出|快于|慢于|好于|领先于?|超出|落后于?|(?:比|较|同)(?=[上去前同全往规预计]|[0-9]{4}|[0-9]{1,2}[月—-]))[^，。；]{0,24}$"
    "|(?:比|较)[^，。；、0-9]{2,14}(?:高|低|快|慢|多|少)出?[约近超 ]?$"
)
_STRONG = re.compile("达|突破|为|至|到|超|增|升|降|占|接近|保持在|稳定在|不少于|不低于|分别|破|是")
_EMPTY_OF = re.compile("的(?:成绩|数量|规模|速度|水平|高位|价格)(?=[^，。；]{0,16})")
_RANKED = re.compile(
    "(?:均|都|已|持续|仍|再次|首次|连续|继续|稳居|进入|跻身|位列|位居|列|居|排名?|在|全[国省市球]|世界|亚洲|西部|中西部|东部|同类[^，]{0,6})+[^，]{0,10}$"
)
_LAST_VERB = re.compile("(?:接入|覆盖|辐射|惠及|涉及|来自|通达|联通|服务|带动|吸引|遍布|涵盖)$")
_VERBS = frozenset(w for w in words("zh", "leads") if len(w) == 2)
_UNIT_NOUNS = frozenset({"省市", "省", "市", "国", "区县", "户", "人", "人次", "班列", "列", "票"})


def _name(
    text: str,
    quantity: Quantity,
    phrase: Phrase,
    following: Quantity | None,
    sentence: Sentence,
    previous: FigureDraft | None,
) -> FigureDraft:
    """The indicator of one number: the noun before it, the noun after it, or the one it takes over."""
    noun, compared = phrase.noun, False
    earlier = previous.indicator if previous else ""
    match = _COMPARISON.search(text, phrase.low, quantity.start)
    if match:
        compared = True
        noun = _cut_noun(text, noun, match.start())
    elif quantity.ordinal and noun and (match := _RANKED.search(text, noun.start, quantity.start)):
        noun = _ranked_noun(text, noun, match)
    after = None
    if quantity.unit_class not in ("percent", "point", "ratio") and not quantity.ordinal:
        after = phrase_after(text, quantity, following, sentence.clauses, [m.start for m in sentence.times])
    if after is not None and _prefers_after(text, quantity, phrase, noun, previous):
        noun = after
    owner = ""
    if _EMPTY_OF.match(text, quantity.end) and noun is not after and noun and not head_of(text[noun.start : noun.end]):
        # 问界以近3.3万台的成绩成为销量之冠: the noun before is whose number it is.
        far = nearest_head(text, quantity, quantity.end, sentence.end)
        if far is not None:
            owner, noun = text[noun.start : noun.end], far
    if (
        noun
        and noun is not after
        and quantity.unit in _UNIT_NOUNS
        and (verb := _LAST_VERB.search(text[noun.start : noun.end]))
    ):
        return FigureDraft(quantity, phrase, verb.group() + quantity.unit, noun, compared)
    if noun is None:
        return FigureDraft(quantity, phrase, _without_noun(text, quantity, phrase, sentence, earlier), None, compared)
    named = text[noun.start : noun.end].replace("*", "").replace("预计", "")
    if noun is not after and named in words("zh", "generic") and phrase.verb:
        named = phrase.verb + named
    return FigureDraft(quantity, phrase, with_qualifier(named, earlier), noun, compared, owner)


def _prefers_after(
    text: str, quantity: Quantity, phrase: Phrase, noun: Span | None, previous: FigureDraft | None
) -> bool:
    if noun is None:
        return True
    # 119个工业项目获得33.58亿元资金: the words before are what the number before counted.
    if previous is not None and previous.span is not None and noun.start == previous.span.start:
        return True
    if quantity.unit_class == "count" and text[noun.end - 2 : noun.end] in _VERBS:
        return True
    strong = _STRONG.search(phrase.tail) is not None
    before = text[noun.start : noun.end]
    if not strong:
        return quantity.unit_class in ("count", "money") or not head_of(before)
    return "等" in text[phrase.low : noun.start] and not head_of(before)


def _cut_noun(text: str, noun: Span | None, at: int) -> Span | None:
    """The noun up to `at`, or None when too little is left."""
    if noun is None or at - noun.start < 2:
        return None
    end = min(at, noun.end)
    while end > noun.start and text[end - 1] in " ，、的均都":
        end -= 1
    if text[noun.start : end] in words("zh", "adverbs"):
        return None
    return Span(noun.start, end) if end - noun.start >= 2 else None


def _ranked_noun(text: str, noun: Span, match: re.Match[str]) -> Span | None:
    """无人机适飞空域开放程度|全国第四, 汽车品牌进入|销量榜|前10名."""
    board = re.search(
        "(?:进入|跻身|闯入|位列|位居)([^，。、]{0,10}?榜单?)(?:的?前|第)?$", text[noun.start : match.end()]
    )
    if board:
        return Span(noun.start + board.start(1), noun.start + board.end(1))
    return _cut_noun(text, noun, match.start())


def _without_noun(text: str, quantity: Quantity, phrase: Phrase, sentence: Sentence, earlier: str) -> str:
    """The indicator of a number that names none: its verb and unit, the number before, the nearest statistic."""
    if quantity.unit in _UNIT_NOUNS and len(phrase.verb) > 1:
        return phrase.verb + quantity.unit
    if earlier:
        return earlier
    span = nearest_head(text, quantity, sentence.start, sentence.end)
    return text[span.start : span.end] if span else phrase.verb


def _distribute(text: str, found: list[FigureDraft]) -> list[FigureDraft]:
    """Numbers in a row over subjects in a row (分别), and one number over several subjects (均)."""
    result: list[FigureDraft] = []
    runs = {run[0]: run for run in linked_runs(text, [d.quantity for d in found])}
    done: set[int] = set()
    for i, draft in enumerate(found):
        if i in done:
            continue
        run = runs.get(i)
        if run:
            row = [draft, *[_like_first(found[k], draft) for k in run[1:]]]
            spread = _over_row(row, result) if "分别" in text[draft.phrase.clause_start : draft.quantity.start] else row
            result.extend(spread)
            done.update(run)
        elif draft.span is not None and re.search("[均都]", draft.phrase.tail):
            items = complete_items(split_items(draft.indicator, None))
            result.extend(replace(draft, indicator=item) for item in items)
        else:
            result.append(draft)
    return result


def _like_first(draft: FigureDraft, first: FigureDraft) -> FigureDraft:
    """What is said of the first number in a row holds for all: 分别增长5.8%、17.3%."""
    if draft.phrase.tail.strip(" *、，和与及"):
        return draft
    return replace(draft, phrase=replace(draft.phrase, tail=first.phrase.tail))


def _over_row(row: list[FigureDraft], earlier: list[FigureDraft]) -> list[FigureDraft]:
    first, count = row[0], len(row)
    if first.span is not None and not first.compared:
        items = split_items(first.indicator, count)
        if len(items) == count:
            named = zip(row, complete_items(items), strict=True)
            return [replace(d, indicator=item, span=first.span) for d, item in named]
    before = [d for d in earlier if d.indicator][-count:]
    if len(before) == count and len({d.indicator for d in before}) == count:
        pairs = zip(row, before, strict=True)
        return [replace(d, indicator=b.indicator, span=b.span or d.span) for d, b in pairs]
    return [replace(d, indicator=first.indicator, span=first.span) if d.span is None else d for d in row]
