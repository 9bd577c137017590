"""kill -9 at random moments and at steps of the writing: old or new, never mixed, nothing acknowledged lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eval.endurance.kill import Builder, Trials, run

# Whole builds, killed again and again.
pytestmark = pytest.mark.slow

LETTERS = "from tests.index.fakes import use_letters; use_letters(); from eval.endurance.kill import serve; serve()"


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    root = str(Path(__file__).resolve().parents[3])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
    return Builder((sys.executable, "-c", LETTERS))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kill9_build(builder: Builder, tmp_path: Path) -> None:
    """Fifteen random moments and every seventh step; `python -m eval.endurance.kill` does hundreds."""
    tally = run(15, 3, tmp_path, builder, every=7)
    assert tally.faults == []
    assert tally.kills >= 8
    assert tally.outcomes["old"] >= 4
    assert tally.outcomes["new"] > 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_the_judge_can_find_fault(builder: Builder, tmp_path: Path) -> None:
    """The trials above can fail: a lost build, a mixed index and litter are told."""
    trials = Trials(tmp_path, builder, seed=1, count=4)
    trials.build()
    assert trials.tally.faults == []
    trials._judge({}, {"other.txt": "0"}, done=True)
    trials._judge({}, {"other.txt": "0"}, done=False)
    (trials.index_dir / "g00000099").mkdir()
    trials._judge(None, trials._known() or {}, done=True)
    (trials.index_dir / "CURRENT").write_text("g00000001")
    trials._judge(None, {}, done=False)
    builder.close()
    assert [fault.split(":")[0] for fault in trials.tally.faults] == ["lost", "mixed", "litter", "unopenable"]
