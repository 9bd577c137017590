"""Outcomes → tables of metrics with 95 % intervals.

Comes in: outcomes of one run. Goes out: `Summary`: one `Row` for all, and rows by split, language, kind, language
pair; counts of the kinds of miss; the risk–coverage curve; times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eval import metrics as m
from eval.questions.judging import REASONS
from eval.questions.runner import Outcome

Values = Callable[[Sequence[Outcome]], list[float]]


def _retrieval(score: Callable[[Outcome], float]) -> Values:
    return lambda outcomes: [score(o) for o in outcomes if o.facts and o.status != "error"]


def _citations(outcomes: Sequence[Outcome], name: str) -> list[float]:
    values = (getattr(one, name) for o in outcomes for one in o.citations if name != "proves" or o.answerable)
    return [float(value) for value in values if value is not None]


# Name → what it is for people, and the values (one a question, or one a citation) whose mean it is.
METRICS: dict[str, tuple[str, Values]] = {
    "right": ("Right, refusals included", lambda os: [float(o.right) for o in os]),
    "answer_right": ("Right where there is an answer", lambda os: [float(o.right) for o in os if o.answerable]),
    "answered_right": (
        "Right when it answers",
        lambda os: [float(o.right) for o in os if not o.refused and o.status != "error"],
    ),
    "hit@1": ("Proof among the first hit", _retrieval(lambda o: m.hit_at(o.gains, 1))),
    "hit@5": ("Proof among 5 hits", _retrieval(lambda o: m.hit_at(o.gains, 5))),
    "hit@10": ("Proof among 10 hits", _retrieval(lambda o: m.hit_at(o.gains, 10))),
    "recall@10": ("Facts found in 10 hits", _retrieval(lambda o: m.recall_at(o.gains, o.facts, 10))),
    "mrr@10": ("Mean reciprocal rank", _retrieval(lambda o: m.reciprocal_rank(o.gains))),
    "ndcg@10": ("nDCG@10", _retrieval(lambda o: m.ndcg_at(o.gains, o.facts, 10))),
    "citation_precision": ("Citations that prove", lambda os: _citations(os, "proves")),
    "citation_recall": ("Facts cited", lambda os: [o.cited_facts / o.facts for o in os if o.facts]),
    "verbatim": ("Quotes word for word in the file", lambda os: _citations(os, "verbatim")),
    "dates": ("Dates of citations right", lambda os: _citations(os, "dated")),
    "refusal_precision": ("Refusals that were due", lambda os: [float(not o.answerable) for o in os if o.refused]),
    "refusal_recall": ("Due refusals made", lambda os: [float(o.refused) for o in os if not o.answerable]),
    "language": ("Answer in the question's language", lambda os: [float(o.spoken) for o in os if o.status != "error"]),
}
TIMES = {"answer_ms": "Answer", "search_ms": "Search"}


@dataclass(frozen=True, slots=True)
class Row:
    """One group of questions: how many, and each metric that has values in it."""

    name: str
    n: int
    scores: Mapping[str, m.Estimate]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that is shown of a run. `machine` and `costs` (seconds, MiB) are filled in by the command."""

    overall: Row
    splits: tuple[Row, ...]
    languages: tuple[Row, ...]
    kinds: tuple[Row, ...]
    pairs: tuple[Row, ...]
    reasons: Mapping[str, int]
    curve: tuple[tuple[float, float], ...]
    area: float
    times: Mapping[str, Mapping[str, float]]
    costs: Mapping[str, float] = field(default_factory=dict)

    def row(self, name: str) -> Row | None:
        """The row called `name` ("all", "dev", "zh", "year", "en-zh"), None when there is none."""
        rows = (self.overall, *self.splits, *self.languages, *self.kinds, *self.pairs)
        return next((row for row in rows if row.name == name), None)


def score(name: str, outcomes: Sequence[Outcome]) -> Row:
    """Every metric that has at least one value in `outcomes`."""
    found = {metric: m.bootstrap(values(outcomes)) for metric, (_, values) in METRICS.items()}
    return Row(name, len(outcomes), {metric: one for metric, one in found.items() if one.n})


def summarise(outcomes: Sequence[Outcome], costs: Mapping[str, float] | None = None) -> Summary:
    """The summary of a run; an empty run gives zeros."""
    answers = [o for o in outcomes if o.status not in ("error",)]
    curve = m.risk_coverage([o.confidence for o in answers], [_stands(o) for o in answers])
    reasons = Counter(o.reason for o in outcomes if not o.right)
    return Summary(
        overall=score("all", outcomes),
        splits=_groups(outcomes, lambda o: o.split),
        languages=_groups(outcomes, lambda o: o.language),
        kinds=_groups(outcomes, lambda o: o.kind),
        pairs=_groups([o for o in outcomes if o.pair], lambda o: o.pair),
        reasons={reason: reasons[reason] for reason in REASONS if reasons[reason]},
        curve=tuple(curve),
        area=m.area_under(curve),
        times={name: _spread([getattr(o, name) for o in answers]) for name in TIMES},
        costs=dict(costs or {}),
    )


def _stands(outcome: Outcome) -> bool:
    """Would this be right if it were shown? A refusal shows nothing: it is right to show only what is right."""
    return outcome.right and outcome.answerable


def _groups(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> tuple[Row, ...]:
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(key(outcome), []).append(outcome)
    return tuple(score(name, group) for name, group in groups.items())


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {f"p{q}": m.percentile(values, q) for q in (50, 95)}


def as_json(summary: Summary) -> dict[str, object]:
    """The summary for programs: `wenyu eval --json` and the page's data file."""

    def row(one: Row) -> dict[str, object]:
        return {"n": one.n, **{name: _estimate(estimate) for name, estimate in one.scores.items()}}

    def rows(many: Sequence[Row]) -> dict[str, object]:
        return {one.name: row(one) for one in many}

    return {
        "all": row(summary.overall), "splits": rows(summary.splits), "languages": rows(summary.languages),
        "kinds": rows(summary.kinds), "pairs": rows(summary.pairs), "reasons": dict(summary.reasons),
        "risk_coverage": [[round(c, 4), round(r, 4)] for c, r in summary.curve],
        "area_under_risk_coverage": round(summary.area, 4),
        "ms": {name: {q: round(v, 3) for q, v in spread.items()} for name, spread in summary.times.items()},
        "costs": {name: round(value, 3) for name, value in summary.costs.items()},
    }  # fmt: skip


def _estimate(one: m.Estimate) -> dict[str, float]:
    return {"value": round(one.value, 4), "low": round(one.low, 4), "high": round(one.high, 4), "n": one.n}
