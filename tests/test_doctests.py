"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _modules() -> list[str]:
    paths = [p for room in ("index", "qa", "eval") for p in ROOT.glob(f"{room}/**/*.py")]
    with_examples = [p for p in paths if ">>> " in p.read_text(encoding="utf-8") and p.name != "__main__.py"]
    return sorted(".".join(p.relative_to(ROOT).with_suffix("").parts) for p in with_examples)


@pytest.mark.parametrize("name", _modules())
def test_examples_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
