"""The house rules that a test can hold: imports go one way, nothing unsafe is called, rooms stay small."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "index": {"index"},
    "qa": {"qa", "index"},
    "eval": {"eval", "qa", "index", "app"},
    "app": {"app", "qa", "index"},
}
MODULES = sorted([*ROOT.glob("index/**/*.py"), *ROOT.glob("qa/**/*.py"), *ROOT.glob("eval/**/*.py"), ROOT / "app.py"])


# The rooms of the write side, lowest first; a room may use those of the rows above its own, and its row's.
STACK = (
    {"text"},
    {"lexicon", "times"},
    {"numbers"},
    {"entities"},
    {"files", "article", "dates", "figures"},
    {"embed", "search"},
    {"store"},
    {"build"},
)
FLOOR = {room: floor for floor, rooms in enumerate(STACK) for room in rooms}
# Packages whose rooms have doors: what others may use is what `__init__` lists in `__all__`.
DOORS = ("index", "qa", "eval")
# `app.py` is the page's own layout: it enters the rooms of `qa.web`.
WITHIN = {("app.py", "web")}
# What these offer needs frameworks that may not be installed; tests/qa/adapters tries it where they are.
WITH_FRAMEWORKS = {"adapters"}
MOST_MODULES = 14


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    ours = _imports(ast.parse(path.read_text(encoding="utf-8"))) & set(ALLOWED)
    assert ours <= ALLOWED[room], f"{room} must not import {ours - ALLOWED[room]}"


def _rooms(package: str) -> dict[str, set[str]]:
    """The rooms of a package with what each one's door lists."""
    found = {}
    for door in ROOT.glob(f"{package}/*/__init__.py"):
        if door.parent.name != "training":  # a command, `python -m index.training`, that nobody imports
            tree = ast.parse(door.read_text(encoding="utf-8"))
            lists = [node.value for node in tree.body if isinstance(node, ast.Assign) and _is_all(node)]
            found[door.parent.name] = set(ast.literal_eval(lists[0])) if lists else set()
    return found


def _is_all(node: ast.Assign) -> bool:
    return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"


def _from_rooms(path: Path, package: str) -> list[tuple[str, str, set[str]]]:
    """What a module takes from the rooms of `package`: the room, the module's dotted name, the names."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            found.append((str(node.module).split(".")[1], str(node.module), {alias.name for alias in node.names}))
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith(f"{package}.")]
            found += [(name.split(".")[1], name, set()) for name in names]
    return found


@pytest.mark.parametrize("package", DOORS)
def test_rooms_are_entered_by_their_doors(package: str) -> None:
    rooms = _rooms(package)
    for path in MODULES:
        parts = path.relative_to(ROOT).parts
        own = parts[1] if parts[0] == package and len(parts) > 2 else ""
        for room, module, names in _from_rooms(path, package):
            if room in rooms and room != own and (_name(path), room) not in WITHIN:
                assert module == f"{package}.{room}", f"{_name(path)}: import from {package}.{room}, not from {module}"
                assert names <= rooms[room], f"{_name(path)}: {package}.{room} does not offer {names - rooms[room]}"


def test_the_rooms_of_the_write_side_stand_on_one_another() -> None:
    assert set(_rooms("index")) == set(FLOOR)
    for path in ROOT.glob("index/*/**/*.py"):
        own = path.relative_to(ROOT).parts[1]
        for room, _, _ in _from_rooms(path, "index"):
            if own in FLOOR and room in FLOOR:
                assert FLOOR[room] <= FLOOR[own], f"{_name(path)}: {own} stands below {room}"


def test_doors_offer_only_what_there_is() -> None:
    for package in DOORS:
        for room, names in _rooms(package).items():
            door = importlib.import_module(f"{package}.{room}")
            for name in names if room not in WITH_FRAMEWORKS else ():
                assert getattr(door, name, None) is not None, f"{package}.{room} lists {name}"


def test_no_room_is_crowded() -> None:
    for folder in {path.parent for path in MODULES if path.parent != ROOT}:
        modules = [path for path in folder.glob("*.py") if path.name not in ("__init__.py", "__main__.py")]
        assert len(modules) <= MOST_MODULES, f"{folder.relative_to(ROOT)} holds {len(modules)} modules"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_unsafe_is_called(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not _imports(tree) & {"pickle", "marshal", "shelve", "dill", "joblib"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert name not in {"eval", "exec", "torch.load", "os.system"}, f"line {node.lineno}"
            for keyword in node.keywords:
                value = keyword.value
                risky = keyword.arg in {"trust_remote_code", "allow_pickle", "shell"}
                assert not (risky and isinstance(value, ast.Constant) and value.value is True), f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    assert ast.get_docstring(ast.parse(text))


def _loaded_by(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(done.stdout.split())


def test_importing_qa_loads_nothing_heavy() -> None:
    heavy = {"torch", "gradio", "transformers", "sentence_transformers", "faiss", "jieba", "numpy", "trafilatura"}
    assert not _loaded_by("import qa") & heavy


def test_answering_loads_neither_torch_nor_gradio() -> None:
    heavy = {"torch", "gradio", "transformers", "sentence_transformers", "trafilatura", "sklearn", "numba"}
    assert not _loaded_by("import qa; qa.Retriever, qa.Assistant") & heavy


def test_the_tree_in_the_documents_is_the_tree() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown: list[str] = []
    above: list[str] = []
    for indent, name in re.findall(r"^( *)(\w+)/ ", text.split("<!-- tree -->")[1].split("<!-- /tree -->")[0], re.M):
        above = [*above[: len(indent) // 2], name]
        shown.append("/".join(above))
    rooms = {str(path.parent.relative_to(ROOT)) for path in MODULES if path.name == "__init__.py"}
    assert set(shown) == rooms, "docs/architecture.md, the tree: one line for each room"
    assert len(shown) == len(set(shown))


def test_documents_name_no_path_of_a_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("seeds/*.md")]:
        assert not re.search(r"(?<![\w.])/(work|tmp|home|root)/", path.read_text(encoding="utf-8")), path
