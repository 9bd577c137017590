"""Right, wrong though answered, or refused: an answer held against what its writer says is right.

In: a `Case` and the `Answer`. Out: a verdict. Words of `expected` are free text, read as far as their form allows:
"没有答案" wants a refusal; otherwise the values (or names) in front of the first bracket must stand in the answer, or,
where it says that several values side by side will do, those of the bracket; "不能…" names what must not lead.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from eval.cases.folder import Case
from index.numbers import find_quantities
from index.text import fold
from qa.types import Answer

Verdict = Literal["right", "wrong", "refused"]
_REFUSES = re.compile("^(?:没有答案|文章没有说|没有说|问是哪)")
_FORBIDS = re.compile("[；;，,。（(]?(?:不能|不是(?!（)|不应|而不是).*$")
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]")
_SPLIT = re.compile("[、，,；;：:。（）()→÷−+＋=]|\\s")
_SKIP = re.compile(
    "^(?:三人都要有|列出|两个值并列|三个值|一篇|一条|只有|如实|同一答案|且|与|和|或.*|最?多|几句.*|指明.*|名字.*|引.*|按.*)$"
)
_YES, _NO = re.compile("^(?:是|Yes)"), re.compile("^(?:不是|没有|否|No)")
# A quotient is told with so many places that it may differ by this share.
_CLOSE = Decimal("0.006")


def judge(case: Case, answer: Answer) -> Verdict:
    """What the answer is worth."""
    if case.spans or not _is_folder_case(case):
        return _judge_spans(case, answer)
    return _judge_words(case, answer)


def _is_folder_case(case: Case) -> bool:
    return "/" not in case.name


def _judge_words(case: Case, answer: Answer) -> Verdict:
    expected = case.expected
    if answer.status == "not_found":
        return "right" if _REFUSES.match(expected) else "refused"
    if _REFUSES.match(expected):
        return "right" if answer.status == "partial" else "wrong"
    if "conflict" in expected and answer.status != "conflict":
        return "wrong"
    text = _shown(answer)
    wanted = re.split("[，；]?或", _FORBIDS.sub("", expected))[0]
    if not _leads(expected, answer.text):
        return "wrong"
    if _holds(_BRACKET.sub(" ", wanted), text):
        return "right"
    beside = "并列" in expected or "若不能" in expected
    inside = " ".join(_BRACKET.findall(expected))
    return "right" if beside and inside and _holds(inside, text) else "wrong"


def _leads(expected: str, text: str) -> bool:
    """Whether yes and no agree, where the expected words begin with one."""
    if _YES.match(expected):
        return bool(_YES.match(text))
    return bool(_NO.match(text)) if _NO.match(expected) and not expected.startswith("没有答案") else True


def _holds(wanted: str, text: str) -> bool:
    values = _values(wanted)
    found = _values(text)
    if values:
        return all(any(_same(one, other) for other in found) for one in values)
    words = [word for word in map(str.strip, _SPLIT.split(wanted)) if len(word) > 1 and not _SKIP.match(word)]
    folded = fold(text)
    met = [word for word in words if fold(word) in folded]
    return bool(words) and len(met) >= max(1, (len(words) + 1) // 2)


def _shown(answer: Answer) -> str:
    """What is shown for an answer: its text, and titles and quotes under it."""
    return "\n".join((answer.text, *answer.notes))


def _values(text: str) -> list[Decimal]:
    return [q.value for q in find_quantities(text)]


def _same(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _CLOSE * max(abs(one), abs(other))


def _judge_spans(case: Case, answer: Answer) -> Verdict:
    if case.kind == "none":
        return "right" if answer.status == "not_found" else ("refused" if answer.status == "partial" else "wrong")
    if answer.status == "not_found":
        return "refused"
    if case.kind == "calc":
        return "right" if _computed(case, answer) else "wrong"
    quotes = fold("\n".join(quote.text for quote in answer.citations))
    proved = [span for span in case.spans if fold(span) in quotes]
    if case.kind in ("yesno", "compare") and case.verdict:
        told = (
            "yes"
            if re.match("^(?:是|Yes)", answer.text)
            else "no"
            if re.match("^(?:不是|没有|No)", answer.text)
            else ""
        )
        return "right" if told == case.verdict and proved else "wrong"
    if case.kind == "compare":
        return "right" if _side_by_side(case, answer) else "wrong"
    shown = fold(answer.text) + (quotes if answer.question.language == "en" else "")
    met = [span for span in case.spans if fold(span) in shown or _told(span, answer.text)]
    return "right" if len(met) == len(case.spans) else "wrong"


def _told(span: str, text: str) -> bool:
    values = _values(span)
    return bool(values) and all(any(_same(v, w) for w in _values(text)) for v in values)


def _side_by_side(case: Case, answer: Answer) -> bool:
    """Whether both sides of a comparison are told and proved."""
    quotes = fold("\n".join(quote.text for quote in answer.citations))
    return all(_told(span, answer.text) or (not _values(span) and fold(span) in quotes) for span in case.spans)


def _computed(case: Case, answer: Answer) -> bool:
    """Whether the number that the operands are not is told; else whether all operands are."""
    given = [value for span in case.spans for value in _values(span)]
    results = [v for v in _values(case.expected) if not any(v == g for g in given)]
    told = _values(answer.text)
    scales = [Decimal(10) ** n for n in (0, 2, 4, 8)]
    return bool(results) and any(
        _same(results[0] * a, one) or _same(results[0], one * a) for one in told for a in scales
    )
