"""Lists that articles spell out, on small made-up articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text import sentence_spans
from index.types import Article, Block, DateEvidence, Passage
from qa.answers.list.listings import item_texts, listings
from qa.evidence.coverage import Evidence, sentences_of
from qa.types import Hit, Question, Term, Why

unhurried = settings(deadline=None)  # a busy machine is no failure


def _article(*blocks: tuple[str, str]) -> Article:
    text, made = "", []
    for kind, words in blocks:
        made.append(Block(kind, len(text), len(text) + len(words)))  # type: ignore[arg-type]
        text += words + "\n"
    unknown = DateEvidence(None, "unknown", "none")
    return Article("a.txt", "题目", text, tuple(made), unknown, "zh", "", "", "utf-8", len(text))


def _lists(article: Article, term: str) -> list[list[str]]:
    sentences = tuple(s for b in article.blocks for s in sentence_spans(article.text, b.start, b.end))
    passage = Passage(
        0, "a.txt", "", article.published, 0, len(article.text), article.text, "", "", "", "", "", "zh", sentences
    )
    question = Question(term, "zh", term, term, "list", (Term(term, (term,), "topic"),))
    scored = Evidence(question, None).score(sentences_of([Hit(1, 1.0, passage, Why())], {"a.txt": article}))
    best = max(scored, key=lambda item: item.coverage)
    return [item_texts(article, one) for one in listings(article, best)]


def test_items_before_a_counted_noun() -> None:
    article = _article(("paragraph", "该县发展壮大茶叶、柑橘、药材3大特色产业，带动农户增收。"))
    assert ["茶叶", "柑橘", "药材"] in _lists(article, "特色产业")


def test_the_number_decides_where_the_last_item_splits() -> None:
    article = _article(("paragraph", "形成了钢铁、化工和造船三大支柱产业。"))
    assert ["钢铁", "化工", "造船"] in _lists(article, "支柱产业")
    kept = _article(("paragraph", "形成了钢铁、石油和化工两大支柱产业。"))
    assert ["钢铁", "石油和化工"] in _lists(kept, "支柱产业")


def test_numbered_points_across_paragraphs() -> None:
    article = _article(
        ("paragraph", "会议要求做好三项工作。一是修好路网。路要通到村。"),
        ("paragraph", "二是办好学校，让孩子就近上学。"),
        ("paragraph", "三是建好医院。"),
    )
    assert ["修好路网", "办好学校", "建好医院"] in _lists(article, "三项工作")


def test_bullets_under_the_sentence_that_counts_them() -> None:
    article = _article(
        ("paragraph", "着力“两大行动”，改善民生。"),
        ("item", "实施“安居行动”，改造旧房。"),
        ("paragraph", "其中今年先改造一批。"),
        ("item", "实施“清水行动”，治理河道。"),
    )
    assert ["安居行动", "清水行动"] in _lists(article, "两大行动")


def test_a_plain_sentence_holds_no_list() -> None:
    assert _lists(_article(("paragraph", "全县粮食产量再创新高。")), "粮食产量") == []


def test_five_articles_hold_their_lists(seeds: Path) -> None:
    from index.article import read_article
    from index.settings import Settings

    article = read_article(seeds, "003_a63e967a37731342.txt", Settings())
    at = article.text.index("六篇")
    block = next(b for b in article.blocks if b.start <= at < b.end)
    found = _lists(article, "六篇“文章”")
    assert block.speaker == "谭庆"
    assert any(len(items) == 6 and items[0].endswith("集群文章") and items[5].endswith("服务文章") for items in found)


def test_the_parts_of_a_formula() -> None:
    article = _article(("paragraph", "该市推广“龙头企业+配套企业+产业基金”的方式，走好“研发→中试→量产”的路径。"))
    assert ["龙头企业", "配套企业", "产业基金"] in _lists(article, "方式")
    assert ["研发", "中试", "量产"] in _lists(article, "路径")


@pytest.mark.parametrize("text", ["落实“1+6”方案。", "构建“5+3”产业体系。", "采用A+B+C方案。", "推行“5G+工厂”。"])
def test_codes_and_pairs_are_no_formula(text: str) -> None:
    assert not [items for items in _lists(_article(("paragraph", text)), text[2:5]) if len(items) > 1]


@unhurried
@given(st.lists(st.text(alphabet="水电气路网田林湖草沙", min_size=2, max_size=6), min_size=3, max_size=9, unique=True))
def test_a_formula_of_any_length_keeps_its_parts_in_order(parts: list[str]) -> None:
    article = _article(("paragraph", f"该市推广“{'+'.join(parts)}”的模式。"))
    assert parts in _lists(article, "模式")


def test_a_row_inside_one_pair_of_quotation_marks() -> None:
    article = _article(("paragraph", "该县建立“学校、家庭、社区”协同机制。"))
    assert ["学校", "家庭", "社区"] in _lists(article, "机制")


def test_the_number_behind_a_quoted_row_counts_it() -> None:
    article = _article(("paragraph", "打造“绿色石化、汽车制造、高端装备”三大集群。"))
    assert ["绿色石化", "汽车制造", "高端装备"] in _lists(article, "集群")


@unhurried
@given(st.text(alphabet="+→“”、，。甲乙 ", max_size=200))
def test_any_row_of_marks_is_read_and_items_are_slices(text: str) -> None:
    article = _article(("paragraph", f"布局{text}。"))
    for items in _lists(article, "布局"):
        assert all(item and "".join(item.split()) in "".join(article.text.split()) for item in items)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("近年来，该市重点对茶叶、柑橘、药材等产业实施改造。", ["茶叶", "柑橘", "药材"]),
        ("推动茶叶、柑橘、药材等领域品牌化、规模化、标准化发展。", ["茶叶", "柑橘", "药材"]),
        ("山口镇政府、河口镇政府、镇供销社在会上作交流发言。", ["山口镇政府", "河口镇政府", "镇供销社"]),
        ("发挥富锌、富铁、富钙“三富产品”优势。", ["富锌", "富铁", "富钙"]),
        ("把助学、助农、助残等服务送到村里。", ["助学", "助农", "助残"]),
        ("截至今早，该县有清水河、白水河、黑水河等9条河流超警。", ["清水河", "白水河", "黑水河"]),
        ("支持南坪及北坪、东坪3个镇防汛。", ["南坪", "北坪", "东坪"]),
        ("以“数字+”为方向，以“工厂+农户”为路径，做大产业。", ["数字+", "工厂+农户"]),
        ("打造以“云茶”为引领，云笋、云菇并重的品牌。", ["云茶", "云笋", "云菇"]),
        ("加入《山区贸易协定》和《河谷贸易协定》。", ["山区贸易协定", "河谷贸易协定"]),
    ],
)
def test_items_without_what_leads_up_to_them_and_what_is_said_of_them(text: str, items: list[str]) -> None:
    assert items in _lists(_article(("paragraph", text)), text[:2])


@pytest.mark.parametrize("text", ["建成工厂12个、车间30个。", "新增智能工厂2家、数字化车间7家。"])
def test_the_numbers_of_the_items_do_not_count_the_row(text: str) -> None:
    for items in _lists(_article(("paragraph", text)), text[:2]):
        assert len(items) == 2


def test_numbered_parts_behind_a_colon() -> None:
    article = _article(
        ("paragraph", "报告共分三个部分：一、上年工作回顾；二、总体要求；三、今年任务。会议还审议了预算。")
    )
    assert ["上年工作回顾", "总体要求", "今年任务"] in _lists(article, "报告")


def test_points_of_one_sentence_that_begins_with_the_first() -> None:
    article = _article(("paragraph", "一是修好路网，方便出行；二是办好学校；三是建好医院。"))
    assert ["修好路网", "办好学校", "建好医院"] in _lists(article, "路网")


def test_places_told_one_sentence_each() -> None:
    article = _article(
        (
            "paragraph",
            "一年来，他多次到各地考察旅游。在湖南，他指出要用好风光。在甘肃，他提出要融合发展。在湖北，他强调要办好路线。",
        )
    )
    assert ["湖南", "甘肃", "湖北"] in _lists(article, "考察")
    two = _article(("paragraph", "在湖南，他指出要用好风光。在甘肃，他提出要融合发展。旅游业由此兴旺。"))
    assert ["湖南", "甘肃"] not in _lists(two, "旅游业")


def test_where_the_last_item_ends() -> None:
    named = _article(("paragraph", "设备集成了连续掘进、智能维保和自动调向配置等多项创新设计。"))
    assert ["连续掘进", "智能维保", "自动调向配置"] in _lists(named, "创新设计")
    places = _article(("paragraph", "今天，贵州、江西、上海的部分地区出现降雪。"))
    assert ["贵州", "江西", "上海"] in _lists(places, "降雪")
