"""The examples of docs/library.md run as they stand; those of frameworks where the framework is installed."""

from __future__ import annotations

import os
import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "library.md").read_text(encoding="utf-8"), re.DOTALL)
FRAMEWORKS = {"LangChain": "langchain_core", "LlamaIndex": "llama_index", "haystack": "haystack"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_every_example_of_the_library_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", os.environ.get("HAYSTACK_TELEMETRY_ENABLED", "False"))
    names: dict[str, Any] = {}
    for code in EXAMPLES:
        wanted = [module for word, module in FRAMEWORKS.items() if word in code]
        if all(find_spec(module) for module in wanted):
            exec(compile(code, "docs/library.md", "exec"), names)
    told = capsys.readouterr().out
    assert "115万辆" in told
    assert "1.15 million" in told
    assert len(EXAMPLES) == 7
