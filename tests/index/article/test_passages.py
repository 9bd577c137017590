"""Passages: whole sentences, exact slices, context in front and figures inside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article.passages import split_passages
from index.article.read import build_article, read_article
from index.errors import ArticleError
from index.files.load import load
from index.settings import Settings
from index.text.sentences import sentence_spans
from index.types import Article, DateEvidence, Figure, Passage, Quantity

SETTINGS = Settings()
SEEDS = ["000", "001", "002", "003", "004"]


def seed(seeds: Path, prefix: str) -> Article:
    return read_article(seeds, next(seeds.glob(f"{prefix}_*")).name, SETTINGS)


def passage_with(passages: tuple[Passage, ...], words: str) -> Passage:
    return next(p for p in passages if words in p.text)


def article_of(text: str) -> Article:
    return build_article(load("a.txt", text.encode(), SETTINGS))


@pytest.mark.parametrize("prefix", SEEDS)
def test_passages_are_slices_of_whole_sentences_in_order(seeds: Path, prefix: str) -> None:
    article = seed(seeds, prefix)
    sentences = {s for b in article.blocks for s in sentence_spans(article.text, b.start, b.end)}
    passages = split_passages(article, first_id=7)
    at = 0
    for number, passage in enumerate(passages):
        assert passage.id == 7 + number
        assert passage.text == article.text[passage.start : passage.end]
        assert set(passage.sentences) <= sentences
        assert (passage.sentences[0][0], passage.sentences[-1][1]) == (passage.start, passage.end)
        assert passage.start >= at
        at = passage.end
        assert len(passage.text) <= 400
    covered = {s for p in passages for s in p.sentences}
    body = {
        s
        for b in article.blocks
        if b.kind in ("paragraph", "item", "turn")
        for s in sentence_spans(article.text, b.start, b.end)
    }
    assert body <= covered


@pytest.mark.parametrize("prefix", SEEDS)
def test_most_passages_are_about_the_wanted_length(seeds: Path, prefix: str) -> None:
    lengths = sorted(len(p.text) for p in split_passages(seed(seeds, prefix)))
    assert 90 <= lengths[len(lengths) // 2] <= 260


def test_a_sentence_without_a_place_knows_it_from_its_section(seeds: Path) -> None:
    passage = passage_with(split_passages(seed(seeds, "001")), "瞪羚企业6家")
    assert (passage.place, passage.speaker) == ("涪陵区", "黎勇")
    for words in ("涪陵区委书记", "重庆市六届人大三次会议", "2025年1月20日"):
        assert words in passage.context
        assert words in passage.embedded()
        assert words not in passage.text


def test_a_summary_line_opens_the_passage_under_it(seeds: Path) -> None:
    passage = passage_with(split_passages(seed(seeds, "004")), "新能源汽车增程式动力系统产品接线下线")
    assert passage.text.startswith("推动制造业与数字经济深度融合。")


def test_the_year_of_a_box_is_in_front_of_its_items(seeds: Path) -> None:
    passage = passage_with(split_passages(seed(seeds, "004")), "新增软件企业4000家")
    assert "2024重庆制造业“任务表”" in passage.embedded()


def test_short_blocks_stay_whole_and_long_ones_are_cut_between_sentences() -> None:
    sentence = "全市规上工业增加值增长8%，比去年同期加快两个百分点。"
    short = article_of(sentence * 12)
    assert len(split_passages(short)) == 1
    long = split_passages(article_of(sentence * 40))
    assert [len(p.text) % len(sentence) for p in long] == [0] * len(long)
    assert max(len(p.text) for p in long) - min(len(p.text) for p in long) <= 2 * len(sentence)
    assert len(split_passages(article_of(sentence * 40), chars=100)) > len(long)


def test_english_passages_are_longer_in_characters() -> None:
    text = "Output rose by eight percent in the first quarter, the city said. " * 40
    passages = split_passages(article_of(text))
    assert all(p.language == "en" for p in passages)
    assert 400 <= len(passages[0].text) <= 1100


def test_turns_and_places_do_not_share_a_passage(seeds: Path) -> None:
    for passage in split_passages(seed(seeds, "003")):
        assert passage.text.count("重庆日报：") <= 1
        assert not ("重庆日报：" in passage.text and not passage.text.startswith("重庆日报："))


def test_a_lone_headline_is_still_a_passage() -> None:
    assert [p.text for p in split_passages(article_of("两江新区整车产量达115万辆"))] == ["两江新区整车产量达115万辆"]


def test_a_figure_goes_to_the_passage_that_holds_its_sentence(seeds: Path) -> None:
    article = seed(seeds, "001")
    start = article.text.index("115万辆")
    spans = [s for b in article.blocks for s in sentence_spans(article.text, b.start, b.end)]
    begin, end = next((a, b) for a, b in spans if a <= start < b)
    quantity = Quantity(start, start + 5, "115万辆", Decimal(1150000), "辆", "count")
    figure = Figure(quantity, "整车产量", -1, -1, None, "none", "result", "level", "两江新区", "", "", begin, end)
    holding = [p for p in split_passages(article, figures=(figure,)) if p.figures]
    assert [p.figures for p in holding] == [(figure,)]
    assert "115万辆" in holding[0].text


@pytest.mark.parametrize(
    ("precision", "words"), [("day", "2024年5月6日"), ("month", "2024年5月"), ("year", "2024年"), ("unknown", None)]
)
def test_the_date_in_front_is_as_exact_as_it_is_known(precision: str, words: str | None) -> None:
    from dataclasses import replace

    article = article_of("标题在此\n\n今天，产值增长8%。")
    value = None if precision == "unknown" else date(2024, 5, 6)
    dated = replace(article, published=DateEvidence(value, precision, "test"))  # type: ignore[arg-type]
    context = split_passages(dated)[0].context
    assert (words or "标题在此") == context.split(" | ")[-1]


@given(
    st.lists(
        st.sampled_from(
            ["产值增长8%。", "标题", "记者：为何？", "张三：因为。", "“好！”他说。", "● 一项。", "x" * 700]
        ),
        min_size=1,
        max_size=30,
    )
)
def test_any_article_is_split_without_loss_or_overlap(lines: list[str]) -> None:
    try:
        article = article_of("\n\n".join(lines))
    except ArticleError:
        return
    at = 0
    for passage in split_passages(article):
        assert at <= passage.start < passage.end
        assert passage.text == article.text[passage.start : passage.end]
        at = passage.end
