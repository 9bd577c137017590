"""Files come in under safe names and go out into the trash; nothing else is touched."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleError
from qa.web.server.uploads import EXTENSIONS, add_file, inside, remove_file, safe_name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    return made


def upload(tmp_path: Path, data: bytes, name: str = "upload") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("报告 2024.txt", "报告 2024.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.TXT", "boot.txt"),
        ("/abs/olute.md", "olute.md"),
        (".hidden.txt", "hidden.txt"),
        ("a\nb\u202ec\u0000.txt", "abc.txt"),
        ('x<y>:"|?*.html', "x_y______.html"),
        ("con.txt", "_con.txt"),
        ("LPT1.old.txt", "_LPT1.old.txt"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_names_are_made_safe(given: str, name: str) -> None:
    assert safe_name(given, "en") == name


@pytest.mark.parametrize(
    "given", ["", "x", "x.exe", "x.txt.exe", ".txt", "...txt", "x.png", "x.svg", "/", "\u202e.txt"]
)
def test_other_kinds_and_empty_names_are_refused(given: str) -> None:
    with pytest.raises(ArticleError):
        safe_name(given, "zh")


@given(st.text(max_size=300), st.sampled_from(EXTENSIONS))
def test_no_name_leaves_its_folder(stem: str, extension: str) -> None:
    try:
        name = safe_name(stem + extension, "en")
    except ArticleError:
        return
    assert name == os.path.basename(name)
    assert not name.startswith(".")
    assert len(name.encode("utf-8", "replace")) <= 180
    assert name.endswith(extension)
    assert name.isprintable()


def test_a_file_is_added_and_never_overwritten(tmp_path: Path, folder: Path) -> None:
    assert add_file(upload(tmp_path, b"one"), "a.txt", folder, 100, "en") == "a.txt"
    assert add_file(upload(tmp_path, b"two"), "a.txt", folder, 100, "en") == "a-2.txt"
    assert (folder / "a.txt").read_bytes() == b"one"
    assert (folder / "a-2.txt").read_bytes() == b"two"
    with pytest.raises(ArticleError, match="already"):
        add_file(upload(tmp_path, b"one"), "a.txt", folder, 100, "en")


def test_nothing_is_written_through_a_link(tmp_path: Path, folder: Path) -> None:
    target = upload(tmp_path, b"precious", "precious")
    (folder / "a.txt").symlink_to(target)
    assert add_file(upload(tmp_path, b"two"), "a.txt", folder, 100, "en") == "a-2.txt"
    assert target.read_bytes() == b"precious"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"x" * 101, "too large"),
        ("a.txt", b"MZ\x00\x01", "content"),
        ("a.md", b"\x7fELF\x00", "content"),
        ("a.pdf", b"hello", "content"),
        ("a.docx", b"PK\x03\x04 but no archive", "content"),
        ("a.html", b"GIF89a\x00", "content"),
        ("a.exe", b"x", "kind"),
    ],
)
def test_size_and_content_are_checked(tmp_path: Path, folder: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        add_file(upload(tmp_path, data), name, folder, 100, "en")
    assert list(folder.iterdir()) == []


def test_files_that_are_what_they_say_come_in(tmp_path: Path, folder: Path) -> None:
    with zipfile.ZipFile(tmp_path / "d", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert add_file(tmp_path / "d", "a.docx", folder, 1000, "en") == "a.docx"
    assert add_file(upload(tmp_path, b"%PDF-1.7"), "a.pdf", folder, 1000, "en") == "a.pdf"
    assert add_file(upload(tmp_path, "字".encode("utf-16")), "a.txt", folder, 1000, "en") == "a.txt"
    assert add_file(upload(tmp_path, "国标".encode("gb18030")), "b.txt", folder, 1000, "en") == "b.txt"


def test_a_link_is_not_taken_as_an_upload(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(ArticleError):
        add_file(tmp_path / "link", "a.txt", folder, 10**6, "en")


def test_a_removed_file_lies_in_the_trash(tmp_path: Path, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "甲.txt").write_text("x", encoding="utf-8")
    moved = remove_file("sub/甲.txt", folder, tmp_path / "index", "zh")
    assert moved.parent == tmp_path / "index" / "trash"
    assert moved.read_text(encoding="utf-8") == "x"
    assert list((folder / "sub").iterdir()) == []


@pytest.mark.parametrize(
    "source", ["", ".", "..", "../out.txt", "/etc/passwd", "sub", "link.txt", "no.txt", "a\0b", "x" * 5000]
)
def test_only_the_folders_own_files_can_be_removed(tmp_path: Path, folder: Path, source: str) -> None:
    (tmp_path / "out.txt").write_text("x", encoding="utf-8")
    (folder / "sub").mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "out.txt")
    with pytest.raises(ArticleError):
        remove_file(source, folder, tmp_path / "index", "en")
    with pytest.raises(ArticleError):
        inside(folder, source)
    assert (tmp_path / "out.txt").exists()
