"""Files of every format to plain lines, marks, title and metadata; hostile ones to a reason."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleError
from index.files.load import load
from index.files.plain.front_matter import split_front_matter
from index.files.web.parse import drop_comments
from index.raw import RawDocument
from index.settings import Settings

SETTINGS = Settings()
PAGE = """<!DOCTYPE html><html><head><title>两江新区整车产量创新高_重庆要闻_某某网</title>{meta}</head><body>
<div class="nav"><a href="/">首页</a></div><h1>两江新区整车产量创新高</h1>
<div class="info">发布时间：2025年1月20日 来源：重庆日报</div>
<div class="content"><p>两江新区2024年整车产量达115万辆，比上年增长22%，其中新能源汽车占一半以上，出口明显增长。</p>
<h2>一、产业集群加快形成</h2><p>长安汽车、赛力斯等龙头企业带动配套企业发展，形成了完整的产业链条，本地配套率持续提高。</p>
<table><tr><td>整车产量</td><td>115万辆</td></tr></table></div>
<script>var 广告 = 1;</script><div class="share">分享到：微信</div>
<div class="footer">版权所有 渝ICP备123号</div></body></html>"""


def read(source: str, text: str) -> RawDocument:
    return load(source, text.encode(), SETTINGS)


def test_a_page_gives_its_article_without_what_surrounds_it() -> None:
    raw = read(
        "a.html", PAGE.format(meta='<meta property="article:published_time" content="2025-01-20T09:30:00+08:00">')
    )
    assert raw.media == "html"
    assert raw.title == "两江新区整车产量创新高"
    assert ("article:published_time", "2025-01-20T09:30:00+08:00") in raw.meta
    for wanted in ("整车产量达115万辆", "整车产量 115万辆", "一、产业集群加快形成"):
        assert wanted in raw.text
    for noise in ("首页", "分享到", "版权所有", "广告"):
        assert noise not in raw.text
    lines = raw.text.split("\n")
    assert [lines[n] for n, kind in raw.marks if kind == "h2"] == ["一、产业集群加快形成"]


def test_json_ld_names_title_and_day() -> None:
    ld = '<script type="application/ld+json">{"@graph":[{"headline":"题目","datePublished":"2024-05-06"}]}</script>'
    raw = read("a.html", f"<html><head>{ld}</head><body><p>正文一段，说了些事情。</p></body></html>")
    assert raw.title == "题目"
    assert ("jsonld:datepublished", "2024-05-06") in raw.meta


def test_a_txt_with_front_matter_and_html_is_told_by_its_content(seeds: Path) -> None:
    path = next(seeds.glob("000_*"))
    raw = load(path.name, path.read_bytes(), SETTINGS)
    assert (raw.media, raw.title) == ("html", "突出创新驱动和智能制造 构建重庆特色的现代产业体系")
    assert ("front:date", "Tue, 22 Feb 2022 09:09:51 GMT") in raw.meta
    for noise in ("appendQr", "海量资讯", "{", "cms-style", "二维码", "-->"):
        assert noise not in raw.text
    assert raw.text.rstrip().endswith("（作者：文静 编辑：张伟贤）")
    assert "推进长安汽车软件园等项目建设" in raw.text


def test_comments_never_swallow_the_page() -> None:
    assert drop_comments("a<!-- x [<p <!-- y -->b") == "ab"
    assert drop_comments("前<!-- 没有结束 后") == "前 没有结束 后"


def test_markdown_in_a_txt_loses_its_marks_and_no_words() -> None:
    raw = read(
        "a.txt",
        "## 标题\n\n产值**2.27 万亿元**，*斜体*、`code`、[链接](https://a.b/c)。\n\n"
        "- 第一\n\n3*4*5 与 a_b_c\n\n### 二\n",
    )
    assert raw.media == "md"
    assert [line for line in raw.text.split("\n") if line] == [
        "标题", "产值2.27 万亿元，斜体、code、链接。", "第一", "3*4*5 与 a_b_c", "二",
    ]  # fmt: skip
    assert [kind for _, kind in raw.marks] == ["h2", "item", "h3"]


def test_markdown_escapes_tables_quotes_and_lone_stars() -> None:
    text = (
        "# A\n\n> 引用\n\n| 指标 | 值 |\n| --- | --- |\n| 产量 | 115万辆 |\n\n"
        "5 * 6 = 30\n\n\\*不是强调\\*\n\n![图](x.png)\n"
    )
    raw = read("a.md", text)
    assert [line for line in raw.text.split("\n") if line] == [
        "A", "引用", "指标\t值", "产量\t115万辆", "5 * 6 = 30", "*不是强调*", "图",
    ]  # fmt: skip


def test_front_matter_keeps_the_words_that_stand_in_it() -> None:
    keys, rest = split_front_matter("---\ndate: 2024-02-30\ntitle: '引号: 里'\ntags: [a, b]\nn: 007\n---\n正文")
    assert keys == {"date": "2024-02-30", "title": "引号: 里", "tags": "a, b", "n": "007"}
    assert rest == "\n正文"


@pytest.mark.parametrize(
    "block",
    [
        "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: 炸弹",
        "a: " + "[" * 5000 + "\ntitle: 炸弹",
        "a: !!python/object/apply:os.system ['true']\ntitle: 炸弹",
        "title: 炸弹\nb: 'unclosed",
    ],
)
def test_hostile_front_matter_is_read_line_by_line(block: str) -> None:
    begin = time.process_time()
    keys, rest = split_front_matter(f"---\n{block}\n---\n正文")
    assert time.process_time() - begin < 1
    assert (keys.get("title", "").strip("'"), rest.strip()) == ("炸弹", "正文")


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    assert split_front_matter("---\n第一段。\n---\n第二段。")[0] == {}


def _docx(body: str, extra: dict[str, str] | None = None) -> bytes:
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {ns}><w:body>{body}</w:body></w:document>")
        for name, text in (extra or {}).items():
            archive.writestr(name, text)
    return out.getvalue()


def test_docx_headings_tables_insertions_and_no_deletions() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "关于汽车产业的通知"
    document.add_heading("一、总体要求", level=1)
    document.add_paragraph("整车产量达115万辆。")
    document.add_paragraph("第一项", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "产量", "115万辆"
    out = io.BytesIO()
    document.save(out)
    raw = load("通知.docx", out.getvalue(), SETTINGS)
    assert raw.title == "关于汽车产业的通知"
    lines = raw.text.split("\n")
    assert [line for line in lines if line] == ["一、总体要求", "整车产量达115万辆。", "第一项", "产量  115万辆"]
    assert [(lines[n], kind) for n, kind in raw.marks] == [
        ("一、总体要求", "h1"),
        ("第一项", "item"),
        ("产量  115万辆", "item"),
    ]
    tracked = _docx(
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    )
    assert load("t.docx", tracked, SETTINGS).text.strip() == "新增"


def _pdf(text: str, password: str = "") -> bytes:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pdf_text_is_read() -> None:
    assert "Output rose 8 percent." in load("a.pdf", _pdf("Output rose 8 percent."), SETTINGS).text


@pytest.mark.parametrize("ratio", [0.2, 0.5, 0.9])
def test_broken_pdfs_are_refused_or_read_never_crash(ratio: float) -> None:
    data = _pdf("Output rose.")
    with contextlib.suppress(ArticleError):
        assert load("a.pdf", data[: int(len(data) * ratio)], SETTINGS).text.strip()


def test_refusals_say_why() -> None:
    small = Settings(max_file_bytes=200_000, max_html_bytes=100)
    bomb = _docx("", {"word/styles.xml": "x" * 5_000_000})
    entity = io.BytesIO()
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    cases = [
        ("a.txt", b"x" * 200_001, "larger than the limit of 200,000 bytes"),
        ("a.html", b"<p>" + b"x" * 200, "larger than the limit of 100 characters of HTML"),
        ("a.exe", b"x", "type .exe is not read"),
        ("a.txt", b"", "empty"),
        ("a.html", b"<p> </p>", "no text"),
        ("a.docx", bomb, "zip bomb"),
        ("a.docx", entity.getvalue(), "XML entities"),
        ("a.docx", b"PK\x03\x04broken", "broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0....", "encrypted"),
        ("a.docx", _docx("").replace(b"word/document.xml", b"word/another0.xml"), "not a Word document"),
        ("a.pdf", b"not a pdf", "broken"),
        ("a.pdf", _pdf("secret", "password"), "encrypted"),
        ("a.pdf", _pdf(""), "no text"),
    ]
    for source, data, reason in cases:
        with pytest.raises(ArticleError, match=reason):
            load(source, data, small)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "<a " * n,
        lambda n: "<!--" * n,
        lambda n: "<p>重庆" + "<" * n,
        lambda n: "<p>" + "&amp;" * n,
        lambda n: "<html><body>" + "<b>" * 100 + "<p>重庆增长。</p>" * (n // 10),
    ],
)
def test_i5_hostile_markup_is_read_fast(make: object) -> None:
    assert callable(make)
    begin = time.process_time()
    with contextlib.suppress(ArticleError):
        read("a.html", make(40_000))
    assert time.process_time() - begin < 5


def test_i5_a_page_nested_too_deep_is_refused_not_cut_short() -> None:
    assert read("a.html", "<html><body>" + "<div>" * 1000 + "重庆").text == "重庆"
    with pytest.raises(ArticleError, match="nests"):
        read("a.html", "<html><body>" + "<div>" * 20_000 + "重庆")


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx"]))
def test_any_bytes_load_or_are_refused(data: bytes, source: str) -> None:
    try:
        raw = load(source, data, SETTINGS)
    except ArticleError:
        return
    assert raw.text.strip()
    assert all(0 <= n < raw.text.count("\n") + 1 for n, _ in raw.marks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_f3_a_word_file_that_declares_entities_is_refused_in_any_encoding(encoding: str) -> None:
    words = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]>{words}A &a; B</w:t></w:r></w:p>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", f"{xml}</w:body></w:document>".encode(encoding))
    with pytest.raises(ArticleError, match="declares XML entities"):
        load("a.docx", made.getvalue(), SETTINGS)


def test_f3_a_word_file_that_unfolds_too_far_in_all_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(30):
            archive.writestr(f"word/media/{n}.bin", bytes(4_000))
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ArticleError, match=r"unfolds to 120,004 bytes in all"):
        load("a.docx", made.getvalue(), replace(SETTINGS, max_unpacked_bytes=100_000))


@pytest.mark.parametrize("line", ["## 标题", "## 标题 ##", "##\t标题  \t", "   ## 标题#"])
def test_f1_headings_are_cut_by_hand_as_before(line: str) -> None:
    assert load("a.md", f"# 题\n\n{line}\n\n正文。\n".encode(), SETTINGS).text.split("\n")[2].strip() == "标题"


@pytest.mark.parametrize("line", ["#标题", "####### 标题"])
def test_f1_what_is_no_heading_stays(line: str) -> None:
    assert line in load("a.md", f"# 题\n\n{line}\n\n正文。\n".encode(), SETTINGS).text


@pytest.mark.parametrize("where", [1024, 51_510, 1 << 30])
def test_a_document_whose_parts_are_said_to_lie_before_its_beginning_is_broken(where: int) -> None:
    data = bytearray(_docx("一段正文。"))
    data[-6:-2] = where.to_bytes(4, "little")  # where the list of parts begins, by the archive's end record
    with pytest.raises(ArticleError, match=r"broken|\.docx"):
        load("a.docx", bytes(data), SETTINGS)
