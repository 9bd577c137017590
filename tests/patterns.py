"""Every regular expression of the project, and how it is used: `python -m tests.patterns` prints them as JSON lines.

Run in an interpreter of its own: the recorder must stand before any module is imported. Three ways find them: what is
compiled while every module is imported and while articles are read and questions answered; what lies in the modules
afterwards; and what stands in the source as a constant. `ways` are the methods it is called with, as far as the source
tells ("search" where it does not): a pattern that only ever matches at one place need not be fast at all of them.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("index", "qa", "eval")
WAYS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
Key = tuple[str, int]


class Recorder:
    """Notes each (pattern, flags) that the project's own code hands to `re`, with the function it called."""

    def __init__(self) -> None:
        self.seen: dict[Key, set[str]] = defaultdict(set)
        self.places: dict[Key, str] = {}

    def install(self) -> None:
        real: Callable[..., Any] = re._compile  # type: ignore[attr-defined]

        def compile_(pattern: Any, flags: int) -> Any:
            compiled = real(pattern, flags)
            frame = sys._getframe(1)
            way = frame.f_code.co_name
            caller = frame.f_back if frame.f_globals.get("__name__", "").split(".")[0] == "re" else frame
            while caller is not None and caller.f_code.co_filename == __file__:
                caller = caller.f_back
            name = str(caller.f_globals.get("__name__", "")) if caller is not None else ""
            if name.split(".")[0] in PACKAGES and isinstance(compiled.pattern, str):
                assert caller is not None
                key = (compiled.pattern, compiled.flags)
                self.seen[key].update({way} & set(WAYS))
                self.places.setdefault(key, f"{name}:{caller.f_lineno}")
            return compiled

        re._compile = compile_  # type: ignore[attr-defined]


def modules() -> Iterator[ModuleType]:
    """Every module of the project that can be imported here."""
    for package in PACKAGES:
        found = importlib.import_module(package)
        yield found
        for info in pkgutil.walk_packages(found.__path__, f"{package}."):
            if not info.name.endswith("__main__"):
                try:
                    yield importlib.import_module(info.name)
                except ImportError:  # the recipe and the fuzzer need packages that users do not install
                    continue


def held(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in a module's value: itself, or inside what it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from held(inner, depth + 1)
    elif depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from held(inner, depth + 1)
    elif depth < 4 and type(value).__module__.split(".")[0] in PACKAGES:
        for name in getattr(type(value), "__slots__", ()) or vars(value):
            yield from held(getattr(value, name, None), depth + 1)


def uses() -> dict[tuple[str, str], set[str]]:
    """(module, name) → the methods it is called with there; "search" too where a name is handed on to something else.
    A public name is also under ("", name), whichever module uses it."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for module, tree in trees():
        called = set()
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in WAYS
                and isinstance(node.value, (ast.Name, ast.Attribute))
            ):
                found[module, _last(node.value)].add(node.attr)
                found["", _last(node.value)].add(node.attr)
                called.add(node.value)
        for node in ast.walk(tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load) and node not in called:
                found[module, _last(node)].add("search")
                found["", _last(node)].add("search")
    return found


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Each module's name and its source, parsed."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, ast.parse(path.read_text(encoding="utf-8"), str(path))


def literals() -> Iterator[tuple[str, str]]:
    """Constant patterns in calls of `re` functions, with the function: also those no import and no question reaches."""
    for _, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            first, owner = node.args[0], node.func.value
            constant = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if constant and isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in WAYS:
                yield first.value, node.func.attr  # type: ignore[attr-defined]


def work() -> None:
    """Read every article and ask questions of each kind: what is compiled only then is compiled."""
    from tempfile import TemporaryDirectory

    from index.article.read import read_article
    from index.build.build import build_index
    from index.figures.find import find_figures
    from index.settings import Settings
    from qa import Assistant, Retriever

    for path in sorted((ROOT / "seeds").glob("*.txt")):
        find_figures(read_article(path.parent, path.name, Settings()))
    with TemporaryDirectory() as scratch:
        build_index(ROOT / "seeds", Path(scratch), settings=Settings())
        assistant = Assistant(Retriever.open(scratch, build=False), settings=Settings(reader="none"))
        for question in QUESTIONS:
            assistant.ask(question)


QUESTIONS = (
    "两江新区2024年整车产量是多少", "What was the vehicle output of Liangjiang New Area in 2024?", "2022年呢",
    "重庆有哪些产业", "Which industries does Chongqing have?", "谁说了“新能源汽车”", "Who is the mayor of Chongqing?",
    "两江新区的整车产量是不是超过100万辆", "Did output exceed one million vehicles?", "会议是什么时候开的",
    "When was the meeting held?", "涪陵在哪里", "Where is Fuling?", "文章是谁写的", "Who wrote the article?",
)  # fmt: skip


def survey() -> Iterator[dict[str, Any]]:
    """Each pattern once: its text, flags, ways and where it comes from."""
    recorder = Recorder()
    recorder.install()
    every = list(modules())
    work()
    ways, places = recorder.seen, recorder.places
    used = uses()
    named: dict[Key, set[str]] = defaultdict(set)
    for module in every:
        for name, value in list(vars(module).items()):
            for pattern in held(value):
                if isinstance(pattern.pattern, str):
                    key = (pattern.pattern, pattern.flags)
                    plain = isinstance(value, re.Pattern)
                    named[key] |= _ways(used, module.__name__, name) if plain else {"search"}
                    places[key] = f"{module.__name__}.{name}"
    for text, way in literals():
        key = (text, re.compile(text).flags)
        ways[key].add(way)
        places.setdefault(key, "a constant in the source")
    for key in {*ways, *named}:
        yield {
            "pattern": key[0], "flags": key[1], "place": places[key],
            "ways": sorted(ways.get(key, set()) | named.get(key, set())) or ["search"],
        }  # fmt: skip


def _ways(used: dict[tuple[str, str], set[str]], module: str, name: str) -> set[str]:
    return used[module, name] if name.startswith("_") else used["", name]


def _last(node: ast.expr | ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


if __name__ == "__main__":
    for row in survey():
        print(json.dumps(row))
