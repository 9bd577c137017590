"""Headings, captions, items and turns of plain text, and which heading governs what."""

from __future__ import annotations

from index.article.blocks import Draft, draft
from index.article.clean import clean
from index.article.headings import headline, place_headings
from index.article.speakers import interview_labels


def drafts_of(text: str, titled: bool = False) -> tuple[Draft, ...]:
    labels = interview_labels(text)
    cleaned = clean(text, (), labels)
    return place_headings(draft(cleaned, labels, titled), cleaned.torn)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(d.kind, d.text) for d in drafts_of(text)]


def test_a_title_headings_and_their_summary_lines() -> None:
    found = drafts_of(
        "重庆推进新型工业化\n\n去年，产值增长8%。\n\n1 加快智能化"
        "转型\n\n推动制造业与数字经济深度融合\n\n现场繁忙有序。\n\n"
        "2 强化主体培育\n\n企业增多了。\n\n据新重庆-重庆日报"
    )
    assert [(d.kind, d.heading) for d in found] == [
        ("heading", ""),
        ("paragraph", ""),
        ("heading", ""),
        ("heading", ""),
        ("paragraph", "1 加快智能化转型 推动制造业与数字经济深度融合"),
        ("heading", ""),
        ("paragraph", "2 强化主体培育"),
        ("caption", "2 强化主体培育"),
    ]


def test_a_lone_line_where_a_picture_stood_is_a_caption() -> None:
    text = (
        "重庆制造奔向创造\n\n1月20日，会议举行。\n\n\n\n一对新人开启"
        "浪漫低空飞行\n\n去年，产值增长。\n\n\n\n高健\n\n会议结束了。"
    )
    assert [k for k, _ in kinds(text)] == ["heading", "paragraph", "caption", "paragraph", "caption", "paragraph"]


def test_a_heading_that_names_a_speaker_opens_what_that_person_says() -> None:
    found = drafts_of(
        "记者会\n\n开场。\n\n向新求质 涪陵区委书记黎勇：\n\n“抓大、"
        "扶小、育新”\n\n目前，培育瞪羚企业6家。\n\n结束语\n\n散会。"
    )
    said = next(d for d in found if "瞪羚" in d.text)
    assert (said.speaker.name, said.speaker.role) == ("黎勇", "涪陵区委书记")
    assert said.heading == "向新求质 涪陵区委书记黎勇： “抓大、扶小、育新”"
    assert found[-1].speaker.name == ""


def test_turns_of_an_interview_know_their_speaker_and_question() -> None:
    found = drafts_of(
        "重庆日报：永川有何打算？\n\n张智奎：工业强则永川强。\n\n一是推动制造业发展。\n\n重庆日报：南川呢？\n\n丁中平：做好赋能文章。"
    )
    assert [(d.kind, d.speaker.name) for d in found] == [
        ("turn", "重庆日报"),
        ("turn", "张智奎"),
        ("paragraph", "张智奎"),
        ("turn", "重庆日报"),
        ("turn", "丁中平"),
    ]
    assert found[2].question == "重庆日报：永川有何打算？"


def test_a_lead_in_with_a_colon_is_no_heading() -> None:
    assert ("paragraph", "会议明确了主要工作目标：") in kinds(
        "题目在此\n\n会议明确了主要工作目标：\n\n产值达到3万亿元。"
    )


def test_a_colon_list_of_sections_out_of_turn_keeps_its_short_name_with_its_section() -> None:
    found = drafts_of(
        "现代制造业“提能级”\n\n今年，我市推进工业化。\n\n远山新材料不但量产己二酸，还"
        "做跑鞋。\n\n销量占全球两成。\n\n3 推动数字化变革\n\n建设产业大脑。\n\n"
        "1 加快智能化转型\n\n改造项目6000多个。\n\n2 强化市场"
        "主体培育\n\n六成原料来自重庆远山新材料有限公司（简称远山新材料）。"
    )
    headings = {d.text[:5]: d.heading for d in found}
    assert headings["今年，我市"] == ""
    assert headings["远山新材料"] == headings["销量占全球"] == "2 强化市场主体培育"
    assert headings["建设产业大"] == "3 推动数字化变革"


def test_headings_of_a_torn_page_go_where_their_words_are() -> None:
    filler = (
        "推动高质量发展，要把重点放在推动升级\n上，加快基础高级化和现代"
        "化，促进循环畅\n通，全力以赴把各项任务落到实处去，开好\n局。"
    )
    page = (
        f"{filler}\n\n记者：奉节脐橙如何卖到各地？\n\n"
        "聂自刚：用好直播电商，培训电商人才，壮大\n网销品牌，让奉节的脐橙和油橄榄卖到各地\n去，助推农业转型。\n\n以“电商”助推农业转型\n\n"
        "记者：科学城如何用科技创新？\n\n左永祥：紧盯科技创新，打造策源地，建设科\n学城软件园，汇聚创新人才，推动科技成果\n转化落地。\n\n"
        "以科技创新赋能\n"
    )
    found = drafts_of(page)
    assert clean(page, (), interview_labels(page)).torn
    headings = {d.speaker.name: d.heading for d in found if d.kind == "turn" and d.speaker.name != "记者"}
    assert headings == {"聂自刚": "以“电商”助推农业转型", "左永祥": "以科技创新赋能"}
    assert headline(found) == ""
