"""The best candidate by the forest's probability; nothing to choose from gives nothing."""

from __future__ import annotations

import pytest

import qa.decide.choose as choose
from qa.decide.forest import FORMAT, forest_from
from qa.types import Candidate, Said

# One tree on "read": at most a half adds -2, more adds 2.
FOREST = forest_from(
    {
        "format": FORMAT, "features": ["read"], "base": 0.0, "slope": 1.0, "shift": 0.0,
        "trees": [[[0, 0.5, 1, 2, 0.0], [-1, 0, 0, 0, -2.0], [-1, 0, 0, 0, 2.0]]],
    }
)  # fmt: skip


def _candidate(words: str, read: float) -> Candidate:
    return Candidate("span", Said(words, words), (), read, features={"read": read})


@pytest.fixture(autouse=True)
def _forests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choose, "with_reading", lambda: FOREST)
    monkeypatch.setattr(choose, "without_reading", lambda: FOREST)


def test_the_likeliest_is_chosen_with_its_probability() -> None:
    decision = choose.decide([_candidate("甲", 0.2), _candidate("乙", 0.9)], read=True)
    assert decision.chosen is not None
    assert decision.chosen.value == Said("乙", "乙")
    assert decision.probability == pytest.approx(0.8808, abs=1e-4)


def test_of_equals_the_first_is_chosen() -> None:
    decision = choose.decide([_candidate("甲", 0.8), _candidate("乙", 0.9)], read=False)
    assert decision.chosen is not None
    assert decision.chosen.value == Said("甲", "甲")


def test_nothing_gives_nothing() -> None:
    assert choose.decide([], read=True) == choose.Decision(None, 0.0)
