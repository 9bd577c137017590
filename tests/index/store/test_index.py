"""An index opens whole, hands out what was put in, and says in words why it does not (X7, I10)."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.article.passages import split_passages
from index.article.read import read_article
from index.build.build import BuildReport, build_index
from index.build.publish import publish
from index.errors import IndexDamaged, IndexFolderError, IndexMissing, IndexOutdated
from index.figures.find import find_figures
from index.settings import Settings
from index.store.index import Index, open_index
from index.store.live import LiveIndex
from index.store.manifest import (
    Manifest,
    find_articles_dir,
    generation_name,
    generation_number,
    read_manifest,
    read_pointer,
    store_articles_dir,
)
from index.store.verify import verify
from tests.index.fakes import SETTINGS, LetterEncoder, article_text, marker, write_articles

Build = Callable[..., BuildReport]


def rewrite_manifest(opened: Index, **changes: object) -> None:
    """Give the generation another, properly sealed manifest."""
    values = json.loads((opened.folder / "manifest.json").read_text("utf-8")) | changes
    manifest = Manifest(**{**values, "files": opened.manifest.files})
    publish(opened.index_dir, opened.folder, manifest)


def test_everything_comes_back_as_it_was_read(tmp_path: Path, seeds: Path, letters: LetterEncoder) -> None:
    """The five articles: each record of the index equals what reading the file gives."""
    settings = Settings()
    report = build_index(seeds, tmp_path / "index", settings=settings)
    opened = open_index(tmp_path / "index")
    assert verify(tmp_path / "index") == []
    expected = []
    for path in sorted(seeds.glob("*.txt")):
        article = read_article(seeds, path.name, settings)
        kept = opened.article(path.name)
        assert kept.mentions is not None
        assert replace(kept, mentions=None) == article
        passages = split_passages(article, len(expected), settings.passage_chars, find_figures(article))
        assert list(opened.passage_ids(path.name)) == [p.id for p in passages]
        expected += passages
    assert list(opened.passages) == expected
    assert len(opened.passages) == report.passages == opened.manifest.passages
    assert [a.source for a in opened.articles] == [p.name for p in sorted(seeds.glob("*.txt"))]
    assert sum(a.figures for a in opened.articles) == report.figures == opened.manifest.figures


def test_a_list_of_articles_needs_no_article(build: Build, tmp_path: Path) -> None:
    build()
    opened = open_index(tmp_path / "index", stores=False)
    summary = opened.articles[2]
    article = opened.article(summary.source)
    assert (summary.title, summary.published) == (article.title, article.published)
    assert (summary.length, summary.language) == (len(article.text), article.language)
    assert len(opened.articles) == 6
    assert opened.articles_dir == tmp_path / "articles"


def test_no_index_is_said_so(tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path):
        with pytest.raises(IndexMissing, match=rf"there is no index in {folder}; make one with: wenyu index"):
            open_index(folder)


def test_another_format_or_version_is_said_so(build: Build, tmp_path: Path) -> None:
    """X7: the message names the way out."""
    build()
    opened = open_index(tmp_path / "index")
    again = r"make it again with: wenyu index FOLDER --index "
    for field in ("schema", "segmenter"):
        good = getattr(opened.manifest, field)
        rewrite_manifest(opened, **{field: "another"})
        with pytest.raises(IndexOutdated, match=again):
            open_index(tmp_path / "index")
        rewrite_manifest(opened, **{field: good})
    current = tmp_path / "index/CURRENT"
    lines = current.read_text().replace("wenyu-index 2", "wenyu-index 1").partition("check")[0]
    current.write_text(f"{lines}check {hashlib.sha256(lines.encode()).hexdigest()[:8]}\n")
    with pytest.raises(IndexOutdated, match="has format 1, this version reads format 2"):
        open_index(tmp_path / "index")


def test_another_model_is_said_so(build: Build, tmp_path: Path) -> None:
    build()
    opened = open_index(tmp_path / "index")
    opened.check_model("letters", "letters-1")
    with pytest.raises(IndexOutdated, match=r"made with the model 'letters', questions come in with 'other'.*--model"):
        opened.check_model("other", "other-1")


@pytest.mark.parametrize("change", [{"passages": -1}, {"passages": "7"}, {"title": "?"}, {"articles": 5}])
def test_a_manifest_that_makes_no_sense_is_refused(build: Build, tmp_path: Path, change: dict[str, object]) -> None:
    build()
    opened = open_index(tmp_path / "index")
    values = json.loads((opened.folder / "manifest.json").read_text("utf-8")) | change

    class Odd:
        generation = opened.generation

        @staticmethod
        def to_bytes() -> bytes:
            return json.dumps(values).encode()

    publish(opened.index_dir, opened.folder, Odd())  # type: ignore[arg-type]
    with pytest.raises((IndexDamaged, IndexOutdated), match="make it again with"):
        open_index(tmp_path / "index")


@pytest.mark.parametrize("name", ["../CURRENT", "/etc/passwd", "a/../../x", ""])
def test_a_manifest_cannot_point_outside(build: Build, tmp_path: Path, name: str) -> None:
    build()
    opened = open_index(tmp_path / "index")
    values = json.loads((opened.folder / "manifest.json").read_text("utf-8"))
    values["files"][0]["name"] = name

    class Foreign:
        generation = opened.generation

        @staticmethod
        def to_bytes() -> bytes:
            return json.dumps(values).encode()

    publish(opened.index_dir, opened.folder, Foreign())  # type: ignore[arg-type]
    with pytest.raises(IndexDamaged, match="outside the index"):
        open_index(tmp_path / "index")


def test_generations_are_numbered_folders() -> None:
    assert generation_name(12) == "g00000012"
    assert generation_number("g00000012") == 12
    assert [generation_number(n) for n in ("g12", "x00000012", "g00000012x", "CURRENT")] == [None] * 4


def test_the_articles_folder_moves_with_the_index(build: Build, tmp_path: Path) -> None:
    """Inside the folder that holds the index the path is relative, and no user name is stored; else absolute."""
    assert store_articles_dir(tmp_path / "seeds", tmp_path / ".wenyu") == "seeds"
    assert store_articles_dir(tmp_path, tmp_path / ".wenyu") == "."
    assert store_articles_dir(tmp_path / "a", tmp_path / "b/.wenyu") == str(tmp_path / "a")
    for folder in ("seeds", "."):
        assert find_articles_dir(folder, tmp_path / ".wenyu") == tmp_path / folder
    build()
    assert str(tmp_path) not in (open_index(tmp_path / "index").folder / "manifest.json").read_text("utf-8")
    shutil.copytree(tmp_path / "articles", tmp_path / "moved/articles")
    shutil.copytree(tmp_path / "index", tmp_path / "moved/index")
    moved = open_index(tmp_path / "moved/index")
    assert moved.articles_dir == tmp_path / "moved/articles"
    assert moved.source_state("001.txt") == ""


def test_a_source_is_watched_for_what_became_of_it(build: Build, tmp_path: Path) -> None:
    build()
    opened = open_index(tmp_path / "index")
    path = tmp_path / "articles/001.txt"
    text = path.read_text("utf-8")
    assert opened.source_state("001.txt") == ""
    path.write_text(text + "新增一句。", encoding="utf-8")
    assert opened.source_state("001.txt") == "changed"
    path.write_text(text, encoding="utf-8")
    assert opened.source_state("001.txt") == ""
    path.write_text(text.replace("101.0", "901.0"), encoding="utf-8")
    os.utime(path, (1, 1))
    assert opened.source_state("001.txt") == "changed"
    path.unlink()
    assert opened.source_state("001.txt") == "missing"
    path.symlink_to(tmp_path / "articles/002.txt")
    assert opened.source_state("001.txt") == "missing"
    path.unlink()
    os.mkfifo(path)
    assert opened.source_state("001.txt") == "missing"
    with pytest.raises(KeyError):
        opened.source_state("nowhere.txt")


def test_a_source_is_not_hashed_at_every_look(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    opened = open_index(tmp_path / "index")
    old = time.time() - 100
    os.utime(tmp_path / "articles/001.txt", (old, old))
    hashed: list[Path] = []
    import index.store.state

    real = index.store.state.sum_file
    monkeypatch.setattr(index.store.state, "sum_file", lambda path, name: hashed.append(path) or real(path, name))
    monkeypatch.setattr(time, "time_ns", lambda real=time.time_ns: real() + 10_000_000_000)
    assert [opened.source_state("001.txt") for _ in range(5)] == [""] * 5
    assert len(hashed) == 1


def test_a_source_with_stray_bytes_in_its_name_is_followed(tmp_path: Path, letters: LetterEncoder) -> None:
    """I2: the source is written out, the file is still found."""
    articles = tmp_path / "articles"
    write_articles(articles, 1)
    names = [b"\xd6\xd8\xc7\xec.txt", "换\n行.txt".encode(), "重庆 🚗.txt".encode()]
    for i, name in enumerate(names):
        with open(os.fsencode(articles) + b"/" + name, "wb") as file:
            file.write(article_text(i + 3).encode())
    build_index(articles, tmp_path / "index", settings=SETTINGS)
    opened = open_index(tmp_path / "index")
    assert len(opened.articles) == 4
    assert [opened.source_state(a.source) for a in opened.articles] == [""] * 4
    for summary in opened.articles:
        summary.source.encode("utf-8")
    assert build_index(articles, tmp_path / "index", settings=SETTINGS).unchanged
    os.unlink(os.fsencode(articles) + b"/" + names[0])
    assert sorted(opened.source_state(a.source) for a in opened.articles) == ["", "", "", "missing"]


def test_an_index_stays_valid_when_its_files_go(build: Build, tmp_path: Path) -> None:
    build()
    opened = open_index(tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    assert len({passage.source for passage in opened.passages}) == 6
    assert opened.article("003.txt").source == "003.txt"
    assert len(opened.vectors.search(LetterEncoder().encode_queries(["产量"])[0], 3)[0]) == 3
    assert opened.keywords.scores({marker(3): 1.0}).max() > 0


def test_a_reader_that_meets_a_removed_generation_reads_current_again(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X5: between reading CURRENT and opening the parts, two builds go by."""
    build()
    stale = read_pointer(tmp_path / "index")
    (tmp_path / "articles/009.txt").write_text(article_text(9), encoding="utf-8")
    build()
    shutil.rmtree(tmp_path / "index" / stale.folder)
    answers = iter([stale])
    real = read_pointer
    monkeypatch.setattr("index.store.index.read_pointer", lambda index_dir: next(answers, None) or real(index_dir))
    assert len(open_index(tmp_path / "index").articles) == 7


def test_a_live_index_follows_current(build: Build, tmp_path: Path) -> None:
    build()
    live = LiveIndex(tmp_path / "index")
    first = live.current()
    assert live.current() is first
    (tmp_path / "articles/009.txt").write_text(article_text(9), encoding="utf-8")
    build()
    second = live.current()
    assert (len(first.articles), len(second.articles)) == (6, 7)
    assert live.current() is second
    assert first.passages[0].text


def test_a_live_index_keeps_the_last_good_one(build: Build, tmp_path: Path) -> None:
    build()
    live = LiveIndex(tmp_path / "index")
    first = live.current()
    (tmp_path / "articles/009.txt").write_text(article_text(9), encoding="utf-8")
    build()
    newest = read_manifest(tmp_path / "index", read_pointer(tmp_path / "index"))
    part = tmp_path / "index" / generation_name(newest.generation) / "articles.jsonl"
    good = part.read_bytes()
    part.write_bytes(good[:-1])
    assert live.current() is first
    assert "articles.jsonl" in live.problem
    part.write_bytes(good)
    (tmp_path / "articles/010.txt").write_text(article_text(10), encoding="utf-8")
    build()
    assert (len(live.current().articles), live.problem) == (8, "")


def test_a_live_index_without_an_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        LiveIndex(tmp_path)


def test_nobody_waits_while_a_live_index_loads(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build()
    live = LiveIndex(tmp_path / "index")
    (tmp_path / "articles/009.txt").write_text(article_text(9), encoding="utf-8")
    build()
    loading, go_on = threading.Event(), threading.Event()

    def slow(index_dir: Path) -> Index:
        loading.set()
        assert go_on.wait(30)
        return open_index(index_dir)

    monkeypatch.setattr("index.store.live.open_index", slow)
    loader = threading.Thread(target=live.current)
    loader.start()
    assert loading.wait(30)
    assert len(live.current().articles) == 6
    go_on.set()
    loader.join()
    assert len(live.current().articles) == 7


@pytest.mark.parametrize(
    "where", ["index.store.index.open_regular", "index.store.manifest.open_regular", "numpy.fromfile"]
)
def test_too_many_open_files_is_not_taken_for_damage(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """X6: an index that the system will not let us read may be whole, and is not to be made again."""
    build()

    def refuse(*arguments: object, **more: object) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with monkeypatch.context() as patch:
        patch.setattr(where, refuse)
        with pytest.raises(IndexFolderError, match="Too many open files") as refusal:
            open_index(tmp_path / "index")
        assert not isinstance(refusal.value, IndexDamaged)
    assert len(open_index(tmp_path / "index").articles) == 6
