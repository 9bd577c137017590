"""The articles outside the seeds, asked: right, wrong though answered, refused though there, due refusals.

In: the bundled articles with questions (`eval/articles.jsonl`), settings. Out: the four shares by part and language,
and which floors they miss. The decision is tuned on the `dev` part; `test` is for looking.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from eval.decide.articles import Asked, asked_of, read_articles, write_folder
from eval.decide.label import Outcome, outcome
from eval.decide.report import Four, four
from index.settings import Settings
from index.text import read_toml

BUNDLED = Path(__file__).parents[1] / "articles.jsonl"
FLOORS = Path(__file__).with_name("floors.toml")
# What 今年 means in a question of the set: after the youngest article.
TODAY = date(2026, 6, 1)
# How many questions of an article are asked: enough of them, and an answer that waits for each.
_EACH = 7


def questions(file: Path = BUNDLED) -> list[Asked]:
    """The questions that are asked: the same of each article at every run."""
    found: dict[str, list[Asked]] = {}
    for one in asked_of(read_articles([file])):
        found.setdefault(one.article, []).append(one)
    return [one for asked in found.values() for one in sorted(asked, key=_draw)[:_EACH]]


def _draw(asked: Asked) -> str:
    return hashlib.sha256(f"{asked.article} {asked.text}".encode()).hexdigest()


def measure_others(settings: Settings, advance: Callable[[], None] = lambda: None) -> dict[str, Four]:
    """The four shares of the bundled articles: "dev", "test", and each by language ("test en")."""
    from index.build import build_index
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    found: dict[str, list[Outcome]] = {}
    with tempfile.TemporaryDirectory(prefix="wenyu-others-") as scratch:
        folder, stored = Path(scratch) / "articles", Path(scratch) / "index"
        write_folder(read_articles([BUNDLED]), folder)
        build_index(folder, stored, settings=settings)
        assistant = Assistant(Retriever.open(stored, build=False), settings=settings, today=TODAY)
        for asked in questions():
            told = outcome(asked, assistant.ask(asked.text))
            for group in (asked.part, f"{asked.part} {asked.language}"):
                found.setdefault(group, []).append(told)
            advance()
    return {group: four(outcomes) for group, outcomes in sorted(found.items())}


def missed(shares: Mapping[str, Four], floors: Path = FLOORS) -> list[str]:
    """The floors that are not held, in words."""
    lines = []
    for group, wanted in read_toml(floors).items():
        for name, bound in wanted.items():
            value = getattr(shares[group], name) if group in shares else None
            if value is None:
                continue
            if value > bound if name == "wrong" else value < bound:
                lines.append(f"other articles, {group}: {name} is {value:.3f}, {bound:g} is the bound.")
    return lines


def rows(shares: Mapping[str, Four]) -> Sequence[tuple[str, ...]]:
    """The shares as rows of a table: group, the four, how many questions."""
    return [
        (name, *(f"{getattr(one, column):.3f}" for column in ("right", "wrong", "refused", "due")),
         f"{one.there} + {one.absent}")
        for name, one in shares.items()
    ]  # fmt: skip
