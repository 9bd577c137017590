"""The rooms of `qa/web`: few modules each, imports that go one way and through the door."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "qa" / "web"
# What a room may use; the modules beside the rooms (state, strings) may be used by all and use none of them.
USES: dict[str, set[str]] = {
    "guard": set(), "pages": set(), "server": {"guard", "pages"}, "widgets": {"guard", "pages", "server"},
}  # fmt: skip
MODULES = sorted(path for room in USES for path in (WEB / room).glob("*.py"))


def _imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and not n.level]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_rooms_use_each_other_one_way_and_through_the_door(path: Path) -> None:
    own = path.parent.name
    for module in _imported(path):
        parts = module.split(".")
        if parts[:2] != ["qa", "web"] or len(parts) < 3 or parts[2] not in USES or parts[2] == own:
            continue
        assert parts[2] in USES[own], f"{own} must not import {module}"
        assert len(parts) == 3, f"{module} is inside a room; import from its door, qa.web.{parts[2]}"


@pytest.mark.parametrize("room", sorted(USES))
def test_rooms_are_small_and_have_a_door(room: str) -> None:
    assert len(list((WEB / room).glob("*.py"))) <= 14
    tree = ast.parse((WEB / room / "__init__.py").read_text(encoding="utf-8"))
    assert any(isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "__all__" for n in tree.body)


def test_what_lies_beside_the_rooms_uses_none_of_them() -> None:
    for name in ("state", "strings"):
        assert not [m for m in _imported(WEB / f"{name}.py") if m.startswith("qa.web.")]
