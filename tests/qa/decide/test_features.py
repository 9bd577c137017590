"""The table of features is the one the documents print, and what a candidate is given are these, each in [0, 1]."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from qa.decide import FEATURES
from qa.respond.assistant import Assistant
from qa.types import FigureValue
from tests.qa.fakes import WordReader

ROOT = Path(__file__).resolve().parents[3]
TEXT = """白沙湖水库去年供水

发布时间：2024-03-06

2023年，白沙湖水库供水3.5亿立方米，比上年增加4%。2024年计划供水3.8亿立方米。水库由沙河县水务局管理。
"""


def test_the_documents_print_the_table() -> None:
    text = (ROOT / "docs" / "decision.md").read_text(encoding="utf-8")
    printed = re.search(r"<!-- features -->\n(.*)<!-- /features -->", text, re.S)
    assert printed is not None
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", printed[1], re.M)) == dict(FEATURES)
    assert len(FEATURES) <= 40


def test_every_candidate_has_every_feature_in_bounds(over: Callable[[dict[str, str]], Assistant]) -> None:
    assistant = over({"lake.txt": TEXT})
    assistant.reader = WordReader("3.5亿立方米", "3.8亿立方米")
    for question in ("白沙湖水库2023年供水多少", "How much water did Baishahu reservoir supply in 2022?", "谁管理水库"):
        proposal = assistant.propose(question)
        assert proposal is not None
        assert proposal.candidates
        for candidate in proposal.candidates:
            assert set(FEATURES) <= set(candidate.features)
            assert all(0.0 <= candidate.features[name] <= 1.0 for name in FEATURES), candidate.features


def test_the_figure_of_the_year_asked_fits_better_than_the_plan(over: Callable[[dict[str, str]], Assistant]) -> None:
    assistant = over({"lake.txt": TEXT})
    assistant.reader = WordReader("3.5亿立方米", "3.8亿立方米")
    proposal = assistant.propose("白沙湖水库2023年供水多少")
    assert proposal is not None
    told = {
        one.value.quantity.text: one.features
        for one in proposal.candidates
        if one.way == "span" and isinstance(one.value, FigureValue)
    }
    assert told["3.5亿立方米"]["figure_period"] > told["3.8亿立方米"]["figure_period"]
    assert told["3.5亿立方米"]["nature"] > told["3.8亿立方米"]["nature"]
