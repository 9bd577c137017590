"""The page in a real browser, the whole way, over the fake engine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.qa.web.conftest import THIRD_PARTY, Running, stop
from tests.qa.web.fakes import OUTPUT

pytestmark = [pytest.mark.browser, *THIRD_PARTY]
ZH = "两江新区2024年整车产量是多少"
EN = "What was the vehicle output of Liangjiang New Area in 2024?"
SERIES = "重庆规上工业总产值历年是多少"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
# How far text stands out from what is behind it, after WCAG 2.1: the lowest ratio over all visible text of the page.
CONTRAST = """() => {
  const parse = (c) => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (let e = node; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0.5) return c;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const node of document.querySelectorAll("#wy-head *, .wy-thread *, .wy-pane *, #wy-language span")) {
    const own = [...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !node.offsetParent || node.closest("[disabled]")) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${node.className} ${node.textContent.slice(0, 20)}`);
  }
  return low;
}"""


# What Gradio's client logs when a page is reloaded or closed while it waits for the server.
LEFT = "AbortError: signal is aborted without reason"


class Visit:
    """One browser of its own, looking at the page; remembers every request and every complaint."""

    def __init__(self, browser: Any, url: str, language: str = "zh", size: dict[str, int] = WIDE, **more: Any) -> None:
        self.url = url
        locale = "zh-CN" if language == "zh" else "en-GB"
        self.context = browser.new_context(viewport=size, locale=locale, **more)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page = self.context.new_page()
        self.watch(self.page)
        self.open()

    def watch(self, page: Any) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("console", lambda said: self.complain(said.text) if said.type == "error" else None)

    def complain(self, text: str) -> None:
        """Note what the page complains of, but for Gradio's own word that a request ended as the page was left."""
        if not text.startswith(LEFT):
            self.complaints.append(text)

    def open(self) -> None:
        self.page.goto(self.url)
        self.page.wait_for_selector(".wy-empty, .wy-turn")
        self.page.wait_for_function("document.title.includes('问渝') || document.title.includes('WenYu')")

    def ask(self, question: str, turn: int = 1) -> Any:
        """Type a question, see it stand in the box as a person does, and send it."""
        self.page.fill("#wy-ask textarea", question)
        box = "question => document.querySelector('#wy-ask textarea').value === question"
        self.page.wait_for_function(box, arg=question)
        self.page.press("#wy-ask textarea", "Enter")
        return self.answered(turn)

    def answered(self, turn: int = 1) -> Any:
        self.page.wait_for_selector(f"#wy-turn-{turn} .wy-foot, #wy-turn-{turn} .wy-error")
        return self.page.locator(f"#wy-turn-{turn}")

    def hit_in_view(self) -> bool:
        """Whether the marked sentence can be seen: inside its pane, and the pane on the screen."""
        return bool(
            self.page.wait_for_function(
                """() => {
                  const hit = document.querySelector("#wy-pane #wy-hit");
                  const text = hit?.closest(".wy-article");
                  if (!hit) return false;
                  const a = hit.getBoundingClientRect(), b = text.getBoundingClientRect();
                  return a.top >= b.top && a.bottom <= b.bottom && a.top >= 0 && a.bottom <= innerHeight;
                }""",
                timeout=5_000,
            )
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture
def visit(chromium: Any, running: Running) -> Iterator[Any]:
    """Opens visits and closes them; fails if the page fetched from elsewhere or complained."""
    visits: list[Visit] = []

    def opened(*given: Any, **named: Any) -> Visit:
        visits.append(Visit(chromium, running.url, *given, **named))
        return visits[-1]

    yield opened
    for one in visits:
        one.context.close()
        foreign = [u for u in one.requests if not u.startswith((running.url, "data:", "blob:"))]
        assert foreign == []
        assert one.complaints == []


def test_ask_in_chinese_and_open_the_proof(visit: Any) -> None:
    page = visit().page
    turn = page.locator("#wy-turn-1")
    page.fill("#wy-ask textarea", ZH)
    page.press("#wy-ask textarea", "Enter")
    page.wait_for_selector("#wy-turn-1 .wy-cards")
    assert turn.locator(".wy-text strong").inner_text() == "115万辆"
    assert turn.locator(".wy-text p").first.locator("strong").count() == 1
    assert page.input_value("#wy-ask textarea") == ""
    # At one moment, for the page may still be scrolling to the answer.
    boxes = turn.evaluate(
        "(turn, names) => names.map(name => turn.querySelector(name).getBoundingClientRect().y)",
        [".wy-question", ".wy-text", ".wy-cards"],
    )
    assert boxes == sorted(boxes)
    card = turn.locator(".wy-card").first
    assert "2025年1月20日" in card.inner_text()
    assert "001_6093c4a7a48f33f9.txt" in card.inner_text()
    assert card.locator("mark").inner_text().rstrip("。") == OUTPUT
    assert len(card.locator("blockquote").inner_text()) > len(OUTPUT) + 20


def test_marks_cards_and_steps_open_the_sentence(visit: Any) -> None:
    here = visit()
    turn = here.ask(ZH)
    turn.locator(".wy-mark").first.click()
    assert here.hit_in_view()
    hit, pane = here.page.locator("#wy-pane #wy-hit"), here.page.locator("#wy-pane .wy-pane")
    assert hit.inner_text().rstrip("。") == OUTPUT
    assert "2025年1月20日" in pane.inner_text()
    assert "1月20日下午" in pane.locator(".wy-proof").inner_text()
    whole = here.page.evaluate("document.querySelector('#wy-pane .wy-article').innerText.length")
    assert whole > 2_500
    scrolled = here.page.evaluate("(() => { const t = document.querySelector('#wy-pane .wy-article'); t.scrollTop = 0;"
                                  " return t.scrollHeight > t.clientHeight })()")  # fmt: skip
    assert scrolled
    turn.locator(".wy-mark").first.click()  # the same sentence again comes back into view
    assert here.hit_in_view()
    here.page.click("#wy-pane [data-step=next]")
    here.page.wait_for_function("document.querySelector('#wy-pane #wy-hit').innerText.startsWith('重庆每下线')")
    assert here.page.locator("#wy-pane .wy-count").inner_text() == "引文 2 / 2"
    assert here.page.locator("#wy-pane [data-step=next]").is_disabled()
    assert here.hit_in_view()
    here.page.click("#wy-pane .wy-also")  # the other citation, marked lighter
    here.page.wait_for_function("document.querySelector('#wy-pane #wy-hit').innerText.startsWith('2024年')")
    turn.locator(".wy-card blockquote").nth(1).click(position={"x": 300, "y": 40})
    here.page.wait_for_function("document.querySelector('#wy-pane #wy-hit').innerText.startsWith('重庆每下线')")
    here.page.click("#wy-pane [data-act=close]")
    here.page.wait_for_selector("#wy-pane .wy-pane-empty")


def test_ask_in_english_on_an_english_page(visit: Any) -> None:
    here = visit("en")
    assert here.page.locator("#wy-tabs [role=tab]").first.inner_text() == "Ask"
    turn = here.ask(EN)
    assert turn.locator(".wy-text strong").inner_text() == "1.15 million (115万辆)"
    assert "1.15 million" in turn.locator(".wy-card .wy-reading").first.inner_text()
    assert "20 January 2025" in turn.locator(".wy-card").first.inner_text()
    assert "strong match" in turn.inner_text()
    turn.locator(".wy-card summary").first.click()
    assert "vehicle output → 整车产量" in turn.locator(".wy-chips").first.inner_text()
    assert here.page.evaluate("document.documentElement.lang") == "en"


def test_the_page_changes_its_language(visit: Any) -> None:
    here = visit()
    here.ask(ZH)
    here.page.click("#wy-language >> text=English")
    here.page.wait_for_function("document.querySelector('#wy-new').innerText === 'New chat'")
    assert "20 January 2025" in here.page.locator(".wy-card").first.inner_text()
    assert here.page.locator(".wy-question").inner_text() == ZH
    here.open()  # and keeps it
    here.page.wait_for_function("document.querySelector('#wy-new').innerText === 'New chat'")


def test_a_quote_is_copied_with_its_citation(chromium: Any, running: Running) -> None:
    here = Visit(chromium, running.url, permissions=["clipboard-read", "clipboard-write"])
    turn = here.ask(ZH)
    turn.locator(".wy-card [data-act=copy]").first.click()
    here.page.wait_for_selector(".wy-toast")
    copied = here.page.evaluate("navigator.clipboard.readText()")
    assert OUTPUT in copied
    assert "2025年1月20日" in copied
    assert "001_6093c4a7a48f33f9.txt" in copied
    here.context.close()


def test_a_date_filter_leads_to_a_refusal_that_looks_like_one(visit: Any) -> None:
    here = visit()
    here.page.click("#wy-filters > button")
    here.page.fill("#wy-to textarea, #wy-to input", "2024")
    turn = here.ask(ZH)
    assert "文章里没有找到" in turn.locator(".wy-badge").inner_text()
    assert "2024-12-31" in turn.locator(".wy-filters").inner_text()
    assert turn.locator(".wy-card, .wy-mark, mark").count() == 0
    assert "最接近的段落" in turn.locator(".wy-closest h3").inner_text()
    turn.locator(".wy-closest [data-act=open]").click()
    assert here.hit_in_view()
    assert here.page.locator("#wy-pane .wy-count").count() == 0
    here.page.click("#wy-clear")
    here.page.wait_for_function("document.querySelector('#wy-to textarea, #wy-to input').value === ''")
    here.page.fill("#wy-from textarea, #wy-from input", "昨天")
    assert "不是日期" in here.ask(ZH, 2).locator(".wy-error").inner_text()


def test_follow_ups_samples_and_asking_again(visit: Any) -> None:
    here = visit()
    here.page.locator(".wy-empty .wy-ask").first.click()
    turn = here.answered(1)
    turn.locator(".wy-follow .wy-ask").first.click()
    second = here.answered(2)
    assert second.locator(".wy-question").inner_text() == "那新能源汽车呢？"
    assert here.page.locator("#wy-turn-1 [data-act=retry]").count() == 0
    second.locator("[data-act=retry]").click()
    here.page.wait_for_timeout(400)
    assert here.page.locator(".wy-turn").count() == 2


def test_figures_of_several_years_make_a_chart_and_a_table(visit: Any) -> None:
    here = visit()
    here.ask(SERIES)
    here.page.wait_for_selector("#wy-plot canvas, #wy-plot svg.marks")
    rows = here.page.locator("#wy-time-table tbody tr")
    assert rows.count() == 4
    assert "目标" in rows.nth(1).inner_text()
    rows.nth(3).locator(".wy-mark").click()
    here.page.wait_for_function("document.querySelector('#wy-pane #wy-hit')?.innerText.includes('超过2.6万亿元')")
    assert here.hit_in_view()
    here.ask(ZH, 2)
    here.page.wait_for_selector("#wy-plot", state="hidden")


def test_a_vote_is_written_to_the_local_file(visit: Any, running: Running) -> None:
    here = visit()
    turn = here.ask(ZH)
    turn.locator("[data-vote=up]").click()
    here.page.wait_for_selector("[data-vote=up][aria-pressed=true]")
    lines = (running.index_dir / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    last = json.loads(lines[-1])
    assert (last["vote"], last["question"], last["citations"][0]["source"][:3]) == ("up", ZH, "001")


def test_the_conversation_stays_in_this_browser_and_comes_back(visit: Any) -> None:
    here, other = visit(), visit()
    here.ask(ZH)
    here.ask("北京的人口是多少", 2)
    here.page.wait_for_timeout(300)
    here.open()
    here.answered(2)
    assert here.page.locator(".wy-question").all_inner_texts() == [ZH, "北京的人口是多少"]
    here.page.click("#wy-new")
    here.page.wait_for_selector(".wy-empty")
    here.page.click("#wy-earlier > button")
    here.page.click("#wy-earlier-list .wy-talk")
    here.answered(2)
    other.open()
    assert other.page.locator(".wy-turn").count() == 0
    assert other.page.locator(".wy-talk").count() == 0
    here.page.click("#wy-earlier-list [data-act=forget]")
    here.page.wait_for_selector("#wy-earlier-list .wy-talk", state="detached")
    here.open()
    assert here.page.locator(".wy-turn").count() == 0


def test_enter_that_ends_a_composition_does_not_send(visit: Any) -> None:
    here = visit()
    box = here.page.locator("#wy-ask textarea")
    box.focus()
    keys = here.context.new_cdp_session(here.page)
    keys.send("Input.imeSetComposition", {"selectionStart": 5, "selectionEnd": 5, "text": "zheng"})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229, "text": "\r"}
    keys.send("Input.dispatchKeyEvent", {"type": "keyDown", **enter})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **enter})
    here.page.wait_for_timeout(500)
    assert here.page.locator(".wy-turn").count() == 0
    keys.send("Input.insertText", {"text": "整车产量"})
    here.page.wait_for_timeout(100)
    box.press("Enter")
    assert here.answered().locator(".wy-question").inner_text() == "整车产量"


def test_a_question_of_10000_characters_breaks_nothing(visit: Any) -> None:
    here = visit(size=PHONE)
    turn = here.ask("车" * 10_000)
    assert "10,000" in turn.locator(".wy-error").inner_text()
    assert here.overflow() <= 0
    box = here.page.locator("#wy-ask").bounding_box()
    assert box["height"] < 260
    here.ask(ZH, 2)
    assert here.overflow() <= 0
    here.ask("x" * 499 + "产量", 3)
    assert here.overflow() <= 0


def test_on_a_phone_the_pane_is_below_and_nothing_is_cut(visit: Any) -> None:
    here = visit(size=PHONE, has_touch=True)
    turn = here.ask(SERIES)
    assert here.overflow() <= 0
    cards, pane = turn.locator(".wy-cards").bounding_box(), here.page.locator("#wy-pane").bounding_box()
    assert pane["y"] > cards["y"] + cards["height"]
    turn.locator(".wy-mark").nth(1).tap()
    assert here.hit_in_view()
    here.page.click("#wy-pane [data-act=back]")
    here.page.wait_for_function(
        "(() => { const r = document.querySelector('#wy-turn-1 .wy-mark').getBoundingClientRect();"
        " return r.top > 0 && r.top < innerHeight })()"
    )
    here.page.get_by_role("tab").nth(1).click()
    here.page.wait_for_selector("#wy-articles tr >> nth=2")
    assert here.overflow() <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_light_and_dark(visit: Any, scheme: str) -> None:
    here = visit(color_scheme=scheme)
    assert here.page.evaluate("document.body.classList.contains('dark')") is (scheme == "dark")
    here.ask(ZH)
    here.ask("北京的人口是多少", 2)
    here.page.locator("#wy-turn-1 .wy-mark").first.click()
    assert here.hit_in_view()
    assert here.page.evaluate(CONTRAST) == []
    here.page.click("[data-act=theme]")
    here.page.wait_for_timeout(500)  # colours fade over
    assert here.page.evaluate("document.body.classList.contains('dark')") is (scheme == "light")
    assert here.page.evaluate(CONTRAST) == []
    here.open()  # the choice is kept
    assert here.page.evaluate("document.body.classList.contains('dark')") is (scheme == "light")


def test_the_keyboard_alone_is_enough(visit: Any) -> None:
    here = visit()
    here.page.keyboard.press("Escape")
    here.page.locator("body").press("/")
    here.page.keyboard.type(ZH)
    here.page.keyboard.press("Enter")
    turn = here.answered()
    turn.locator(".wy-mark").first.focus()
    here.page.keyboard.press("Enter")
    assert here.hit_in_view()
    here.page.wait_for_function("document.activeElement?.classList.contains('wy-article')")
    here.page.keyboard.press("ArrowRight")
    here.page.wait_for_function("document.querySelector('#wy-pane .wy-count').innerText === '引文 2 / 2'")
    here.page.locator("#wy-pane .wy-article").press("ArrowLeft")
    here.page.wait_for_function("document.querySelector('#wy-pane .wy-count').innerText === '引文 1 / 2'")
    here.page.locator("#wy-pane .wy-article").press("Escape")
    here.page.wait_for_function("document.activeElement?.classList.contains('wy-mark')")


def test_every_control_has_a_name(visit: Any) -> None:
    here = visit()
    here.ask(ZH)
    nameless = here.page.evaluate(
        """() => [...document.querySelectorAll("#wy-top button, #wy-left button, #wy-right button, textarea, input")]
          .filter((e) => e.offsetParent && !(e.getAttribute("aria-label") || e.innerText.trim() || e.title ||
                         e.closest("label")?.innerText.trim() || e.placeholder))
          .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
    assert here.page.locator("[role=log][aria-live=polite]").count() == 1
    ids = here.page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id).filter(Boolean)")
    ours = [one for one in ids if one.startswith("wy-")]
    assert len(ours) == len(set(ours))


def test_w12_an_error_shows_its_number(visit: Any) -> None:
    here = visit()
    said = here.ask("boom").locator(".wy-error").inner_text()
    assert "错误编号" in said
    assert "secret" not in said


def test_w9_hostile_questions_and_articles_stay_text(chromium: Any, tmp_path: Path) -> None:
    evil = '<img src=x onerror="window.hit=1"><script>window.hit=2</script> $$x$$ &lt;b&gt; [a](javascript:hit=3)'
    own = Running(tmp_path, extra={"009_<b>火锅.txt": f"{evil}\n火锅店 {evil} 有三千家。\n"})
    try:
        here = Visit(chromium, own.url)
        turn = here.ask(f"火锅 {evil}")
        turn.locator(".wy-mark").click()
        assert here.hit_in_view()
        for place in (".wy-question", ".wy-text", ".wy-card", "#wy-pane .wy-article", "#wy-pane h3"):
            assert evil[:30] in here.page.locator(place).first.inner_text(), place
        here.page.get_by_role("tab").nth(1).click()
        here.page.wait_for_selector("#wy-articles tr >> nth=2")
        assert evil[:30] in here.page.locator("#wy-articles").inner_text()
        here.page.wait_for_timeout(300)
        assert here.page.evaluate("window.hit") is None
        assert here.page.locator("img[src='x']").count() == 0
        # And were markup to slip in, the policy would stop it from acting.
        here.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=\"window.hit=4\">')")
        here.page.wait_for_timeout(300)
        assert here.page.evaluate("window.hit") is None
        here.context.close()
    finally:
        stop(own.server)


def test_upload_ask_and_remove_an_article(chromium: Any, tmp_path: Path) -> None:
    own = Running(tmp_path)
    article = tmp_path / "火锅 报告.txt"
    article.write_text("重庆火锅报告\n2024年全市火锅店达到3万家。\n", encoding="utf-8")
    picture = tmp_path / "x.png"
    picture.write_bytes(b"\x89PNG")
    fake = tmp_path / "假.pdf"
    fake.write_bytes(b"MZ not a pdf")
    try:
        here = Visit(chromium, own.url)
        assert "没有找到" in here.ask("火锅店有多少家").inner_text()
        here.page.get_by_role("tab").nth(1).click()
        here.page.set_input_files("#wy-upload input[type=file]", [str(article), str(fake)])
        here.page.wait_for_function("document.querySelector('#wy-built')?.innerText.includes('索引已更新')")
        assert (own.articles_dir / "火锅 报告.txt").read_bytes() == article.read_bytes()
        assert not (own.articles_dir / "假.pdf").exists()
        assert "已添加 火锅 报告.txt" in here.page.locator("#wy-said").inner_text()
        assert "假.pdf" in here.page.locator("#wy-said .wy-said-warn").inner_text()
        here.page.wait_for_function("document.querySelector('#wy-articles').innerText.includes('重庆火锅报告')")
        here.page.get_by_role("tab").nth(0).click()
        turn = here.ask("火锅店有多少家", 2)
        assert "3万家" in turn.locator(".wy-text").inner_text()
        turn.locator(".wy-mark").click()
        assert here.hit_in_view()
        here.page.get_by_role("tab").nth(1).click()
        row = here.page.locator("#wy-articles tr", has_text="重庆火锅报告")
        row.locator("[data-act=remove]").click()
        here.page.wait_for_selector("#wy-sure button")
        assert (own.articles_dir / "火锅 报告.txt").exists()
        here.page.locator("#wy-sure button", has_text="移除").click()
        here.page.wait_for_function("!document.querySelector('#wy-articles').innerText.includes('重庆火锅报告')")
        assert not (own.articles_dir / "火锅 报告.txt").exists()
        assert [p.name[-9:] for p in (own.index_dir / "trash").iterdir()] == ["火锅 报告.txt"[-9:]]
        here.page.get_by_role("tab").nth(0).click()
        assert "没有找到" in here.ask("火锅店有多少家", 3).inner_text()
        here.context.close()
    finally:
        stop(own.server)


def test_the_page_opens_within_its_time(visit: Any) -> None:
    here = visit()
    began = time.monotonic()
    here.open()
    assert time.monotonic() - began < 5
