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
from index.types import Article
from qa.answers.credits import asks_credits, credit_draft
from qa.answers.date import date_draft
from qa.answers.figure.candidates import Candidate, candidates, unless_told
from qa.answers.figure.leading_sentence import lead_draft
from qa.answers.figure.value import figure_draft, value_of
from qa.answers.list.answer import list_draft
from qa.answers.person.answer import asks_interview, office_draft, person_draft, who_said_draft
from qa.answers.person.fits import lacks_deed, lacks_person
from qa.answers.person.people_asked import with_names
from qa.answers.person.several import people_draft
from qa.answers.place.answer import lacks_place, name_draft, places_draft
from qa.answers.sentence import sentence_draft
from qa.answers.yesno.answer import yesno_draft
from qa.evidence.coverage import Evidence, Scored, sentences_of
from qa.evidence.gates import missing_places, missing_terms, missing_times, of_governments
from qa.evidence.material import Material
from qa.question.cues import cues
from qa.question.parts import parts_of
from qa.respond.draft import Cite, Draft, Line, Missing, cite_figure, number, quote
from qa.respond.follow_ups import follow_ups
from qa.say import phrases
from qa.say.strings import text as ui
from qa.types import NOT_FOUND, Answer, AnswerFigure, Hit, Question, Quote

if TYPE_CHECKING:
    from qa.retrieve.retriever import Retriever

_FIGURE_KINDS = ("quantity", "share", "growth", "rank", "series")
CLOSEST = 3
_MONEY = re.compile("[0-9一二三四五六七八九十百千万亿余多]+(?:元|美元|欧元|块)|RMB|yuan|[$¥€]")


class Answerer:
    """Answers analysed questions from the passages given."""

    def __init__(self, retriever: Retriever, settings: Settings) -> None:
        self._index = retriever.index
        self._table = retriever.table
        self._settings = settings

    def answer(self, question: Question, hits: Sequence[Hit]) -> Answer:
        """The answer to `question` from `hits` (best first); status not_found when they do not hold it."""
        if not hits:
            return Answer(question, NOT_FOUND, ui("no_articles", question.language), missing=("articles",))
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
    ) -> Draft | Missing:
        words, elsewhere = missing_terms(question, evidence, scored), missing_places(question, scored)
        gone = [m for m in (words, elsewhere) if m]
        counts = question.kind in _FIGURE_KINDS or _bare(question)
        if counts and not question.terms and not question.unit:
            return Missing((ui("missing_figure", question.language),))  # a number of a place, but of what?
        outcome: Draft | Missing | None = None
        # Looking at every figure takes a third of an answer's time: only where one may be the answer.
        looked = (counts and elsewhere is None) or question.kind == "yesno"
        figures = candidates(question, scored, evidence) if looked else []
        if counts:
            figures = unless_told(question, figures)
        if gone:
            outcome = Missing(tuple(r for m in gone for r in m.reasons), min(m.confidence for m in gone))
            if elsewhere or not counts:
                return outcome
        elif counts:
            outcome = self._figures(question, scored, figures)
            if isinstance(outcome, Draft):
                return outcome
        late = missing_times(question, articles, scored)
        material = Material(question, articles, scored, evidence)
        if isinstance(outcome, Missing) and late is None:
            outcome = lead_draft(material, figures, outcome)
        if isinstance(outcome, Draft) or (gone and outcome is not None):
            return outcome
        draft = self._text(material, figures)
        if draft is None or late is not None:
            return outcome or late or Missing((), 0.0)
        return draft if outcome is None else self._weaker(material, outcome, draft)

    def _weaker(self, material: Material, outcome: Missing, draft: Draft) -> Draft | Missing:
        """A figure was asked for and none fits: sentences answer only when nothing definite was found missing, and not
        with the numbers of another place."""
        question = material.question
        definite = outcome.reasons != (ui("missing_figure", question.language),)
        has_number = any(_holds_number(line.text, question.unit) for line in draft.lines)
        if question.unit == "元" or cues().has("cost", question.normal):
            has_number = any(_MONEY.search(line.text) for line in draft.lines)
        if not _of_place(material, draft.lines[0]):
            return outcome
        if definite or question.periods or draft.confidence < 0.6 or not has_number:
            return outcome
        return replace(draft, status="partial")

    def _figures(self, question: Question, scored: Sequence[Scored], found: Sequence[Candidate]) -> Draft | Missing:
        """The figure asked for; each of them when the question asks for several at once."""
        whole = figure_draft(question, found)
        parts = parts_of(question)
        if len(parts) == 1 or question.kind == "series":
            return whole
        outcomes = []
        for part in parts:
            evidence = Evidence(part, self._table)
            again = evidence.score([item.sentence for item in scored])
            outcomes.append(figure_draft(part, candidates(part, again, evidence)))
        drafts = [one for one in outcomes if isinstance(one, Draft)]
        distinct = {draft.lines[0].text for draft in drafts}
        if len(distinct) < 2:
            return whole
        lines = tuple(line for d in drafts for line in (d.lines if d.status == "conflict" else d.lines[:1]))
        gaps = tuple(reason for one in outcomes if isinstance(one, Missing) for reason in one.reasons)
        return Draft(
            "partial" if gaps else "answered", lines, drafts[0].bold, gaps, min(d.confidence for d in drafts),
            tuple(d.figures[0] for d in drafts if d.figures),
        )  # fmt: skip

    def _text(self, material: Material, figures: Sequence[Candidate]) -> Draft | None:
        kind = material.question.kind
        first = {
            "person": person_draft, "office": office_draft, "who_said": who_said_draft, "date": date_draft,
            "place": name_draft, "organisation": name_draft, "list": list_draft,
        }.get(kind)  # fmt: skip
        if kind == "yesno":
            return yesno_draft(material, figures)
        if asks_credits(material.question):
            return credit_draft(material)
        # "Which department does Gao Jian head" asks for his office.
        asked = material.question
        heads = kind == "organisation" and asked.persons and cues().has("body_headed", asked.normal)
        draft = office_draft(material) if heads else None
        draft = draft or (people_draft(material) or places_draft(material) if kind == "list" else None)
        draft = draft or (first(material) if first else None)
        if draft is None and (lacks_person(material) or lacks_place(material)):
            return None
        if draft is None and kind == "person" and not asks_interview(material.question):
            if lacks_deed(material):
                return None
            draft = who_said_draft(material)
        return draft or (None if asks_interview(material.question) else sentence_draft(material))

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
        text = separator.join((ui("not_found", question.language), *missing.reasons))
        return Answer(
            question, NOT_FOUND, text, closest=tuple(closest), missing=missing.reasons, notes=question.carried,
            follow_ups=follow_ups(question, scored, ()), confidence=missing.confidence,
        )  # fmt: skip

    def _finish(
        self, question: Question, draft: Draft, scored: Sequence[Scored], articles: dict[str, Article]
    ) -> Answer:
        text, quotes, numbers = number(draft.lines, articles, lambda cite: self._reading(question, cite))
        checked = tuple(self._checked(one) for one in quotes)
        notes = list(question.carried) + list(draft.notes)
        notes += [note for c in draft.figures[:1] for note in self._evidence_notes(question, c, articles)]
        for one in checked:
            if one.changed:
                key = "note_changed" if one.changed == "changed" else "note_missing_file"
                notes.append(ui(key, question.language, source=one.source))
        figures = tuple(self._figure(question, c, numbers) for c in draft.figures)
        return Answer(
            question, draft.status, text, checked, (), figures, follow_ups(question, scored, draft.figures),
            tuple(dict.fromkeys(notes)), (), draft.bold if draft.bold in text else "", draft.confidence,
        )  # fmt: skip

    def _reading(self, question: Question, cite: Cite) -> str:
        """The line for readers who do not read Chinese: what was recognised in the quote."""
        if question.language != "en":
            return ""
        figures = [cite.figure] if cite.figure else []
        if not figures and cite.hit is not None:
            figures = [f for f in cite.hit.passage.figures if cite.start <= f.quantity.start < cite.end][:3]
        return " | ".join(phrases.reading_line(figure, language="en") for figure in figures)

    def _evidence_notes(self, question: Question, candidate: Candidate, articles: dict[str, Article]) -> list[str]:
        """Where the time of the figure comes from, when it does not stand in the quote itself."""
        figure, language = candidate.figure, question.language
        article = articles[candidate.source]
        period = figure.period
        if period is None:
            return []
        sentence = article.text[figure.sentence_start : figure.sentence_end]
        told = phrases.period_text(period, language)
        date = article.published.iso()
        if period.anchored and period.text and date and period.text in sentence:
            return [ui("note_relative", language, words=period.text, date=date, period=told)]
        heading = candidate.scored.sentence.passage.heading
        if figure.period_source == "heading" and heading:
            return [ui("note_heading", language, heading=heading)]
        return []

    def _figure(self, question: Question, c: Candidate, numbers: dict[tuple[str, int, int], int]) -> AnswerFigure:
        figure, quantity = c.figure, c.figure.quantity
        cite = cite_figure(c)
        period = figure.period
        return AnswerFigure(
            quantity.text, format(quantity.value, "f"), None if quantity.high is None else format(quantity.high, "f"),
            quantity.unit, quantity.bound, figure.indicator, figure.place, figure.body,
            phrases.period_text(period, question.language) if period else "",
            period.start.isoformat() if period and period.start else None,
            period.end.isoformat() if period and period.end else None,
            figure.nature, figure.measure, value_of(c, question.language),
            numbers.get((cite.source, cite.start, cite.end), 0),
        )  # fmt: skip

    def _checked(self, one: Quote) -> Quote:
        """The quote with what has happened to its file since it was indexed."""
        state = self._index.source_state(one.source)
        return replace(one, changed=state) if state else one


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
    asked = cues().has("interrogative", question.normal)
    return question.kind == "open" and len(words) <= 6 and counted and not asked


__all__ = ["Answerer"]
