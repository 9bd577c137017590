from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.endurance.chat import left_over, run
from eval.endurance.kill import Builder

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")]


@pytest.mark.timeout(300)
def test_a_killed_chat_leaves_its_index_whole_and_no_process(tmp_path: Path) -> None:
    tally, asked = run(2, 3, tmp_path, Builder())
    assert tally.kills == 2
    assert tally.faults == []
    assert asked.faults == []


def test_what_is_left_of_a_session_is_seen() -> None:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        assert left_over(process.pid) == [process.pid]
    finally:
        os.kill(process.pid, 9)
        process.wait()
    assert left_over(process.pid) == []
