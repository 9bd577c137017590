"""The folder listing: only regular files inside it, nasty names, limits, reasons."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ArticleError
from index.files.scan import path_of, read_bytes, safe_name, scan
from index.settings import Settings

linux = pytest.mark.skipif(sys.platform != "linux", reason="names and files of this kind exist on Linux")


def _reasons(root: Path, settings: Settings | None = None) -> dict[str, str]:
    return {s.source: s.reason for s in scan(root, settings or Settings())[1]}


def test_lists_articles_of_all_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "子目录/文章 2024.html", "子目录/深/报告.PDF", "x.docx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    files, skipped = scan(tmp_path, Settings())
    assert [f.source for f in files] == ["a.md", "b.txt", "x.docx", "子目录/文章 2024.html", "子目录/深/报告.PDF"]
    assert all(f.size == 1 and f.mtime_ns > 0 and f.path.is_file() for f in files)
    assert skipped == []


def test_names_what_is_skipped_and_why(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "big.txt").write_bytes(b"x" * 100)
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (tmp_path / "old.zip").write_bytes(b"x")
    (tmp_path / "noext").write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_bytes(b"x")
    (tmp_path / "README.md").write_bytes(b"about this folder")
    reasons = _reasons(tmp_path, Settings(max_file_bytes=50))
    assert reasons["empty.txt"] == "the file is empty."
    assert "larger than the limit of 50 bytes" in reasons["big.txt"]
    assert ".jpg is not read" in reasons["photo.jpg"]
    assert "archive" in reasons["old.zip"]
    assert "without a type" in reasons["noext"]
    assert set(reasons) == {"empty.txt", "big.txt", "photo.jpg", "old.zip", "noext"}


@linux
def test_i1_pipes_sockets_and_links_are_never_opened(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    os.mkfifo(root / "pipe.txt")
    (root / "passwd.txt").symlink_to("/etc/passwd")
    (root / "zero.txt").symlink_to("/dev/zero")
    (root / "loop").symlink_to(root)
    (root / "up").symlink_to(tmp_path)
    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(str(root / "s.txt")[:100])
        files, skipped = scan(root, Settings())
    finally:
        server.close()
    assert files == []
    reasons = {s.source: s.reason for s in skipped}
    assert reasons["pipe.txt"] == "a pipe, not a file."
    assert all("link" in reasons[name] for name in ("passwd.txt", "zero.txt", "loop", "up"))


@linux
def test_i1_reading_refuses_links_pipes_and_ways_out(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "out").symlink_to(tmp_path)
    os.mkfifo(root / "pipe.txt")
    for name in ("link.txt", "pipe.txt"):
        with pytest.raises(ArticleError):
            read_bytes(root / name, 100)
    for source in ("../secret.txt", "out/secret.txt", "/etc/passwd", "a/../../secret.txt", "", "a\\u0000b"):
        with pytest.raises(ArticleError):
            read_bytes(path_of(root, source), 100)


def test_a_file_that_grew_past_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    with pytest.raises(ArticleError, match="larger than the limit of 10 bytes"):
        read_bytes(tmp_path / "a.txt", 10)


@linux
def test_i2_nasty_names_are_listed_shown_and_opened(tmp_path: Path) -> None:
    names = [
        b"new\nline.txt",
        b"bad\xff\xfebytes.txt",
        b"<img src=x onerror=alert(1)>.txt",
        "\u202egnp.txt".encode(),
        "渝😀.txt".encode(),
        b"back\\slash.txt",
        b"n" * 251 + b".txt",
    ]
    for name in names:
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(b"text")
    files, skipped = scan(tmp_path, Settings())
    assert skipped == []
    assert len(files) == len(names)
    for file in files:
        file.source.encode("utf-8")
        assert file.source.isprintable()
        assert read_bytes(path_of(tmp_path, file.source), 10) == b"text"
    assert "new\\u000aline.txt" in {f.source for f in files}


@given(st.text(alphabet=st.characters(exclude_characters="/\0"), min_size=1, max_size=40))
def test_i2_an_escaped_name_leads_back_to_the_file(name: str) -> None:
    shown = safe_name(name)
    shown.encode("utf-8", "surrogatepass")
    if name not in (".", "..") and not any("\ud800" <= c <= "\udfff" for c in name):
        assert path_of(Path("/nowhere"), shown) == Path("/nowhere") / name


def test_i4_files_beyond_the_limit_are_counted_not_listed(tmp_path: Path) -> None:
    for n in range(7):
        (tmp_path / f"{n}.txt").write_bytes(b"x")
    files, skipped = scan(tmp_path, Settings(max_files=5))
    assert len(files) == 5
    assert [s.reason for s in skipped] == ["2 more files beyond the limit of 5 (max_files)."]


def test_a_folder_that_is_none_is_an_error_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="name the folder that holds the articles"):
        scan(tmp_path / "missing", Settings())
