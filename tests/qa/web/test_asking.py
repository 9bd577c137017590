"""Asking in a real browser: nothing typed is lost, every question has an address, removing is seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.qa.web.conftest import THIRD_PARTY, Running, stop
from tests.qa.web.fakes import OUTPUT
from tests.qa.web.test_browser import EN, ZH, Visit

pytestmark = [pytest.mark.browser, *THIRD_PARTY]
BOX = "#wy-ask textarea"


@pytest.fixture
def visit(chromium: Any, running: Running) -> Iterator[Any]:
    visits: list[Visit] = []

    def opened(*given: Any, at: str = "", **named: Any) -> Visit:
        visits.append(Visit(chromium, running.url + at, *given, **named))
        return visits[-1]

    yield opened
    for one in visits:
        assert one.complaints == []
        one.context.close()


def fields(here: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(here.page.url).query)


@pytest.fixture
def slow(running: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Answers wait until the test lets them go."""
    go = threading.Event()
    assistant: Any = running.engines[-1].assistant
    ask = assistant.ask

    def later(*given: Any, **named: Any) -> Any:
        assert go.wait(60)
        return ask(*given, **named)

    monkeypatch.setattr(assistant, "ask", later)
    yield go
    go.set()


def test_f3_what_is_typed_meanwhile_stays_and_questions_wait_for_each_other(visit: Any, slow: threading.Event) -> None:
    here = visit()
    for question in (ZH, "北京的人口是多少", EN):
        here.page.fill(BOX, question)
        here.page.press(BOX, "Enter")
        assert here.page.input_value(BOX) == ""
    here.page.fill(BOX, "我在打下一个问题")
    here.page.wait_for_function("document.querySelector('#wy-waiting')?.textContent.includes('2')")
    slow.set()
    here.answered(3)
    assert here.page.locator(".wy-question").all_inner_texts() == [ZH, "北京的人口是多少", EN]
    assert here.page.input_value(BOX) == "我在打下一个问题"
    assert here.page.locator("#wy-waiting").inner_text() == ""


def test_f3_a_question_that_was_refused_comes_back(visit: Any) -> None:
    here = visit()
    here.ask("车" * 600)
    here.page.wait_for_function("document.querySelector('#wy-ask textarea').value.length === 600")
    here.page.fill(BOX, "")
    here.page.press(BOX, "Enter")
    here.page.wait_for_timeout(300)
    assert here.page.locator(".wy-turn").count() == 1  # an empty box asks nothing


def test_f13_a_question_has_an_address_that_answers_it(visit: Any) -> None:
    here = visit("en", at="/?" + urlencode({"q": EN, "lang": "en"}))
    turn = here.answered()
    assert "1.15 million" in turn.locator(".wy-text").inner_text()
    here.page.wait_for_selector("#wy-pane #wy-hit")
    assert here.page.locator("#wy-pane #wy-hit").inner_text().rstrip("。") == OUTPUT
    assert here.page.locator("#wy-new").inner_text() == "New chat"
    here.page.reload()
    here.answered()
    assert here.page.locator(".wy-turn").count() == 1  # not asked twice


def test_f13_addresses_follow_the_questions_and_back_leads_back(visit: Any) -> None:
    here = visit()
    here.ask(ZH)
    here.page.wait_for_function("location.search.includes('q=')")
    assert fields(here) == {"q": [ZH], "lang": ["zh"]}
    here.ask("北京的人口是多少", 2)
    here.page.wait_for_function("decodeURIComponent(location.search).includes('北京')")
    in_view = (
        "at => { const r = document.querySelector(`#wy-turn-${at}`).getBoundingClientRect();"
        " return r.top > -50 && r.top < innerHeight / 2 }"
    )
    here.page.wait_for_function(in_view, arg=2)  # the page is still scrolling to the new answer
    here.page.go_back()
    here.page.wait_for_function("decodeURIComponent(location.search).includes('两江新区')")
    assert here.page.locator(".wy-turn").count() == 2
    here.page.wait_for_function(in_view, arg=1)
    here.page.go_forward()
    here.page.wait_for_function("decodeURIComponent(location.search).includes('北京')")


def test_f13_a_link_is_copied_and_begins_a_conversation_of_its_own(chromium: Any, running: Running) -> None:
    here = Visit(chromium, running.url, permissions=["clipboard-read", "clipboard-write"])
    turn = here.ask(ZH)
    turn.locator("[data-act=link]").click()
    here.page.wait_for_selector(".wy-toast")
    link = here.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(urlsplit(link).query) == {"q": [ZH], "lang": ["zh"]}
    here.ask("北京的人口是多少", 2)
    here.page.goto(f"{running.url}/?{urlencode({'q': '重庆规上工业总产值', 'lang': 'zh'})}")
    here.page.wait_for_function(
        "document.querySelector('#wy-turn-1 .wy-question')?.textContent === '重庆规上工业总产值'"
    )
    assert here.answered().locator(".wy-card").count() == 4
    assert here.page.locator(".wy-turn").count() == 1
    assert running.engines[-1].assistant.asked[-1] == ("重庆规上工业总产值", ())  # type: ignore[attr-defined]
    here.context.close()


def test_f9_send_and_language_have_names(visit: Any) -> None:
    here = visit("en")
    here.page.wait_for_selector("#wy-ask button[aria-label=Ask]")
    here.page.wait_for_selector("#wy-language[aria-label='Page language']")


def test_f14_on_paper_stand_answer_and_quotes(visit: Any) -> None:
    here = visit()
    turn = here.ask(ZH)
    here.page.emulate_media(media="print")
    for gone in ("#wy-pane", "#wy-composer", "#wy-turn-1 .wy-follow", "#wy-turn-1 .wy-foot", "#wy-tabs [role=tab]"):
        assert not here.page.locator(gone).first.is_visible(), gone
    for kept in (".wy-question", ".wy-text", ".wy-card blockquote mark", ".wy-card .wy-file"):
        assert turn.locator(kept).first.is_visible(), kept


def test_f2_removing_is_asked_where_one_looks(chromium: Any, tmp_path: Path) -> None:
    own = Running(tmp_path, extra={f"1{n:02}.txt": f"文章{n}\n内容。\n" for n in range(60)})
    try:
        here = Visit(chromium, own.url)
        here.page.get_by_role("tab").nth(1).click()
        here.page.locator("#wy-articles [data-act=remove]").nth(55).click()
        here.page.wait_for_function(
            "(() => { const r = document.querySelector('#wy-sure')?.getBoundingClientRect();"
            " return r && r.height && r.top >= 0 && r.bottom <= innerHeight })()"
        )
        assert here.page.evaluate("document.querySelector('#wy-sure').contains(document.activeElement)")
        here.context.close()
    finally:
        stop(own.server)
