from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.endurance.soak import check
from eval.endurance.world import World
from tests.eval.fakes import make_answer, make_quote

# A short soak.
pytestmark = pytest.mark.slow

TEXT = "第一句说甲。第二句说乙。第三句说丙。"


@pytest.fixture
def world(tmp_path: Path) -> World:
    folder = tmp_path / "articles"
    folder.mkdir()
    for i in range(6):
        (folder / f"{i}.txt").write_text(f"{TEXT}编号{i}。", encoding="utf-8")
    return World(folder, 3)


def problems(world: World, source: str, text: str, asked_at: int, changed: str = "") -> list[str]:
    answer = make_answer(citations=(replace(make_quote(text, source), changed=changed),))
    return check(answer, world, world.gone(), asked_at)


def test_a_quote_of_the_file_is_fine_and_a_made_up_one_is_not(world: World) -> None:
    assert problems(world, "0.txt", "第二句 说乙。", 0) == []
    assert "never in the file" in problems(world, "0.txt", "第二句说丁。", 0)[0]
    assert "never in the file" in problems(world, "9.txt", "第二句说乙。", 0)[0]


def test_changes_add_change_and_remove(world: World) -> None:
    removed = world.change(6)
    assert world.now == 6
    names = {path.name for path in world.folder.iterdir()}
    assert len(removed) == 2
    assert not removed & names
    assert {"added-00001.txt", "added-00002.txt"} <= names
    assert not any(name.endswith(".draft") for name in names)


def test_words_that_went_must_be_marked_when_asked_after(world: World) -> None:
    removed = world.change(3)
    [source] = removed
    # Asked before the removal: the file may have been read in time. Asked after: the answer has to say so.
    assert problems(world, source, "第二句说乙。", 0) == []
    assert "does not say so" in problems(world, source, "第二句说乙。", world.now)[0]
    assert problems(world, source, "第二句说乙。", world.now, changed="missing") == []


def test_a_source_out_of_the_index_is_never_quoted(world: World) -> None:
    removed = world.change(3)
    world.published_without(removed)
    [source] = removed
    assert "removed before the question" in problems(world, source, "第二句说乙。", 0, changed="missing")[0]


def test_the_same_seed_asks_and_changes_the_same(tmp_path: Path) -> None:
    worlds = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        for i in range(4):
            (folder / f"{i}.txt").write_text(TEXT, encoding="utf-8")
        world = World(folder, 5)
        worlds.append((world.questions(40), world.change(6), sorted(p.name for p in folder.iterdir())))
    assert worlds[0] == worlds[1]
    assert len(set(worlds[0][0])) > 20
