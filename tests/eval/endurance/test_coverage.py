from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from random import Random

import pytest

from eval.endurance.coverage import main, read_run, show
from eval.endurance.coverage_worker import write_first, write_words
from eval.endurance.fuzz import Result, attempt
from eval.endurance.inputs import Maker
from eval.endurance.targets import Broken, Target, targets

# Runs of the fuzzers.
pytestmark = pytest.mark.slow

LOG = """INFO: Instrumenting index.decode
#61 INITED cov: 70 ft: 90 corp: 12/4b
#99\tNEW    cov: 82 ft: 128 corp: 31/104b
"""


def test_without_atheris_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert main(["--target", "clean", "--seconds", "1"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "pip install" in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_an_unknown_target_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--target", "nothing"])
    assert "quantities" in capsys.readouterr().err


def test_what_a_worker_tells_is_read() -> None:
    told = {"executions": 500, "seconds": 5.0, "slowest_s": 0.2, "faults": [["Broken: x (a.py:1)", "/f/fault-1"]]}
    run = read_run("clean", 0, json.dumps(told), LOG)
    assert (run.executions, run.first, run.last) == (500, 70, 82)
    assert run.faults == [("Broken: x (a.py:1)", "/f/fault-1")]
    shown = "\n".join(show([run]))
    assert "--target 'clean' --again /f/fault-1" in shown


@pytest.mark.parametrize(
    ("code", "log", "what"),
    [
        (None, LOG, "did not end"),
        (-11, LOG + "Segmentation fault\n", "code -11: Segmentation fault"),
        (0, "", "code 0"),
    ],
)
def test_a_worker_that_breaks_is_a_fault(code: int | None, log: str, what: str) -> None:
    assert what in read_run("decode", code, "", log).faults[0][0]


def test_a_worker_that_breaks_names_the_input_it_left() -> None:
    log = LOG + "artifact_prefix='/f/'; Test unit written to /f/crash-0a1b\nBase64: AAA=\n"
    assert read_run("decode", 77, "", log).faults[0][1] == "/f/crash-0a1b"


@pytest.mark.parametrize(
    "name", ["decode", "load", "article and figures", "sentences", "times", "question", "ask", "folder"]
)
def test_inputs_written_as_bytes_are_read_as_the_same(name: str, tmp_path: Path) -> None:
    target = next(target for target in targets(tmp_path) if target.name == name)
    count = 0
    for number in range(30):
        made = target.make(Maker(Random(number)))
        # Halves of characters, which a question may hold, come back as other halves.
        if not re.search(r"\\ud[89a-f]", repr(made)) or target.name not in ("question", "ask"):
            assert target.read(target.write(made)) == made
            count += 1
    assert count > 15
    for data in (b"", b"\xff", bytes(range(256))):
        target.size(target.read(data))


def test_first_inputs_and_words_are_files(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    target = next(target for target in targets(tmp_path / "work") if target.name == "times")
    write_first(target, 7, tmp_path / "first")
    sizes = [path.stat().st_size for path in (tmp_path / "first").iterdir()]
    assert len(sizes) > 30
    assert max(sizes) <= 1500
    write_words(tmp_path / "words")
    lines = (tmp_path / "words").read_text(encoding="ascii").splitlines()
    assert len(lines) > 100
    assert all(line[:3] == '"\\x' and line[-1] == '"' for line in lines)


def test_a_kept_input_runs_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kept").write_bytes("2024年，\n---\n重庆。".encode())
    assert main(["--target", "clean", "--again", str(tmp_path / "kept")]) == 0
    assert "clean: 0 faults" in capsys.readouterr().out


def test_an_attempt_notes_broken_promises_and_goes_on() -> None:
    def run(text: str) -> None:
        if "x" in text:
            raise Broken("no x")

    target: Target[object] = Target("t", Maker.text, run, len, bytes.decode, str.encode)  # type: ignore[arg-type]  # a target of text, held as one of anything
    result = Result("t")
    for number, text in enumerate(("a", "x", "b")):
        attempt(target, text, number, result)
    assert result.executions == 3
    assert [(number, what.split(" (")[0]) for number, what, _ in result.faults] == [(1, "Broken: no x")]
