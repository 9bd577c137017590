"""Answers that are sentences: definitions, reasons, statements.

Comes in: `Material`. Goes out: a `Candidate`, or None when this way of answering finds nothing, so that the next can be
tried.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexicon import LEXICON
from index.text import CLAUSE_MARKS
from index.times import find_times
from qa.answers.list.rows import pairs, rows
from qa.answers.list.sorts import tells_of_other_sort
from qa.evidence import (
    SENTENCE,
    SOFT_FLOOR,
    Material,
    Scored,
    cite_sentence,
    features_of,
    local_coverage,
    says,
    says_why,
    widened,
)
from qa.types import Candidate, Kind, Line, Said

WAY = "sentence"
# How many sentences are proposed.
_PROPOSED = 5
_WHOM = ("name", "quoted")
_OF_ONE = ("person", "date", "place", "organisation")
# A day as the answer wants a sentence that covers this much.
# A quoted statement's "he said" is not its point.
_SPEAKING = re.compile("(?:" + LEXICON.any_of("speech_verbs").pattern + ")[，：:, ]*$")
# The longest text set in bold, unless what the question asks about alone is longer.
_POINT = 60
# Words that count on several, and what a sentence that names a single thing must cover.
_SEVERAL = re.compile(
    "哪[几两二三四五六七八九十0-9]|[两二三四五六七八九十0-9][大个项类种条篇]|"
    r"\b(?:which|what|the|name) (?:two|three|four|five|six|seven|eight|nine|ten|\d)\b"
)
_SINGLE = 0.7
# What a sentence must cover to answer for a time that could not be read from it.
_DATED = 0.6
# A quoted term that stands in a sentence counts at least this much.
_SAID = 0.8
_CLAUSE = re.compile(f"[^{CLAUSE_MARKS}]+[{CLAUSE_MARKS}]*")


class Sentences:
    """The sentences that say it."""

    name = WAY
    kinds: frozenset[Kind] = frozenset(("definition", "reason", "open"))

    def candidates(self, material: Material) -> Sequence[Candidate]:
        """Each of the best sentences by itself. Features: `tells` (something of what is asked, not only of whom),
        `replies` (it follows the article's own question that is ours), `several` (it names several things)."""
        found = []
        for _, item in material.ranked()[:_PROPOSED]:
            value = Said(_words(item), _point(material, item))
            evidence = features_of(
                material, item, tells=float(tells(material, item)),
                replies=float(says_why(material.question, material.scored, item)),
                several=float(bool(rows(item.sentence.text))),
            )  # fmt: skip
            lines = (Line(value, (widened(material, item),)),)
            found.append(Candidate(self.name, value, lines, item.coverage, features=evidence))
        return found

    def choose(self, material: Material) -> Candidate | None:
        """The sentences that say it, when they say enough."""
        return sentence_answer(material)


def sentence_answer(material: Material, floor: float = SENTENCE) -> Candidate | None:
    """The sentences that say it; the first quote grows to its neighbours so that it can be read alone."""
    ranked = material.ranked()
    if not ranked:
        return None
    best = ranked[0][1]
    replies = says_why(material.question, material.scored, best)
    if not replies and not (says(material, best, floor) and tells(material, best)):
        return None
    if material.question.kind == "definition" and _other_term(material, best):
        return None
    if material.question.kind == "date" and (best.coverage < _DATED or not gives_time(best.sentence.text)):
        return None
    if material.question.kind == "list" and not _lists_some(material, best):
        return None
    lead = widened(material, best)
    main = Said(_words(best), _point(material, best))
    lines = [Line(main, (lead,))]
    for score, item in ranked[1:]:
        outside = item.sentence.source != lead.source or not lead.start <= item.sentence.start < lead.end
        if outside and score >= 0.9 * ranked[0][0] and item.coverage >= floor and len(lines) < 3:
            lines.append(Line(Said(_words(item)), (cite_sentence(item.sentence),)))
    return Candidate(WAY, main, tuple(lines), max(best.coverage, SENTENCE if replies else 0.0))


def _other_term(material: Material, item: Scored) -> bool:
    """Whether a quoted term is to be explained and the sentence does not say it: other words explain another term."""
    quoted = [v for t, v in zip(material.evidence.terms, item.strengths, strict=True) if t.role == "quoted" and t.zh]
    return bool(quoted) and max(quoted) < _SAID


def gives_time(text: str) -> bool:
    """Whether the text names a time other than now."""
    return any(mention.rule != "now" for mention in find_times(text, None))


def _lists_some(material: Material, item: Scored) -> bool:
    """Whether a sentence may answer for a list: it names several things, and some of the sort asked for. One that says
    nearly all of the question may name a single thing, unless several are counted on."""
    question, text = material.question, item.sentence.text
    if tells_of_other_sort(question, text):
        return False
    nearly_all = item.coverage >= _SINGLE
    if _SEVERAL.search(question.normal):
        return nearly_all and bool(rows(text))
    return nearly_all or bool(rows(text) or pairs(text))


def tells(material: Material, item: Scored) -> bool:
    """Whether the sentence says anything of what is asked, not only whom it is asked of (founded, not Xiaokang)."""
    asked = [v for term, v in zip(material.evidence.terms, item.strengths, strict=True) if term.role not in _WHOM]
    if asked and max(asked) < SOFT_FLOOR:
        return False
    # The life of one is not that of another who is named elsewhere.
    passage, people = item.sentence.passage, material.question.persons
    if material.question.kind not in _OF_ONE:
        return True
    return not people or any(name in passage.text or name in passage.context for name in people)


def _point(material: Material, item: Scored) -> str:
    """The clauses that hold nearly all the sentence says of the question, and what they say of it: set in bold."""
    text = _words(item)
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    if len(clauses) < 2 or len(clauses) > 30:
        return text.strip()
    said = [span for span in clauses if not _SPEAKING.search(text[span[0] : span[1]])] or clauses
    runs = [(a, b) for a in range(len(said)) for b in range(a, min(len(said), a + 3))]
    found = local_coverage(material, [text[said[a][0] : said[b][1]] for a, b in runs])
    best = max(found)
    first, last = min(
        (run for run, value in zip(runs, found, strict=True) if value >= 0.9 * best),
        key=lambda run: said[run[1]][1] - said[run[0]][0],
    )
    # What is asked about stands in these clauses, what is said of it in them or behind them.
    while last + 1 < len(said) and said[last + 1][1] - said[first][0] <= _POINT:
        last += 1
    while first and said[last][1] - said[first - 1][0] <= _POINT:
        first -= 1
    return text[said[first][0] : said[last][1]].strip("，。；：！？,;!? ")


def _words(item: Scored) -> str:
    """The sentence, white space folded."""
    return " ".join(item.sentence.text.split())
