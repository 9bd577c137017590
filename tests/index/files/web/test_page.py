"""Pages: the article is never dropped for a name, marks keep their meaning, days stand where they count."""

from __future__ import annotations

import pytest

from index.article import build_article
from index.files.load import load, load_all
from index.settings import Settings
from index.types import Article

SENTENCE = "2023年，铜梁区粮食产量达36.5万吨，比上年增长1.2%。"
PARAGRAPHS = [
    SENTENCE,
    "会议指出，全区上下要坚持稳中求进工作总基调，把发展的着力点放在实体经济上，推动各项工作走深走实。",
    "区农业农村委负责人介绍，当地依托高标准农田建设和良种推广，持续提升粮食综合生产能力，带动农民稳定增收。",
    "下一步，当地将继续完善配套设施，优化服务流程，推动更多项目落地见效，为高质量发展提供有力支撑。",
]
TEXT = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
MENU = '<div class="menu"><a href="/">首页</a><a href="/a">要闻</a></div>'


def page(body: str, head: str = "") -> Article:
    html = f"<html><head><title>铜梁区粮食生产再获丰收</title>{head}</head><body>{MENU}{body}</body></html>"
    return build_article(load("a.html", html.encode(), Settings()))


@pytest.mark.parametrize(
    "box",
    [
        '<div id="js_content" style="visibility: hidden; opacity: 0">{}</div>',
        '<form id="form1"><input type="hidden" value="x"><div>{}</div></form>',
        '<div class="content-sidebar-wrap"><div>{}</div></div>',
        '<div class="share-content download">{}</div>',
        "<noscript>{}</noscript>",
        "<textarea>{}</textarea>",
        '<div id="menu-page"><section>{}</section></div>',
    ],
)
def test_the_box_that_holds_the_article_is_never_dropped(box: str) -> None:
    found = page(f"<h1>铜梁区粮食生产再获丰收</h1>{box.format(TEXT)}")
    for words in PARAGRAPHS:
        assert words in found.text
    assert "首页" not in found.text


def test_small_boxes_of_these_names_still_go() -> None:
    found = page(f'{TEXT}<div class="share">分享到：微信 微博，让更多人看到这篇文章吧。</div><form>搜索</form>')
    assert "微博" not in found.text
    assert "搜索" not in found.text


@pytest.mark.parametrize(
    ("marked", "wanted"),
    [
        ("生产总值<sup>2</sup>800.4亿元", "生产总值800.4亿元"),
        ('人口<sup><a href="#n3">[3]</a></sup>68.9万人', "人口68.9万人"),
        ("面积12.5km<sup>2</sup>，库容3.6×10<sup>8</sup>立方米", "面积12.5km²，库容3.6×10⁸立方米"),
        ("产量达<del>38.2万吨</del>36.5万吨", "产量达36.5万吨"),
        ('产量达<span style="text-decoration: line-through">38.2</span>36.5万吨', "产量达36.5万吨"),
        ("<ruby>铜梁<rt>tóngliáng</rt></ruby>区产量", "铜梁区产量"),
        ("总库容达<math><mn>3.6</mn></math>亿立方米", "总库容达3.6亿立方米"),
        ("占<math><mfrac><mn>1</mn><mn>3</mn></mfrac></math>左右", "占1/3左右"),
        ("达<math><mn>3.6</mn><mo>×</mo><msup><mn>10</mn><mn>8</mn></msup></math>立方米", "达3.6×10⁸立方米"),
        ('达<script type="math/tex">36.5</script>万吨', "达36.5万吨"),
        ("达$36.5$万吨，增长$1.2\\%$", "达36.5万吨，增长1.2%"),
    ],
)
def test_marks_that_carry_meaning(marked: str, wanted: str) -> None:
    assert wanted in page(f"<div><p>去年全区{marked}，较上年增加，供应持续稳定。</p>{TEXT}</div>").text


def test_what_was_not_taken_is_told() -> None:
    other = "".join(f"<div><div><p>{words}其二之{n}。</p></div></div>" for n in range(12) for words in PARAGRAPHS)
    found = page(f"<article><h1>铜梁区粮食生产再获丰收</h1>{TEXT}</article><div class='list'>{other}</div>")
    taken = len(found.text)
    assert taken > 1_000 or any("characters of text on the page" in note.text for note in found.notes)


def test_days_of_the_page() -> None:
    heading = "<h1>铜梁区粮食生产再获丰收</h1>"
    visit = '<div class="top">今天是：2026年11月30日 10:20 星期一</div>'
    dated = '<div class="xl">来源：区农业农村委 日期：2024-01-18</div>'
    others = "<ul><li>区里召开防汛工作会议 2026-10-20 09:30</li><li>春耕备耕有序推进 2026-10-18 08:00</li></ul>"
    assert page(f"{visit}<div>{heading}{dated}{TEXT}</div>{others}").published.iso() == "2024-01-18"
    assert page(f"{visit}<div>{heading}{TEXT}</div>{others}").published.iso() is None
    assert page(f"{heading}{TEXT}", '<script>var ct = "1705541400";</script>').published.iso() == "2024-01-18"
    ld = '<script type="application/ld+json">{"pubDate": "2024-01-18T09:30:00"}</script>'
    assert page(f"{heading}{TEXT}", ld).published.iso() == "2024-01-18"


def test_what_readers_wrote_is_not_the_article_however_long() -> None:
    said = "".join(f"<p>第{n}位网友说，这件事办得好，但还要继续努力，让群众满意。</p>" for n in range(60))
    found = page(f'<h1>铜梁区粮食生产再获丰收</h1><div>{TEXT}</div><div class="comments-container">{said}</div>')
    assert SENTENCE in found.text
    assert "网友" not in found.text


def test_headlines_of_other_articles_behind_the_text_go() -> None:
    others = "".join(f"<li><a href='/{n}'>毕业生考研被在校生指责占用教学资源之{n}</a></li>" for n in range(12))
    found = page(f'<form><div class="con">{TEXT}</div><ul>{others}</ul></form>')
    assert SENTENCE in found.text
    assert "考研" not in found.text


def test_headlines_with_days_make_no_page_a_digest() -> None:
    item = "<h3>区里召开防汛工作会议之{}</h3><p>2026-10-2{}</p><p>会议指出，要抓好防汛工作，确保安全度汛。</p>"
    other = "".join(item.format(n, n) for n in range(3))
    html = f"<html><body><h1>铜梁区粮食生产再获丰收</h1>{TEXT}<div>{other}</div></body></html>"
    assert len(load_all("a.html", html.encode(), Settings())) == 1
