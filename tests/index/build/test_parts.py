"""Files of several articles, files of which a part could not be read, and skips that are tried again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from index.build.build import BuildReport, needs_build
from index.build.pool import read_files
from index.build.read import Reading, read_file
from index.build.worker import pack, unpack
from index.store.files import Stamp
from index.store.index import open_index
from tests.index.fakes import SETTINGS
from tests.index.files import samples

FEED = '{{"title": "粮食", "date": "2024-01-18", "content": "去年，铜梁区粮食产量达36.5万吨。"}}\n{second}\n'
SECOND = '{"title": "蔬菜", "date": "2023-01-19", "content": "去年，铜梁区蔬菜产量达95.3万吨。"}'


def test_each_record_is_an_article_that_comes_and_goes_with_its_file(
    tmp_path: Path, build: Callable[..., BuildReport]
) -> None:
    feed = tmp_path / "articles/粮食.jsonl"
    feed.write_text(FEED.format(second=SECOND), encoding="utf-8")
    report = build()
    assert report.articles == 8
    opened = open_index(tmp_path / "index")
    assert [a.published.iso() for a in opened.articles if "jsonl" in a.source] == ["2024-01-18", "2023-01-19"]
    assert opened.article("粮食.jsonl#2").file == "粮食.jsonl"
    second = build()
    assert (second.unchanged, second.reused) == (True, 8)
    feed.write_text(FEED.format(second=""), encoding="utf-8")
    third = build()
    assert (third.articles, third.removed) == (7, 2)
    feed.unlink()
    assert build().articles == 6


def test_a_reading_of_several_articles_survives_the_way_from_a_worker(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(FEED.format(second=SECOND), encoding="utf-8")
    reading = read_file(tmp_path, "a.jsonl", Stamp.of(tmp_path / "a.jsonl"), SETTINGS)
    assert isinstance(reading, Reading)
    assert len(reading.more) == 1
    assert unpack(pack(reading)) == reading


def test_a_skip_is_tried_again_when_what_it_needs_is_there(
    tmp_path: Path, build: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pypdfium2")
    (tmp_path / "articles/a.pdf").write_bytes(samples.pdf(samples.at(50, 700, "The output of grain was 36.5 tons.")))
    with monkeypatch.context() as without:
        # A worker would not know of the module that is missing here.
        without.setattr(sys.modules["index.build.build"], "read_files", partial(read_files, workers=0))
        without.setitem(sys.modules, "pypdfium2", None)
        report = build()
        assert [(s.source, s.needs) for s in report.skipped] == [("a.pdf", "pypdfium2")]
        assert build().unchanged
        assert not needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    assert needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    report = build()
    assert (report.articles, report.skipped) == (7, ())
    assert build().unchanged


def test_what_could_not_be_read_of_a_file_is_told_by_every_build(
    tmp_path: Path, build: Callable[..., BuildReport]
) -> None:
    data = "2023年，铜梁区粮食产量达36.5万吨，比上年增长1.2%。\n".encode() * 40
    (tmp_path / "articles/坏.txt").write_bytes(data[:900] + b"\xff" + data[900:])
    for _ in range(2):
        (told,) = build().partly
        assert told.source == "坏.txt"
        assert "damaged" in told.reason


def test_one_folder_with_a_file_of_each_format(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    page = f"<html><body><p>{samples.SENTENCE}</p></body></html>".encode()
    table = "指标,2021年,2022年\n粮食产量（万吨）,35.6,36.1\n".encode()
    files = {
        "a.txt": samples.SENTENCE.encode(), "a.md": samples.SENTENCE.encode(), "a.html": page, "a.shtml": page,
        "a.docx": samples.docx(samples.p(samples.r(samples.SENTENCE))), "a.pptx": samples.pptx(),
        "a.odt": samples.odt(), "a.epub": samples.epub(),
        "a.mhtml": samples.MHTML, "a.eml": samples.EML, "a.xml": samples.RSS, "a.csv": table,
        "a.tsv": table.replace(b",", b"\t"), "a.jsonl": FEED.format(second=SECOND).encode(),
        "a.pdf": samples.pdf(samples.at(50, 700, "The output of grain was 36.5 tons.")),
        "a.xlsx": samples.xlsx('<row r="1"><c r="A1" t="inlineStr"><is><t>粮食产量达36.5万吨。</t></is></c></row>'),
        "a.doc": b"\xd0\xcf\x11\xe0", "a.wps": b"\xd0\xcf\x11\xe0", "a.rtf": b"{\\rtf1 36.5}",
        "a.ofd": samples.zipped({"OFD.xml": "<x/>"}), "a.zip": samples.zipped({"a.txt": "x"}), "~$a.docx": b"lock",
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / "articles" / name).write_bytes(data)
    report = build()
    told = {source.split("#")[0] for source in report.read} | {s.source for s in report.skipped}
    assert told >= set(files) - {"~$a.docx"}
    assert "~$a.docx" not in told
    reasons = {s.source: s.reason for s in report.skipped}
    assert sorted(reasons) == ["a.doc", "a.ofd", "a.rtf", "a.wps", "a.zip"]
    assert all("save" in reasons[name] for name in ("a.doc", "a.rtf", "a.wps"))
