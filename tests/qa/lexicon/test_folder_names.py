"""Names of a folder's own: read from `names.tsv`, used for that folder alone, never an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import build_index
from index.errors import ArticleError
from index.files import scan
from index.settings import Settings
from qa.lexicon.folder_names import read_names
from qa.lexicon.glossary import Entry, Glossary
from qa.respond.assistant import Assistant
from qa.retrieve.retriever import Retriever

_TABLE = "# ours\nzh\taliases\ten\tkind\n渝宁新材\t渝宁\tYuning Materials|Yuning\torg\n海棠杯\t\tHaitang Cup\tevent\n"


def test_a_table_is_read_with_remarks_aliases_and_kinds(tmp_path: Path) -> None:
    assert read_names(tmp_path) == ()
    (tmp_path / "names.tsv").write_text(_TABLE, encoding="utf-8")
    assert read_names(tmp_path) == (
        Entry(("渝宁新材", "渝宁"), ("Yuning Materials", "Yuning"), "org", "folder"),
        Entry(("海棠杯",), ("Haitang Cup",), "event", "folder"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tables_saved_by_a_spreadsheet_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "names.tsv").write_text("zh\ten\n渝宁新材\tYuning Materials\n", encoding=encoding)
    assert read_names(tmp_path)[0].zh == ("渝宁新材",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("姓名\t年龄\n张三\t40\n", "line 1: it must name the columns zh and en"),
        ("zh\ten\n渝宁新材\t\n", "line 2: a name needs both"),
        ("zh\ten\tkind\n渝宁新材\tYuning\tfirm\n", "line 2: the kind 'firm' is not one of"),
        (f"zh\ten\n{'渝' * 121}\tYuning\n", "line 2: a name may have 120"),
        ("zh\ten\0\n", "cannot be read: the file is binary"),
    ],
)
def test_what_cannot_be_used_says_where_and_why(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "names.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ArticleError, match=why):
        read_names(tmp_path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "table").write_text(_TABLE, encoding="utf-8")
    (tmp_path / "names.tsv").symlink_to(tmp_path / "table")
    assert read_names(tmp_path) == ()


def test_names_are_no_article_but_a_table_in_a_folder_below_is(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    for path in (tmp_path / "names.tsv", tmp_path / "tables" / "names.tsv"):
        path.write_text(_TABLE, encoding="utf-8")
    files, skipped = scan(tmp_path, Settings())
    assert [file.source for file in files] == ["tables/names.tsv"]
    assert skipped == []


def test_own_names_win_in_both_languages() -> None:
    own = Entry(("国内生产总值",), ("output of all", "GDP"), "indicator", "folder")
    glossary = Glossary.load().with_own([own])
    assert glossary.entry("国内生产总值") == own
    assert glossary.find_en("its GDP rose")[0].entries == (own,)
    assert glossary.find_zh("汽车产量")[0].entry == Glossary.load().entry("汽车产量")
    assert Glossary.load().with_own(()) is Glossary.load()


def test_the_glossary_in_use_ends_with_the_block() -> None:
    own = Glossary.load().with_own([Entry(("渝宁",), ("Yuning",), "org", "folder")])
    with own.using():
        assert Glossary.in_use().entry("渝宁") is not None
    assert Glossary.in_use() is Glossary.load()


def test_each_folder_is_asked_by_its_own_names(tmp_path: Path) -> None:
    said = {}
    for name in ("with", "without"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.txt").write_text("渝宁新材去年的产值\n\n2024年，渝宁新材产值达到3.2亿元。", encoding="utf-8")
        if name == "with":
            (folder / "names.tsv").write_text(_TABLE, encoding="utf-8")
        build_index(folder, tmp_path / f"{name}-index", settings=Settings())
        retriever = Retriever.open(tmp_path / f"{name}-index", articles=folder)
        assert len(retriever.index.articles) == 1
        answer = Assistant(retriever).ask("What was the output value of Yuning Materials in 2024?")
        said[name] = [form for term in answer.question.terms for form in term.zh]
    assert any("渝宁新材" in form for form in said["with"])
    assert not any("渝宁新材" in form for form in said["without"])
