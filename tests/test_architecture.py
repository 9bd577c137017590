"""The house rules that a test can hold: imports go one way, nothing unsafe is called, rooms stay small."""

from __future__ import annotations

import ast
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


def test_documents_name_no_path_of_a_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("seeds/*.md")]:
        assert not re.search(r"(?<![\w.])/(work|tmp|home|root)/", path.read_text(encoding="utf-8")), path
