"""A build reads and encodes only what changed, and comes to the same files as a build from nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import index.build.plan
import index.embed
from index.build.build import BuildReport, build_index, needs_build
from index.build.pool import read_files
from index.errors import IndexFolderError, ModelError
from index.settings import Settings
from index.store.index import open_index
from tests.index.fakes import (
    SETTINGS,
    LetterEncoder,
    article_text,
    assert_whole,
    contents,
    marker,
    on_disk,
    same_files,
    write_articles,
)

# Each test builds indexes.
pytestmark = pytest.mark.slow


def passages_with(index_dir: Path, word: str) -> list[str]:
    return [p.source for p in open_index(index_dir).passages if word in p.text]


def test_a_first_build_reads_all(tmp_path: Path, build: Callable[..., BuildReport], letters: LetterEncoder) -> None:
    report = build()
    assert (report.articles, report.reused, report.removed, report.unchanged) == (6, 0, 0, False)
    assert report.passages == report.encoded == letters.encoded
    opened = assert_whole(tmp_path / "index")
    assert contents(opened) == on_disk(tmp_path / "articles")
    assert opened.article("003.txt").text.count("133") == 0
    assert passages_with(tmp_path / "index", marker(3)) == ["003.txt"]


def test_a_second_build_writes_nothing(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    first, second = build(), build()
    assert (second.unchanged, second.generation, second.encoded) == (True, first.generation, 0)
    assert (second.articles, second.passages, second.reused) == (6, first.passages, 6)
    assert not needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)


def test_only_the_changed_article_is_encoded(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    (tmp_path / "articles/002.txt").write_text(article_text(2, version=1), encoding="utf-8")
    assert needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    report = build()
    assert (report.reused, report.articles, report.removed) == (5, 6, 0)
    assert 0 < report.encoded < report.passages / 3
    assert passages_with(tmp_path / "index", marker(2)) == []
    assert passages_with(tmp_path / "index", marker(2, 1)) == ["002.txt"]
    assert_whole(tmp_path / "index")


def test_a_renamed_article_is_read_but_not_encoded_again(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    (tmp_path / "articles/004.txt").rename(tmp_path / "articles/两江 一.txt")
    report = build()
    assert (report.encoded, report.removed, report.reused) == (0, 1, 5)
    assert passages_with(tmp_path / "index", marker(4)) == ["两江 一.txt"]
    with pytest.raises(KeyError):
        open_index(tmp_path / "index").article("004.txt")


def test_a_deleted_article_never_answers_again(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    (tmp_path / "articles/001.txt").unlink()
    report = build()
    assert (report.articles, report.removed, report.encoded) == (5, 1, 0)
    opened = assert_whole(tmp_path / "index")
    assert passages_with(tmp_path / "index", marker(1)) == []
    assert opened.keywords.frequency(marker(1)) == 0
    assert all(marker(1) not in line.tobytes().decode() for line in map(opened.rows["passages.jsonl"].line, range(5)))


def test_the_last_article_can_go(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    for path in (tmp_path / "articles").iterdir():
        path.unlink()
    report = build()
    assert (report.articles, report.passages, report.removed) == (0, 0, 6)
    opened = open_index(tmp_path / "index")
    assert (len(opened.passages), len(opened.articles)) == (0, 0)
    assert list(opened.vectors.search(LetterEncoder().encode_queries(["产量"])[0], 5)[0]) == []
    write_articles(tmp_path / "articles", 2)
    assert build().articles == 2
    assert_whole(tmp_path / "index")


def test_a_touched_article_is_not_read_again(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    os.utime(tmp_path / "articles/000.txt", (1, 1))
    assert build().unchanged


def test_an_edit_that_keeps_size_and_time_is_seen(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    """The stamp of a file edited within the clock's step of the look is not trusted (I10)."""
    build()
    path = tmp_path / "articles/000.txt"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"100.0", b"900.0"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    build()
    assert any("900.0" in p.text for p in open_index(tmp_path / "index").passages)


def test_two_articles_of_the_same_words_are_two_articles(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    shutil.copy(tmp_path / "articles/003.txt", tmp_path / "articles/copy.txt")
    report = build()
    assert report.articles == 7
    assert report.encoded < report.passages
    assert passages_with(tmp_path / "index", marker(3)) == ["003.txt", "copy.txt"]
    (tmp_path / "articles/003.txt").unlink()
    build()
    assert passages_with(tmp_path / "index", marker(3)) == ["copy.txt"]


def test_an_unreadable_file_is_listed_and_not_tried_again(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    (tmp_path / "articles/bad.txt").write_bytes(bytes(range(256)) * 40)
    first = build()
    assert [s.source for s in first.skipped] == ["bad.txt"]
    assert first.articles == 6
    assert build().unchanged
    assert [s.source for s in open_index(tmp_path / "index").skipped] == ["bad.txt"]
    (tmp_path / "articles/bad.txt").write_text(article_text(8), encoding="utf-8")
    assert (build().skipped, len(open_index(tmp_path / "index").articles)) == ((), 7)


def test_an_article_that_becomes_unreadable_leaves(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    (tmp_path / "articles/005.txt").write_bytes(bytes(range(256)) * 40)
    report = build()
    assert (report.articles, report.removed) == (5, 1)
    assert passages_with(tmp_path / "index", marker(5)) == []


def test_a_reader_that_fails_costs_one_file(
    tmp_path: Path, build: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    import index.article

    read = index.article.read_articles

    def fails(root: Path, source: str, settings: Settings) -> object:
        if source == "002.txt":
            raise ZeroDivisionError("odd bytes")
        return read(root, source, settings)

    monkeypatch.setattr(index.article, "read_articles", fails)
    # A worker would not know of the reader that fails.
    builds = sys.modules["index.build.build"]
    monkeypatch.setattr(builds, "read_files", partial(read_files, workers=0))
    report = build()
    assert report.articles == 5
    assert "ZeroDivisionError: odd bytes" in report.skipped[0].reason


def test_incremental_equals_full(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    """After each of 12 random changes the files are, byte for byte, those of a build from nothing."""
    dice = random.Random(7)
    articles = tmp_path / "articles"
    build()
    for turn in range(12):
        paths = sorted(articles.glob("*.txt"))
        action = dice.choice(["add", "edit", "rename", "delete", "delete two and add"])
        if action == "edit":
            dice.choice(paths).write_text(article_text(dice.randrange(40), version=turn), encoding="utf-8")
        elif action == "rename":
            dice.choice(paths).rename(articles / f"{dice.randrange(1000):04d} 改名{turn}.txt")
        if action.startswith("delete"):
            for path in dice.sample(paths, 2 if "two" in action else 1):
                path.unlink()
        if "add" in action:
            (articles / f"{dice.randrange(1000):04d}.txt").write_text(article_text(turn + 50), encoding="utf-8")
        build()
        opened = assert_whole(tmp_path / "index")
        build(where=f"full{turn}")
        full = open_index(tmp_path / f"full{turn}")
        assert same_files(opened.folder, full.folder) == []
        assert contents(opened) == on_disk(articles)


def test_keywords_are_those_of_bm25s(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    from index.search.keywords import KeywordStore
    from index.text.tokens import tokenise

    build()
    (tmp_path / "articles/001.txt").unlink()
    (tmp_path / "articles/zz.txt").write_text(article_text(9), encoding="utf-8")
    build()
    opened = open_index(tmp_path / "index")
    words = [tokenise(passage.embedded()) for passage in opened.passages]
    reference = KeywordStore.build(words)
    assert opened.keywords.spelling()[0] == reference.spelling()[0]
    for question in ("第3区2024年整车产量", "vehicles in District 9", marker(2)):
        weights = dict.fromkeys(tokenise(question), 1.0)
        assert np.allclose(opened.keywords.scores(weights), reference.scores(weights), rtol=2e-3, atol=1e-3)


def test_another_model_means_everything_anew(
    tmp_path: Path, build: Callable[..., BuildReport], letters: LetterEncoder
) -> None:
    first = build()
    letters.fingerprint, letters.dimension = "letters-2", 16
    report = build()
    assert (report.encoded, report.reused) == (first.encoded, 0)
    opened = open_index(tmp_path / "index")
    assert opened.vectors.dimension == opened.manifest.dimension == 16


def test_another_reading_reads_anew_but_keeps_vectors(
    tmp_path: Path, build: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("index.build.build.pipeline", lambda: "other")
    monkeypatch.setattr("index.build.plan.pipeline", lambda: "other")
    assert needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    report = build()
    assert (report.unchanged, report.reused, report.encoded) == (False, 0, 0)


def test_another_setting_reads_anew(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    other = replace(SETTINGS, passage_chars=60)
    assert needs_build(tmp_path / "articles", tmp_path / "index", other)
    assert build(settings=other).reused == 0
    assert not needs_build(tmp_path / "articles", tmp_path / "index", other)
    assert not needs_build(tmp_path / "articles", tmp_path / "index", replace(other, port=1234))


def test_another_folder_is_another_index(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    build()
    write_articles(tmp_path / "others", 2, version=3)
    assert needs_build(tmp_path / "others", tmp_path / "index", SETTINGS)
    build_index(tmp_path / "others", tmp_path / "index", settings=SETTINGS)
    assert contents(open_index(tmp_path / "index")) == on_disk(tmp_path / "others")


def test_progress_counts_up_to_the_whole(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    build_index(
        tmp_path / "articles",
        tmp_path / "other",
        settings=SETTINGS,
        progress=lambda stage, done, total: seen.setdefault(stage, []).append((done, total)),
    )
    assert list(seen) == ["read", "encode", "write"]
    for steps in seen.values():
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_no_folder_of_articles_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match=r"there is no folder .*nowhere.*wenyu index FOLDER"):
        build_index(tmp_path / "nowhere", tmp_path / "index", settings=SETTINGS)
    assert not (tmp_path / "index").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, build: Callable[..., BuildReport]) -> None:
    with pytest.raises(IndexFolderError, match="cannot lie in the index folder"):
        build(where="articles")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("x")
    with pytest.raises(IndexFolderError, match="holds other files and no index"):
        build(where="photos")
    (tmp_path / "file").write_text("x")
    with pytest.raises(IndexFolderError, match="is a file"):
        build(where="file")
    assert len(list((tmp_path / "articles").iterdir())) == 6


def test_vectors_that_are_not_numbers_are_refused(
    tmp_path: Path, build: Callable[..., BuildReport], letters: LetterEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X8: one gate, and the index in use stays."""
    build()
    good = letters.encode_passages
    (tmp_path / "articles/new.txt").write_text(article_text(7), encoding="utf-8")
    for spoil in (lambda rows: rows * np.nan, lambda rows: rows * 0, lambda rows: rows[:, :5], lambda rows: rows[1:]):
        monkeypatch.setattr(letters, "encode_passages", lambda texts, spoil=spoil: spoil(good(texts)))
        with pytest.raises(ModelError):
            build()
    assert len(open_index(tmp_path / "index").articles) == 6


def test_the_pipeline_digest_covers_code_and_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "index"
    (home / "build").mkdir(parents=True)
    (home / "places.tsv").write_text("重庆\n")
    monkeypatch.setattr(index.build.plan, "__file__", str(home / "build" / "plan.py"))
    digest = index.build.plan.pipeline.__wrapped__
    first = digest()
    (home / "places.tsv").write_text("重慶\n")
    assert digest() != first
    (home / "notes.md").write_text("of no effect")
    (home / "training").mkdir()
    (home / "training/recipe.py").write_text("of no effect either")
    second = digest()
    (home / "build/read.py").write_text("another reading")
    assert digest() != second
    (home / "model").mkdir()
    (home / "model/model.safetensors").write_bytes(bytes(3_000_000))
    assert digest() != second


def test_the_model_of_the_index_is_kept(
    tmp_path: Path, build: Callable[..., BuildReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who names no model goes on with the one the index was made with."""
    asked: list[str | None] = []

    def load(name: str | None = None) -> LetterEncoder:
        asked.append(name)
        return LetterEncoder(name=name or "bundled", fingerprint=f"of {name}")

    monkeypatch.setattr(index.embed, "load_encoder", load)
    build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS, model="a/model")
    (tmp_path / "articles/001.txt").unlink()
    report = build()
    assert (asked, report.encoded) == (["a/model", "a/model"], 0)
    assert needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS, "b/model")
    assert needs_build(tmp_path / "articles", tmp_path / "index", replace(SETTINGS, model="b/model"))
    assert not needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS)
    opened = open_index(tmp_path / "index")
    assert not needs_build(tmp_path / "articles", tmp_path / "index", SETTINGS, opened=opened)
    assert build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS, model="bundled").encoded > 0


def test_a_build_does_not_depend_on_the_hash_seed(tmp_path: Path, seeds: Path) -> None:
    """Sets have another order in each process; what is read out of a file must not."""
    shutil.copytree(seeds, tmp_path / "articles")
    tie = "今天，中国出版集团有限公司、中国电影股份有限公司等30家企业发布名单，营业收入5288亿元。\n"
    (tmp_path / "articles/tie.txt").write_text(f"名单\n\n发布时间：2022-12-28\n\n{tie}", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from tests.index.fakes import SETTINGS, use_letters\n"
        "use_letters()\nfrom index.build.build import build_index\n"
        "build_index(Path(sys.argv[1]), Path(sys.argv[2]), settings=SETTINGS)"
    )
    folders = []
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-c", code, str(tmp_path / "articles"), str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=seeds.parent, check=True)
        folders.append(open_index(tmp_path / seed).folder)
    assert same_files(folders[0], folders[1]) == same_files(folders[0], folders[2]) == []


def test_the_bundled_model_is_carried_over_too(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The five articles with the model that comes along: one added and one removed equals a build from nothing; a
    removal alone never loads the model."""
    shutil.copytree(seeds, tmp_path / "articles")
    paths = sorted((tmp_path / "articles").glob("*.txt"))
    held = paths[1].rename(tmp_path / "held.txt")
    build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS)
    held.rename(paths[1])
    build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS)
    paths[3].unlink()
    with monkeypatch.context() as patch:
        patch.setattr(index.embed, "load_encoder", lambda name=None: pytest.fail("the model was loaded"))
        report = build_index(tmp_path / "articles", tmp_path / "index", settings=SETTINGS)
    assert (report.articles, report.removed, report.encoded) == (4, 1, 0)
    build_index(tmp_path / "articles", tmp_path / "full", settings=SETTINGS)
    opened = open_index(tmp_path / "index")
    assert opened.soft is not None
    assert same_files(opened.folder, open_index(tmp_path / "full").folder) == []
