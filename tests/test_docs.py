"""The documents agree with the program."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from index.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README, ZH = ROOT / "README.md", ROOT / "README.zh.md"


def test_the_settings_table_is_the_settings() -> None:
    text = README.read_text(encoding="utf-8")
    table = text.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \|", table, re.M)
    assert rows == [(f.name, str(f.default)) for f in fields(Settings)]


@pytest.mark.parametrize(
    "path", [README, ZH, *sorted(ROOT.glob("docs/*.md")), ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize(
    "path", [README, ZH, *sorted(ROOT.glob("docs/*.md")), ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name
)
def test_files_of_the_program_that_documents_name_are_there(path: Path) -> None:
    for name in re.findall(r"`([\w./-]+\.(?:py|toml|tsv))`", path.read_text(encoding="utf-8")):
        known = (
            ROOT / name,
            *(file for room in ("index", "qa", "eval", "tests", "seeds") for file in ROOT.glob(f"{room}/**/{name}")),
        )
        assert name == "wenyu.toml" or any(file.exists() for file in known), name


def test_both_readmes_show_the_same_commands() -> None:
    def commands(path: Path) -> list[str]:
        return re.findall(r"^(?:make|wenyu|\.venv/bin)\b.*$", path.read_text(encoding="utf-8"), re.M)

    assert commands(README) == commands(ZH)


def test_every_command_of_the_readme_exists() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa.cli", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    for name in re.findall(r"^wenyu (\w+)", README.read_text(encoding="utf-8"), re.M):
        assert re.search(rf"\b{name}\b", done.stdout), name


def test_make_words_of_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for path in (README, ROOT / "CONTRIBUTING.md"):
        assert set(re.findall(r"^(?:`?)make (\w+)", path.read_text(encoding="utf-8"), re.M)) <= targets


def test_the_example_answer_is_what_the_program_says(assistant: object) -> None:
    shown = re.search(r'"answer": "(.*?)"', README.read_text(encoding="utf-8"))
    assert shown
    answer = assistant.ask("两江新区2024年整车产量是多少")  # type: ignore[attr-defined]
    assert answer.text.splitlines()[0] == shown[1]
    assert answer.citations[0].text == "2024年直管区整车产量达115万辆。"
