from __future__ import annotations

import re
from html.parser import HTMLParser

from eval import plots
from eval.questions.comparing import compare
from eval.questions.judging import REASONS
from eval.questions.report import MEANING, page
from eval.questions.runner import Cited
from eval.questions.summary import summarise
from tests.eval.fakes import make_outcome

NASTY = "<script>alert(1)</script><img src=x onerror=y> & \" ' </details>"


class Tags(HTMLParser):
    """Which tags are opened, whether each is closed in order, and the attributes seen."""

    VOID = ("meta", "br", "rect", "line", "circle", "polyline")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outcomes() -> tuple:  # type: ignore[type-arg]
    bad = dict.fromkeys(("question", "answer", "bold", "detail", "why", "expected", "kind"), NASTY)
    cited = (Cited(NASTY, NASTY, NASTY, False, False, False),)
    missed = [
        make_outcome(id=f"m{i}", reason=reason, history=(NASTY,), citations=cited, **bad)
        for i, reason in enumerate(REASONS)
    ]
    return (make_outcome(), *missed)


def test_everything_is_escaped_and_the_page_is_well_formed() -> None:
    run = outcomes()
    before = [make_outcome(question=NASTY, history=(NASTY,))]
    html = page(summarise(run), run, heading=NASTY, machine=NASTY, floors=(NASTY,), comparison=compare(before, run),
                ablation={NASTY: summarise(run)})  # fmt: skip
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "iframe", "link", "object"}
    assert not {name for name in tags.attributes if name.startswith("on")} | tags.attributes & {"href", "src"}
    assert "&lt;script&gt;" in html


def test_the_page_holds_numbers_and_every_miss_with_its_class() -> None:
    cited = (Cited("a.txt", "原句", "2024-02", True, True, None),)
    miss = make_outcome(
        id="m1",
        question="产量？",
        reason="wrong year",
        detail="2023 instead of 2024",
        expected="115万辆",
        citations=cited,
    )
    run = (make_outcome(), miss)
    html = page(summarise(run), run, heading="h", machine="m")
    assert "50.0%" in html
    for part in ("wrong year: 1", "产量？", "2023 instead of 2024", "115万辆", "原句", "2024-02"):
        assert part in html


def test_a_page_without_questions_or_misses() -> None:
    assert "Every miss (0 of 0)" in page(summarise([]), [], heading="h", machine="m")
    assert "No misses." in page(summarise([make_outcome()]), [make_outcome()], heading="h", machine="m")


def test_every_class_of_miss_is_explained() -> None:
    assert set(MEANING) == set(REASONS)


def test_bars_are_as_long_as_their_values() -> None:
    svg = plots.bars([("a", 0.5, 0.4, 0.6, 10), ("b", 1.0, 1.0, 1.0, 3)], "t")
    lengths = [float(w) for w in re.findall(r'width="([\d.]+)" height="16" class="bar"', svg)]
    assert lengths[0] * 2 == lengths[1] > 0


def test_log_lines_put_decades_at_equal_steps() -> None:
    svg = plots.log_lines({"x": [(1000, 1.0), (10_000, 10.0), (100_000, 100.0)]}, "t", "n", "ms")
    points = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)
    (x0, y0), (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in points]
    assert abs((x1 - x0) - (x2 - x1)) < 0.2
    assert abs((y0 - y1) - (y1 - y2)) < 0.2
    assert "<polyline" not in plots.log_lines({"x": [(0, 0.0)]}, "t", "n", "ms")
