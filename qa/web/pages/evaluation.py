"""The results of the evaluation question set → HTML: a table by kind and language, and the list of misses.

Comes in: the runner's outcomes. Goes out: escaped HTML.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from index.types import Language
from qa.web.pages.articles import column_heads, note_html
from qa.web.pages.escape import esc
from qa.web.pages.marked import lang_of
from qa.web.strings import words

_MAX_MISSES = 200


def results_html(outcomes: Sequence[Any], language: Language) -> str:
    """Share of right answers for each kind of question and language, then every miss."""
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.kind, outcome.language].append(outcome.right)
        groups["", ""].append(outcome.right)
    rows = "".join(_row(kind, spoken, rights, language) for (kind, spoken), rights in sorted(groups.items()))
    heads = column_heads(("kind", "asked", "right", "share"), ("asked", "right", "share"), language)
    misses = [outcome for outcome in outcomes if not outcome.right]
    table = (
        f'<div class="wy-tablebox"><table class="wy-table"><caption>{esc(words("eval_results", language))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if not misses:
        return table + note_html(words("eval_no_misses", language))
    heading = esc(words("eval_misses", language, count=len(misses)))
    items = "".join(_miss(outcome, language) for outcome in misses[:_MAX_MISSES])
    return f'{table}<section class="wy-misses" aria-label="{heading}"><h3>{heading}</h3><ul>{items}</ul></section>'


def _row(kind: str, spoken: str, rights: Sequence[bool], language: Language) -> str:
    name = f"{kind} · {spoken}" if kind else words("eval_all", language)
    share = f"{100 * sum(rights) / len(rights):.0f}%"
    strong = ' class="wy-sum"' if not kind else ""
    return (
        f'<tr{strong}><th scope="row">{esc(name)}</th><td class="wy-num">{len(rights)}</td>'
        f'<td class="wy-num">{sum(rights)}</td><td class="wy-num">{share}</td></tr>'
    )


def _miss(outcome: Any, language: Language) -> str:
    expected = outcome.expected or words("not_found", language)
    return (
        f'<li><strong lang="{lang_of(outcome.question)}">{esc(outcome.question)}</strong>'
        f"<p>{esc(words('eval_expected', language))} {esc(expected)}</p>"
        f"<p>{esc(words('eval_given', language))} {esc(outcome.answer)}</p>"
        f'<p class="wy-note">{esc(outcome.reason)} {esc(outcome.detail)}</p></li>'
    )
