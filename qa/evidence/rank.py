"""The sentences that say it: definitions, reasons, statements, who said what.

Comes in: scored sentences. Goes out: the best ones for the kind of question, widened to whole passages where a single
sentence would leave the reader without the point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.text import fold
from index.types import Article
from qa.evidence.coverage import SENTENCE, Scored
from qa.evidence.scope import fit, place_of_sentence
from qa.lexicon import CUES
from qa.types import Question

# How many of the best sentences have their place and time looked at: finding times costs more than all the rest.
_FITTED = 24
# What follows a question is its answer, though it seldom says the question's words again.
_REPLY = 0.35
# What it counts that a sentence defines a term, and that it says outright what the term means.
_DEFINES, _MEANS = 0.12, 0.25
_NEAR = 12
# "Why" asked by the article, about the same place: how far that is our question, and what it must mean of ours.
_WHY = re.compile("为何|为什么|缘何|何以|因何|靠什么|靠的是什么|凭什么|秘诀|奥秘|原因(?:是|在)")
# What was lacking before says why something was done, what it brought does not.
_LACKING = re.compile(
    "(?:以前|过去|此前|原先|之前|曾经|长期以来)[^。]{0,60}(?:不[高足够便畅]|难|落后|滞后|依赖|瓶颈|低|缺|短板|粗放|单一|制约)"
)
_BRINGS = "[^，。；]{0,4}(?:带来|使得|让|赋能)"
_LACKED, _EFFECT = 0.08, 0.15
_WHY_ASKED, _WHY_MEANT, _WHY_REPLY = 0.8, 0.3, 0.5
_MEANING = re.compile("意为|意即|意思是|是指|指的是|寓意|译为|解释为")
_NAMED_BY, _SHUT = ("的“", '的"', "叫“", "称“", "为“"), ("”", '"')


def rank(question: Question, scored: Sequence[Scored], articles: Mapping[str, Article]) -> list[tuple[float, Scored]]:
    """Sentences with the score for this kind of question, best first."""
    first = max((item.sentence.hit.score for item in scored), default=1.0) or 1.0
    asked = _asked(question, scored)
    reply = _WHY_REPLY if question.kind == "reason" else _REPLY
    ranked = [
        (_score(question, item, item.sentence.hit.score / first) + reply * asked.get(_before(item), 0.0), item)
        for item in scored
    ]
    ranked.sort(key=_order)
    fitted = [(s * fit(question, i, articles[i.sentence.source]), i) for s, i in ranked[:_FITTED]]
    return sorted(fitted, key=_order)


def _asked(question: Question, scored: Sequence[Scored]) -> dict[tuple[str, int], float]:
    """Where the articles' own questions end that are ours, with how far they are."""
    return {
        (item.sentence.source, item.sentence.end): value
        for item in scored
        if _is_question(item.sentence.text) and (value := _asks(question, item)) >= SENTENCE
    }


def says_why(question: Question, scored: Sequence[Scored], item: Scored) -> bool:
    """Whether the sentence follows a "why" of the article that is ours: it answers in words of its own."""
    return question.kind == "reason" and _before(item) in _asked(question, scored)


def _asks(question: Question, item: Scored) -> float:
    """How far a question of the article is the one asked; any "why" of the place asked about may be."""
    why = question.kind == "reason" and _WHY.search(item.sentence.folded) is not None
    ours = why and (item.own or item.meaning >= _WHY_MEANT) and place_of_sentence(question, item) >= 1.0
    return max(item.own, _WHY_ASKED) if ours else item.own


def _is_question(text: str) -> bool:
    return text.rstrip('”’" \n').endswith(("？", "?"))


def _before(item: Scored) -> tuple[str, int]:
    """Where the sentence before ends."""
    ends = [end for _, end in item.sentence.passage.sentences if end <= item.sentence.start]
    return item.sentence.source, max(ends, default=-1)


def _order(pair: tuple[float, Scored]) -> tuple[float, int, int]:
    return -pair[0], pair[1].sentence.hit.rank, pair[1].sentence.start


def _score(question: Question, item: Scored, retrieval: float) -> float:
    value = 0.4 * item.coverage + 0.2 * item.own + 0.2 * item.meaning + 0.2 * retrieval
    if question.kind == "definition":
        value += max(_DEFINES * _defines(question, item), _MEANS * _means(question, item))
    elif question.kind == "reason":
        value += min(0.12, 0.04 * len(CUES.any_of("reason_cues").findall(item.sentence.text)))
        value += _LACKED * (_LACKING.search(item.sentence.folded) is not None) - _EFFECT * _tells_effect(question, item)
    if item.sentence.block.kind == "heading":
        value -= 0.15
    if _is_question(item.sentence.text):
        value -= 0.5  # an interviewer's question repeats every word of ours and answers none
    if len(item.sentence.text) < 8:
        value -= 0.15
    return value


def _tells_effect(question: Question, item: Scored) -> bool:
    """Whether what is asked why does something here: 数字化带来订单 tells what came of it, not why it was done."""
    topics = [term for term in question.terms if term.role == "topic"]
    words = [re.escape(fold(form)) for term in topics for form in term.zh or (term.text,)]
    return bool(words) and re.search(f"(?:{'|'.join(words)}){_BRINGS}", item.sentence.folded) is not None


def _means(question: Question, item: Scored) -> bool:
    """Whether the sentence says what a term means, words between them or not: “A”在B语意为C; or names it in quotation
    marks behind what it is: 以甲带动乙的“A”."""
    folded = item.sentence.folded
    for term in question.terms:
        for form in term.zh or (term.text,):
            at = folded.find(fold(form))
            if at < 0:
                continue
            behind = folded[at + len(form) : at + len(form) + _NEAR]
            if _MEANING.search(behind) or (folded[:at].endswith(_NAMED_BY) and behind.startswith(_SHUT)):
                return True
    return False


def _defines(question: Question, item: Scored) -> bool:
    """Whether a term of the question is followed at once by a word of definition, or explained in brackets."""
    folded = item.sentence.folded
    for term in question.terms:
        for form in term.zh or (term.text,):
            at = folded.find(form)
            if at < 0:
                continue
            rest = folded[at + len(form) : at + len(form) + 6].lstrip('”’》" ')
            if rest.startswith(CUES.longest_first("definition_verbs")) or rest[:1] in "(:—":
                return True
    return False
