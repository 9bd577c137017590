"""Nothing that comes from an article or a reader can act in the page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Skipped
from qa.types import Quote
from qa.web.pages.articles import articles_html, note_html
from qa.web.pages.escape import esc, visible
from qa.web.pages.matched import Pair
from qa.web.pages.page import thread_html
from qa.web.pages.source import Place, source_html
from qa.web.pages.timeline import series_of, table_html
from qa.web.pages.turn import turn_html
from qa.web.state import Conversation, Filters, Session, Turn
from tests.qa.web.fakes import SEEDS, FakeIndex, fake_engine, hostile, read_article

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "[click](javascript:alert(1))",
    "![](http://tracker.example/x.png)",
    "</details></article><h1>out</h1>",
    "$$\\frac{1}{0}$$ ${alert(1)} {{constructor}}",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<!-- --><style>*{display:none}</style>",
    "\u202etxt.exe\u0000\ud800",
    "[1] [99]",
)
ALLOWED = {
    "article", "section", "header", "footer", "nav", "div", "span", "p", "ul", "ol", "li", "h2", "h3", "h4", "button",
    "blockquote", "mark", "strong", "details", "summary", "small", "time", "q", "svg", "path", "table", "caption",
    "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


class Blind:
    """A view without articles; the model found the hostile words."""

    def text_of(self, source: str) -> str | None:
        return None

    def pairs(self, question: str, text: str) -> tuple[Pair, ...]:
        return (Pair(question, text, 0.5, 1.0),)


VIEW = Blind()


class Reader(HTMLParser):
    """Collects what a browser would see: tags, attribute names, text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.text = ""
        self.values: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def check(html: str) -> Reader:
    read = Reader(html)
    assert read.tags <= ALLOWED, read.tags - ALLOWED
    assert not {name for name in read.names if name.startswith("on") or name in ("src", "href", "style", "srcdoc")}
    html.encode("utf-8")  # a lone surrogate would make the whole answer fail to send
    return read


@pytest.mark.parametrize("text", HOSTILE)
def test_w9_turn_shows_hostile_text_as_text(text: str) -> None:
    answer = hostile(fake_engine().assistant.ask("整车产量"), text)
    turn = Turn(1, text, Filters(sources=(text,)), answer)
    read = check(turn_html(turn, "zh", VIEW, last=True))
    assert read.text.count(visible(text)) >= 6 if "[" not in text else visible(text) in read.text
    assert any(visible(text) in value for value in read.values)


@pytest.mark.parametrize("text", HOSTILE)
def test_w9_refusal_error_and_earlier_show_hostile_text_as_text(text: str) -> None:
    answer = fake_engine().assistant.ask("北京人口")
    closest = (Quote(0, text, text, text, None, "unknown", 0, 1, reading=text),)
    turns = (
        Turn(1, text, answer=hostile_refusal(answer, text, closest)),
        Turn(2, text, error=text),
    )
    session = Session(turns=turns, earlier=(Conversation("a", ((text, Filters()),)),))
    check(thread_html(session, VIEW, {}))
    check(thread_html(Session(), VIEW, {"zh": (text,), "en": (text,)}))
    check(note_html(text, "warn"))


def hostile_refusal(answer, text, closest):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return replace(answer, text=text, closest=closest, notes=(text,), follow_ups=(text,))


@pytest.mark.parametrize("text", HOSTILE)
def test_w9_source_pane_and_lists_show_hostile_text_as_text(tmp_path, text: str) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    path = tmp_path / "a.txt"
    path.write_text(f"题目\n{text}\n末尾".replace("\ud800", ""), encoding="utf-8")
    article = replace(read_article(path), title=text, source=text)
    read = check(source_html(article, Place(text, 2, 12, 1, 1, (), ""), "zh", "changed"))
    assert visible(text.replace("\ud800", "").strip()).split("\n")[0] in read.text
    index = FakeIndex(SEEDS)
    first = replace(index.articles[0], title=text, source=text)
    check(articles_html([first], [Skipped(text, text)], "en", changes=True))


@pytest.mark.parametrize("text", HOSTILE)
def test_w9_timeline_table_shows_hostile_text_as_text(text: str) -> None:
    from dataclasses import replace

    answer = fake_engine().assistant.ask("总产值")
    figures = tuple(replace(f, value=text, display=text, indicator=text, place=text) for f in answer.figures)
    series = series_of(replace(answer, figures=figures), "zh")
    assert series is not None
    assert visible(text) in check(table_html(series, 1, "zh", {1: text})).text


@given(st.text(max_size=200))
def test_escaped_text_reads_back_as_the_visible_text(text: str) -> None:
    escaped = esc(text)
    assert not set("<>\"'") & set(escaped)
    assert Reader(f"<p>{escaped}</p>").text == visible(text)


def test_plain_text_stays_as_it_is() -> None:
    assert visible("两江新区 2024 — 115万辆\n\t“好”") == "两江新区 2024 — 115万辆\n\t“好”"
