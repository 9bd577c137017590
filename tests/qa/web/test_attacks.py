"""The attacks of a stranger, by raw HTTP and bare sockets against a running server: one test for each fault found."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from qa.web.guard import Connections, Limits, bounded, make_line
from qa.web.server import QUEUE_SIZE
from qa.web.server.turns import Turns
from tests.qa.web.conftest import THIRD_PARTY, Running, stop
from tests.qa.web.fakes import OUTPUT

API = "/gradio_api"
pytestmark = [*THIRD_PARTY]
PASSWORDS = {"amy": "right one", "bob": "another", "王芳": "第三个"}


def client(url: str, address: str = "127.0.0.1", **more: Any) -> httpx.Client:
    """A client on one of this machine's own addresses: each counts as another sender."""
    transport = httpx.HTTPTransport(local_address=address)
    return httpx.Client(base_url=url, timeout=30, transport=transport, **more)


@pytest.fixture
def http(running: Running) -> Iterator[httpx.Client]:
    with client(running.url) as one:
        yield one


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with users; each test that fails to log in does so from an address of its own."""
    tmp_path = tmp_path_factory.mktemp("guarded")
    users = tmp_path / "users"
    users.write_text("\n".join(make_line(*pair) for pair in PASSWORDS.items()) + "\n", encoding="utf-8")
    server = Running(tmp_path, mcp=True, auth_file=users)
    yield server
    stop(server.server)


def log_in(one: httpx.Client, user: str, password: str | None = None) -> httpx.Response:
    form = {"username": user, "password": PASSWORDS[user] if password is None else password}
    return one.post("/login", data=form)


def basic(user: str, password: str) -> dict[str, str]:
    coded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return {"authorization": f"Basic {coded}", "accept": "application/json, text/event-stream"}


def event(one: httpx.Client, index: int, data: list[Any], session: str) -> list[Any]:
    """Fire an event of the page; the outputs of its last step."""
    body = {"fn_index": index, "data": data, "session_hash": session, "event_data": None, "trigger_id": None}
    reply = one.post(f"{API}/queue/join", json=body)
    assert reply.status_code == 200, reply.text
    with one.stream("GET", f"{API}/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            told = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if told.get("msg") == "process_completed":
                assert told["success"], told
                return list(told["output"]["data"])
    raise AssertionError("the stream ended without an answer")


# --- F5: log-ins ---------------------------------------------------------------------------------------------------


def test_f5_right_passwords_are_never_counted(guarded: Running) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    with client(guarded.url) as one:
        headers = basic("amy", PASSWORDS["amy"])
        codes = [one.post(f"{API}/mcp/", json=call, headers=headers).status_code for _ in range(40)]
        assert codes == [200] * 40
        assert [log_in(one, "bob").status_code for _ in range(30)] == [200] * 30


def test_f5_a_strangers_failures_lock_out_nobody_else(guarded: Running) -> None:
    with client(guarded.url, "127.0.0.9") as stranger, client(guarded.url) as here:
        codes = [log_in(stranger, "amy", f"guess {i}").status_code for i in range(14)]
        assert codes == [400] * 10 + [429] * 4
        refused = log_in(stranger, "amy", "guess")
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "登录失败" in refused.json()["error"]
        assert log_in(stranger, "amy").status_code == 429  # the right one, while the guesses are hot
        assert log_in(stranger, "bob").status_code == 200
        assert log_in(here, "amy").status_code == 200
        mcp = stranger.post(f"{API}/mcp", json={}, headers=basic("amy", "guess"))
        assert mcp.status_code == 429
        assert "retry-after" in mcp.headers


# --- F6: conversations ---------------------------------------------------------------------------------------------


def _ids(url: str) -> dict[str, int]:
    """The page's events by what they do: the number of `on_ask`, `on_new`, `on_load`."""
    with client(url) as one:
        config = one.get("/config").json()
    found = {}
    for dependency in config["dependencies"]:
        found.setdefault(dependency["api_name"], dependency["id"])
    return {name: found[name] for name in ("on_ask", "on_new", "on_load")}


def _ask(one: httpx.Client, url: str, session: str, question: str, saved: Any) -> tuple[str, Any]:
    """A question as the page sends it: the conversation's HTML and what the browser is given to keep."""
    out = event(one, _ids(url)["on_ask"], [None, saved, question, "", "", []], session)
    kept = next((item for item in out if isinstance(item, dict) and item.get("v") == 1), None)
    html = next(item for item in out if isinstance(item, str) and "wy-thread" in item)
    return html, kept


def test_f6_a_strangers_pages_take_no_room_of_others(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: Any = running.server.policy.note_session
    monkeypatch.setattr(sessions.__self__, "each", 4)
    holder = running.server.blocks.app.state_holder
    new = _ids(running.url)["on_new"]
    with client(running.url) as victim, client(running.url, "127.0.0.8") as stranger:
        _ask(victim, running.url, "victim-f6", "两江新区2024年整车产量", None)
        for i in range(7):
            event(stranger, new, [None, None], f"stranger-{i}")
        assert "victim-f6" in holder
        held = [name for name in holder.session_data if name.startswith("stranger-")]
        assert held == [f"stranger-{i}" for i in range(3, 7)]


def test_f6_programs_calls_take_no_room_of_pages(running: Running) -> None:
    from qa.web.server.sessions import Sessions

    sessions = Sessions(each=3, total=5)
    for page in "abc":
        sessions.note(page, "10.0.0.1")
    assert sessions.leaving(["a", "b", *"1234567", "c"]) == list("12345")
    sessions.note("d", "10.0.0.1")
    assert sessions.leaving(["a", "b", "c", "d"]) == ["a"]
    for page in "xyz":
        sessions.note(page, "10.0.0.2")
    assert sessions.leaving([*"abc", *"xyz"]) == ["a"]


@pytest.mark.parametrize(
    ("question", "follow"), [("两江新区2024年整车产量", "2022年呢"), ("vehicle output?", "and 2022?")]
)
def test_f6_a_lost_conversation_is_restored_from_the_page(running: Running, question: str, follow: str) -> None:
    assistant: Any = running.engines[-1].assistant
    with client(running.url) as one:
        html, saved = _ask(one, running.url, f"lost-{len(question)}", question, None)
        assert 'data-turns="1"' in html
        running.server.blocks.app.state_holder.session_data.pop(f"lost-{len(question)}")
        html, _ = _ask(one, running.url, f"lost-{len(question)}", follow, saved)
    assert 'data-turns="2"' in html
    assert assistant.asked[-1] == (follow, (question,))


def test_f6_what_cannot_be_restored_is_said_and_not_answered(running: Running) -> None:
    assistant: Any = running.engines[-1].assistant
    saved = {"v": 1, "lang": "en", "open": "abc123", "talks": []}
    with client(running.url) as one:
        before = list(assistant.asked)
        html, _ = _ask(one, running.url, "gone-f6", "and in 2022?", saved)
        assert assistant.asked == before
        assert "earlier questions of this conversation are no longer" in html
        html, _ = _ask(one, running.url, "gone-f6", "vehicle output?", saved)
    assert assistant.asked[-1] == ("vehicle output?", ())
    assert OUTPUT[:6] in html or "1.15 million" in html


# --- F7: connections -----------------------------------------------------------------------------------------------


def _socket(port: int, address: str = "127.0.0.1") -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(address, 0))


def test_f7_half_requests_push_each_other_out_and_nobody_else(running: Running) -> None:
    each = Limits().each
    half = [_socket(running.port, "127.0.0.7") for _ in range(each + 40)]
    try:
        for one in half:
            one.send(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n")
        for address in ("127.0.0.7", "127.0.0.1"):
            with client(running.url, address) as http:
                assert http.get("/robots.txt").status_code == 200
        half[0].settimeout(20)
        with suppress(ConnectionResetError):
            assert half[0].recv(100) == b""  # the oldest was closed
    finally:
        for one in half:
            one.close()


class Transport:
    """A connection's transport that notes what is done with it."""

    def __init__(self, address: str) -> None:
        self.address, self.sent, self.closed = address, b"", False

    def get_extra_info(self, name: str) -> Any:
        return (self.address, 5000) if name in ("peername", "sockname") else None

    def write(self, data: bytes) -> None:
        self.sent += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close


class Base(asyncio.Protocol):
    """A server's protocol that has heard nothing yet, or is answering."""

    cycle: Any = None

    def connection_made(self, transport: Any) -> None: ...
    def connection_lost(self, exc: Any) -> None: ...
    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self.cycle = type("Cycle", (), {"response_complete": False})()

    def on_response_complete(self) -> None:
        self.cycle.response_complete = True

    def pause_writing(self) -> None: ...
    def resume_writing(self) -> None: ...


def test_f7_a_head_has_its_time_and_its_size() -> None:
    async def use() -> None:
        kind = bounded(Base, Connections(Limits(head_s=0.05, stall_s=0.05, head_bytes=100)))
        slow, large, idle, reader = (kind() for _ in range(4))
        lines = [Transport("10.0.0.1") for _ in range(4)]
        for one, line in zip((slow, large, idle, reader), lines, strict=True):
            one.connection_made(line)
        slow.data_received(b"GET / HT")
        large.data_received(b"x" * 101)
        assert [line.closed for line in lines] == [False, True, False, False]
        reader.data_received(b"GET / HTTP/1.1\r\n\r\n")
        await asyncio.sleep(0.3)
        assert [line.closed for line in lines] == [True, True, True, False]
        assert lines[0].sent.startswith(b"HTTP/1.1 408 ")
        reader.pause_writing()
        await asyncio.sleep(0.3)
        assert lines[3].closed

    asyncio.run(use())


def test_f7_connections_are_counted_by_address_and_altogether() -> None:
    async def use() -> None:
        book = Connections(Limits(total=5, each=3, proxies=frozenset({"10.0.0.9"})))
        kind = bounded(Base, book)

        def opened(address: str, working: bool) -> tuple[Any, Transport]:
            one, line = kind(), Transport(address)
            one.connection_made(line)
            if working and not line.closed:
                one.data_received(b"GET / HTTP/1.1\r\n\r\n")
            return one, line

        working = [opened("10.0.0.1", True) for _ in range(3)]
        _, refused = opened("10.0.0.1", True)
        assert refused.sent.startswith(b"HTTP/1.1 503 ")
        assert refused.closed
        assert not any(line.closed for _, line in working)
        other = [opened("10.0.0.2", False)[1] for _ in range(3)]
        assert [line.closed for line in other] == [True, False, False]  # the one that waited longest gave way
        assert len(book) == 5
        proxied = [opened("10.0.0.9", True)[1] for _ in range(3)]
        assert [line.closed for line in proxied] == [False, False, True]  # only the sum holds for a proxy
        working[0][0].connection_lost(None)
        assert not opened("10.0.0.9", True)[1].closed

    asyncio.run(use())


def test_f7_a_body_that_dribbles_is_given_up(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running.server.policy, "body_grace_s", 0.3)
    with closing(_socket(running.port)) as line:
        line.send(
            f"POST {API}/queue/join HTTP/1.1\r\nhost: 127.0.0.1:{running.port}\r\ncontent-type: application/json\r\n"
            "content-length: 60000\r\n\r\n{".encode()
        )
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_f7_streams_of_one_address_are_limited(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running.server.policy, "max_streams", 3)
    lines = [_socket(running.port, "127.0.0.6") for _ in range(5)]
    try:
        for i, line in enumerate(lines):
            line.send(f"GET {API}/heartbeat/{i} HTTP/1.1\r\nhost: 127.0.0.1:{running.port}\r\n\r\n".encode())
            assert line.recv(12).split()[1] == (b"200" if i < 3 else b"429")
        with client(running.url, "127.0.0.6") as http:
            assert http.get("/config").status_code == 200
        with closing(_socket(running.port)) as other:
            other.send(f"GET {API}/heartbeat/x HTTP/1.1\r\nhost: 127.0.0.1:{running.port}\r\n\r\n".encode())
            assert other.recv(12).split()[1] == b"200"
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/heartbeat/x"), ("POST", "/cancel"), ("POST", "/reset"), ("GET", "/app_id"), ("GET", "/startup-events"),
     ("GET", "/user"), ("GET", "/heartbeat/"), ("GET", "/user/")],
)  # fmt: skip
def test_f7_what_members_use_is_only_for_them(guarded: Running, method: str, path: str) -> None:
    with client(guarded.url) as one:
        body = {"session_hash": "s", "fn_index": 0, "event_id": "e"} if method == "POST" else None
        assert one.request(method, f"{API}{path}", json=body).status_code == 401
        token = {"cookie": f"access-token-{guarded.server.blocks.app.cookie_id}=made-up"}
        assert one.request(method, f"{API}{path}", json=body, headers=token).status_code == 401
        assert log_in(one, "王芳").status_code == 200
        if not path.startswith("/heartbeat"):
            assert one.request(method, f"{API}{path}", json=body).status_code < 400


# --- F8 is in server/test_chat.py and tests/index/store/test_live.py -------------------------------------------------

# --- F10: no 5xx, nothing of the server in a reply -----------------------------------------------------------------


@pytest.mark.parametrize("path", ["/static/", "/assets/", f"{API}/heartbeat/", f"{API}/call/"])
@pytest.mark.parametrize("name", ["a" * 300, "文" * 100, "a/" * 600, "a" * 300 + "/x"])
def test_f10_long_names_are_not_there(http: httpx.Client, path: str, name: str) -> None:
    assert http.get(path + name).status_code in (400, 404)
    assert http.head(path + name).status_code in (400, 404)


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", "-1e999"])
@pytest.mark.parametrize(
    "form",
    ['{"fn_index": 0, "data": [], "session_hash": "s", "event_id": %s}', '{"data": [%s], "fn_index": 0}',
     '{"session_hash": "s", "fn_index": %s, "event_id": "e"}', '{"session_hash": %s, "event_id": "x", "fn_index": 0}',
     '[%s]', '{"data": ["q", {"x": [%s]}, "", "", ""]}'],
)  # fmt: skip
def test_f10_numbers_that_json_does_not_have_are_refused(http: httpx.Client, form: str, number: str) -> None:
    for path in ("queue/join", "call/ask_articles", "cancel", "reset", "mcp"):
        content = form.replace("%s", number).encode()
        reply = http.post(f"{API}/{path}", content=content, headers={"content-type": "application/json"})
        assert reply.status_code == 400, path


@pytest.mark.parametrize("event_id", ["5", "[1]", "{}", "true"])
def test_f10_an_event_is_named_by_a_text(http: httpx.Client, event_id: str) -> None:
    content = '{"fn_index": 0, "data": [], "session_hash": "s", "event_id": %s}' % event_id  # noqa: UP031
    reply = http.post(f"{API}/queue/join", content=content, headers={"content-type": "application/json"})
    assert reply.status_code == 400


@pytest.mark.parametrize(
    "disposition",
    ['form-data; name="files"; filename=""', 'form-data; name="files"', 'form-data; name=""; filename="x.txt"',
     'form-data; name="files"; filename="/"', 'form-data; name="files"; filename=".."', "form-data", "x"],
)  # fmt: skip
def test_f10_uploads_without_a_usable_name_are_no_fault_of_the_server(http: httpx.Client, disposition: str) -> None:
    body = f"--b\r\nContent-Disposition: {disposition}\r\n\r\nwords\r\n--b--\r\n".encode()
    for content in (body, body[:-8], b"", b"--b"):
        kind = {"content-type": "multipart/form-data; boundary=b"}
        assert http.post(f"{API}/upload", content=content, headers=kind).status_code < 500
    assert http.post(f"{API}/upload", content=body, headers={"content-type": "multipart/form-data"}).status_code < 500


def _said(http: httpx.Client, name: str, data: str) -> str:
    """What a function for programs answers to a raw JSON list of arguments."""
    reply = http.post(
        f"{API}/call/{name}", content=f'{{"data": {data}}}'.encode(), headers={"content-type": "application/json"}
    )
    if reply.status_code != 200:
        assert reply.status_code == 400
        return reply.text
    return http.get(f"{API}/call/{name}/{reply.json()['event_id']}").text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("search_articles", '["产量", 4.9, "", "", "", "hybrid"]', "whole number"),
        ("search_articles", '["产量", 0, "", "", "", "hybrid"]', "whole number"),
        ("search_articles", '["产量", 1e300, "", "", "", "hybrid"]', "whole number"),
        ("read_article", '["001_6093c4a7a48f33f9.txt", 0.5, 10]', "whole number"),
        ("read_article", '["001_6093c4a7a48f33f9.txt", 0, -1]', "whole number"),
        ("read_article", '["001_6093c4a7a48f33f9.txt", NaN, 10]', "not well formed"),
        ("read_article", '["001_6093c4a7a48f33f9.txt", 0, Infinity]', "not well formed"),
        ("read_article", '["001_6093c4a7a48f33f9.txt", 1e300, 10]', '"text": ""'),
    ],
)
def test_f10_numbers_out_of_use_are_told_in_words(http: httpx.Client, name: str, data: str, words: str) -> None:
    said = _said(http, name, data)
    assert words in said
    assert "错误编号" not in said


@pytest.mark.parametrize("text", [r"\ud800", r"产量\udfff", r"a\ud83d b"])
def test_f10_half_characters_are_mended(http: httpx.Client, text: str) -> None:
    said = _said(http, "ask_articles", f'["{text}", [], "", "", "{text}"]')
    assert said.startswith(("event: complete", "event: error"))
    assert "surrogate" not in said
    assert "错误编号" not in said
    assert "surrogate" not in _said(http, "search_articles", f'["产量", 1, "{text}", "", "{text}", "{text}"]')
    assert "surrogate" not in _said(http, "read_article", f'["{text}", 0, 10]')
    body = f'{{"fn_index": 0, "data": ["{text}"], "session_hash": "{text}", "trigger_id": null}}'
    kind = {"content-type": "application/json"}
    assert http.post(f"{API}/queue/join", content=body.encode(), headers=kind).status_code < 500


def test_f10_an_upload_is_answered_without_the_servers_folders(http: httpx.Client, running: Running) -> None:
    reply = http.post(f"{API}/upload", files={"files": ("新 文章.txt", "火锅店有三家。".encode())})
    (name,) = reply.json()
    assert re.fullmatch(r"uploads/[0-9a-f]{64}/新 文章\.txt", name)
    inside = running.server.policy.uploads
    assert inside is not None
    data = [{"path": name, "url": "http://evil.example/x", "meta": {"_type": "gradio.FileData"}}]
    assert inside.let_in([[data]])
    assert Path(str(data[0]["path"])).read_bytes() == "火锅店有三家。".encode()
    assert data[0]["url"] is None


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "uploads/../../etc/passwd", "uploads/x", "uploads/a/b/c", "uploads/a\0/b", "x/a/b", 5, None,
     "http://127.0.0.1:1/x", "uploads/..\\..\\x/y"],
)  # fmt: skip
def test_f10_only_uploads_are_let_in_as_files(running: Running, path: Any) -> None:
    inside = running.server.policy.uploads
    assert inside is not None
    assert not inside.let_in([None, [{"path": path}]])
    assert not inside.let_in([{"deep": [{"url": "http://127.0.0.1/"}]}])


@pytest.mark.parametrize(
    "told",
    [{"x-forwarded-host": "evil.example"}, {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"},
     {"forwarded": "host=evil.example"}, {"x-gradio-server": "http://evil.example"}],
)  # fmt: skip
def test_f10_nobody_tells_the_server_its_name(http: httpx.Client, running: Running, told: dict[str, str]) -> None:
    for path in ("/", "/config", "/logout"):
        reply = http.get(path, headers=told)
        assert "evil.example" not in reply.text + str(reply.headers)
    assert http.get("/config", headers=told).json()["root"] == running.url


def test_f10_a_sender_cannot_give_himself_another_address(guarded: Running) -> None:
    with client(guarded.url, "127.0.0.5") as one:
        tries = [
            one.post("/login", data={"username": "amy", "password": "x"}, headers={"x-forwarded-for": f"10.0.0.{i}"})
            for i in range(12)
        ]
    assert [reply.status_code for reply in tries] == [400] * 10 + [429] * 2


def test_f10_a_named_proxy_is_believed(tmp_path: Path) -> None:
    from index.settings import Settings

    users = tmp_path / "users"
    users.write_text(make_line("amy", "pass") + "\n", encoding="utf-8")
    own = Running(tmp_path, auth_file=users, settings=Settings(proxy="127.0.0.4"))
    try:
        with client(own.url, "127.0.0.4") as proxy, client(own.url, "127.0.0.3") as other:
            for one, codes in ((proxy, [400] * 12), (other, [400] * 10 + [429] * 2)):
                tries = [
                    one.post(
                        "/login", data={"username": "amy", "password": "x"}, headers={"x-forwarded-for": f"10.1.1.{i}"}
                    )
                    for i in range(12)
                ]
                assert [reply.status_code for reply in tries] == codes
    finally:
        stop(own.server)


@pytest.mark.parametrize(
    "told", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
             {"referer": "http://evil.example/x"}, {"origin": "null"}],
)  # fmt: skip
def test_f10_other_sites_cannot_log_anybody_out(guarded: Running, told: dict[str, str]) -> None:
    with client(guarded.url) as one:
        assert log_in(one, "amy").status_code == 200
        assert one.get("/logout", headers=told).status_code == 403
        assert one.get("/config").status_code == 200
        assert one.get("/logout", headers={"sec-fetch-site": "same-origin"}).status_code == 302
        assert one.get("/config").status_code == 401


def test_f10_log_ins_end(guarded: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    with client(guarded.url) as one:
        cookies = log_in(one, "amy").headers.get_list("set-cookie")
        assert len(cookies) == 2
        for cookie in cookies:
            assert "max-age=43200" in cookie.lower()
            assert "httponly" in cookie.lower()
            assert "samesite=lax" in cookie.lower()
        assert one.get("/config").status_code == 200
        tokens = guarded.server.blocks.app.tokens
        monkeypatch.setattr(tokens, "_clock", lambda: time.monotonic() + 12 * 3600 + 1)
        assert one.get("/config").status_code == 401


def test_f10_words_of_an_error_name_no_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    calls = {
        "ask_articles": '["产量", [], "", "", ""]',
        "search_articles": '["产量", 5, "", "", "", "hybrid"]',
        "read_article": '["x", 0, 10]',
    }
    own = Running(tmp_path, missing=True)
    try:
        with client(own.url) as one:
            for name, data in calls.items():
                said = _said(one, name, data)
                assert "there is no index in index" in said
                assert str(tmp_path) not in said
    finally:
        stop(own.server)


# --- one heavy client ----------------------------------------------------------------------------------------------


def test_an_address_cannot_fill_the_queue(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = running.server.policy
    assert policy.max_calls < QUEUE_SIZE
    monkeypatch.setattr(policy, "busy", lambda address: policy.max_calls if address == "127.0.0.7" else 0)
    with client(running.url, "127.0.0.7") as heavy, client(running.url) as other:
        refused = heavy.post(f"{API}/call/ask_articles", json={"data": ["产量"]})
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "5"
        assert other.post(f"{API}/call/ask_articles", json={"data": ["产量"]}).status_code == 200


def test_addresses_take_turns_in_the_running_queue(running: Running) -> None:
    queue = running.server.blocks._queue
    with client(running.url) as one:
        assert _said(one, "ask_articles", '["产量", [], "", "", ""]').startswith("event: complete")
    waiting = [kind.queue for kind in queue.event_queue_per_concurrency_id.values()]
    assert waiting
    assert all(isinstance(one, Turns) for one in waiting)
