"""The rules of the read side's rooms: what may import what, and that neither prose nor weights steer the program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for path in ROOT.glob("qa/**/*.py") if "web" not in path.relative_to(ROOT).parts)
# Who makes words for people, and who may ask for them.
SPEAKS = {"say", "respond", "cli", "web", "llm", "api", "adapters"}


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
