"""Small files of every format, made with the standard library, for the tests of the readers."""

# ruff: noqa: E501 - XML by the line
from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "2023年，铜梁区粮食产量达36.5万吨，比上年增长1.2%。"


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def docx(body: str, extra: dict[str, str] | None = None, relations: str = "") -> bytes:
    """A Word file with this body; `extra` parts lie beside it, `relations` are its links to them."""
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document = f'<w:document xmlns:w="{W}" xmlns:m="{math}" xmlns:r="{links}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document, "word/_rels/document.xml.rels": rels, **(extra or {})})


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def xlsx(rows: str, merges: str = "", strings: tuple[str, ...] = (), styles: str = "") -> bytes:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "".join(
        f'<Relationship Id="r{n}" Type="{links}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml"))
        )
    )
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {space} xmlns:r="{links}"><sheets><sheet name="农业" r:id="r0"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{rels}</Relationships>",
            "xl/sharedStrings.xml": f"<sst {space}>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet {space}>{styles}</styleSheet>",
            "xl/worksheets/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData>{merges}</worksheet>",
        }
    )


def pptx() -> bytes:
    a, pres = (
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://schemas.openxmlformats.org/presentationml/2006/main",
    )
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    title = '<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>粮食生产</a:t></a:r></a:p></p:txBody></p:sp>'
    text = f"<p:sp><p:txBody><a:p><a:r><a:t>{SENTENCE}</a:t></a:r></a:p></p:txBody></p:sp>"
    cells = [["指标", "2022年"], ["粮食产量（万吨）", "36.1"]]
    rows = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{c}</a:t></a:r></a:p></a:txBody></a:tc>" for c in row)
        + "</a:tr>"
        for row in cells
    )
    table = (
        f"<p:graphicFrame><a:graphic><a:graphicData><a:tbl>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    slide = f'<p:sld xmlns:p="{pres}" xmlns:a="{a}"><p:cSld><p:spTree>{title}{text}{table}</p:spTree></p:cSld></p:sld>'
    return zipped(
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{pres}" xmlns:r="{links}"><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": f'<Relationships><Relationship Id="r1" Type="{links}/slide" Target="slides/slide1.xml"/></Relationships>',
            "ppt/slides/slide1.xml": slide,
        }
    )


def odt() -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    row = "<table:table-row>{}</table:table-row>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    table = "".join(
        row.format("".join(cell.format(c) for c in cells)) for cells in (("指标", "2022年"), ("粮食产量", "36.1"))
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0" '
            f'xmlns:table="{names}:table:1.0"><office:body><office:text><text:h text:outline-level="1">粮食生产</text:h>'
            f"<text:p>{SENTENCE[:4]}<text:s/>{SENTENCE[4:]}</text:p><table:table>{table}</table:table>"
            "</office:text></office:body></office:document-content>",
        }
    )


def epub() -> bytes:
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/c.opf"/></rootfiles></container>',
            "o/c.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>粮食年鉴</dc:title>'
            '<dc:date>2024-01-18</dc:date></metadata><manifest><item id="b" href="2.xhtml"/><item id="a" href="1.xhtml"/>'
            '</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
            "o/1.xhtml": f"<html><body><h1>第一章</h1><p>{SENTENCE}</p></body></html>",
            "o/2.xhtml": "<html><body><h1>第二章</h1><p>蔬菜产量达95.3万吨。</p></body></html>",
        }
    )


def pdf(*pages: str) -> bytes:
    """A PDF of one page for each stream of drawing operators; Latin text in Helvetica, /F1."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, stream in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    places = []
    for n, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{text}\nendobj\n".encode("latin-1")
    begin = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF".encode()


def at(x: float, y: float, text: str, size: float = 12, rise: float = 0) -> str:
    """The operators that draw a text at a place."""
    return f"BT /F1 {size} Tf {rise} Ts 1 0 0 1 {x} {y} Tm ({text}) Tj ET"


MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://news.example.cn/2024/0118/a.html
Subject: a
Date: Fri, 25 Oct 2024 10:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><head><title>粮食生产</title></head><body><p>{SENTENCE}</p></body></html>
------b--
""".encode()
EML = f"""From: a@example.com
To: b@example.com
Date: Thu, 18 Jan 2024 10:00:00 +0800
Subject: =?utf-8?B?6ZOc5qKB?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{SENTENCE}
""".encode()
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>铜梁</title><item><title>粮食</title>'
    f"<pubDate>Wed, 17 Jan 2024 16:00:00 GMT</pubDate><description><![CDATA[<p>{SENTENCE}</p>]]></description></item>"
    "<item><title>蔬菜</title><pubDate>Fri, 19 Jan 2024 02:00:00 GMT</pubDate><description>蔬菜产量达95.3万吨。</description>"
    "</item></channel></rss>"
).encode()
