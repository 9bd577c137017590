"""The sentences that say it: definitions, reasons, statements, who said what.

Comes in: scored sentences. Goes out: the best ones for the kind of question, widened to whole passages where a single
sentence would leave the reader without the point.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.cues import any_of, cues
from qa.evidence import Scored
from qa.types import Question


def rank(question: Question, scored: Sequence[Scored]) -> list[tuple[float, Scored]]:
    """Sentences with the score for this kind of question, best first."""
    first = max((item.sentence.hit.score for item in scored), default=1.0) or 1.0
    ranked = [(_score(question, item, item.sentence.hit.score / first), item) for item in scored]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1].sentence.hit.rank, pair[1].sentence.start))


def _score(question: Question, item: Scored, retrieval: float) -> float:
    value = 0.62 * item.coverage + 0.23 * item.own + 0.15 * retrieval
    if question.kind == "definition":
        value += 0.12 if _defines(question, item) else 0.0
    elif question.kind == "reason":
        value += min(0.12, 0.04 * len(any_of("reason_cues").findall(item.sentence.text)))
    if item.sentence.block.kind == "heading":
        value -= 0.15
    if len(item.sentence.text) < 8:
        value -= 0.15
    return value


def _defines(question: Question, item: Scored) -> bool:
    """Whether a term of the question is followed at once by a word of definition, or explained in brackets."""
    folded = item.sentence.folded
    for term in question.terms:
        for form in term.zh or (term.text,):
            at = folded.find(form)
            if at < 0:
                continue
            rest = folded[at + len(form) : at + len(form) + 6].lstrip('”’》" ')
            if rest.startswith(cues("definition_verbs")) or rest[:1] in "(:—":
                return True
    return False
