"""The page of a run: one self-contained HTML file, no script, no outside link. Everything shown is escaped.

Comes in: a summary, its outcomes, and what was compared or ablated. Goes out: HTML as a string.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files

from eval import plots
from eval.metrics import Estimate
from eval.questions.comparing import Change, Comparison
from eval.questions.judging import REASONS
from eval.questions.runner import Cited, Outcome
from eval.questions.summary import METRICS, Row, Summary

CARDS = ("right", "answer_right", "answered_right", "refusal_recall", "hit@5", "verbatim", "dates", "language")
GROUP_COLUMNS = ("right", "answer_right", "answered_right", "hit@1", "hit@5", "mrr@10", "ndcg@10",
                 "citation_precision", "citation_recall", "refusal_precision", "refusal_recall")  # fmt: skip
KIND_COLUMNS = ("right", "hit@5", "mrr@10", "citation_precision", "citation_recall")
SHORT = {
    "right": "right", "answer_right": "right, of those with an answer", "answered_right": "right, of those answered",
    "hit@1": "hit@1", "hit@5": "hit@5", "hit@10": "hit@10", "recall@10": "recall@10", "mrr@10": "MRR@10",
    "ndcg@10": "nDCG@10", "citation_precision": "citation precision", "citation_recall": "citation recall",
    "refusal_precision": "refusal precision", "refusal_recall": "refusal recall",
}  # fmt: skip
MEANING = {
    "not retrieved": "no proving passage among the first ten",
    "wrong sentence": "a proving passage was found, another sentence was cited",
    "wrong span": "the proving sentence was cited, the value taken from it is not the one asked for",
    "wrong year": "the value belongs to another time",
    "goal or result": "a goal was given for a result, or the other way round",
    "wrong place": "the value belongs to another place",
    "false refusal": "the proof was found, and the product said there is no answer",
    "false answer": "the articles hold no answer, and one was given",
    "error": "the product failed",
}


def page(
    summary: Summary,
    outcomes: Sequence[Outcome],
    *,
    heading: str,
    machine: str,
    floors: Sequence[str] = (),
    comparison: Comparison | None = None,
    ablation: Mapping[str, Summary] | None = None,
) -> str:
    """The whole page. `floors`: one line for each floor that is not held."""
    css = files("eval").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        f"<h1>{escape(heading)}</h1><p class='sub'>{escape(machine)}</p>",
        _floors(floors),
        _cards(summary),
        _comparison(comparison) if comparison else "",
        _groups(summary),
        _kinds(summary),
        _ablation(ablation) if ablation else "",
        _refusing(summary, outcomes),
        _times(summary),
        _misses(summary, outcomes),
    ]
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(heading)}</title><style>{css}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _floors(broken: Sequence[str]) -> str:
    if not broken:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in broken)
    return f"<h2 class='no'>Below the floors</h2><ul>{items}</ul>"


def _cards(summary: Summary) -> str:
    cards = []
    for name in CARDS:
        one = summary.overall.scores.get(name)
        if one:
            cards.append(
                f"<div class='card'><b>{one.value:.1%}</b><span>{escape(METRICS[name][0])}</span>"
                f"<small>95 %: {one.low:.1%} – {one.high:.1%} · n {one.n}</small></div>"
            )
    return f"<div class='cards'>{''.join(cards)}</div>"


def _cell(one: Estimate | None) -> str:
    if one is None:
        return "<td>–</td>"
    return f"<td>{one.value:.1%}<small>{one.low:.0%}–{one.high:.0%}</small></td>"


def _table(rows: Sequence[Row], columns: Sequence[str], first: str) -> str:
    heads = "".join(f"<th title='{escape(METRICS[name][0])}'>{escape(SHORT[name])}</th>" for name in columns)
    body = "".join(
        f"<tr><td>{escape(row.name)}</td><td>{row.n}</td>{''.join(_cell(row.scores.get(c)) for c in columns)}</tr>"
        for row in rows
    )
    return f"<div class='scroll'><table><tr><th>{escape(first)}</th><th>n</th>{heads}</tr>{body}</table></div>"


def _groups(summary: Summary) -> str:
    rows = [summary.overall, *summary.splits, *summary.languages]
    html = "<h2>All, by split and by language</h2>" + _table(rows, GROUP_COLUMNS, "questions")
    if summary.pairs:
        columns = ("hit@1", "hit@5", "hit@10", "recall@10", "mrr@10", "ndcg@10")
        html += "<h3>Retrieval by language pair (question – article)</h3>" + _table(summary.pairs, columns, "pair")
    return html


def _kinds(summary: Summary) -> str:
    kinds = sorted(summary.kinds, key=lambda row: row.scores["right"].value)
    bars = [(row.name, *_parts(row.scores["right"])) for row in kinds]
    return (
        "<h2>By kind of question</h2><p class='quiet'>Share right, with its 95 % interval. Kinds that begin with "
        "<code>no_</code> have no answer in the articles: right is to say so.</p>"
        f"<div class='plot'>{plots.bars(bars, 'Right, by kind of question')}</div>"
        f"<details><summary>The same as a table, with retrieval and citations</summary>"
        f"{_table(kinds, KIND_COLUMNS, 'kind')}</details>"
    )


def _parts(one: Estimate) -> tuple[float, float, float, int]:
    return one.value, one.low, one.high, one.n


def _ablation(runs: Mapping[str, Summary]) -> str:
    rows = [Row(name, run.overall.n, run.overall.scores) for name, run in runs.items()]
    columns = ("right", "answer_right", "refusal_recall", "hit@1", "hit@5", "hit@10", "mrr@10", "ndcg@10")
    return "<h2>Each retrieval signal alone</h2>" + _table(rows, columns, "signal")


def _refusing(summary: Summary, outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return ""
    answered = sum(not o.refused for o in outcomes) / len(outcomes)
    reasons = plots.counts(summary.reasons, "Kinds of miss") if summary.reasons else "<p>No misses.</p>"
    return (
        "<h2>When to answer, and what goes wrong</h2><div class='two'><div>"
        f"{plots.curve(summary.curve, answered, 'Risk over coverage')}"
        f"<p class='quiet'>Answering the surest first. Area under the curve {summary.area:.3f}; lower is better. "
        f"Questions without an answer count as wrong when answered.</p></div><div>{reasons}</div></div>"
    )


def _times(summary: Summary) -> str:
    cells = "".join(
        f"<tr><td>{escape(name.removesuffix('_ms'))}</td><td>{t['p50']:.1f} ms</td><td>{t['p95']:.1f} ms</td></tr>"
        for name, t in summary.times.items()
    )
    costs = "".join(
        f"<tr><td>{escape(name)}</td><td colspan='2'>{value:,.1f}</td></tr>" for name, value in summary.costs.items()
    )
    return (
        "<h2>Time and memory</h2><div class='scroll'><table><tr><th></th><th>median</th><th>95 in 100 below</th></tr>"
        f"{cells}{costs}</table></div>"
    )


def _comparison(comparison: Comparison) -> str:
    html = f"<h2>Against the earlier run</h2><p>{escape(comparison.sentence())}</p>"
    for title, changes, css in (("Lost", comparison.losses, ""), ("Won", comparison.wins, " won")):
        if changes:
            each = "".join(_change(change, css) for change in changes)
            opened = " open" if title == "Lost" else ""
            html += f"<details{opened}><summary>{title}: {len(changes)}</summary>{each}</details>"
    return html


def _change(change: Change, css: str) -> str:
    now, before = change.now, change.before
    rows = _rows(
        ("Right is", escape(now.expected or "no answer")),
        ("Before", f"{_reason(before)} {escape(before.bold or before.answer)}"),
        ("Now", f"{_reason(now)} {escape(now.bold or now.answer)}"),
    )
    return f"<details class='miss{css}'><summary>{_title(now)}</summary>{rows}</details>"


def _reason(outcome: Outcome) -> str:
    return f"<span class='tag'>{escape(outcome.reason)}</span>"


def _title(outcome: Outcome) -> str:
    earlier = "".join(f"<span class='quiet'>{escape(turn)} → </span>" for turn in outcome.history)
    return f"<code>{escape(outcome.id)} · {escape(outcome.kind)}</code>{earlier}{escape(outcome.question)}"


def _rows(*rows: tuple[str, str]) -> str:
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in rows if html) + "</dl>"


def _misses(summary: Summary, outcomes: Sequence[Outcome]) -> str:
    misses = [o for o in outcomes if not o.right]
    html = f"<h2>Every miss ({len(misses)} of {len(outcomes)})</h2>"
    for reason in REASONS:
        group = [o for o in misses if o.reason == reason]
        if group:
            html += f"<h3>{escape(reason)}: {len(group)}</h3><p class='quiet'>{escape(MEANING[reason])}</p>"
            html += "".join(_miss(outcome) for outcome in group)
    return html


def _miss(outcome: Outcome) -> str:
    rows = _rows(
        ("Right is", escape(outcome.expected or "no answer in the articles")),
        ("Answer", f"<b>{escape(outcome.bold)}</b> {escape(outcome.answer)}" if outcome.bold else
         escape(outcome.answer)),
        ("What differs", escape(outcome.detail)),
        ("Quotes", "".join(_quote(one) for one in outcome.citations)),
        ("Proof at rank", str(outcome.gains.index(1.0) + 1) if 1.0 in outcome.gains else
         "not among ten" if outcome.facts else ""),
        ("Status", f"{escape(outcome.status)}, confidence {outcome.confidence:.2f}, {escape(outcome.split)} split"),
        ("Hard because", escape(outcome.why)),
    )  # fmt: skip
    return f"<details class='miss'><summary>{_title(outcome)}</summary>{rows}</details>"


def _quote(one: Cited) -> str:
    marks = [] if one.verbatim else ["<span class='no'>not in the file</span>"]
    if one.dated is False:
        marks.append("<span class='no'>date wrong</span>")
    marks.append("<span class='ok'>proves</span>" if one.proves else "<span class='quiet'>not the gold proof</span>")
    where = f"<code>{escape(one.source)} · {escape(one.date or 'date unknown')}</code>"
    return f"<blockquote>{escape(one.text)} {where} {' · '.join(marks)}</blockquote>"
