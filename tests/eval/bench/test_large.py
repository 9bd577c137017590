from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval import machine
from eval.bench.large import Peak, amount_of, fill, judge, main, name_of, unexpected
from index.types import Skipped
from tests.eval.fakes import make_answer, make_quote

# Short runs of the benchmark.
pytestmark = pytest.mark.slow


def test_a_small_folder_under_low_limits_is_as_it_must_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENYU_MAX_FILE_BYTES", "60000")
    assert main(["--files", "200", "--megabytes", "3", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["files"] == 203
    assert result["articles"] == 201
    assert [line.split(":")[0] for line in result["skipped"]] == ["huge.txt", "one-line.txt"]
    assert all("60,000 bytes" in line for line in result["skipped"])
    assert str(amount_of(100)) in result["answer"].replace(",", "")


def test_the_files_are_as_large_as_asked_for_and_all_different(tmp_path: Path) -> None:
    assert fill(tmp_path / "a", 50, 1, 100_000) == 53
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "a").iterdir()}
    assert sizes["huge.txt"] == 1_000_000
    assert 249_000 < sizes["one-line.txt"] <= 250_000
    assert 98_000 < sizes["one-line-within.txt"] < 100_000
    assert b"\n" not in (tmp_path / "a" / "one-line.txt").read_bytes()
    assert len({name_of(number) for number in range(100_000)}) == 100_000


def test_what_is_missing_without_a_reason_is_told() -> None:
    sizes = {"000000.txt": 10, "000001.txt": 10, "huge.txt": 99}
    assert unexpected(2, 2, [Skipped("huge.txt", "too large")], sizes, 50) == []
    assert "without a reason" in unexpected(2, 2, [Skipped("huge.txt", " ")], sizes, 50)[0]
    assert "of 3 files 1 are articles" in unexpected(2, 1, [Skipped("huge.txt", "too large")], sizes, 50)[0]
    assert "000001.txt was skipped" in unexpected(2, 1, [Skipped("000001.txt", "?")], sizes, 200)[-1]
    assert "99 bytes and was not skipped" in unexpected(2, 3, [], sizes, 50)[0]


def test_an_answer_must_quote_its_file(tmp_path: Path) -> None:
    sentence = f"2024年{name_of(7)}供水量为{amount_of(7)}立方米。"
    (tmp_path / "000007.txt").write_text(f"水利简报\n\n{sentence}\n", encoding="utf-8")
    good = make_answer(text=f"{amount_of(7):,}立方米。 [1]", citations=(make_quote(sentence, "000007.txt"),))
    assert judge(good, 7, tmp_path) == []
    assert "does not quote" in judge(make_answer(text="未找到"), 7, tmp_path)[0]
    other = make_answer(text=good.text, citations=(make_quote("另一句话。", "000007.txt"),))
    assert "does not stand in" in judge(other, 7, tmp_path)[0]
    wrong = make_answer(text="1立方米。", citations=good.citations)
    assert "does not tell" in judge(wrong, 7, tmp_path)[0]


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="this system does not tell what a process holds")
def test_the_memory_of_a_started_process_counts() -> None:
    peak = Peak()
    holds = "block = bytearray(b'x') * 90_000_000; print(len(block), flush=True); input()"
    with (
        subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other,
        peak.watching(),
    ):
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"90000000"
        until = time.monotonic() + 20
        while peak.mib < machine.held_mib() + 80 and time.monotonic() < until:
            time.sleep(0.05)
        other.communicate(b"\n")
        assert peak.mib > machine.held_mib() + 80
