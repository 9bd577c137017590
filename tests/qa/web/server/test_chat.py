"""The page's actions without the page: sessions in, sessions and HTML out."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexDamaged, IndexFolderError, IndexMissing, ModelError, SettingsError, WenYuError
from index.settings import Settings
from qa.types import Question, Term
from qa.web.pages.marked import Span, date_words, marked, with_marks
from qa.web.pages.matched import Pair, matches
from qa.web.pages.source import REACH, Place, source_html
from qa.web.server.backend import RETRY_S, Backend, Engine, Progress, source_glob
from qa.web.server.chat import Chat, Typed
from qa.web.server.evaluation import results_html
from qa.web.server.feedback import append_vote
from qa.web.server.watched import run_watched
from qa.web.state import Session, save
from qa.web.strings import both, language_from_header, table, words
from tests.qa.web.fakes import OUTPUT, SEEDS, FakeReport, copy_seeds, fake_engine, read_article


def backend_of(base: Path, opener: Callable[[], Engine] | None = None, **more: Any) -> Backend:
    folder = copy_seeds(base / "articles")
    index = base / "index"
    index.mkdir()
    return Backend(index, folder, Settings(), opener=opener or (lambda: fake_engine(folder)), **more)


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    return Chat(backend_of(tmp_path))


def asked(chat: Chat, *questions: str, typed: Typed | None = None) -> Session:
    session = Session(language="en")
    for question in questions:
        *_, session = chat.ask(session, question, typed or Typed())
    return session


# --- the conversation ----------------------------------------------------------------------------------------------


def test_a_question_is_shown_first_and_answered_then(chat: Chat) -> None:
    pending, answered = chat.ask(Session(), "  整车产量 ", Typed())
    assert pending.turns[0].answer is None
    assert not pending.turns[0].error
    assert answered.turns[0].question == "整车产量"
    assert answered.turns[0].answer is not None


def test_earlier_questions_go_along(chat: Chat) -> None:
    asked(chat, "整车产量", "", "北京人口")
    assistant: Any = chat.backend.engine().assistant
    assert assistant.asked == [("整车产量", ()), ("北京人口", ("整车产量",))]


@pytest.mark.parametrize(
    ("question", "typed", "words_"),
    [
        ("", Typed(), "Type a question"),
        ("   ", Typed(), "Type a question"),
        (None, Typed(), "Type a question"),
        (["x"], Typed(), "Type a question"),
        ("x" * 501, Typed(), "501"),
        ("产量", Typed(start="soon"), "“soon” is not a date"),
        ("产量", Typed(start="2025", end="2024"), "swap"),
    ],
)
def test_what_cannot_be_asked_is_said_so(chat: Chat, question: Any, typed: Typed, words_: str) -> None:
    (session,) = chat.ask(Session(language="en"), question, typed)
    assert words_ in session.turns[0].error
    assert session.turns[0].answer is None


def test_asking_again_takes_the_place_of_the_turn(chat: Chat) -> None:
    session = asked(chat, "整车产量", "总产值")
    *_, session = chat.retry(session, 2, Typed(end="2024"))
    assert [turn.question for turn in session.turns] == ["整车产量", "总产值"]
    assert session.turns[1].answer is not None
    assert session.turns[1].answer.status == "not_found"
    assert list(chat.retry(session, 99, Typed())) == [session]
    assert list(chat.retry(session, "x", Typed())) == [session]


def test_an_error_inside_is_a_number(chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    error = asked(chat, "boom").turns[0].error
    number = error.split("Error ")[1].split(";")[0]
    assert number in caplog.text
    assert "exploded" in caplog.text
    assert "exploded" not in error


def test_an_index_that_cannot_be_opened_is_said_without_its_folder(tmp_path: Path) -> None:
    def missing() -> Engine:
        raise IndexMissing(f"there is no index in {tmp_path / 'index'}; run `wenyu index`.")

    chat = Chat(backend_of(tmp_path, missing))
    error = asked(chat, "整车产量").turns[0].error
    assert "there is no index in index" in error
    assert str(tmp_path) not in error
    assert str(tmp_path) not in chat.articles(Session()) + chat.pane(Place("x", 0, 1), "zh")
    assert chat.choices("zh") == []
    assert "wy-empty" in chat.thread(Session())


def test_a_vote_is_kept_changed_and_taken_back(chat: Chat) -> None:
    session = asked(chat, "整车产量")
    for vote, kept in (("up", "up"), ("down", "down"), ("down", "")):
        session, warning = chat.vote(session, 1, vote)
        assert (session.turns[0].vote, warning) == (kept, "")
    lines = (chat.backend.index_dir / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["vote"] for line in lines] == ["up", "down", ""]
    for id, vote in ((2, "up"), (1, "sideways"), ("1", "up"), (None, None)):
        assert chat.vote(session, id, vote) == (session, "")
    assert len((chat.backend.index_dir / "feedback.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_a_vote_that_cannot_be_written_is_said_so(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    session = asked(chat, "整车产量")
    (chat.backend.index_dir / "feedback.jsonl").mkdir()
    after, warning = chat.vote(session, 1, "up")
    assert after == session
    assert "not noted" in warning


def test_the_feedback_file_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = fake_engine().assistant.ask("整车产量")
    monkeypatch.setattr("qa.web.server.feedback.MAX_BYTES", 1_000)
    noted = [append_vote(tmp_path / "f", "问", answer, "up") for _ in range(5)]
    assert noted[0]
    assert not noted[-1]
    assert (tmp_path / "f").stat().st_size <= 1_000


def test_opening_the_page_asks_the_open_conversation_again(chat: Chat) -> None:
    saved = {"v": 1, "open": "a", "lang": "zh", "talks": [{"id": "a", "asked": [{"q": "整车产量"}, {"q": "北京"}]}]}
    session = chat.start(saved, "en")
    assert [turn.answer is not None for turn in session.turns] == [True, True]
    assert (session.language, session.conversation) == ("zh", "a")
    assert chat.start(None, "en-GB,en").language == "en"
    assert chat.start(saved, "en", "en").language == "en"
    assert chat.start({**saved, "open": "b"}, "").turns == ()


def test_f6_a_page_the_server_forgot_is_made_again(chat: Chat) -> None:
    known = asked(chat, "整车产量", "总产值")
    kept = save(known.remember())
    again = chat.own(Session(), kept)
    assert [turn.question for turn in again.turns] == ["整车产量", "总产值"]
    assert (again.language, again.lost) == ("en", False)
    assert chat.own(again, kept) is again
    fresh = chat.own(Session(), None)
    assert (fresh.turns, fresh.lost, bool(fresh.conversation)) == ((), False, True)


@pytest.mark.parametrize("talks", [[], [{"id": "b", "asked": [{"q": "x"}]}], "nonsense"])
def test_f6_what_cannot_be_made_again_is_said(chat: Chat, talks: Any) -> None:
    lost = chat.own(Session(), {"v": 1, "lang": "en", "open": "a", "talks": talks})
    assert lost.lost
    (told,) = chat.ask(lost, "and in 2022?", Typed())
    assert words("conversation_lost", "en") == told.turns[0].error
    *_, answered = chat.ask(told, "整车产量", Typed())
    assert answered.turns[1].answer is not None


# --- the source pane -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [{}, {"turn": 9, "n": 1}, {"turn": 1, "n": 9}, {"turn": "1", "n": 1}, {"turn": 1, "near": 0},
     {"turn": True, "n": 1}, {"turn": 1, "n": [1]}, {"source": 5}],
)  # fmt: skip
def test_what_is_not_there_cannot_be_opened(chat: Chat, data: dict[str, Any]) -> None:
    assert chat.place(asked(chat, "整车产量"), data) is None


@pytest.mark.parametrize("source", ["/etc/passwd", "../pyproject.toml", "..%2fx", "", "a\0b"])
def test_only_articles_of_the_index_can_be_opened(chat: Chat, source: str) -> None:
    place = chat.place(Session(), {"source": source})
    assert words("article_gone", "en") in chat.pane(place, "en")


def test_the_pane_marks_the_sentence_within_the_whole_article(chat: Chat) -> None:
    session = asked(chat, "整车产量")
    html = chat.pane(chat.first_place(session), "en")
    assert html.count('id="wy-hit"') == 1
    assert f"{OUTPUT}。</mark>" in html
    assert "Citation 1 of 2" in html
    assert 'class="wy-also" data-act="open" data-turn="1" data-n="2"' in html
    assert "王尊" in html  # the article's last line
    assert chat.first_place(asked(chat, "北京")) is None


def test_a_quote_that_moved_is_found_again_or_said_to_be_gone() -> None:
    article = read_article(next(SEEDS.glob("001*")))
    moved = Place(article.source, 5, 30, quoted=OUTPUT)
    assert f'class="wy-hit" aria-label="引用的句子">{OUTPUT}</mark>' in source_html(article, moved, "zh")
    gone = source_html(article, Place(article.source, 5, 30, quoted="没有这句"), "zh", "missing")
    assert words("quote_gone", "zh") in gone
    assert words("source_missing", "zh") in gone
    assert "wy-hit" not in gone


def test_a_very_long_article_is_shown_around_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("".join(f"第{i}段。{'字' * 95}\n" for i in range(3_000)), encoding="utf-8")
    article = read_article(path)
    start = article.text.index("第1500段")
    html = source_html(article, Place("long.txt", start, start + 7), "zh")
    assert "第1500段" in html
    assert "第1499段" in html
    assert "第5段" not in html
    assert html.count('data-act="read"') == 2
    assert len(html) < 8 * REACH
    assert "第0段" in source_html(article, Place("long.txt", 0, 0), "zh")


# --- articles ------------------------------------------------------------------------------------------------------


def test_the_list_shows_dates_with_their_proof_and_what_was_skipped(chat: Chat) -> None:
    html = chat.articles(Session(language="zh"))
    for part in ("2025年1月20日", "1月20日下午", "日期不详", "001_6093c4a7a48f33f9.txt", "kaputt.txt", "共 5 篇"):
        assert part in html
    found = chat.articles(Session(), "2025 001_")
    assert found.count("<tr>") == 2
    assert words("no_match", "zh") in chat.articles(Session(), "没有的")


def test_files_are_added_with_a_word_about_each(chat: Chat, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("火锅店", encoding="utf-8")
    bad.write_bytes(b"\0\0")
    names, said = chat.add(Session(language="en"), [(str(good), "新 文章.txt"), (str(bad), "bad.txt")])
    assert names == ["新 文章.txt"]
    assert "Added 新 文章.txt" in said
    assert "bad.txt" in said
    assert not good.exists()
    assert not bad.exists()


def test_removing_is_asked_and_stays_inside_the_folder(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("x", encoding="utf-8")
    _, said, moved = chat.remove(Session(removing="../out.txt"))
    assert not moved
    assert "out.txt" in said
    source = next((tmp_path / "articles").iterdir()).name
    session, _, moved = chat.remove(Session(removing=source))
    assert moved
    assert session.removing == ""
    assert chat.remove(session) == (session, "", False)


def test_where_changes_are_off_nothing_changes(tmp_path: Path) -> None:
    chat = Chat(backend_of(tmp_path, allow_changes=False))
    upload = tmp_path / "u.txt"
    upload.write_text("x", encoding="utf-8")
    before = sorted(p.name for p in (tmp_path / "articles").iterdir())
    assert chat.add(Session(), [(str(upload), "u.txt")])[0] == []
    assert chat.remove(Session(removing=before[0]))[2] is False
    assert [words("upload_off", "zh") in html for html in chat.rebuild("zh")] == [True]
    assert 'data-act="remove"' not in chat.articles(Session())
    assert sorted(p.name for p in (tmp_path / "articles").iterdir()) == before
    assert Backend(tmp_path, None, Settings()).allow_changes is False


def test_a_build_shows_how_far_it_is_and_what_came_of_it(tmp_path: Path) -> None:
    go = threading.Event()

    def build(progress: Progress) -> FakeReport:
        progress("encode", 3, 7)
        assert go.wait(5)
        return FakeReport(5, 88)

    chat = Chat(backend_of(tmp_path, builder=build))
    steps = chat.rebuild("en")
    shown = next(steps)
    while "3 / 7" not in shown:
        shown = next(steps)
    assert "Encoding passages" in shown
    assert [words("index_busy", "en") in html for html in chat.rebuild("en")][-1]
    assert asked(chat, "整车产量").turns[0].answer is not None  # answers go on meanwhile
    go.set()
    *_, last = steps
    assert "5 articles, 88 passages" in last


def test_a_build_that_fails_says_why_without_folders(tmp_path: Path) -> None:
    def build(progress: Progress) -> FakeReport:
        raise IndexFolderError(f"cannot write {tmp_path / 'index'}/x: disk full.")

    *_, last = Chat(backend_of(tmp_path, builder=build)).rebuild("en")
    assert "disk full" in last
    assert str(tmp_path) not in last


def test_unforeseen_faults_of_a_watched_task_end_it_with_a_number() -> None:
    def broken(progress: Progress) -> str:
        raise ValueError("inside")

    *_, last = run_watched(broken, "en")
    assert "Error" in last
    assert "inside" not in last


def test_answers_keep_to_the_old_index_until_a_newer_can_be_opened(tmp_path: Path) -> None:
    opened: list[int] = []

    def opener() -> Engine:
        opened.append(1)
        if len(opened) == 2:
            raise IndexDamaged("half written")
        return fake_engine(tmp_path / "articles")

    backend = backend_of(tmp_path, opener)
    first = backend.engine()
    assert backend.engine() is first
    (backend.index_dir / "CURRENT").write_text("g2", encoding="utf-8")
    assert backend.engine() is first
    (backend.index_dir / "CURRENT").write_text("g3", encoding="utf-8")
    assert backend.engine() is not first
    assert len(opened) == 3


@pytest.mark.parametrize("error", [IndexDamaged("cut"), ModelError("the model is not there"), SettingsError("x")])
def test_f8_a_newer_index_that_cannot_be_opened_takes_no_answer_away(
    tmp_path: Path, error: WenYuError, caplog: pytest.LogCaptureFixture
) -> None:
    now, opened, broken = [0.0], [0], [False]

    def opener() -> Engine:
        opened[0] += 1
        if broken[0]:
            raise error
        return fake_engine(tmp_path / "articles")

    backend = backend_of(tmp_path, opener, clock=lambda: now[0])
    first = backend.engine()
    broken[0] = True
    (backend.index_dir / "CURRENT").write_text("g2", encoding="utf-8")
    chat = Chat(backend)
    for _ in range(5):
        answer = asked(chat, "整车产量").turns[0].answer
        assert answer is not None
        assert answer.status == "answered"
    assert opened == [2]  # tried once, not by every question
    assert str(error) in caplog.text
    broken[0] = False  # the model came back; CURRENT is the same
    assert backend.engine() is first
    now[0] = RETRY_S
    assert backend.engine() is not first
    assert [backend.engine() is backend.engine(), opened] == [True, [3]]


def test_a_first_index_without_its_model_is_said_so(tmp_path: Path) -> None:
    def opener() -> Engine:
        raise ModelError(f"{tmp_path / 'index'}: the model is not there")

    chat = Chat(backend_of(tmp_path, opener))
    assert "the model is not there" in asked(chat, "整车产量").turns[0].error
    assert "the model is not there" in chat.articles(Session()) + chat.pane(Place("x", 0, 1), "zh")
    assert chat.choices("zh") == []


def test_a_slow_opening_holds_nobody_up(tmp_path: Path) -> None:
    slow = threading.Event()
    calls: list[int] = []

    def opener() -> Engine:
        calls.append(1)
        if len(calls) == 2:
            assert slow.wait(5)
        return fake_engine(tmp_path / "articles")

    backend = backend_of(tmp_path, opener)
    first = backend.engine()
    (backend.index_dir / "CURRENT").write_text("g2", encoding="utf-8")
    thread = threading.Thread(target=backend.engine)
    thread.start()
    while len(calls) < 2:
        time.sleep(0.01)
    assert backend.engine() is first
    slow.set()
    thread.join()
    assert backend.engine() is not first


def test_a_source_with_signs_of_a_pattern_is_taken_literally() -> None:
    from fnmatch import fnmatchcase

    assert source_glob(()) is None
    glob = source_glob(("a[1]*?.txt",))
    assert glob is not None
    assert fnmatchcase("a[1]*?.txt", glob)
    assert not fnmatchcase("a1xx.txt", glob)


# --- pieces --------------------------------------------------------------------------------------------------------


def test_marks_and_bold() -> None:
    html = with_marks("达115万辆 [1]，又115万辆 [7]。", {1: "甲"}, 3, "zh", "115万辆")
    assert html.count("<strong>115万辆</strong>") == 1
    assert 'data-turn="3" data-n="1"' in html
    assert "7" not in html.split("</button>")[1]


def test_overlapping_spans_are_cut() -> None:
    assert marked("abcdef", 0, 6, [Span(1, 4), Span(3, 5, "<b>", "</b>")]) == "a<mark>bcd</mark><b>e</b>f"
    assert marked("<&>", 0, 3, [Span(1, 2), Span(5, 9)]) == "&lt;<mark>&amp;</mark>&gt;"


@pytest.mark.parametrize(
    ("value", "precision", "zh", "en"),
    [
        ("2025-01-20", "day", "2025年1月20日", "20 January 2025"),
        ("2024-02", "month", "2024年2月", "February 2024"),
        ("2024-02-01", "month", "2024年2月", "February 2024"),
        ("2022", "year", "2022年", "2022"),
        (None, "unknown", "日期不详", "date unknown"),
    ],
)
def test_dates_are_no_more_exact_than_known(value: str | None, precision: str, zh: str, en: str) -> None:
    assert date_words(value, precision, "zh") == zh
    assert date_words(value, precision, "en") == en


def test_matched_words_are_terms_places_and_what_the_model_adds() -> None:
    question = Question("q", "en", "q", "q", "quantity", (Term("output", ("产量",), "indicator"),), ("两江新区",))
    pairs = (Pair("vehicle", "整车", 0.6, 0.4), Pair("of", "的", 0.9, 0.01), Pair("output", "产量", 1.0, 0.4))
    found = matches(question, "两江新区整车产量的", pairs)
    assert [(m.asked, m.found) for m in found] == [("output", "产量"), ("两江新区", "两江新区"), ("vehicle", "整车")]
    assert matches(replace(question, terms=(), places=()), "无关", ()) == ()


def test_every_string_is_there_in_both_languages_with_the_same_fields() -> None:
    import re

    for key, texts in table().items():
        assert set(texts) == {"zh", "en"}, key
        zh, en = (set(re.findall(r"\{(\w+)\}", texts[language])) for language in ("zh", "en"))
        assert zh == en, key
    assert both("send") == "提问 / Ask"
    assert [language_from_header(h) for h in ("", "fr", "zh-TW,en", "en;q=0.5,zh")] == ["zh", "zh", "zh", "en"]


def test_evaluation_results_show_the_share_and_every_miss() -> None:
    from types import SimpleNamespace

    def outcome(right: bool, kind: str) -> Any:
        return SimpleNamespace(right=right, kind=kind, language="zh", question="<q>", expected="", answer="a",
                               reason="wrong value", detail="")  # fmt: skip

    html = results_html([outcome(True, "share"), outcome(False, "share"), outcome(True, "rank")], "en")
    assert "67%" in html
    assert "share · zh" in html
    assert html.count("&lt;q&gt;") == 1
    assert words("eval_no_misses", "en") in results_html([outcome(True, "rank")], "en")
