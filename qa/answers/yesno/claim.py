"""What a yes/no question claims: whether it denies, compares, calls something the first or says that it is finished.

Comes in: a `Question`. Goes out: a `Claim`; and for a sentence, the clauses that speak of the claim and whether they
deny it. Words that only ask (有没有, 是不是, A不A, 吗) are no negation and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.numbers import find_quantities
from index.text import HAN_CHARACTER, fold
from index.types import Quantity
from qa.lexicon import CUES
from qa.types import Question, Term

_ASKS = re.compile(
    r"是这样吗|是真的吗|对不对|对吗|是吗|有没有|是不是|是否|能不能|会不会|能否|可否|有无|(?P<verb>[\u4e00-\u9fff])[不没](?P=verb)"
    r"|(?:没有|没|不|否)(?=[?!。 ]*$)|[吗呢么](?=[?!。, ]*$)"
)
CLAUSE = re.compile("[^,，。；;：:！!？?]+")
# How far before the number the word stands that makes it a bound ("higher than the year's 5 per cent").
_BOUND_REACH = 24
_YARDSTICK = re.compile(
    "平均|均值|目标|预期|预测|同期|上年|水平|全国|全省|全球|average|\\b(?:country|nation)(?:'s|’s|al|wide)?\\b|mean\\b"
    "|target|goal|forecast|expect|previous year|year before"
)
_THAN = re.compile(
    "比(?![例重率值较])([^,，。?？]{1,16}?)(?:[涨增升长降跌跑走卖做]得?|得|更|要|还)?(?:[快高多好强大]|([慢低少差弱小]))"
)
_MORE_THAN = re.compile(
    "\\b(?:faster|quicker|higher|larger|bigger|greater|stronger|better|more(?! slowly| than)"
    "|(slower|lower|smaller|weaker|worse|less|fewer|more slowly)) [^?.]{1,80}?\\bthan\\b"
)
_FOREMOST = re.compile("首|最|唯一|领跑|领先")
_HALF = re.compile("(?:超)?过半(?!年)|半数以上|一半以上")
_GOES_ON = re.compile("(?:但|却|并|也|而|仍|还)?(?:没|未|不|并未|尚未|从未)")
# 将于2027年建成: a word of being done that is still to come.
_TO_COME = re.compile("(?:将|预计|计划|力争|有望|争取|拟)[^,，]{0,16}(?:建成|完工|竣工|落成|投产|通车|启用|完成)")
# A clause that adds less than this to what the better ones hold of the claim does not speak of it.
_ADDS = 0.2


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. `text`: folded, without words of asking. `above`: 1 for 高于, -1 for 低于, 0 for no comparison; `at`:
    where its word ends. `foremost`: it claims a first place, `first` the term that says so. `terms`: the question's
    terms without words of comparison, superlatives with all their writings. `numbers`: those without ordinals."""

    text: str
    negated: bool
    above: int
    at: int
    yardstick: bool
    foremost: bool
    first: Term | None
    done: bool
    terms: tuple[Term, ...]
    numbers: tuple[Quantity, ...]


def read_claim(question: Question) -> Claim:
    """The claim that the question makes."""
    text = _HALF.sub("超过50%", _ASKS.sub(" ", question.normal))
    above, at = _compares(text)
    kept, first = [], None
    for term in question.terms:
        word = fold(term.text)
        if _pattern("comparison_above").fullmatch(word) or _pattern("comparison_below").fullmatch(word):
            continue
        if _pattern("first_words").search(word):
            term = first = eased(term)
        kept.append(_either_way(term))
    written = _HALF.sub("超过50%", question.text)
    numbers = (_bounded(q, written) for q in find_quantities(written) if not q.ordinal and q.unit != "年")
    return Claim(
        text, denies(text), above, at, bool(_YARDSTICK.search(text[at:])) if above else False,
        bool(_pattern("first_words").search(text)), first, bool(_pattern("done_claims").search(text)), tuple(kept),
        tuple(numbers),
    )  # fmt: skip


def eased(term: Term) -> Term:
    """A term of being first with all the words for the first place as its writings; any other as it is."""
    if not _pattern("first_words").search(fold(term.text)):
        return term
    return replace(term, zh=(*term.zh, *CUES.in_order("first_zh")))


def _either_way(term: Term) -> Term:
    """The term met by its opposite as well: a sentence of 减少 speaks of whether something was 加大."""
    if term.role != "topic":
        return term
    others = [
        word for a, b in opposites() for one, other in ((a, b), (b, a)) if set(one) & set(term.zh) for word in other
    ]
    return replace(term, zh=(*term.zh, *others)) if others else term


@cache
def opposites() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Words of one side and those of the other."""
    pairs = (pair.split("|") for pair in CUES.in_order("opposites"))
    return tuple((tuple(one.split(",")), tuple(other.split(","))) for one, other in pairs)


def _compares(text: str) -> tuple[int, int]:
    """The direction of the first word of comparison and where it ends; (0, 0) when there is none."""
    found = [
        (match.start(), -match.end(), sign)
        for name, sign in (("comparison_above", 1), ("comparison_below", -1))
        if (match := _pattern(name).search(text))
    ]
    if match := _MORE_THAN.search(text):  # faster growth in 2024 than in 2025
        found.append((match.start(), -match.end(), -1 if match[1] else 1))
    if match := _THAN.search(text):  # 比商品零售涨得快
        found.append((match.start(), -match.start(1), -1 if match[2] else 1))
    if not found:
        return 0, 0
    _, end, sign = min(found)
    return sign, -end


def _bounded(claim: Quantity, text: str) -> Quantity:
    """The quantity with the bound that a word of comparison in front of it gives: "higher than 5%"."""
    if claim.bound:
        return claim
    sign, at = _compares(fold(text[max(0, claim.start - _BOUND_REACH) : claim.start]))
    near = at and not text[max(0, claim.start - _BOUND_REACH) + at : claim.start].strip(" 了")
    return replace(claim, bound="over" if sign > 0 else "under") if near else claim


def says_comparison(sentence: str) -> int:
    """Whether the sentence says that something is above (1) or below (-1) a yardstick it names; 0 when neither."""
    for clause in CLAUSE.findall(sentence):
        if not _YARDSTICK.search(clause):
            continue
        sign, _ = _compares(clause)
        if not sign and (match := re.search("比.{1,16}(?:[高快多好强]|(低|慢|少|差|弱))", clause)):
            sign = -1 if match[1] else 1
        if sign:
            return sign
    return 0


def subject_in(claim: Claim, clauses: Sequence[str]) -> list[int]:
    """The clauses that hold what the claim begins with (云驰汽车 of 云驰汽车是不是冠军), when it is three characters or
    more."""
    start = claim.text.strip()
    size = next((n for n in range(min(12, len(start)), 2, -1) if any(start[:n] in c for c in clauses)), 0)
    return [i for i, clause in enumerate(clauses) if size and start[:size] in clause]


def foremost(sentence: str) -> bool:
    """Whether the sentence calls anything the first, the most or the only one."""
    return _FOREMOST.search(sentence) is not None or _pattern("first_words").search(sentence) is not None


def compares(sentence: str) -> int:
    """1 for a sentence that puts something above something else, -1 below, 0 for one that compares nothing."""
    return _compares(sentence)[0]


def denies(text: str) -> bool:
    """Whether a clause holds a negation: 没有, 未, 并非, "not", but not 未来, 不断 or 不锈钢."""
    return _negations().search(text) is not None


def speaking(claim: Claim, sentence: str, strengths: Sequence[Sequence[float]]) -> list[str]:
    """The clauses of `sentence` that speak of the claim: the one that holds most of it, then those that hold what it
    lacks. `strengths[i][j]`: how well the i-th clause (see `CLAUSE`) holds the j-th of the claim's terms."""
    clauses = CLAUSE.findall(sentence)
    wanted: dict[str, float] = {}
    if HAN_CHARACTER.search(claim.text):
        # "冲突期间，研究堆遭到打击了吗": the last part is what is claimed.
        parts = [pairs for part in CLAUSE.findall(claim.text) if len(pairs := _pairs(part)) > 1]
        wanted = dict.fromkeys(parts[-1] if parts else _pairs(claim.text), 1.0)
        held = [{pair: 1.0 for pair in _pairs(clause) if pair in wanted} for clause in clauses]
    else:
        wanted = {str(i): term.weight for i, term in enumerate(claim.terms)}
        held = [{str(i): v * wanted[str(i)] for i, v in enumerate(row) if v >= 0.45} for row in strengths]
    total = sum(wanted.values()) or 1.0
    chosen: list[int] = []
    known: set[str] = set()
    while len(chosen) < len(clauses):
        gains = [sum(v for key, v in one.items() if key not in known) for one in held]
        best = max(range(len(clauses)), key=lambda i: gains[i])
        if gains[best] <= 0 or (chosen and gains[best] < _ADDS * total):
            break
        chosen.append(best)
        known |= set(held[best])
    # "…，但没有通过": what only denies goes on from the clause before it.
    chosen += [i for i, one in enumerate(held) if one and i - 1 in chosen and _GOES_ON.match(clauses[i])]
    return [clauses[i] for i in sorted(set(chosen))] or clauses


def unfinished(clauses: Sequence[str]) -> bool:
    """Whether the clauses say that a thing is being done or planned, and nowhere that it is done."""
    told = _TO_COME.sub(" 将", ",".join(clauses))
    return bool(_pattern("undone_says").search(told)) and not _pattern("done_says").search(told)


def _pairs(text: str) -> list[str]:
    """Two-character pieces of the words that say something: light verbs and particles fall out."""
    runs = re.split("[^\u4e00-\u9fffa-z0-9.%]+", CUES.any_of("light_verbs").sub(" ", text))
    return [run[i : i + 2] for run in runs for i in range(len(run) - 1)]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """The words of a list as one pattern: English ones as whole words."""
    words = sorted(CUES.in_order(name), key=len, reverse=True)
    return re.compile("|".join(rf"\b(?:{word})\b" if word.isascii() and word[:1].isalpha() else word for word in words))


@cache
def _negations() -> re.Pattern[str]:
    return re.compile("|".join(CUES.in_order("negations")))
