"""Every way proposes candidates with proof and named evidence, also where the rules refuse."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from qa.answers import WAYS, collect
from qa.decide import by_rules
from qa.evidence.coverage import Evidence, sentences_of
from qa.evidence.material import Material
from qa.question.analyse import analyse
from qa.types import Candidate, FigureValue, Missing, YesNo


@pytest.fixture(scope="module")
def retriever(province: Assistant) -> Retriever:
    return province.retriever


def material(retriever: Retriever, text: str) -> Material:
    question = analyse(text, date(2025, 6, 1))
    hits = retriever.search(question, 40)
    articles = {hit.passage.source: retriever.index.article(hit.passage.source) for hit in hits}
    evidence = Evidence(question, retriever.table)
    return Material(question, articles, evidence.score(sentences_of(hits, articles)), evidence)


if TYPE_CHECKING:
    from qa.respond.assistant import Assistant
    from qa.retrieve.retriever import Retriever

ASKED = [
    "宁波2023年规上工业增加值增速是多少",
    "How much did Ningbo's industrial value added grow in 2023?",
    "宁波市市长是谁",
    "Which schools did Jiaxing build?",
    "宁波2023年规上工业增加值下降了吗",
    "绍兴什么时候公布的数据",
]


@pytest.mark.parametrize("text", ASKED)
def test_candidates_are_proved_and_their_evidence_is_named(retriever: Retriever, text: str) -> None:
    given = material(retriever, text)
    found = collect(given)
    assert found
    names = {way.name for way in WAYS}
    for one in found:
        assert one.way in names
        assert one.cites
        assert all(0.0 <= value <= 1.0 for value in one.features.values())
        assert {"kind", "terms_told", "places_told", "times_told"} <= set(one.features)
        for cite in one.cites:
            article = given.articles[cite.source]
            assert 0 <= cite.start < cite.end <= len(article.text)


@pytest.mark.parametrize("text", ASKED)
def test_what_the_rules_choose_is_among_the_candidates(retriever: Retriever, text: str) -> None:
    given = material(retriever, text)
    chosen = by_rules(given)
    if isinstance(chosen, Candidate):
        assert chosen.value in [one.value for one in collect(given)]


def test_a_refused_question_has_candidates_and_the_reason_beside_them(retriever: Retriever) -> None:
    given = material(retriever, "成都2023年规上工业增加值增速是多少")
    assert isinstance(by_rules(given), Missing)
    assert given.lacking_places is not None
    assert [reason.code for reason in given.lacking_places.reasons] == ["place"]
    found = collect(given)
    assert any(isinstance(one.value, FigureValue) for one in found)
    assert all(one.features["places_told"] < 0.5 for one in found)


def test_every_way_has_a_name_of_its_own() -> None:
    names = [way.name for way in WAYS]
    assert len(names) == len(set(names))


def test_fits_tell_the_figure_asked_for_from_the_others(retriever: Retriever) -> None:
    found = [one for one in collect(material(retriever, ASKED[0])) if one.way == "figure"]
    assert found[0].features["accepted"] > 0.5
    assert found[0].features["fit"] >= max(one.features["fit"] for one in found[1:])


def test_yes_and_no_are_both_held_against_the_articles(retriever: Retriever) -> None:
    found = [one for one in collect(material(retriever, ASKED[4])) if one.way == "yesno"]
    assert found
    assert all(isinstance(one.value, YesNo) for one in found)
