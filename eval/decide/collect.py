"""Candidates with their evidence, and whether each would have been right: what the decision learns from.

In: `Asked` questions, an assistant over an index of their articles. Out: for each question a `Case` with a row of
features for every candidate. A candidate is right when the answer made of it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from eval.decide.articles import Asked
from eval.decide.grow import Rows
from eval.decide.label import Outcome, outcome, right
from eval.questions import Gold, judge
from index.errors import QuestionError
from qa.decide import BEST, FEATURES
from qa.respond import Assistant, Proposal
from qa.types import NOT_FOUND, Answer


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates. `rows`: the features of each, in the order of `FEATURES`; `labels`: is it right;
    `rules`: what became of the rules' own answer; `shown`: the candidates in words, for people."""

    article: str
    language: str
    kind: str
    text: str
    answerable: bool
    rules: Outcome
    rows: tuple[tuple[float, ...], ...]
    labels: tuple[bool, ...]
    ways: tuple[str, ...]
    shown: tuple[str, ...]


def collect(asked: Iterable[Asked], assistant: Assistant, advance: Callable[[], None] = lambda: None) -> list[Case]:
    """A case for each question that asks something."""
    cases = []
    for one in asked:
        case = _asked(one, assistant)
        if case is not None:
            cases.append(case)
        advance()
    return cases


def collect_set(golds: Iterable[Gold], assistant: Assistant, advance: Callable[[], None] = lambda: None) -> list[Case]:
    """The same for the lines of a question set, by its own judge; follow-ups are left out."""
    cases = []
    for gold in golds:
        advance()
        proposal = None if gold.history else assistant.propose(gold.question)
        if proposal is None:
            continue
        source = gold.evidence[0].source if gold.evidence else "none"
        told = proposal.rules_answer()
        rules: Outcome = "right" if judge(gold, told).right else "wrong"
        if told.status == NOT_FOUND or not gold.answerable:
            refused = told.status == NOT_FOUND
            rules = ("refused" if refused else "right") if gold.answerable else ("due" if refused else "false")
        cases.append(
            _case(proposal, source, gold.language, gold.kind, gold.question, gold.answerable, rules,
                  partial(_judged, gold))
        )  # fmt: skip
    return cases


def _judged(gold: Gold, answer: Answer) -> bool:
    return gold.answerable and judge(gold, answer).right


def _asked(asked: Asked, assistant: Assistant) -> Case | None:
    proposal = assistant.propose(asked.text)
    if proposal is None:
        return None
    rules = outcome(asked, proposal.rules_answer())
    return _case(
        proposal, asked.article, asked.language, asked.kind, asked.text, asked.answerable, rules,
        lambda answer: right(asked, answer),
    )  # fmt: skip


def _case(
    proposal: Proposal, article: str, language: str, kind: str, text: str, answerable: bool, rules: Outcome,
    is_right: Callable[[Answer], bool],
) -> Case:  # fmt: skip
    answers = [proposal.finish(candidate) for candidate in proposal.candidates]
    rows = tuple(
        tuple(round(float(one.features.get(name, 0.0)), 5) for name in FEATURES) for one in proposal.candidates
    )
    return Case(
        article, language, kind, text, answerable, rules, rows, tuple(map(is_right, answers)),
        tuple(one.way for one in proposal.candidates), tuple(map(_shown, answers)),
    )  # fmt: skip


def _shown(answer: Answer) -> str:
    return (answer.bold or answer.text)[:80]


def save(cases: Sequence[Case], file: Path) -> None:
    """The cases as JSON lines."""
    file.write_text("".join(json.dumps(asdict(case), ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")


def load(file: Path) -> list[Case]:
    """The cases of such a file. Raises QuestionError where it is none."""
    try:
        return [_read(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise QuestionError(f"cannot read cases from {file}: {error}; collect them again.") from error


def _read(row: dict[str, Any]) -> Case:
    return Case(
        row["article"], row["language"], row["kind"], row["text"], row["answerable"], row["rules"],
        tuple(map(tuple, row["rows"])), tuple(row["labels"]), tuple(row["ways"]), tuple(row["shown"]),
    )  # fmt: skip


def rows_of(cases: Sequence[Case], *, reading: bool = True) -> Rows:
    """The candidates of all cases as rows to grow a forest on; `reading` False: the rules' candidates and evidence."""
    names = tuple(FEATURES) if reading else tuple(name for name in FEATURES if name not in READ_FEATURES)
    columns = [list(FEATURES).index(name) for name in names]
    articles = {article: number for number, article in enumerate(sorted({case.article for case in cases}))}
    picked = [
        (case, number, i)
        for number, case in enumerate(cases)
        for i, way in enumerate(case.ways)
        if reading or way not in READ_WAYS
    ]
    return Rows(
        names,
        np.array([[case.rows[i][c] for c in columns] for case, _, i in picked], dtype=float).reshape(-1, len(names)),
        np.array([int(case.labels[i]) for case, _, i in picked], dtype=np.int64),
        np.array([articles[case.article] for case, _, _ in picked], dtype=np.int64),
        np.array([number for _, number, _ in picked], dtype=np.int64),
    )


READ_WAYS = ("span", "claim")
READ_FEATURES = ("read", "span", "joint", "read_margin", "read_best", "votes")


def rules_rows(cases: Sequence[Case], best: Sequence[float]) -> Rows:
    """A row for each question that the rules answer: the evidence for their answer, the `best` probability of all its
    candidates, and whether the rules are right."""
    articles = {article: number for number, article in enumerate(sorted({case.article for case in cases}))}
    picked = [(case, n) for n, case in enumerate(cases) if case.rows and case.rules not in ("refused", "due")]
    return Rows(
        (*FEATURES, BEST),
        np.array([[*case.rows[0], best[n]] for case, n in picked], dtype=float).reshape(-1, len(FEATURES) + 1),
        np.array([int(case.rules == "right") for case, _ in picked], dtype=np.int64),
        np.array([articles[case.article] for case, _ in picked], dtype=np.int64),
        np.array([n for _, n in picked], dtype=np.int64),
    )
