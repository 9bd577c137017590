"""One folder with a file of every format, read in one run: what is read, read in part, or skipped with what to do."""

from __future__ import annotations

import json
from pathlib import Path

from index.build import build_index
from index.settings import Settings
from tests.index.files import samples

READ = {
    "a.txt": samples.SENTENCE.encode(),
    "a.md": f"# 粮食\n\n{samples.SENTENCE}".encode(),
    "a.html": f"<html><body><p>{samples.SENTENCE}</p></body></html>".encode(),
    "a.shtml": f"<html><body><p>{samples.SENTENCE}</p></body></html>".encode(),
    "a.docx": samples.docx(samples.p(samples.r(samples.SENTENCE))),
    "a.xlsx": samples.xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>36.5</v></c></row>',
        strings=("区县", "粮食产量（万吨）", "铜梁区"),
    ),
    "a.csv": "区县,粮食产量（万吨）\n铜梁区,36.5\n".encode(),
    "a.tsv": "区县\t粮食产量（万吨）\n铜梁区\t36.5\n".encode(),
    "a.pptx": samples.pptx(),
    "a.epub": samples.epub(),
    "a.mhtml": samples.MHTML,
    "a.eml": samples.EML,
    "a.jsonl": json.dumps({"title": "粮食", "content": samples.SENTENCE}).encode(),
    "a.json": json.dumps([{"title": "粮食", "content": samples.SENTENCE}]).encode(),
    "a.xml": samples.RSS,
    "a.odt": samples.odt(),
    "a.pdf": samples.pdf(samples.at(72, 700, "Grain output of Tongliang reached 365,000 tonnes in 2023.")),
}
MAIL = f"""From: a@example.com
Subject: grain
Date: Thu, 18 Jan 2024 10:00:00 +0800
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{samples.SENTENCE}

--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="a.pdf"

x
--b--
"""
# What the note must say is missing.
PARTLY = {"part.eml": (MAIL.encode(), "1 attachment")}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
# What the reason must say to do.
SKIPPED = {
    "b.doc": (OLD, ".docx"),
    "b.wps": (OLD, ".docx"),
    "b.rtf": (b"{\\rtf1 text}", ".docx"),
    "b.ofd": (samples.zipped({"OFD.xml": "<ofd/>"}), "PDF"),
    "b.jpg": (b"\xff\xd8\xff\xe0" + bytes(64), "not read"),
}


def test_a_folder_of_every_format_is_told_file_by_file(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, data in {**READ, **{name: data for name, (data, _) in {**PARTLY, **SKIPPED}.items()}}.items():
        (articles / name).write_bytes(data)
    report = build_index(articles, tmp_path / "index", settings=Settings())
    assert {source.partition("#")[0] for source in report.read} == {*READ, *PARTLY}
    missing = {note.source: note.reason for note in report.partly}
    assert set(missing) == set(PARTLY)
    assert all(what in missing[name] for name, (_, what) in PARTLY.items())
    reasons = {skipped.source: skipped.reason for skipped in report.skipped}
    assert set(reasons) == set(SKIPPED)
    for name, (_, advice) in SKIPPED.items():
        assert advice in reasons[name]
