"""One builder at a time, and a lock that no dead process can hold (X6)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexLocked
from index.store.lock import LOCK_NAME, building

HOLD = "import sys, time; from pathlib import Path; from index.store.lock import building\n"
HOLD += "with building(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    told = pytest.raises(IndexLocked, match=r"another process is building .* wait until it has finished")
    with building(tmp_path), told, building(tmp_path):
        pass
    with building(tmp_path), building(tmp_path / "other"):
        pass


def test_a_killed_builder_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(IndexLocked), building(tmp_path):
            pass
        holder.kill()
        holder.wait()
    assert (tmp_path / LOCK_NAME).exists()
    with building(tmp_path):
        pass


def test_waiting_ends_when_the_other_is_done(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(IndexLocked), building(tmp_path, wait_s=0.2):
            pass
        holder.kill()
        with building(tmp_path, wait_s=30):
            pass


def test_an_error_inside_releases_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), building(tmp_path):
        raise ZeroDivisionError
    with building(tmp_path):
        pass
