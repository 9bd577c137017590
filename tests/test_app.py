"""`app.py`: it starts, it is small, and it says clearly when it cannot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.qa.web.conftest import THIRD_PARTY, Running, free_port, stop

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [*THIRD_PARTY]


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    given = {"WENYU_PORT": str(port), "WENYU_INDEX_DIR": str(tmp_path / "index"), "WENYU_ARTICLES_DIR": "seeds"}
    return {**os.environ, **given, "no_proxy": "127.0.0.1,localhost"}


def heed_interrupts() -> None:
    """A shell starts background jobs deaf to Ctrl+C, and the tests may run in one."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_python_app_opens_the_chat_and_stops_when_interrupted(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment(tmp_path, port), stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    said = ""
    try:
        assert process.stderr is not None
        for line in process.stderr:  # ends with the process, if it does not start
            said += line
            if f"http://127.0.0.1:{port}/" in line:
                break
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as reply:
            assert "gradio_config" in reply.read().decode("utf-8")
    finally:
        process.send_signal(signal.SIGINT)
        said += process.communicate(timeout=60)[1]
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said


def test_a_taken_port_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    running = Running(tmp_path)
    try:
        done = subprocess.run(
            [sys.executable, "app.py"], cwd=ROOT, env=environment(tmp_path, running.port), capture_output=True,
            text=True, timeout=90, check=False,
        )  # fmt: skip
    finally:
        stop(running.server)
    assert done.returncode == 1
    assert f"port {running.port} on 127.0.0.1 is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_page_holds_no_texts_of_its_own() -> None:
    code = (ROOT / "app.py").read_text(encoding="utf-8")
    body = code.split('"""', 2)[2]
    assert body.count("\n") < 350
    chinese = [line for line in body.splitlines() if any("\u4e00" <= c <= "\u9fff" for c in line)]
    assert [line for line in chinese if "中文" not in line and "问渝 WenYu: {" not in line] == [
        line for line in chinese if "`python app.py`" in line
    ]


@pytest.mark.parametrize("name", ["page.css", "page.js"])
def test_nothing_is_fetched_by_the_pages_own_files(name: str) -> None:
    text = (ROOT / "qa" / "web" / "pages" / "static" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        assert "url(" not in line
        assert "@import" not in line
        assert "http" not in line or "http://www.w3.org/2000/svg" in line
