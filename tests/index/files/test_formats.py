"""Every format to its words, tables, title and day; what a file is decides, and what is not read says what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.article import build_article
from index.errors import ArticleError
from index.files.load import load_all
from index.settings import Settings
from index.types import Article
from tests.index.files import samples

SETTINGS = Settings()


def read(source: str, data: bytes) -> list[Article]:
    return [build_article(raw) for raw in load_all(source, data, SETTINGS)]


RECORDS = [
    {"title": "粮食", "publish_time": 1705541400, "content": samples.SENTENCE},
    {"title": "蔬菜", "date": "2024-01-19", "正文": "<p>蔬菜产量达<b>95.3万吨</b>，增长2.8%。</p>"},
]


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("a.docx", samples.docx(samples.p(samples.r(samples.SENTENCE)))),
        ("a.pptx", samples.pptx()),
        ("a.odt", samples.odt()),
        ("a.epub", samples.epub()),
        ("a.mhtml", samples.MHTML),
        ("a.eml", samples.EML),
        ("a.xml", samples.RSS),
        ("a.json", json.dumps(RECORDS).encode()),
        ("a.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()),
        ("a.shtml", f"<html><body><p>{samples.SENTENCE}</p></body></html>".encode()),
        ("a.txt", samples.SENTENCE.encode("gb18030")),
    ],
)
def test_each_format_gives_its_sentence(source: str, data: bytes) -> None:
    assert samples.SENTENCE in read(source, data)[0].text


@pytest.mark.parametrize("name", ["renamed.txt", "renamed.html", "renamed.docx", "renamed.doc", "renamed.md"])
@pytest.mark.parametrize("data", [samples.docx(samples.p(samples.r(samples.SENTENCE))), samples.epub(), samples.odt()])
def test_an_ending_that_lies_changes_nothing(name: str, data: bytes) -> None:
    assert samples.SENTENCE in read(name, data)[0].text


def test_pages_mails_feeds_and_records_are_known_by_their_words() -> None:
    for data in (samples.MHTML, samples.EML, samples.RSS, json.dumps(RECORDS).encode()):
        (first, *_) = read("a.txt", data)
        assert first.text.strip().startswith("2023年，铜梁区")
        assert "MIME" not in first.text
    assert samples.SENTENCE in read("a.xls", f"<html><body><p>{samples.SENTENCE}</p></body></html>".encode())[0].text


def test_each_entry_is_an_article_with_its_own_title_and_day() -> None:
    for source, data in (("a.xml", samples.RSS), ("a.json", json.dumps(RECORDS).encode())):
        grain, vegetables = read(source, data)
        assert (grain.source, grain.file, grain.title) == (f"{source}#1", source, "粮食")
        assert (vegetables.title, vegetables.published.iso()) == ("蔬菜", "2024-01-19")
        assert grain.published.iso() == "2024-01-18"
        assert "95.3万吨" in vegetables.text
        assert "<" not in vegetables.text


def test_records_of_plain_values_are_a_table() -> None:
    values = [{"年份": "2022年", "粮食产量": 36.1}, {"年份": "2023年", "粮食产量": 36.5}]
    (article,) = read("a.json", json.dumps(values).encode())
    (table,) = article.tables
    assert table.heads(2, 1) == (("2023年",), ("粮食产量",))
    assert table.rows[2].cells[1] == "36.5"


def test_a_saved_page_is_not_dated_by_the_day_it_was_saved() -> None:
    assert read("a.mhtml", samples.MHTML)[0].published.iso() == "2024-01-18"
    assert read("a.eml", samples.EML)[0].published.iso() == "2024-01-18"


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    (book,) = read("a.epub", samples.epub())
    assert (book.title, book.published.iso()) == ("粮食年鉴", "2024-01-18")
    assert book.text.index("第一章") < book.text.index("第二章")


def test_slides_and_opendocument_give_tables() -> None:
    for source, data in (("a.pptx", samples.pptx()), ("a.odt", samples.odt())):
        (article,) = read(source, data)
        assert article.title == "粮食生产"
        (table,) = article.tables
        assert table.heads(1, 1)[1] == ("2022年",)
        assert table.rows[1].cells[1] == "36.1"


def test_a_sheet_has_merged_cells_days_percents_and_a_title_of_its_own() -> None:
    strings = ("2023年主要农产品产量", "单位：万吨", "镇街", "粮食", "增速", "安居镇", "更新于")
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/></cellXfs>'
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3" t="s"><v>3</v></c><c r="C3" t="s"><v>4</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>5</v></c><c r="B4"><v>2.0999999999999996</v></c>'
        '<c r="C4" s="1"><v>0.012</v></c></row>'
        '<row r="6"><c r="A6" t="s"><v>6</v></c><c r="B6" s="2"><v>45309</v></c></row>'
    )
    merges = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:C2"/></mergeCells>'
    (article,) = read("产量.xlsx", samples.xlsx(rows, merges, strings, styles))
    (table,) = article.tables
    assert (table.unit, table.header_rows, table.header_columns) == ("万吨", 1, 1)
    assert table.rows[1].cells == ("安居镇", "2.1", "1.2%")
    assert "2024年1月18日" in article.text


def test_csv_in_a_chinese_encoding_and_with_other_marks() -> None:
    text = '指标,2021年,2022年\n粮食产量（万吨）,35.6,36.1\n"蔬菜,产量",90.2,92.7\n'
    for source, data in (
        ("产量.csv", text.encode("gb18030")),
        ("产量.tsv", text.replace('"蔬菜,产量"', "蔬菜产量").replace(",", "\t").encode()),
        ("产量.csv", text.replace('"蔬菜,产量"', "蔬菜产量").replace(",", ";").encode("utf-8-sig")),
    ):
        (article,) = read(source, data)
        assert article.title == "产量"
        assert article.tables[0].rows[1].cells == ("粮食产量（万吨）", "35.6", "36.1")


@pytest.mark.parametrize(
    ("source", "data", "reason"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0rest", "save it as .docx"),
        ("a.xls", b"\xd0\xcf\x11\xe0rest", "save it as .xlsx"),
        ("a.wps", b"\xd0\xcf\x11\xe0rest", "WPS"),
        ("a.txt", b"{\\rtf1\\ansi 36.5}", "RTF"),
        ("a.ofd", samples.zipped({"OFD.xml": "<x/>"}), "PDF"),
        ("a.zip.docx", samples.zipped({"a.txt": "x"}), "not a Word document"),
        ("a.pdf", b"plain words", "broken"),
        ("a.xml", b"<?xml version='1.0'?><records><a>1</a></records>", "feed"),
        ("a.json", b'{"a": [1, 2', "not JSON"),
    ],
)
def test_what_is_not_read_says_what_to_do(source: str, data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read(source, data)


def test_a_digest_is_split_into_its_dated_articles() -> None:
    text = (
        "农业信息汇编\n\n铜梁区粮食生产再获丰收\n发布时间：2024-01-18\n去年，铜梁区粮食产量达36.5万吨，比上年增长。\n\n=====\n\n"
        "大足区粮食生产再获丰收\n发布时间：2022-01-20\n去年，大足区粮食产量达43.9万吨，比上年增长。\n"
    )
    first, second = read("a.txt", text.encode())
    assert (first.title, first.published.iso()) == ("铜梁区粮食生产再获丰收", "2024-01-18")
    assert (second.title, second.published.iso()) == ("大足区粮食生产再获丰收", "2022-01-20")
    assert "大足" not in first.text
    assert "农业信息汇编" in first.text
    (whole,) = read("b.txt", "一个题目\n发布时间：2024-01-18\n正文一段，有话要说。\n2024年1月18日\n".encode())
    assert whole.source == "b.txt"


def test_real_files_of_word_and_excel_programs(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_heading("粮食生产", level=1)
    table = document.add_table(rows=2, cols=3)
    for n, word in enumerate(("指标", "2022年", "2023年", "粮食产量（万吨）", "36.1", "36.5")):
        table.cell(n // 3, n % 3).text = word
    document.save(tmp_path / "a.docx")
    (article,) = read("a.docx", (tmp_path / "a.docx").read_bytes())
    assert article.tables[0].heads(1, 2) == (("粮食产量（万吨）",), ("2023年",))


@pytest.mark.parametrize(
    "line",
    [
        "2024年3月6日",
        "2024年3月6日 来源：新华社",
        "来源：铜梁日报 2024年3月6日",
        "二〇二四年三月六日",
        "發佈時間：2024-03-06 10:20",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_line_that_dates_the_article_is_no_part_of_its_title(line: str, gap: str) -> None:
    (article,) = read("a.txt", f"粮食生产情况{gap}{line}\n\n{samples.SENTENCE}\n".encode())
    assert (article.title, article.published.iso()) == ("粮食生产情况", "2024-03-06")
