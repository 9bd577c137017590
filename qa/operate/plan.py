"""From a question to a `Plan`: which operation is asked for, and over which single questions.

In: a `Question`, the subjects its articles know, and a way to read a rewritten question. Out: a `Plan`, or None when
the question asks for what is told as it stands (a lookup).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.numbers import find_quantities
from index.types import Nature, Quantity
from qa.operate.cues import cues
from qa.operate.mentions import Side, sides_of
from qa.operate.subjects import Names
from qa.operate.types import Operand, Operation, Over, Plan
from qa.types import Kind, Question, Term

Read = Callable[[str], Question]
_ABOVE_ZH = re.compile("高于|超过|快于|好于|强于|多于|大于|高出|超出|领先于?|高过|快过|多过|超越|胜过|比")
_BELOW_ZH = re.compile("低于|不如|不及|慢于|少于|小于|落后于?|低过")
_ABOVE_EN = re.compile(
    r"\b(?:higher|more|larger|bigger|greater|faster|above(?![- ](?:the )?(?:scale|designated|norm|quota))|"
    r"exceed(?:ed|s)?|surpass(?:ed)?|ahead|longer|better|dearer|outpaced?|stronger|improved?|quicker|heavier|wider|older)\b"
)
_BELOW_EN = re.compile(r"\b(?:(?:low|few|small|slow|short|cheap|weak)er|less|below|under|behind|worse|slowly)\b")
_THAN = re.compile(r"\bthan\b|\bexceed|\bsurpass|\boutpace|\bahead of\b|\bbehind\b|\bbelow\b")
_WHICH_TWO = re.compile("哪|谁|还是|更|\\b(?:which|who|whose)\\b|\\bor\\b")
_LIMIT_ABOVE = re.compile(
    "超过|高于|大于|多于|突破|不低于|不少于|以上|达到|more than|over|above|exceed|at least|greater|higher than|larger"
)
_LIMIT_BELOW = re.compile("低于|不到|小于|少于|不足|以下|以内|below|under|less than|fewer|lower than|at most")
_NTH = re.compile("第([0-9一二三四五六七八九十]{1,2})(?=[高多大快低少小慢长]|名|位)|\\b(second|third|fourth|fifth)[- ]")
_ORDER = {w: n for n, ws in enumerate(("一1", "二2", "三3", "四4", "五5"), 1) for w in ws} | {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5,
}  # fmt: skip
_RANK_OF_ONE = re.compile("第几|几名|\\bwhat (?:rank|place|position)\\b|\\bwhere .* rank")
_TOGETHER_ZH = re.compile("(?:合计|加起来|加在?一[起块]|总和|之和|相加|共计|总计|总共|一共|共)")
_EXTRA_ZH = re.compile(
    "(?:更|最|要|还|又)?(?:多|高|大|快|少|低|小|慢|长|短|好|强|贵|重|轻|差|晚|早|猛|热)(?:了|出来?|些|一?点)?"
    "(?=$|[ ,，?？]|吗|么|多少|几)"
)
_COUNTED = ("quantity", "growth", "share", "list", "place", "organisation")
# What articles themselves hold a figure against: the difference to it is told as it stands.
_YARDSTICK = re.compile("平均|全国|全市|全省|全球|上年同期|\\baverage\\b|\\bnational\\b|\\bnationwide\\b|\\bcountry")
_OF_YEARS = re.compile("年来?(?:以来)?(?:的)?最|历史最|同期最|新高")
_ADDED = re.compile("加起来|加在?一[起块]|相加|合起来|\\b(?:combined|add(?:ed)? up|put together|sum of)\\b")
_LAST: tuple[Operation, ...] = ("average", "sum", "each")
_RANGE = re.compile("(?:到|至|—|-|–|~)")
_YES = re.compile("(?:吗|么|没有|呢)[ ?？]*$|是不是|是否|有没有|有无")
_CARRIED_ASK = re.compile(
    "^(?:它们|两者|二者|这?两[个家者]|他们)?(?:之间)?(?:相差|差|合计|加起来|一共|谁|哪个|是几倍|哪)"
)


def plan_of(question: Question, names: Names, read: Read, turns: Sequence[Question] = ()) -> Plan | None:
    """The plan of a question that wants something worked out; None for a lookup."""
    operation = _operation(question)
    if operation is None or (operation in ("difference", "compare") and _YARDSTICK.search(question.normal)):
        return None
    sides = sides_of(question, names)
    if not sides and turns:
        return _over_turns(question, operation, turns)
    if operation in ("goal_met", "difference") and not sides and _is_goal(question):
        return _goal_plan(question, operation, read)
    over = _over(question.normal)
    if len(sides) < 2 and not over:
        return _single(question, operation, read)
    if over == "item" and operation != "rank" and question.kind not in _COUNTED:
        return None
    if operation in ("select", "rank", "each", "sum", "average") and over and len(sides) < 2:
        return _gathered(question, operation, over, read)
    if len(sides) < 2 or not _surely(operation, sides, question.normal):
        return None
    return _beside(question, operation, sides, read)


def _surely(operation: Operation, sides: Sequence[Side], text: str) -> bool:
    """Whether the operation is meant of these sides: "the total of imports and exports" is one figure that is told."""
    if operation in ("difference", "compare", "ratio") and len(sides) > 2 and sides[0].sort == "period":
        return False
    if sides[0].sort == "words":
        return operation in ("difference", "compare", "select") or (operation == "sum" and bool(_ADDED.search(text)))
    # Each of several places or years is told as several figures side by side.
    if operation == "sum" and sides[0].sort == "period":
        return bool(_ADDED.search(text))
    return operation != "each" or sides[0].sort == "name"


def _operation(question: Question) -> Operation | None:
    """The operation that the words of the question ask for, the surest first."""
    text, known = question.normal, cues()
    which = known.has("which", text)
    if known.has("goal_gap", text):
        return "difference"
    if known.has("goal_met", text) and known.has("yesno", text) and question.kind == "yesno":
        return "goal_met"
    if known.has("rank", text) and not _RANK_OF_ONE.search(text):
        return "rank"
    if known.has("first_year", text) or (which and (_superlative(text) or _limit(text))):
        return "select"
    if known.has("ratio", text):
        return "ratio"
    if known.has("difference", text) and question.kind != "yesno":
        return "difference"
    if _holds_against(text, question.language):
        return "compare"
    for name in _LAST:
        if known.has(name, text):
            return name
    return None


def _superlative(text: str) -> bool:
    if _OF_YEARS.search(text):
        return False  # 近六年最高 is what the article calls it
    return cues().has("most", text) or cues().has("least", text)


def _holds_against(text: str, language: str) -> bool:
    """Whether one thing is held against another: 高于, 哪个更多, "higher than", "which grew faster"."""
    if language == "zh":
        against = _ABOVE_ZH.search(text) or _BELOW_ZH.search(text)
        return (
            bool(against and _YES.search(text))
            or bool(
                _WHICH_TWO.search(text)
                and re.search(f"更|({cues().above}|{cues().below})[ ?？]*$|谁.{0,40}[多高大快少低小慢]", text)
            )
            or bool(against and _WHICH_TWO.search(text))
        )
    compared = _ABOVE_EN.search(text) or _BELOW_EN.search(text)
    return bool(compared and (_THAN.search(text) or _WHICH_TWO.search(text)))


def direction_of(text: str, language: str) -> int:
    """+1 for more, most, faster; -1 for less, least, slower."""
    known = cues()
    if known.has("least", text) and not known.has("most", text):
        return -1
    if language == "zh":
        below = _BELOW_ZH.search(text) or re.search(f"(?:更|比.*?|最)(?:{known.below})", text)
        above = re.search(f"(?:更|最)(?:{known.above})", text)
        return -1 if below and not above else 1
    above, below = _ABOVE_EN.search(text), _BELOW_EN.search(text)
    if above and below and above.group() == "more":
        return -1  # "more slowly", "more cheaply"
    return -1 if below and not above else 1


def _limit(text: str) -> Quantity | None:
    """The number that a threshold sets: 超过1500亿元, "more than 150 billion yuan"."""
    for quantity in find_quantities(text):
        if quantity.ordinal or quantity.unit_class == "time" or not quantity.unit:
            continue
        near = text[max(0, quantity.start - 14) : quantity.end + 4]
        if _LIMIT_ABOVE.search(near) or _LIMIT_BELOW.search(near):
            return quantity
    return None


def _over(text: str) -> Over:
    for name, pattern in cues().over.items():
        if pattern.search(text):
            return name  # type: ignore[return-value]
    return ""


def _is_goal(question: Question) -> bool:
    return cues().has("goal_met", question.normal) or cues().has("goal_gap", question.normal)


# --- the question about the indicator alone -----------------------------------------------------------------


def asked_of(question: Question, read: Read, cut: Sequence[tuple[int, int]], drop: Sequence[str] = ()) -> Question:
    """The question for the figure itself: without the spans of `cut` and the words of the operation."""
    text, known = question.normal, cues()
    for start, end in sorted(cut, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    for name in drop:
        text = known.patterns[name].sub(" ", text)
    for pattern in known.over.values():
        text = pattern.sub(" ", text)
    if question.language == "zh":
        text = _ABOVE_ZH.sub(" ", _BELOW_ZH.sub(" ", _EXTRA_ZH.sub(" ", text)))
        text = re.sub(
            "(?<![\u4e00-\u9fff])(?:和|与|跟|同|、|及|还是|或)(?![\u4e00-\u9fff])|(?:吗|么|呢)(?=[ ?？]|$)", " ", text
        )
    else:
        text = _ABOVE_EN.sub(" ", _BELOW_EN.sub(" ", text))
        text = re.sub(
            r"\b(?:than|between|and|or|versus|vs|compared|with|is|was|were|are|did|does|do|has|have|had)\b(?=\s)",
            " ",
            text,
        )
    text = re.sub(r"\s+", " ", known.left_out.sub(" ", text)).strip(" ,，的:：-")
    growth = known.measures["growth"].search(question.normal) is not None or question.measure == "growth"
    share = known.measures["share"].search(question.normal) is not None
    asked = read(_as_question(text, question.language, growth=growth, share=share)) if _sayable(text) else question
    return _as_figure(question, asked, growth=growth, share=share)


def _sayable(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _as_question(text: str, language: str, *, growth: bool, share: bool) -> str:
    if language == "zh":
        tail = "增速" if growth and "增" not in text and "涨" not in text else ""
        return f"{text}{tail}是多少"
    lead = "growth of " if growth and not re.search(r"\b(?:growth|grow|grew|increase|rise|rose)\b", text) else ""
    return f"what was the {lead}{text}?"


def _as_figure(question: Question, asked: Question, *, growth: bool, share: bool) -> Question:
    """The question read as one for a figure, with the unit and nature of the whole question where it says them."""
    kind: Kind = "growth" if growth else "share" if share else "quantity"
    measure = kind if kind != "quantity" else asked.measure if asked.measure in ("increment", "cumulative") else ""
    unit = question.unit if question.unit not in ("", "倍", "个百分点", "%") else asked.unit
    terms = asked.terms
    if not any(term.role == "indicator" for term in terms):
        strongest = max(terms, key=lambda t: (t.weight, len(t.text)), default=None)
        counted = replace(strongest, role="indicator", kind="indicator", weight=1.0) if strongest else None
        terms = tuple(counted if counted and t is strongest else t for t in terms)
    return replace(
        asked, kind=kind, measure=measure, unit="%" if kind != "quantity" else unit.removesuffix("%"), terms=terms,
        language=question.language, nature=question.nature or asked.nature,
        periods=question.periods, period=question.period, places=asked.places or question.places,
        persons=(), carried=question.carried,
    )  # fmt: skip


# --- plans --------------------------------------------------------------------------------------------------


def _beside(question: Question, operation: Operation, sides: Sequence[Side], read: Read) -> Plan | None:
    """A plan over things named side by side."""
    drop = {"sum": ("sum",), "difference": ("difference",), "ratio": ("ratio", "share"), "average": ("average",),
            "each": ("each",), "rank": ("rank",), "select": ("most", "least")}.get(operation, ())  # fmt: skip
    asked = asked_of(question, read, [(side.start, side.end) for side in sides], drop)
    sort = sides[0].sort
    others = [place for place in question.places if sort != "place"]
    base = replace(
        asked,
        places=tuple(others),
        periods=() if sort == "period" else question.periods,
        period=None if sort == "period" else question.period,
    )
    operands = tuple(_operand(base, side) for side in sides)
    if operation in ("select", "compare", "rank") and len(operands) > 2 and operation == "compare":
        operation = "select"
    text = question.normal
    yesno = operation == "compare" and question.kind == "yesno" and not _WHICH_TWO.search(re.sub("更", "", text))
    if operation in ("compare", "difference", "ratio"):
        operands = _ordered(text, operands[:2], question.language)
    return Plan(
        operation, base, operands, direction=direction_of(text, question.language), yesno=yesno,
        negated=bool(re.search("不(?:高于|低于|超过|多于|少于|如)|没有?(?:超过|高于)", text)) and yesno,
    )  # fmt: skip


def _ordered(text: str, operands: tuple[Operand, ...], language: str) -> tuple[Operand, ...]:
    """The operands with the one the claim is about first: "compared with 2021, was it higher in 2022"."""
    first = re.match("^(?:和|与|跟|同|相比于?|较|比起)", text) or re.match(
        r"^(?:and |but )?(?:compared (?:with|to)|against|versus)\b", text
    )
    return operands[::-1] if first and len(operands) == 2 else operands


def _operand(base: Question, side: Side) -> Operand:
    if side.sort == "place":
        asked = replace(base, places=(side.place,), search=f"{side.place} {base.search}")
        return Operand(side.place, asked)
    if side.sort == "period":
        assert side.period is not None
        asked = replace(base, periods=(side.period,), period=side.period, search=f"{side.text} {base.search}")
        return Operand(side.text, asked)
    term = Term(side.text, (side.text,) if not side.text.isascii() else (), "topic", 0.5)
    asked = replace(base, terms=(*base.terms, term), search=f"{side.text} {base.search}")
    return Operand(side.text, asked, side.name)


def _goal_plan(question: Question, operation: Operation, read: Read) -> Plan:
    """What was reached against what was aimed for."""
    asked = asked_of(question, read, (), ("goal_met", "goal_gap", "difference"))
    natures: tuple[Nature, Nature] = ("result", "goal")
    operands = tuple(Operand(nature, replace(asked, nature=nature)) for nature in natures)
    text = question.normal
    missed = cues().has("misses", text)
    return Plan(
        operation, asked, operands, yesno=operation == "goal_met", direction=-1 if missed else 1,
        or_equal=not (cues().has("exceeds", text) or missed),
    )  # fmt: skip


def _gathered(question: Question, operation: Operation, over: Over, read: Read) -> Plan:
    """A plan over every place, body or time that the articles give the figure for."""
    text, limit = question.normal, _limit(question.normal)
    drop = ("most", "least", "rank", "ascending", "each", "sum", "average", "first_year", "except_zh")
    cut = [(limit.start, limit.end)] if limit is not None else []
    asked = asked_of(question, read, cut, drop)
    if limit is not None:
        asked = replace(asked, unit=limit.unit)
    first = cues().has("first_year", text)
    direction = direction_of(text, question.language)
    if limit is not None:
        direction = -1 if _LIMIT_BELOW.search(text) and not _LIMIT_ABOVE.search(text) else 1
    if operation == "rank":
        direction = -1 if cues().has("ascending", text) else 1
    left_out = cues().patterns["except_zh"].search(text)
    nth = _NTH.search(text)
    return Plan(
        operation, asked, over="year" if first else over, direction=direction, limit=limit,
        nth=_ORDER.get((nth[1] or nth[2]), 1) if nth else 1,
        excluded=tuple(g for g in left_out.groups() if g)[:1] if left_out else (),
    )  # fmt: skip


def _single(question: Question, operation: Operation, read: Read) -> Plan | None:
    """A sum over the parts of one time (three months of a quarter), or every year of a range."""
    period = question.period
    if period is None or period.start is None or period.end is None:
        return None
    if operation == "each" and (period.end - period.start).days > 366:
        return Plan("series", asked_of(question, read, (), ("each",)), over="year")
    if operation == "sum":
        return Plan("sum", asked_of(question, read, (), ("sum",)), over="month", word="parts")
    return None


def _over_turns(question: Question, operation: Operation, turns: Sequence[Question]) -> Plan | None:
    """相差多少 after two questions for one figure each: these are the operands."""
    if operation not in ("difference", "sum", "ratio", "compare", "average") or len(turns) < 2:
        return None
    if (len(question.normal) > 16 and question.language == "zh") or len(question.normal.split()) > 9:
        return None
    last = [turn for turn in turns[-2:] if turn.kind in ("quantity", "growth", "share", "open")]
    if len(last) < 2:
        return None
    operands = tuple(
        Operand(_label(turn), replace(turn, kind="quantity" if turn.kind == "open" else turn.kind)) for turn in last
    )
    return Plan(operation, last[-1], operands, direction=direction_of(question.normal, question.language))


def _label(turn: Question) -> str:
    return (turn.places or tuple(p.text for p in turn.periods) or (turn.normal.strip("?？"),))[0]
