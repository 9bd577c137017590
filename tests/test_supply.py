"""Supply: version floors below which known holes lie, and nothing that calls home."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

# Runs of other programs.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "gradio": (6, 20), "sentence-transformers": (6, 0), "transformers": (5, 10), "pypdfium2": (5, 0),
    "pypdf": (6, 16, 1),
}  # fmt: skip

# Refuses every socket that is not loopback, then runs the whole way from articles to an answer.
OFFLINE = """
import socket, sys
real = socket.socket.connect
def connect(self, address):
    host = address[0] if isinstance(address, tuple) else "local"
    if host not in ("127.0.0.1", "::1", "localhost", "local"):
        raise AssertionError(f"tried to reach {host}")
    return real(self, address)
def lookup(host, *rest, **more):
    raise AssertionError(f"tried to look up {host}")
socket.socket.connect = connect
socket.getaddrinfo = lookup
from pathlib import Path
from index.build.build import build_index
from index.settings import Settings
from qa import Assistant, Retriever
build_index(Path("seeds"), Path(sys.argv[1]), settings=Settings())
answer = Assistant(Retriever.open(sys.argv[1], build=False)).ask("两江新区2024年整车产量是多少")
print(answer.status)
"""


@pytest.mark.parametrize("name", FLOORS)
def test_f9_installed_versions_are_above_the_floor(name: str) -> None:
    found = tuple(int(part) for part in version(name).split(".")[:3])
    assert found >= FLOORS[name]
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = re.search(rf'"{name}(?:\[\w+\])?>=([\d.]+)"', text)
    assert wanted
    assert tuple(map(int, wanted[1].split("."))) >= FLOORS[name]


def test_every_dependency_is_listed_with_its_licence() -> None:
    listed = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    block = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("]\n")[0]
    for name in re.findall(r'"([A-Za-z0-9_-]+)', block):
        assert name in listed, name


def test_articles_to_answer_without_any_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "index")], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "answered", done.stderr
