"""X1: no damaged byte is ever parsed or answered from. Every file, cut, flipped, swapped, replaced."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build.build import BuildReport, build_index
from index.errors import IndexDamaged, IndexFolderError, IndexMissing, IndexOutdated
from index.store.index import open_index
from index.store.verify import verify
from tests.index.fakes import SETTINGS, LetterEncoder, article_text, assert_whole

# Every file of an index damaged in turn.
pytestmark = pytest.mark.slow

Build = Callable[..., BuildReport]
Refusal = (IndexDamaged, IndexOutdated)


def parts(index_dir: Path) -> list[Path]:
    """Every file that is part of the index in use."""
    folder = open_index(index_dir, stores=False).folder
    return [index_dir / "CURRENT", *sorted(path for path in folder.rglob("*") if path.is_file())]


def damages(data: bytes, dice: random.Random) -> Iterator[tuple[str, bytes]]:
    """Cuts, one flipped bit, and things put in front, behind and in the middle."""
    for cut in sorted({0, 1, len(data) // 2, len(data) - 1, *(dice.randrange(len(data)) for _ in range(6))}):
        yield f"cut to {cut}", data[:cut]
    for _ in range(16):
        at, bit = dice.randrange(len(data)), dice.randrange(8)
        yield f"bit {bit} of byte {at}", data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
    yield "one byte more", data + b"\0"
    yield "a line end more", data + b"\n"
    yield "zeroed", bytes(len(data))
    yield "in front", b" " + data


def test_every_damage_of_every_file_is_found(build: Build, tmp_path: Path) -> None:
    build()
    dice = random.Random(5)
    tried = 0
    for path in parts(tmp_path / "index"):
        good = path.read_bytes()
        if not good:
            path.write_bytes(b"x")
            with pytest.raises(Refusal, match=path.name):
                open_index(tmp_path / "index")
            path.write_bytes(good)
            continue
        for what, bad in damages(good, dice):
            if bad == good:
                continue
            path.write_bytes(bad)
            tried += 1
            with pytest.raises(Refusal, match="make it again with: wenyu index") as refusal:
                pytest.fail(f"{path.name}: {what} went unnoticed: {open_index(tmp_path / 'index')}")
            if refusal.type is IndexDamaged:
                assert path.name in str(refusal.value)
            assert verify(tmp_path / "index") == [str(refusal.value)]
        path.write_bytes(good)
    assert tried > 400
    assert_whole(tmp_path / "index")


def test_a_missing_or_odd_file_is_found(build: Build, tmp_path: Path) -> None:
    build()
    for path in parts(tmp_path / "index"):
        kept = tmp_path / "kept"
        path.rename(kept)
        with pytest.raises(IndexDamaged, match=path.name):
            open_index(tmp_path / "index")
        path.mkdir()
        with pytest.raises(IndexFolderError, match=path.name):
            open_index(tmp_path / "index")
        path.rmdir()
        path.symlink_to(kept)
        with pytest.raises(IndexFolderError, match=path.name):
            open_index(tmp_path / "index")
        path.unlink()
        kept.rename(path)
    assert_whole(tmp_path / "index")


def test_two_files_swapped_are_found(build: Build, tmp_path: Path) -> None:
    build()
    dice = random.Random(3)
    files = [path for path in parts(tmp_path / "index") if path.stat().st_size]
    for _ in range(40):
        one, other = dice.sample(files, 2)
        first, second = one.read_bytes(), other.read_bytes()
        if first == second:
            continue
        one.write_bytes(second)
        other.write_bytes(first)
        with pytest.raises(Refusal):
            open_index(tmp_path / "index")
        one.write_bytes(first)
        other.write_bytes(second)
    assert_whole(tmp_path / "index")


def test_an_older_file_of_the_same_name_is_found(build: Build, tmp_path: Path) -> None:
    build()
    before = {path.name: path.read_bytes() for path in parts(tmp_path / "index")}
    (tmp_path / "articles/001.txt").write_text(article_text(1, version=5), encoding="utf-8")
    build()
    tried = 0
    for path in parts(tmp_path / "index")[1:]:
        good = path.read_bytes()
        if before[path.name] != good:
            tried += 1
            path.write_bytes(before[path.name])
            with pytest.raises(IndexDamaged, match=path.name):
                open_index(tmp_path / "index")
            path.write_bytes(good)
    assert tried > 5
    assert_whole(tmp_path / "index")


def test_a_lost_pointer_is_not_taken_for_no_index(build: Build, tmp_path: Path) -> None:
    build()
    (tmp_path / "index/CURRENT").unlink()
    with pytest.raises(IndexDamaged, match="CURRENT is missing"):
        open_index(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "index")


def test_a_foreign_file_is_named_by_a_check(build: Build, tmp_path: Path) -> None:
    build()
    folder = open_index(tmp_path / "index").folder
    (folder / "vectors/index.pkl").write_bytes(b"\x80\x04.")
    assert verify(tmp_path / "index") == [f"{folder.name}/vectors/index.pkl does not belong to the index; remove it."]


def test_a_build_mends_any_damage(build: Build, tmp_path: Path, letters: LetterEncoder) -> None:
    """The next build takes nothing over from what it cannot vouch for, and does not stumble over it."""
    dice = random.Random(11)
    build()
    for turn in range(12):
        path = dice.choice(parts(tmp_path / "index"))
        data = path.read_bytes() or b"x"
        at = dice.randrange(len(data))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :])
        if turn % 3 == 0:
            path.unlink()
        before = letters.encoded
        report = build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS)
        assert (report.unchanged, report.articles) == (False, 6)
        assert letters.encoded - before == report.passages
        assert_whole(tmp_path / "index")


def test_parts_that_do_not_belong_together_are_made_anew(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed bytes that a store cannot read stop neither a build nor, with a clear word, a reader."""
    import index.search.vectors

    build()
    real = index.search.vectors.FlatVectors.load
    monkeypatch.setattr(index.search.vectors.FlatVectors, "load", classmethod(lambda cls, folder: 1 / 0))
    with pytest.raises(IndexDamaged, match=r"vectors cannot be read \(division by zero\)"):
        open_index(tmp_path / "index")
    (tmp_path / "articles/008.txt").write_text(article_text(8), encoding="utf-8")
    report = build()
    assert (report.reused, report.articles) == (0, 7)
    monkeypatch.setattr(index.search.vectors.FlatVectors, "load", real)
    assert_whole(tmp_path / "index")
