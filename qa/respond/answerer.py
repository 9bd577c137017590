"""Hits → Answer: which way of answering fits, what is missing, and the finished answer with its quotes.

Comes in: a `Question` and the passages retrieved for it. Goes out: an `Answer`; every quote in it is a slice of its
article, and every number in its text stands in a quote or is that number converted exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.entities import find_places
from index.numbers import find_quantities
from index.settings import Settings
from index.text import fold
from index.types import Article
from qa.answers.body import body_answer
from qa.answers.credits import credits_answer
from qa.answers.date import date_answer
from qa.answers.figure.leading_sentence import leading_answer
from qa.answers.figure.value import figure_answer
from qa.answers.list.answer import list_answer
from qa.answers.person.answer import asks_interview, office_answer, person_answer, speaker_answer
from qa.answers.person.fits import lacks_deed, lacks_person
from qa.answers.person.people_asked import with_names
from qa.answers.person.several import people_answer
from qa.answers.place.answer import lacks_place, place_answer, places_answer
from qa.answers.sentence import sentence_answer
from qa.answers.yesno.answer import yesno_answer
from qa.evidence.coverage import Evidence, Scored, sentences_of
from qa.evidence.figures import fitted_figures
from qa.evidence.gates import missing_places, missing_terms, missing_times, of_governments
from qa.evidence.material import Material
from qa.lexicon.asking import asking_cues
from qa.question.credits import asks_credits
from qa.question.parts import parts_of
from qa.respond.assemble import number, quote
from qa.respond.follow_ups import follow_ups
from qa.say import (
    bold_text,
    carried_text,
    figure_text,
    line_text,
    note_text,
    period_text,
    reading_line,
    reason_text,
    say,
)
from qa.types import (
    NOT_FOUND,
    Answer,
    AnswerFigure,
    Candidate,
    Cite,
    FigureValue,
    Hit,
    Line,
    Missing,
    Note,
    Question,
    Quote,
    Reason,
    Said,
)

if TYPE_CHECKING:
    from qa.retrieve.retriever import Retriever

_FIGURE_KINDS = ("quantity", "share", "growth", "rank", "series")
CLOSEST = 3
_MONEY = re.compile("[0-9一二三四五六七八九十百千万亿余多](?:元|美元|欧元|块)|RMB|yuan|[$¥€]")


class Answerer:
    """Answers analysed questions from the passages given."""

    def __init__(self, retriever: Retriever, settings: Settings) -> None:
        self._index = retriever.index
        self._table = retriever.table
        self._settings = settings

    def answer(self, question: Question, hits: Sequence[Hit]) -> Answer:
        """The answer to `question` from `hits` (best first); status not_found when they do not hold it."""
        if not hits:
            reason = Reason("articles")
            return Answer(question, NOT_FOUND, reason_text(reason, question.language), missing=(reason,))
        articles = {hit.passage.source: self._index.article(hit.passage.source) for hit in hits}
        question = with_names(question, articles)
        evidence = Evidence(question, self._table)
        scored = evidence.score(sentences_of(hits, articles))
        question = of_governments(question, scored)
        outcome = self._outcome(question, articles, scored, evidence)
        if isinstance(outcome, Missing):
            return self._refuse(question, outcome, scored, articles)
        return self._finish(question, outcome, scored, articles)

    def _outcome(
        self, question: Question, articles: dict[str, Article], scored: Sequence[Scored], evidence: Evidence
    ) -> Candidate | Missing:
        words, elsewhere = missing_terms(question, evidence, scored), missing_places(question, scored)
        gone = [m for m in (words, elsewhere) if m]
        counts = question.kind in _FIGURE_KINDS or _bare(question)
        if counts and not question.terms and not question.unit:
            return Missing((Reason("figure"),))  # a number of a place, but of what?
        outcome: Candidate | Missing | None = None
        material = Material(question, articles, scored, evidence)
        if gone:
            outcome = Missing(tuple(r for m in gone for r in m.reasons), min(m.confidence for m in gone))
            if elsewhere or not counts:
                return outcome
        elif counts:
            outcome = self._figures(material)
            if isinstance(outcome, Candidate):
                return outcome
        late = missing_times(question, articles, scored)
        if isinstance(outcome, Missing) and late is None:
            outcome = leading_answer(material, material.figures, outcome)
        if isinstance(outcome, Candidate) or (gone and outcome is not None):
            return outcome
        draft = self._text(material)
        if draft is None or late is not None:
            return outcome or late or Missing((), 0.0)
        return draft if outcome is None else self._weaker(material, outcome, draft)

    def _weaker(self, material: Material, outcome: Missing, draft: Candidate) -> Candidate | Missing:
        """A figure was asked for and none fits: sentences answer only when nothing definite was found missing, and not
        with the numbers of another place."""
        question = material.question
        definite = [reason.code for reason in outcome.reasons] != ["figure"]
        said = [line.value.text for line in draft.lines if isinstance(line.value, Said)]
        has_number = any(_holds_number(text, question.unit) for text in said)
        if question.unit == "元" or asking_cues().has("cost", question.normal):
            has_number = any(_MONEY.search(text) for text in said)
        if not _of_place(material, draft.lines[0]):
            return outcome
        if definite or question.periods or draft.confidence < 0.6 or not has_number:
            return outcome
        return replace(draft, status="partial")

    def _figures(self, material: Material) -> Candidate | Missing:
        """The figure asked for; each of them when the question asks for several at once."""
        question = material.question
        whole = figure_answer(question, material.figures)
        parts = parts_of(question)
        if len(parts) == 1 or question.kind == "series":
            return whole
        outcomes = []
        for part in parts:
            own = material.asking(part)
            outcomes.append(figure_answer(part, fitted_figures(part, own.scored, own.evidence)))
        found = [one for one in outcomes if isinstance(one, Candidate)]
        if len({_stated(one.lines[0]) for one in found}) < 2:
            return whole
        lines = tuple(line for one in found for line in (one.lines if one.status == "conflict" else one.lines[:1]))
        gaps = tuple(reason for one in outcomes if isinstance(one, Missing) for reason in one.reasons)
        confidence = min(one.confidence for one in found)
        return Candidate("figure", found[0].value, lines, confidence, "partial" if gaps else "answered", gaps=gaps)

    def _text(self, material: Material) -> Candidate | None:
        kind = material.question.kind
        first = {
            "person": person_answer, "office": office_answer, "who_said": speaker_answer, "date": date_answer,
            "place": place_answer, "organisation": body_answer, "list": list_answer,
        }.get(kind)  # fmt: skip
        if kind == "yesno":
            return yesno_answer(material)
        if asks_credits(material.question):
            return credits_answer(material)
        # "Which department does Gao Jian head" asks for his office.
        asked = material.question
        heads = kind == "organisation" and asked.persons and asking_cues().has("body_headed", asked.normal)
        draft = office_answer(material) if heads else None
        draft = draft or (people_answer(material) or places_answer(material) if kind == "list" else None)
        draft = draft or (first(material) if first else None)
        if draft is None and (lacks_person(material) or lacks_place(material)):
            return None
        if draft is None and kind == "person" and not asks_interview(material.question):
            if lacks_deed(material):
                return None
            draft = speaker_answer(material)
        return draft or (None if asks_interview(material.question) else sentence_answer(material))

    def _refuse(
        self, question: Question, missing: Missing, scored: Sequence[Scored], articles: dict[str, Article]
    ) -> Answer:
        near = sorted(scored, key=lambda item: (-item.coverage, item.sentence.hit.rank))
        closest: list[Quote] = []
        for item in near:
            sentence = item.sentence
            if sentence.block.kind != "heading" and len(closest) < CLOSEST:
                cite = Cite(sentence.source, sentence.start, sentence.end, sentence.hit)
                closest.append(self._checked(quote(len(closest) + 1, cite, articles[sentence.source])))
        separator = "" if question.language == "zh" else " "
        why = (reason_text(reason, question.language) for reason in missing.reasons)
        text = separator.join((say("not_found", question.language), *why))
        notes = tuple(carried_text(one, question.language) for one in question.carried)
        return Answer(
            question, NOT_FOUND, text, closest=tuple(closest), missing=missing.reasons, notes=notes,
            follow_ups=follow_ups(question, scored, ()), confidence=missing.confidence,
        )  # fmt: skip

    def _finish(
        self, question: Question, chosen: Candidate, scored: Sequence[Scored], articles: dict[str, Article]
    ) -> Answer:
        language, stated = question.language, chosen.figures
        lines = [(line_text(line, language), line.cites) for line in chosen.lines]
        text, quotes, numbers = number(lines, articles, lambda cite: self._reading(question, cite))
        checked = tuple(self._checked(one) for one in quotes)
        notes = [carried_text(one, language) for one in question.carried]
        notes += [reason_text(gap, language) for gap in chosen.gaps]
        told = [*chosen.notes, *(note for value in stated[:1] for note in _evidence_notes(value, articles))]
        told += [Note("changed" if one.changed == "changed" else "gone", one.source) for one in checked if one.changed]
        notes += [note_text(note, language) for note in told]
        figures = tuple(self._figure(question, value, numbers) for value in stated)
        bold = bold_text(chosen.value, language)
        return Answer(
            question, chosen.status, text, checked, (), figures,
            follow_ups(question, scored, [value.figure for value in stated]), tuple(dict.fromkeys(notes)), (),
            bold if bold in text else "", chosen.confidence, value=chosen.value,
        )  # fmt: skip

    def _reading(self, question: Question, cite: Cite) -> str:
        """The line for readers who do not read Chinese: what was recognised in the quote."""
        if question.language != "en":
            return ""
        figures = [cite.figure] if cite.figure else []
        if not figures and cite.hit is not None:
            figures = [f for f in cite.hit.passage.figures if cite.start <= f.quantity.start < cite.end][:3]
        return " | ".join(reading_line(figure, language="en") for figure in figures)

    def _figure(self, question: Question, value: FigureValue, numbers: dict[tuple[str, int, int], int]) -> AnswerFigure:
        figure, quantity, cite, period = value.figure, value.figure.quantity, value.cite, value.figure.period
        return AnswerFigure(
            quantity.text, format(quantity.value, "f"), None if quantity.high is None else format(quantity.high, "f"),
            quantity.unit, quantity.bound, figure.indicator, figure.place, figure.body,
            period_text(period, question.language) if period else "",
            period.start.isoformat() if period and period.start else None,
            period.end.isoformat() if period and period.end else None,
            figure.nature, figure.measure, figure_text(value, question.language),
            numbers.get((cite.source, cite.start, cite.end), 0),
        )  # fmt: skip

    def _checked(self, one: Quote) -> Quote:
        """The quote with what has happened to its file since it was indexed."""
        state = self._index.source_state(one.source)
        return replace(one, changed=state) if state else one


def _evidence_notes(value: FigureValue, articles: dict[str, Article]) -> list[Note]:
    """Where the time of the figure comes from, when it does not stand in the quote itself."""
    figure, period, article = value.figure, value.figure.period, articles[value.cite.source]
    if period is None:
        return []
    written = article.published.iso()
    sentence = article.text[figure.sentence_start : figure.sentence_end]
    if period.anchored and period.text and written and period.text in sentence:
        return [Note("relative", period.text, written, period)]
    heading = value.cite.hit.passage.heading if value.cite.hit else ""
    return [Note("heading", heading)] if figure.period_source == "heading" and heading else []


def _stated(line: Line) -> tuple[object, ...]:
    """What a line of figures says, whichever article says it."""
    if not isinstance(line.value, FigureValue):
        return (line.value,)
    figure, quantity = line.value.figure, line.value.quantity
    span = (figure.period.start, figure.period.end) if figure.period else None
    about = (figure.place, figure.body, fold(figure.indicator), figure.measure, figure.nature, span)
    return (quantity.text, quantity.value, quantity.unit, *about)


def _holds_number(text: str, unit: str) -> bool:
    """Whether the text holds a number, and one of the unit asked for when it is one of people, money or a share."""
    found = find_quantities(text)
    return any(q.unit == unit or unit not in ("人", "名", "位", "%") for q in found)


def _of_place(material: Material, line: Line) -> bool:
    """Whether the line's proof names a place asked about or stands under one."""
    places = [place for place in material.question.places if place != "中国"]  # its own articles seldom name it
    for cite in line.cites if places else ():
        text = material.articles[cite.source].text[cite.start : cite.end]
        named = {mention.name for mention in find_places(text)}
        if named & set(places) or (cite.hit is not None and cite.hit.passage.place in places):
            return True
    return not places


def _bare(question: Question) -> bool:
    """Keywords alone ("涪陵 瞪羚企业"): they ask for the figure when one is there."""
    words = question.normal.replace("?", " ").split()
    counted = bool(question.measure) or any(t.role == "indicator" for t in question.terms)
    asked = asking_cues().has("interrogative", question.normal)
    return question.kind == "open" and len(words) <= 6 and counted and not asked


__all__ = ["Answerer"]
