"""Is an answer right? And if not, what kind of miss is it?

Comes in: a `Gold` question and the `Answer` of the product. Goes out: a `Verdict`. Numbers are compared by value, unit
class, period, nature and place; dates by day (or as exactly as the gold date is known); text by accepted forms;
a question without an answer by the refusal. What is judged is what the reader sees first: the value in bold, else
the sentence of the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.questions.format import Gold, Item
from eval.questions.numbers import Number, read_dates, read_numbers, same
from eval.text import covers, fold, unmarked
from qa.types import NOT_FOUND, Answer, AnswerFigure

RIGHT = "right"
REASONS = (
    "not retrieved", "wrong sentence", "wrong span", "wrong year", "goal or result", "wrong place", "false refusal",
    "false answer", "error",
)  # fmt: skip
# An accepted form that is one number with its unit. A numeral in characters needs a unit: 七腾 is a company.
_NUMERIC = re.compile(
    r"\d+(?:[.,]\d+)*\s?(?:%|[万亿千百]{0,2}(?:个百分点|元/人|[^\W\d_]{0,2}))"
    r"|第[\d一二三四五六七八九十]+[位名]?|[一二三四五六七八九十两]+[家个篇条辆台年成倍项]"
)
_ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_LONG_KINDS = ("open", "definition", "reason", "list", "series")
_YES = re.compile(r"(?:是|对|有|会|能|确|已|yes\b)", re.I)
_NO = re.compile(r"(?:不|否|没|未|并非|并不|无|no\b|not\b)", re.I)
# Folded characters up to which a text without anything in bold is an answer, not a passage to search in.
_SHORT = 100
_SUFFIX = re.compile(r"(?:高新区|新区|区|县|市|[（(）)])")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Right or not; `reason` is RIGHT or one of REASONS; `detail` says in words what differed."""

    reason: str
    detail: str = ""

    @property
    def right(self) -> bool:
        """True when the answer is right."""
        return self.reason == RIGHT


def judge(gold: Gold, answer: Answer, *, retrieved: bool = True) -> Verdict:
    """Judge one answer. `retrieved`: was a proving passage among the first hits (only names the kind of miss)."""
    refused = answer.status == NOT_FOUND
    if not gold.answerable:
        return Verdict(RIGHT) if refused else Verdict("false answer", f"answered with {shown(answer)[:80]!r}")
    if refused:
        return Verdict("false refusal" if retrieved else "not retrieved", answer.text[:120])
    verdict = _answered(gold, answer)
    if verdict.reason != "wrong span":
        return verdict
    if not retrieved:
        return Verdict("not retrieved", verdict.detail)
    if not any(covers(one.text, quote.text) for one in gold.evidence for quote in answer.citations):
        return Verdict("wrong sentence" if gold.evidence else "wrong span", verdict.detail)
    return verdict


def shown(answer: Answer) -> str:
    """What the reader takes for the answer: the bold value, else the text, without citation marks."""
    return unmarked(answer.bold or answer.text)


def _answered(gold: Gold, answer: Answer) -> Verdict:
    if gold.items:
        return _items(gold, answer)
    if gold.kind == "yesno":
        return _polarity(gold, answer)
    faults = [_one(gold, form, answer) for form in gold.answers]
    for fault in faults:
        if fault.right:
            return fault
    # The most telling miss: another year or place says more than "not this value".
    return min(faults, key=lambda fault: fault.reason == "wrong span")


def is_number(form: str) -> bool:
    """Is an accepted form one number with its unit, to be compared by value?"""
    return bool(_NUMERIC.fullmatch(form) and read_numbers(form))


def _one(gold: Gold, form: str, answer: Answer) -> Verdict:
    if gold.kind not in _LONG_KINDS and not answer.bold and len(fold(answer.text)) > _SHORT:
        return Verdict("wrong span", "a long text, and nothing in it marked as the answer")
    if _ISO.fullmatch(form):
        return _date(form, answer)
    if is_number(form):
        return _number(gold, read_numbers(form)[0], answer)
    if any(_stands(fold(form), fold(text)) for text in _texts(gold, answer)):
        return Verdict(RIGHT)
    return Verdict("wrong span", f"{form!r} is not in {shown(answer)[:80]!r}")


def _texts(gold: Gold, answer: Answer) -> list[str]:
    """Where an accepted form counts. The quotes of a list or an explanation speak for it, unless it points elsewhere:
    the wrong part of the right sentence in bold is wrong."""
    if gold.kind not in _LONG_KINDS:
        return [shown(answer)]
    if answer.bold:
        return [unmarked(answer.text)]
    return [unmarked(answer.text), *(quote.text for quote in answer.citations)]


def _stands(form: str, text: str) -> bool:
    """`form` in `text`, and not only as the end of a lower office (市长 in 副市长, mayor in vice mayor)."""
    for lower in ("副", "vice", "deputy"):
        if not form.startswith(lower):
            text = text.replace(lower + form, "")
    return form in text


def _polarity(gold: Gold, answer: Answer) -> Verdict:
    text = unmarked(answer.text).lstrip(" *“\"'")
    said = "no" if _NO.match(text) else "yes" if _YES.match(text) else ""
    if said == gold.answers[0].casefold():
        return Verdict(RIGHT)
    return Verdict("wrong span", f"says {said or 'neither yes nor no'}, right is {gold.answers[0]}")


def _date(form: str, answer: Answer) -> Verdict:
    dates = read_dates(shown(answer)) or read_dates(unmarked(answer.text))
    text = unmarked(answer.text)
    if any(date.startswith(form) for date in dates):
        return Verdict(RIGHT)
    # "2月19日" in bold, with the year elsewhere in the sentence.
    if len(form) == 10 and form[:4] in text and _month_day(form) in fold(text):
        return Verdict(RIGHT)
    if dates and dates[0][:4] != form[:4]:
        return Verdict("wrong year", f"{dates[0]} instead of {form}")
    return Verdict("wrong span", f"{form} is not in {shown(answer)[:80]!r}")


def _month_day(form: str) -> str:
    return f"{int(form[5:7])}月{int(form[8:10])}日"


def _number(gold: Gold, wanted: Number, answer: Answer) -> Verdict:
    numbers = read_numbers(shown(answer))
    if not any(same(wanted, one) for one in numbers):
        return _other_number(gold, answer)
    # A sentence with ten numbers is not an answer: in bold there may be no other value of the kind, without bold no
    # other value at all.
    rivals = {
        n.value for n in numbers
        if n.digits and not n.yearlike and n.unit != "date" and not same(wanted, n)
        and (n.unit == wanted.unit or not answer.bold)
    }  # fmt: skip
    if rivals:
        return Verdict("wrong span", f"{len(rivals) + 1} values and none marked as the answer")
    carrying = [f for f in answer.figures if any(same(wanted, one) for one in read_numbers(f.value))]
    if carrying and all(_contradicts(figure, gold.period, gold.nature, gold.place) for figure in carrying):
        return Verdict(_contradicts(carrying[0], gold.period, gold.nature, gold.place), _says(carrying[0]))
    return Verdict(RIGHT)


def _other_number(gold: Gold, answer: Answer) -> Verdict:
    detail = f"{' or '.join(gold.answers)} is not in {shown(answer)[:80]!r}"
    if answer.figures:
        fault = _contradicts(answer.figures[0], gold.period, gold.nature, gold.place)
        if fault:
            return Verdict(fault, detail)
    return Verdict("wrong span", detail)


def _says(figure: AnswerFigure) -> str:
    return f"{figure.value}: {figure.place} {figure.period} {figure.nature}"


def _contradicts(figure: AnswerFigure, period: str, nature: str, place: str) -> str:
    """The reason a figure cannot be the one asked for, "" when it may be."""
    if period and not _overlaps(figure, period):
        return "wrong year"
    if nature and (figure.nature == "result") != (nature == "result"):
        return "goal or result"
    if place and figure.place and not _same_place(place, figure.place + figure.body):
        return "wrong place"
    return ""


def _overlaps(figure: AnswerFigure, period: str) -> bool:
    first, _, last = period.partition("/")
    last = last or first
    if figure.period_end is None and figure.period_start is None:
        return True
    end = figure.period_end or "9999"
    start = figure.period_start or end
    return start[: len(last)] <= last and end[: len(first)] >= first


def _same_place(place: str, other: str) -> bool:
    """Do two names share two characters beside their suffixes (涪陵区 and 涪陵; 西部科学城 and 西部（重庆）科学城)?"""
    a, b = _SUFFIX.sub("", place), _SUFFIX.sub("", other)
    return not a or not b or any(a[i : i + 2] in b for i in range(max(1, len(a) - 1)))


def _items(gold: Gold, answer: Answer) -> Verdict:
    texts = " ".join(_texts(gold, answer))
    numbers = read_numbers(unmarked(answer.text))
    faults = [_item(item, gold, answer, numbers, texts) for item in gold.items]
    for fault in faults:
        if not fault.right:
            return fault
    return Verdict(RIGHT)


def _item(item: Item, gold: Gold, answer: Answer, numbers: list[Number], texts: str) -> Verdict:
    form = item.forms[0]
    if is_number(form):
        wanted = read_numbers(form)[0]
        if not any(same(wanted, one) for one in numbers):
            return Verdict("wrong span", f"{form} ({item.period}) is missing")
        carrying = [f for f in answer.figures if any(same(wanted, one) for one in read_numbers(f.value))]
        if carrying and all(_contradicts(f, item.period, item.nature, "") for f in carrying):
            return Verdict(_contradicts(carrying[0], item.period, item.nature, ""), _says(carrying[0]))
        return Verdict(RIGHT)
    if any(fold(one) in fold(texts) for one in item.forms):
        return Verdict(RIGHT)
    return Verdict("wrong span", f"{form!r} is missing")
