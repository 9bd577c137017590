"""Word files: what stands in their parts is read, what was taken back or hidden is not."""

from __future__ import annotations

from index.article import build_article
from index.files.load import load
from index.settings import Settings
from index.types import Article
from tests.index.files.samples import SENTENCE, W, docx, p, r, tc

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str) -> str:
    return f'<Relationship Id="{kind}" Type="{LINK}/{kind}" Target="{target}"/>'


def read(body: str, extra: dict[str, str] | None = None, relations: str = "") -> Article:
    return build_article(load("a.docx", docx(body, extra, relations), Settings()))


def test_runs_that_were_taken_back_hidden_or_raised() -> None:
    found = read(
        p(r("产量达"), r("38.2万吨", "<w:strike/>"), r("36.5万吨"), r("（内部）", "<w:vanish/>"), r("，比上年增长。"))
        + p(r("生产总值"), r("2", '<w:vertAlign w:val="superscript"/>'), r("800.4亿元，")
            , r("面积12km"), r("2", '<w:vertAlign w:val="superscript"/>'), r("。", '<w:strike w:val="0"/>'))
    )  # fmt: skip
    assert found.text == "产量达36.5万吨，比上年增长。\n生产总值800.4亿元，面积12km²。"


def test_line_breaks_formulas_and_notes() -> None:
    formula = "<m:oMath><m:r><m:t>36.5</m:t></m:r></m:oMath>"
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{p(r(SENTENCE))}</w:footnote></w:footnotes>'
    found = read(
        p("<w:r><w:t>粮食生产情况</w:t><w:br/><w:t>发布时间：2024-01-18</w:t><w:br/></w:r>")
        + p(r("产量达"), formula, r("万吨，"), '<w:r><w:footnoteReference w:id="1"/></w:r>', r("增长1.2%。")),
        {"word/footnotes.xml": note},
        relation("footnotes", "footnotes.xml"),
    )
    assert found.published.iso() == "2024-01-18"
    assert "产量达36.5万吨，增长1.2%。" in found.text
    assert SENTENCE in found.text


def test_automatic_numbers_and_a_page_header() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="5">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )
    header = p(r("铜府发〔2024〕3号　2024年1月18日")) + p(r("第 1 页"))
    own = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    found = read(
        "".join(p(r(words), properties=own) for words in ("为规范管理，制定本办法。", "周期为三年。")),
        {
            "word/numbering.xml": numbering,
            "word/header1.xml": f'<w:hdr xmlns:w="{W}">{header}</w:hdr>',
        },
        relation("numbering", "numbering.xml") + relation("header", "header1.xml"),
    )
    assert "第二条" in found.text
    assert found.text.index("第一条") < found.text.index("周期为三年")
    assert found.published.iso() == "2024-01-18"
    assert "第 1 页" not in found.text


def test_a_table_inside_a_cell_costs_no_cell() -> None:
    inner = f"<w:tbl><w:tr>{tc(p(r('夏粮3.2万吨')))}{tc(p(r('秋粮33.3万吨')))}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{tc(p(r(SENTENCE)))}{tc(p(), inner, p())}{tc(p(r('比上年增长1.2%。')))}</w:tr></w:tbl>"
    text = read(outer).text
    for words in (SENTENCE, "夏粮3.2万吨", "秋粮33.3万吨", "比上年增长1.2%。"):
        assert words in text


def test_merged_cells_stand_in_every_place() -> None:
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        f"<w:tr>{tc(p(r('类别')))}{tc(p(r('镇街')))}{tc(p(r('产量')))}</w:tr>"
        f"<w:tr>{tc(p(r('粮食')), properties=restart)}{tc(p(r('安居镇')))}{tc(p(r('2.1')))}</w:tr>"
        f"<w:tr>{tc(p(), properties=goes_on)}{tc(p(r('旧县街道')))}{tc(p(r('1.8')))}</w:tr>"
    )
    (table,) = read(f"<w:tbl>{rows}</w:tbl>").tables
    assert table.heads(2, 2) == (("粮食", "旧县街道"), ("产量",))


def test_strict_files_and_chunks_of_other_formats() -> None:
    chunk = read(
        p(r("前言。")) + '<w:altChunk r:id="aFChunk"/>',
        {"word/chunk.html": f"<html><body><p>{SENTENCE}</p></body></html>"},
        relation("aFChunk", "chunk.html"),
    )
    assert SENTENCE in chunk.text
    from tests.index.files.samples import zipped

    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{p(r(SENTENCE))}</w:body></w:document>'
    assert SENTENCE in build_article(load("a.docx", zipped({"word/document.xml": body}), Settings())).text
