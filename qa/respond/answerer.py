"""Hits → Answer: which way of answering fits, what is missing, and the finished answer with its quotes.

Comes in: a `Question` and the passages retrieved for it. Goes out: an `Answer`; every quote in it is a slice of its
article, and every number in its text stands in a quote or is that number converted exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.settings import Settings
from index.types import Article
from qa.answers import READ, best_of_each, figure_candidates, read_hits, span_candidates, with_names
from qa.decide import Decision, Marked, at_home, by_rules, decide, weighed
from qa.evidence import Evidence, Material, of_clause, of_governments, sentences_of
from qa.operate import held, held_hits, names_of
from qa.respond.assemble import number, quote
from qa.respond.follow_ups import follow_ups
from qa.say import (
    Told,
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
    Missing,
    Note,
    Question,
    Quote,
    Reason,
)

if TYPE_CHECKING:
    from qa.reader import Reader
    from qa.retrieve import Retriever

CLOSEST = 3


@dataclass(frozen=True)
class Proposal:
    """What the ways of answering propose: the material, what the rules say, every candidate with its evidence."""

    answerer: Answerer
    material: Material
    rules: Candidate | Missing
    candidates: tuple[Candidate, ...]

    def finish(self, candidate: Candidate) -> Answer:
        """The answer that a candidate makes."""
        return self.answerer.finish(self.material, candidate)

    def rules_answer(self) -> Answer:
        """What the rules alone would answer."""
        if isinstance(self.rules, Missing):
            return self.answerer.refuse(self.material, self.rules)
        return self.finish(self.rules)


class Answerer:
    """Answers analysed questions from the passages given."""

    def __init__(self, retriever: Retriever, settings: Settings, reader: Reader | None = None) -> None:
        self._reader = reader
        self._index = retriever.index
        self._table = retriever.table
        self._settings = settings

    def answer(self, question: Question, hits: Sequence[Hit]) -> Answer:
        """The answer to `question` from `hits` (best first); status not_found when they do not hold it.

        With a reader the decision is learned; without one the rules decide alone.
        """
        if not hits:
            reason = Reason("articles")
            return Answer(question, NOT_FOUND, reason_text(reason, question.language), missing=(reason,))
        hits = self.held(question, hits)
        if not hits:
            reason = Reason("figure")
            return Answer(question, NOT_FOUND, say("not_found", question.language), missing=(reason,))
        proposal = self.propose(question, hits, read=False)
        # Several values of one measure are gathered by rules alone; the decision knows single ones.
        if self._reader is None or (question.kind == "series" and isinstance(proposal.rules, Candidate)):
            return proposal.rules_answer()
        decision = decide(proposal.candidates, read=False)
        if decision.probability < self._settings.read_below:
            proposal = self.propose(question, hits, before=proposal)
            decision = decide(proposal.candidates, read=True)
            if isinstance(proposal.rules, Candidate):  # the first of the candidates, with its evidence
                decision = at_home(proposal.candidates[0], decision, self._settings.rules_above)
        return self._decided(proposal, decision)

    def held(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """The hits without those whose subject is another than the one asked about."""
        return held_hits(question, hits, self._index.article)

    def propose(
        self, question: Question, hits: Sequence[Hit], *, read: bool = True, before: Proposal | None = None
    ) -> Proposal:
        """What every way of answering proposes from `hits`, and the evidence for each. `read`: also what the reader
        marks, if there is one; `before`: the same without reading, when it is known already."""
        material = before.material if before else self._material(question, hits)
        rules = before.rules if before else by_rules(material)
        reads = read_hits(self._reader, material.question, hits[:READ]) if read and self._reader is not None else []
        candidates = [] if isinstance(rules, Missing) else [rules]
        candidates += [*figure_candidates(material), *span_candidates(material, reads)]
        candidates += best_of_each(material) if reads else []
        believed = {(one.hit.passage.source, one.hit.passage.start): one.reading.answerable for one in reads}
        marked = [
            Marked(one.hit.passage.source, one.hit.passage.start + s.start, one.hit.passage.start + s.end, s.score)
            for one in reads
            for s in one.reading.spans
        ]
        return Proposal(self, material, rules, tuple(weighed(material, hits, rules, candidates, believed, marked)))

    def _material(self, question: Question, hits: Sequence[Hit]) -> Material:
        articles = {hit.passage.source: self._index.article(hit.passage.source) for hit in hits}
        question = with_names(question, articles)
        evidence = Evidence(question, self._table)
        scored = evidence.score(sentences_of(hits, articles))
        scored = held(question, scored, names_of(articles.values())) or scored
        scored = of_clause(question, scored, articles)
        return Material(of_governments(question, scored), articles, scored, evidence)

    def _decided(self, proposal: Proposal, decision: Decision) -> Answer:
        """The chosen candidate as an answer, as one told to be unsure, or the refusal with its reasons."""
        chosen, sure = decision.chosen, decision.probability
        if chosen is not None and sure >= self._settings.refuse_below:
            return self.finish(proposal.material, replace(chosen, confidence=sure))
        if chosen is not None and sure >= self._settings.partial_below:
            unsure = replace(chosen, confidence=sure, status="partial", notes=(*chosen.notes, Note("unsure")))
            return self.finish(proposal.material, unsure)
        reasons = proposal.rules.reasons if isinstance(proposal.rules, Missing) else ()
        return self.refuse(proposal.material, Missing(reasons or (Reason("unsure"),), sure))

    def refuse(self, material: Material, missing: Missing) -> Answer:
        """The refusal with its reasons, and the nearest passages apart from it."""
        question, scored, articles = material.question, material.scored, material.articles
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

    def finish(self, material: Material, chosen: Candidate) -> Answer:
        """The candidate as an answer: told, marked and quoted."""
        question, scored, articles = material.question, material.scored, material.articles
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

    def finish_worked(self, question: Question, told: Told, articles: dict[str, Article]) -> Answer:
        """The answer of what was worked out, summarised or listed elsewhere, with its marks and quotes."""
        language = question.language
        text, quotes, numbers = number(told.lines, articles, lambda cite: self._reading(question, cite))
        checked = tuple(self._checked(one) for one in quotes)
        notes = [carried_text(one, language) for one in question.carried]
        touched = [
            Note("changed" if one.changed == "changed" else "gone", one.source) for one in checked if one.changed
        ]
        notes += [note_text(note, language) for note in touched]
        figures = tuple(self._figure(question, value, numbers) for value in told.figures)
        return Answer(
            question, told.status, text, checked, (), figures, notes=tuple(dict.fromkeys(notes)),
            bold=told.bold if told.bold in text else "", confidence=told.confidence, operation=told.operation,
            working=told.working,
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


def _evidence_notes(value: FigureValue, articles: Mapping[str, Article]) -> list[Note]:
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


__all__ = ["Answerer"]
