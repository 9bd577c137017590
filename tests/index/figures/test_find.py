"""Figures of hand-made articles. Sentences marked with a file name are from the articles in seeds/."""

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.figures.find import find_figures
from index.types import Article, Block, DateEvidence, Figure, Language, Precision


def _article(
    text: str,
    day: str | None = "2025-01-20",
    *,
    place: str = "重庆市",
    title: str = "",
    heading: str = "",
    block_place: str = "",
    speaker: str = "",
    precision: Precision = "day",
    language: Language = "zh",
) -> Article:
    """An article whose lines are paragraphs, all under one heading."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(
            Block("paragraph", at, at + len(line), heading=heading, place=block_place or place, speaker=speaker)
        )
        at += len(line) + 1
    published = DateEvidence(None, "unknown", "none")
    if day:
        published = DateEvidence(date.fromisoformat(day), precision, "test")
    return Article("a.txt", title, text, tuple(blocks), published, language, place, "", "utf-8", len(text))


def _figures(text: str, day: str | None = "2025-01-20", **known: str) -> dict[str, Figure]:
    """Figures by the words of their number; a number that comes twice keeps its last."""
    return {f.quantity.text: f for f in find_figures(_article(text, day, **known))}  # type: ignore[arg-type]


def _year(figure: Figure) -> int | None:
    return figure.period.year() if figure.period else None


def test_a_sentence_of_results_with_borrowed_words() -> None:
    # 000_46f4007a1f3dc0ed.txt
    found = _figures(
        "去年，重庆规模以上工业总产值达2.6万亿元，增加值增长10.7%、创近六年新高；两年平均增长8%，列全国第7位。"
        "战略性新兴产业、高新技术产业增加值占工业比重分别为29%、19%。工业投资两年平均增长7%，高于全国平均1.8个百分点。"
        "重庆累计培育国家级专精特新“小巨人”企业118家。",
        "2022-02-22",
    )
    said = {words: (f.indicator, f.measure) for words, f in found.items()}
    assert said == {
        "2.6万亿元": ("规模以上工业总产值", "level"),
        "10.7%": ("规模以上工业增加值", "growth"),
        "8%": ("规模以上工业增加值", "growth"),
        "第7位": ("规模以上工业增加值", "rank"),
        "29%": ("战略性新兴产业增加值占工业比重", "share"),
        "19%": ("高新技术产业增加值占工业比重", "share"),
        "7%": ("工业投资", "growth"),
        "1.8个百分点": ("工业投资", "difference"),
        "118家": ("国家级专精特新“小巨人”企业", "cumulative"),
    }
    assert {(_year(f), f.nature, f.place) for f in found.values()} == {(2021, "result", "重庆市")}


def test_goals_of_this_year_and_their_base_of_last_year() -> None:
    # 001_6093c4a7a48f33f9.txt
    found = _figures(
        "力争软件产业主营业务收入由去年的4201亿元达到5000亿元；紧盯100家龙头企业。"
        "在市级专精特新企业5035家、国家专精特新“小巨人”企业310家的基础上，今年分别新增600家和40家。"
    )
    base, aim = found["4201亿元"], found["5000亿元"]
    assert base.indicator == aim.indicator == "软件产业主营业务收入"
    assert (_year(base), base.nature, _year(aim), aim.nature) == (2024, "result", 2025, "goal")
    assert (found["5035家"].indicator, found["5035家"].nature) == ("市级专精特新企业", "result")
    more = found["600家"]
    assert (more.indicator, more.nature, _year(more)) == ("市级专精特新企业", "goal", 2025)
    assert (found["40家"].indicator, found["40家"].measure) == ("国家专精特新“小巨人”企业", "increment")


def test_numbers_shared_out_over_subjects() -> None:
    # 002_1f937c45b66533f0.txt
    found = find_figures(
        _article(
            "2020年，全市规上工业增加值、利润、投资分别增长5.8%、17.3%和5.8%，"
            "分别高于全国平均3个、13.2个、5.7个百分点。",
            "2021-02-19",
        )
    )
    assert [(f.indicator, str(f.quantity.value), f.measure) for f in found] == [
        ("规上工业增加值", "5.8", "growth"),
        ("规上工业利润", "17.3", "growth"),
        ("规上工业投资", "5.8", "growth"),
        ("规上工业增加值", "3", "difference"),
        ("规上工业利润", "13.2", "difference"),
        ("规上工业投资", "5.7", "difference"),
    ]
    assert {f.place for f in found} == {"重庆市"}


def test_one_number_for_several_subjects() -> None:
    found = find_figures(_article("2021年，规上工业增加值、工业投资和利润均增长6%。", "2022-02-19"))
    assert [f.indicator for f in found] == ["规上工业增加值", "工业投资", "规上工业利润"]
    assert len({f.quantity.start for f in found}) == 1


def test_lists_give_each_number_its_own_noun() -> None:
    # 004_a12b2075686cfe37.txt
    found = _figures("去年，我市认定智能工厂17家、数字化车间224家，累计分别达到144家、958家。", "2024-02-19")
    assert [(f.indicator, f.measure) for f in found.values()] == [
        ("智能工厂", "increment"),
        ("数字化车间", "increment"),
        ("智能工厂", "cumulative"),
        ("数字化车间", "cumulative"),
    ]
    before = _figures("目前，培育瞪羚企业6家、专精特新企业192家、“小巨人”企业14家。")
    assert [f.indicator for f in before.values()] == ["瞪羚企业", "专精特新企业", "“小巨人”企业"]


@pytest.mark.parametrize(
    ("text", "number", "indicator"),
    [
        ("49家企业入选国家专精特新“小巨人”企业名单。", "49家", "国家专精特新“小巨人”企业"),
        ("推动实施200余个智能化改造项目。", "200余个", "智能化改造项目"),
        ("重庆累计建成7万余个5G基站，实现全覆盖。", "7万余个", "5G基站"),
        ("汇聚甲公司、乙公司、丙公司等主体190余家。", "190余家", "汇聚主体"),
        ("目前，区内开工中国电子（重庆）软件产业园等项目70个。", "70个", "开工项目"),
        ("战略性新兴产业增加值占规上工业比重为32.2%。", "32.2%", "战略性新兴产业增加值占规上工业比重"),
        ("一般公共预算收入率先在区县中实现超100亿元。", "100亿元", "一般公共预算收入"),
        ("无人机适飞空域开放程度全国第四。", "第四", "无人机适飞空域开放程度"),
        ("构建一体的2000亿元规模创投体系。", "2000亿元", "创投体系"),
        ("以每年近1000万只的销量位居前列。", "1000万只", "销量"),
        ("产业增加值增速达到20%以上。", "20%", "产业增加值增速"),
        ("预计发送旅客685万人次。", "685万人次", "旅客"),
        ("1至4月，国际快递业务量完成13.5亿件，同比增长25.4%。", "25.4%", "国际快递业务量"),
    ],
)
def test_indicator(text: str, number: str, indicator: str) -> None:
    figure = _figures(text)[number]
    assert figure.indicator == indicator
    if figure.indicator_start >= 0:
        assert text[figure.indicator_start : figure.indicator_end] in figure.indicator


@pytest.mark.parametrize(
    "text",
    [
        "打造“33618”现代制造业集群体系。", "问界M9持续位居50万元以上车型销量冠军。", "“1+6”工作方案。",
        "重庆市六届人大三次会议举行。", "20日晚9:30在央视2套播出。", "在130纳米、Micro LED等领域。", "具体有三点。",
    ],
)  # fmt: skip
def test_numbers_that_measure_nothing_give_no_figure(text: str) -> None:
    assert find_figures(_article(text)) == ()


@pytest.mark.parametrize(
    ("text", "year", "nature"),
    [
        ("2024年，整车产量达115万辆。", 2024, "result"),
        ("今年我们要力争实现工业产值3000亿元。", 2025, "goal"),
        ("锚定到2027年实现工业产值4000亿元目标。", 2027, "goal"),
        ("预计到2027年，带动4000家中小企业转型。", 2027, "forecast"),
        ("为实现今年规上工业增加值增长8%的目标，抓实工作。", 2025, "goal"),
        ("到2026年综合产值达到300亿元。", 2026, "goal"),
        ("截至去年底，累计实施6000多个改造项目。", 2024, "result"),
        ("今年1月，汽车销量达3.3万台。", 2025, "result"),
        ("2030年产值达到500亿元。", 2030, "goal"),
        ("2023年提前完成产值500亿元的目标。", 2023, "result"),
        ("计划建成10个智能工厂。", 2025, "goal"),
    ],
)
def test_period_and_nature(text: str, year: int, nature: str) -> None:
    (figure,) = find_figures(_article(text))
    assert (_year(figure), figure.nature) == (year, nature)


def test_a_year_after_the_article_is_never_a_result() -> None:
    for words in ("2031年产值达到500亿元。", "2031年，已实现产值500亿元。", "到2031年，完成投资500亿元。"):
        assert {f.nature for f in find_figures(_article(words))} <= {"goal", "forecast"}


def test_heading_gives_period_and_nature_to_the_list_under_it() -> None:
    # 004_a12b2075686cfe37.txt
    done = _figures("规上工业增加值增长6.6%。", "2024-02-19", heading="2023重庆制造业“成绩单”")["6.6%"]
    aim = _figures("工业投资增长14%。", "2024-02-19", heading="2024重庆制造业“任务表”")["14%"]
    assert (_year(done), done.period_source, done.nature) == (2023, "heading", "result")
    assert (_year(aim), aim.period_source, aim.nature) == (2024, "heading", "goal")
    plan = _figures("工业总量突破3万亿元。", "2021-02-19", heading="“十四五”目标")["3万亿元"]
    assert plan.period is not None
    assert plan.period.start == date(2021, 1, 1)
    assert plan.period.end == date(2025, 12, 31)
    assert plan.nature == "goal"


def test_a_year_inside_a_quoted_name_dates_nothing() -> None:
    figure = _figures("重组形成实验室10个。", heading="“2024 新质生产力年度案例，重庆入选数量全国最多”")["10个"]
    assert figure.period_source == "article"


def test_a_plan_named_in_a_title_dates_nothing() -> None:
    figure = _figures("去年底，我市出台《行动方案(2023—2027年)》，计划到2027年培育独角兽企业15家。")["15家"]
    assert figure.period is not None
    assert figure.period.end == date(2027, 12, 31)
    base = _figures("去年，我市按《行动方案(2023—2027年)》培育独角兽企业15家。")["15家"]
    assert _year(base) == 2024


def test_the_paragraph_hands_its_year_on_and_a_meeting_day_does_not() -> None:
    found = _figures("2023年，全市工业增加值增长6.6%。投资增长13.5%。\n1月20日，大会举行。投资增长9%。")
    assert (_year(found["13.5%"]), found["13.5%"].period_source) == (2023, "paragraph")
    assert found["9%"].period_source == "article"


def test_a_time_beside_one_number_is_that_numbers_alone() -> None:
    found = _figures("产值由2015年的886.6亿元增长到2023年的1257.8亿元，比上年增长5%。")
    assert _year(found["886.6亿元"]) == 2015
    assert _year(found["1257.8亿元"]) == 2023
    assert found["1257.8亿元"].measure == "level"


def test_places_from_clause_paragraph_and_speaker() -> None:
    found = _figures("2024年，涪陵全区规上工业产值突破2700亿元，助力全区GDP突破1700亿元。利润增长3%。")
    assert {f.place for f in found.values()} == {"涪陵区"}
    speaker = _figures("培育瞪羚企业6家。全市GDP增长4%。", block_place="涪陵区", speaker="黎勇")
    assert (speaker["6家"].place, speaker["6家"].place_source) == ("涪陵区", "speaker")
    assert speaker["4%"].place == "重庆市"


def test_a_yardstick_is_not_the_place() -> None:
    found = _figures("重庆工业投资增长7%，高于全国平均1.8个百分点，占全国比重3%。")
    assert {f.place for f in found.values()} == {"重庆市"}


def test_sub_areas_and_companies_are_bodies() -> None:
    area = _figures("2024年，两江新区直管区GDP同比增长7.2%。")["7.2%"]
    assert (area.place, area.body) == ("两江新区", "直管区")
    firm = _figures(
        "重庆小康动力有限公司(简称小康动力)智能工厂投产。\n“每月产量提升了10倍。”小康动力数字化部负责人杨飞说。"
    )["10倍"]
    assert (firm.indicator, firm.measure, firm.body) == ("产量", "multiple", "小康动力")


def test_a_speech_about_plans_makes_its_numbers_goals() -> None:
    found = _figures("我们将全力做好赋能文章。启动改造项目20个。\n新创3个4A级景区。", speaker="丁中平")
    assert {f.nature for f in found.values()} == {"goal"}
    told = _figures("我们将全力做好赋能文章。目前已启动改造项目20个。", speaker="丁中平")
    assert told["20个"].nature == "result"


def test_without_a_date_the_period_is_open_and_a_deadline_is_still_a_goal() -> None:
    found = _figures("去年产值达5亿元。到2026年产值达到300亿元。", None)
    assert found["5亿元"].period is not None
    assert (found["5亿元"].period.start, found["5亿元"].period.text) == (None, "去年")
    assert found["300亿元"].nature == "goal"


def test_english_figures() -> None:
    found = _figures(
        "Chongqing's vehicle output reached 2.54 million units in 2024, up 9.4 percent year on year. "
        "The city aims to build 50 smart factories by 2027.",
        language="en",
    )
    output = found["2.54 million units"]
    assert output.indicator == "vehicle output"
    assert (str(output.quantity.value), _year(output), output.nature, output.place) == (
        "2540000", 2024, "result", "重庆市")  # fmt: skip
    assert (found["9.4 percent"].indicator, found["9.4 percent"].measure) == ("vehicle output", "growth")
    goal = next(f for f in found.values() if f.quantity.value == 50)
    assert (goal.nature, _year(goal)) == ("goal", 2027)
    assert "smart factories" in goal.indicator


_LETTERS = "2024年今去重庆市全区产值达到增长分别均为、，。；：“”《》（）%亿元家个计划将力争0123456789和 \n"


@given(st.text(alphabet=_LETTERS, max_size=120))
@settings(max_examples=150, deadline=None)
def test_offsets_hold_on_any_text(text: str) -> None:
    for figure in find_figures(_article(text)):
        quantity = figure.quantity
        assert text[quantity.start : quantity.end] == quantity.text
        assert figure.sentence_start <= quantity.start < quantity.end <= figure.sentence_end
        assert figure.indicator


@pytest.mark.parametrize(
    "unit", ["增长5%，", "增长5%；", "5%、", "“十四五”", "产值5亿元，", "全市", "（", "“", "2024年", "达到", "A"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(repeats: int) -> float:
        article = _article(unit * repeats)
        best = 9.0
        for _ in range(2):
            begin = process_time()
            find_figures(article)
            best = min(best, process_time() - begin)
        return best

    small, large = seconds(1000), seconds(2000)
    assert large < 3.5 * small + 0.1


def test_figures_are_slices_of_their_article_and_in_order() -> None:
    article = _article("2024年产值达5亿元，增长6%。\n投资3亿元。")
    figures = find_figures(article)
    assert [f.quantity.start for f in figures] == sorted(f.quantity.start for f in figures)
    assert find_figures(replace(article, blocks=())) == ()


def test_counts_without_a_noun_stand_under_their_verb() -> None:
    found = _figures("公司第一时间启动应急机制，安排5.5万人、发电车547辆，加大抢修力度。")
    assert found["5.5万人"].indicator == "安排人"
    assert found["547辆"].indicator == "发电车"
    found = _figures("5日上午的会议，出席2872人，缺席84人，人数符合规定。")
    assert (found["2872人"].indicator, found["84人"].indicator) == ("出席", "缺席")


def test_a_share_said_before_what_it_is_of() -> None:
    (figure,) = _figures("全国的雨伞产品里，有超六成的生产原料，来自本县。").values()
    assert (figure.indicator, figure.measure, figure.quantity.value) == ("生产原料", "share", 60)


def test_a_span_counted_from_now_ends_with_its_part_of_the_sentence() -> None:
    found = _figures("几分钟就能排好未来一个月的计划；我国已建成5095家国家级绿色工厂。")
    assert found["5095家"].nature == "result"
    assert found["5095家"].period is not None
    assert found["5095家"].period.rule != "next"


def test_the_second_start_is_of_the_first_ones_year() -> None:
    found = _figures("2024年，年接待量从2012年的4860万人次跃升至3亿人次，旅游收入从576亿元增长至3600亿元。")
    assert [_year(found[text]) for text in ("4860万人次", "3亿人次", "576亿元", "3600亿元")] == [2012, 2024, 2012, 2024]


def test_one_in_so_many_counts_nothing() -> None:
    assert not {"2辆", "1辆"} & set(_figures("全市每下线2辆新能源汽车就有1辆是本区造的。"))
    assert "1000万只" in _figures("以每年近1000万只的销量位居前列。")


@pytest.mark.parametrize(
    ("text", "number", "indicator"),
    [
        ("大桥全长1200米。", "1200米", "大桥全长"),
        ("当地平均海拔4500米以上，含氧量不足平原的一半。", "4500米", "平均海拔"),
        ("油气管道总长12万公里。", "12万公里", "油气管道总长"),
        ("双方愿意接受为期30天的临时停火。", "30天", "临时停火"),
        ("手术耗时约6小时。", "6小时", "手术耗时"),
    ],
)
def test_lengths_and_times_under_the_word_that_names_them(text: str, number: str, indicator: str) -> None:
    assert indicator in _figures(text)[number].indicator


@pytest.mark.parametrize("text", ["他每天步行5公里上学。", "巡查组将工作2个月左右。"])
def test_a_way_or_a_time_that_nothing_names_measures_nothing(text: str) -> None:
    assert not _figures(text)


def test_a_time_before_the_place_that_opens_a_paragraph() -> None:
    found = _figures("2024年，香港大街小巷热闹非凡。全年有68万人次访问，增长6%。", place="")
    assert {f.place for f in found.values()} == {"香港"}


def test_a_village_of_its_own_is_not_where_the_sentence_before_was() -> None:
    text = "江苏东台开办养老中心3家。终南山脚下的南堡寨村开办书屋2个，村里还提供23项服务。"
    found = _figures(text, place="")
    assert found["23项"].place == ""
    assert _figures(text, place="江苏省")["23项"].place != ""
