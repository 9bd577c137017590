"""The rules of the read side's rooms: what may import what, and that neither prose nor weights steer the program."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for path in ROOT.glob("qa/**/*.py") if "web" not in path.relative_to(ROOT).parts)
# Who makes words for people, and who may ask for them.
SPEAKS = {"say", "respond", "cli", "export", "web", "llm", "api", "adapters"}
# What stands on what: a room imports from its own floor and those before it.
STACK = (
    {"types"},
    {"lexicon"},
    {"question"},
    {"retrieve", "evidence", "reader"},
    {"answers"},
    {"operate", "decide"},
    {"say"},
    {"respond"},
    SPEAKS - {"say", "respond"},
)
FLOOR = {room: floor for floor, rooms in enumerate(STACK) for room in rooms}
# The rooms of the page have doors of their own.
OWN_DOORS = {"web"}
USERS = [*MODULES, *ROOT.glob("qa/web/**/*.py"), *ROOT.glob("eval/**/*.py"), ROOT / "app.py"]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_those_who_speak_know_prose(path: Path) -> None:
    said = {module for module in _imported(path) if module.split(".")[:2] == ["qa", "say"]}
    assert not said or _room(path) in SPEAKS, f"{said} below qa/say: pass data, let qa/respond put it in words"


def _rooms_used(path: Path) -> list[tuple[str, str]]:
    """The rooms of qa that a module takes from, other than its own, with the module named."""
    own = _room(path) if path.relative_to(ROOT).parts[0] == "qa" else ""
    used = [(module.split(".")[1], module) for module in _imported(path) if module.startswith("qa.")]
    return [(room, module) for room, module in used if room != own]


@pytest.mark.parametrize("path", USERS, ids=_name)
def test_rooms_are_entered_by_their_doors(path: Path) -> None:
    for room, module in _rooms_used(path):
        assert room in OWN_DOORS or module == f"qa.{room}", f"import from qa.{room}, not from {module}"


@pytest.mark.parametrize("path", [path for path in MODULES if _room(path) in FLOOR], ids=_name)
def test_the_rooms_of_the_read_side_stand_on_one_another(path: Path) -> None:
    for room, module in _rooms_used(path):
        assert FLOOR[room] <= FLOOR[_room(path)], f"{_room(path)} stands below {module}"


def test_every_room_has_a_floor_and_a_door_that_offers_what_there_is() -> None:
    rooms = {door.parent.name for door in ROOT.glob("qa/*/__init__.py")}
    assert rooms <= set(FLOOR)
    for room in rooms - OWN_DOORS - {"cli", "adapters"}:  # adapters: with their frameworks alone
        door = importlib.import_module(f"qa.{room}")
        assert all(hasattr(door, name) for name in door.__all__), room


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_float_says_what_a_thing_is(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        equal = any(isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops)
        floats = [side for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, float)]
        assert not (equal and floats), f"line {node.lineno}: a float compared for equality"
        weighed = any(isinstance(side, ast.Attribute) and side.attr == "weight" for side in sides)
        fixed = any(
            isinstance(side, ast.Constant) or (isinstance(side, ast.Name) and side.id.isupper()) for side in sides
        )
        assert not (weighed and (equal or fixed)), f"line {node.lineno}: ask Term.kind, its weight only weighs"
