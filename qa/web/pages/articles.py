"""The list of articles, what was skipped, and the progress of a build → HTML.

Comes in: summaries, skipped files, a build's report. Goes out: escaped HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.types import DateEvidence, Language, Skipped
from qa.web.pages.escape import esc
from qa.web.pages.marked import date_words, lang_of, precision_words
from qa.web.strings import table, words

# A page shows this many articles; the search box above finds the others.
MAX_ROWS = 100


class Summary(Protocol):
    """A line of the list of articles."""

    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def published(self) -> DateEvidence: ...
    @property
    def length(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def figures(self) -> int: ...


def matching(articles: Sequence[Summary], needle: str) -> list[Summary]:
    """Articles whose title, file or date holds the words of `needle` (all of them)."""
    wanted = needle.lower()[:200].split()
    return [
        a for a in articles if all(w in f"{a.title}\n{a.source}\n{a.published.iso() or ''}".lower() for w in wanted)
    ]


def articles_html(
    articles: Sequence[Summary], skipped: Sequence[Skipped], language: Language, needle: str = "", *, changes: bool
) -> str:
    """The table of articles; `changes` says whether they can be removed from here."""
    found = matching(articles, needle)
    total = len(articles)
    if not found:
        body = f'<p class="wy-note">{esc(words("no_articles" if not total else "no_match", language))}</p>'
    else:
        names = ("title", "date", "length", "figures", "act")
        heads = column_heads(names, ("length", "figures"), language)
        rows = "".join(_row(article, language, changes) for article in found[:MAX_ROWS])
        body = (
            f'<div class="wy-tablebox"><table class="wy-table wy-articles"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
    shown = min(len(found), MAX_ROWS)
    count = words("article_count", language, shown=f"{shown:,}", total=f"{total:,}")
    return f'<p class="wy-note">{esc(count)}</p>{body}{_skipped(skipped, language)}'


def column_heads(names: Sequence[str], numbers: Sequence[str], language: Language) -> str:
    """The head cells of a table; the columns named in `numbers` are set to the right, as their cells are."""
    return "".join(
        f'<th scope="col"{" class=wy-num" if name in numbers else ""}>{esc(words(f"column_{name}", language))}</th>'
        for name in names
    )


def _row(article: Summary, language: Language, changes: bool) -> str:
    published = article.published
    when = date_words(published.iso(), published.precision, language)
    exact = precision_words(published.precision, language)
    proof = f'<q class="wy-proof">{esc(published.quote)}</q>' if published.quote else ""
    source, title = esc(article.source), esc(article.title)
    buttons = [_act("read", "open_article", source, title, language)]
    if changes:
        buttons.append(_act("remove", "remove_article", source, title, language))
    return (
        f'<tr><th scope="row" lang="{lang_of(article.title)}">{title}<span class="wy-file">{source}</span></th>'
        f'<td class="wy-when"><time class="wy-date">{esc(when)}</time>'
        f"{f' <span class=wy-precision>{esc(exact)}</span>' if exact else ''}{proof}</td>"
        f'<td class="wy-num">{article.length:,}</td><td class="wy-num">{article.figures:,}</td>'
        f'<td class="wy-acts">{"".join(buttons)}</td></tr>'
    )


def _act(act: str, key: str, source: str, title: str, language: Language) -> str:
    label = esc(words(key, language))
    return (
        f'<button type="button" class="wy-quiet" data-act="{act}" data-source="{source}" '
        f'aria-label="{label}: {title}">{label}</button>'
    )


def _skipped(skipped: Sequence[Skipped], language: Language) -> str:
    if not skipped:
        return ""
    items = "".join(
        f'<li><span class="wy-file">{esc(s.source)}</span> {esc(s.reason)}</li>' for s in skipped[:MAX_ROWS]
    )
    heading = esc(words("skipped", language, count=f"{len(skipped):,}"))
    return f'<details class="wy-skipped"><summary>{heading}</summary><ul>{items}</ul></details>'


def stage_words(stage: str, language: Language) -> str:
    """A build stage in words; a stage without words of its own is shown as it is named."""
    key = f"stage_{stage}"
    return words(key, language) if key in table() else stage


def progress_html(stage: str, done: int, total: int, language: Language) -> str:
    """A progress bar; `total` 0 means that the length is not known yet."""
    label = stage_words(stage, language)
    bar = f' value="{min(done, total)}" max="{total}"' if total > 0 else ""
    count = f" {done:,} / {total:,}" if total > 0 else ""
    return (
        f'<div class="wy-progress" role="status"><span>{esc(label)}{count}</span>'
        f'<progress{bar} aria-label="{esc(label)}"></progress></div>'
    )


def note_html(text: str, kind: str = "ok") -> str:
    """A line about what was done ("ok") or could not be done ("warn")."""
    role = "alert" if kind == "warn" else "status"
    return f'<p class="wy-said wy-said-{kind}" role="{role}">{esc(text)}</p>' if text else ""
