"""The one reader of tables: what counts as a row, what a remark is, what a broken file raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.text.tables import UNREADABLE, parts, read_lines, read_numbered, read_records, read_rows, read_toml

ROOT = Path(__file__).resolve().parents[3]


def _file(folder: Path, text: str) -> Path:
    path = folder / "table"
    path.write_text(text, encoding="utf-8")
    return path


def test_blank_lines_and_remarks_are_no_lines_but_are_counted(tmp_path: Path) -> None:
    path = _file(tmp_path, "# 词表\n\n重庆\nfour words in one\n")
    assert read_lines(path) == ("重庆", "four words in one")
    assert read_numbered(path) == ((3, "重庆"), (4, "four words in one"))


def test_rows_keep_empty_fields(tmp_path: Path) -> None:
    path = _file(tmp_path, "a\t\t重庆\n#\tno row\nb\n")
    assert read_rows(path) == (("a", "", "重庆"), ("b",))


def test_records_have_every_column_of_the_header(tmp_path: Path) -> None:
    path = _file(tmp_path, "name\tenglish\taliases\n重庆市\tChongqing\t重庆|渝\n万州区\tWanzhou\n")
    first, second = read_records(path)
    assert first["english"] == "Chongqing"
    assert parts(first["aliases"]) == ("重庆", "渝")
    assert second == {"name": "万州区", "english": "Wanzhou", "aliases": ""}


def test_toml_is_read_with_its_types(tmp_path: Path) -> None:
    path = _file(tmp_path, '[zh]\nwords = ["市长"]\nweight = 0.5\n')
    assert read_toml(path) == {"zh": {"words": ["市长"], "weight": 0.5}}


@pytest.mark.parametrize("content", [b"[open", b"\xff\xfe"], ids=["no TOML", "no UTF-8"])
def test_a_broken_file_raises_what_callers_catch(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(UNREADABLE):
        read_toml(path)


def test_a_missing_file_raises_what_callers_catch(tmp_path: Path) -> None:
    with pytest.raises(UNREADABLE):
        read_toml(tmp_path / "none.toml")


def test_nobody_else_opens_toml() -> None:
    for path in [*ROOT.glob("index/**/*.py"), *ROOT.glob("qa/**/*.py"), *ROOT.glob("eval/**/*.py"), ROOT / "app.py"]:
        if path.name != "tables.py":
            assert "tomllib" not in path.read_text(encoding="utf-8"), path
