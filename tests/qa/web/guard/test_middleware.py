"""The guard's rules, each alone: hosts, origins, routes, sizes, calls, rates."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from qa.web.guard.logins import LogIns
from qa.web.guard.middleware import Guard
from qa.web.guard.policy import API, Policy, host_name, is_loopback, known_hosts
from qa.web.guard.rates import Rate, Rates, network_of
from qa.web.guard.uploads import Uploads


def policy(**more: Any) -> Policy:
    return Policy(functions={3: False, 4: True}, api_names=frozenset({"ask_articles"}), **more)


class Inner:
    """An app that answers 200 with what it was sent, or does what `then` says."""

    def __init__(self, then: Any = None, kind: bytes = b"application/json") -> None:
        self.called = 0
        self.then, self.kind = then, kind

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.called += 1
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if isinstance(self.then, Exception):
            raise self.then
        status, answer = self.then or (200, body)
        headers = [(b"content-type", self.kind), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})


def call(
    rules: Policy, method: str, path: str, body: bytes = b"", inner: Inner | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request through the guard: status, headers, body."""
    sent: list[Any] = []
    named = {"host": "127.0.0.1:7860", **headers}
    scope = {
        "type": "http", "method": method, "path": path,
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items()],
    }  # fmt: skip
    parts = [body[i : i + 10_000] for i in range(0, len(body), 10_000)] or [b""]
    messages = [{"type": "http.request", "body": p, "more_body": i < len(parts) - 1} for i, p in enumerate(parts)]

    async def receive() -> Any:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(inner or Inner(), rules)(scope, receive, send))
    start = sent[0]
    return (
        start["status"],
        {k.decode().lower(): v.decode() for k, v in start["headers"]},
        b"".join(m.get("body", b"") for m in sent[1:]),
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "", "127.0.0.1.evil.example", "[::1", "10.0.0.8"]
)
def test_w5_unknown_hosts_are_refused(host: str) -> None:
    inner = Inner()
    assert call(policy(), "GET", "/", inner=inner, host=host)[0] == 400
    assert inner.called == 0


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_known_hosts_pass(host: str) -> None:
    assert call(policy(), "GET", "/config", host=host)[0] == 200


def test_an_open_bind_takes_addresses_but_not_foreign_names() -> None:
    hosts, any_address = known_hosts("0.0.0.0", ("chat.example",))
    rules = policy(hosts=hosts, any_address=any_address)
    assert rules.host_ok("192.168.1.5:7860")
    assert rules.host_ok("[fe80::1]:7860")
    assert rules.host_ok("chat.example")
    assert not rules.host_ok("evil.example")
    assert not known_hosts("127.0.0.1")[1]


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://127.0.0.1:7860", 200), ("http://evil.example", 403), ("null", 403), ("http://127.0.0.1:9999", 403)],
)
def test_w4_posts_from_other_sites_are_refused(origin: str, status: int) -> None:
    body = json.dumps({"fn_index": 3, "data": [], "session_hash": "s"}).encode()
    assert call(policy(), "POST", f"{API}/queue/join", body, origin=origin)[0] == status


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"{API}/file=/etc/passwd"), ("GET", f"{API}/file=app.py"), ("GET", f"{API}/file=../../etc/passwd"),
        ("GET", f"{API}/proxy=http://127.0.0.1/"), ("GET", "/monitoring"), ("GET", "/monitoring/summary"),
        ("GET", f"{API}/runs"), ("GET", "/gradio_api/deep_link"), ("GET", "/assets/../app.py"), ("POST", "/vibe-edit"),
        ("POST", f"{API}/vibe-edit"), ("POST", f"{API}/run/predict"), ("POST", f"{API}/api/predict"),
        ("POST", f"{API}/component_server"), ("POST", f"{API}/process_recording"), ("POST", f"{API}/stream/x"),
        ("PUT", "/"), ("DELETE", "/"), ("POST", f"{API}/upload"), ("GET", f"{API}/mcp"),
        ("POST", f"{API}/mcp/messages/"),
        ("GET", f"{API}/custom_component/1/x/y/z"), ("GET", "/svelte/x"), ("GET", f"{API}/dev/reload"),
    ],
)  # fmt: skip
def test_w1_w2_routes_out_of_use_are_not_there(method: str, path: str) -> None:
    inner = Inner()
    status, headers, body = call(policy(), method, path, inner=inner)
    assert (status, inner.called) == (404, 0)
    assert headers["content-type"] == "application/json"
    assert "没有这个地址" in json.loads(body)["error"]


def test_uploads_and_mcp_open_only_when_they_are_on() -> None:
    answered = Inner((200, b'["/tmp/up/aa/x.txt"]'))
    reply = call(policy(uploads=Uploads(Path("/tmp/up"))), "POST", f"{API}/upload", b"x", answered)
    assert (reply[0], reply[2]) == (200, b'["uploads/aa/x.txt"]')
    assert call(policy(mcp=True), "POST", f"{API}/mcp", b"{}")[0] == 200
    assert call(policy(mcp=True), "POST", f"{API}/mcp/messages/", b"{}")[0] == 404


@pytest.mark.parametrize("declared", [True, False])
def test_w6_a_large_body_is_refused_declared_or_not(declared: bool) -> None:
    body = json.dumps({"fn_index": 3, "data": ["x" * 70_000], "session_hash": "s"}).encode()
    headers = {"content_length": str(len(body))} if declared else {}
    inner = Inner()
    assert call(policy(), "POST", f"{API}/queue/join", body, inner=inner, **headers)[0] == 413
    assert inner.called == 0
    assert call(policy(), "POST", "/login", body, **headers)[0] == 413
    assert call(policy(), "POST", f"{API}/queue/join", b"{}", content_length="9" * 40)[0] == 413
    assert call(policy(), "POST", f"{API}/queue/join", b"{}", content_length="-1")[0] == 413


def test_w2_uploads_are_limited_in_size_number_and_sum() -> None:
    rules = policy(
        uploads=Uploads(Path("/tmp/up")), max_upload=1000, upload_bytes=Rates(12_000, 60), upload_count=Rates(5, 60)
    )

    def upload(size: int) -> tuple[int, dict[str, str], bytes]:
        return call(rules, "POST", f"{API}/upload", b"x" * size, Inner((200, b"[]")))

    assert upload(20_000)[0] == 413
    assert [upload(5_000)[0] for _ in range(3)] == [200, 200, 413]
    assert upload(1)[0] == 200
    status, headers, _ = upload(1)
    assert status == 429
    assert 0 < int(headers["retry-after"]) <= 60


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"nonsense", b"[" * 50_000, b'{"fn_index": 99, "data": [], "session_hash": "s"}',
        b'{"fn_index": true, "data": [], "session_hash": "s"}', b'{"fn_index": "3", "data": [], "session_hash": "s"}',
        b'{"data": [], "session_hash": "s"}', b'{"fn_index": 3, "data": {}, "session_hash": "s"}',
        b'{"fn_index": 3, "data": []}',
        b'{"fn_index": 3, "data": [{"path": "/etc/passwd"}], "session_hash": "s"}',
        b'{"fn_index": 3, "data": [[{"a": {"url": "http://127.0.0.1/"}}]], "session_hash": "s"}',
        b'{"fn_index": 3, "data": [{"_type": "gradio.FileData"}], "session_hash": "s"}',
    ],
)  # fmt: skip
def test_w7_unknown_functions_and_forged_files_are_refused(body: bytes) -> None:
    inner = Inner()
    assert call(policy(), "POST", f"{API}/queue/join", body, inner=inner)[0] == 400
    assert inner.called == 0


def test_w7_a_good_call_arrives_whole() -> None:
    body = json.dumps({"fn_index": 3, "data": ["问" * 9_000], "session_hash": "s"}).encode()
    assert call(policy(), "POST", f"{API}/queue/join", body)[2] == body
    rules = policy(uploads=Uploads(Path("/tmp/up")))
    upload = json.dumps({"fn_index": 4, "data": [{"path": "uploads/aa/x"}], "session_hash": "s"}).encode()
    sent = json.loads(call(rules, "POST", f"{API}/queue/join", upload)[2])
    assert sent["data"] == [{"path": "/tmp/up/aa/x", "url": None}]
    assert call(rules, "POST", f"{API}/queue/join", upload.replace(b"uploads/aa", b"/etc"))[0] == 400
    assert call(policy(), "POST", f"{API}/call/ask_articles", b'{"data": []}')[0] == 200
    assert call(policy(), "POST", f"{API}/call/on_upload", b'{"data": []}')[0] == 400


def test_w12_errors_become_a_number_and_no_traceback() -> None:
    status, _, body = call(policy(), "GET", "/config", inner=Inner(ValueError("/home/me/secret")))
    assert status == 500
    assert "错误编号" in body.decode()
    assert "secret" not in body.decode()
    status, _, body = call(policy(), "GET", "/config", inner=Inner((500, b"Traceback /home/me")))
    assert status == 500
    assert "/home" not in body.decode()
    assert call(policy(), "GET", "/config", inner=Inner((503, b"full")))[::2] == (503, b"full")


def test_pages_carry_a_nonce_and_no_preview_links() -> None:
    page = (
        b'<html><meta property="og:image" content="https://raw.example/x.png"><script>1</script><script src=a></script>'
    )
    seen = set()
    for _ in range(2):
        _, headers, body = call(policy(), "GET", "/", inner=Inner((200, page), b"text/html; charset=utf-8"))
        nonce = headers["content-security-policy"].split("'nonce-")[1].split("'")[0]
        assert body.count(f'<script nonce="{nonce}"'.encode()) == 2
        assert b"raw.example" not in body
        assert headers["content-length"] == str(len(body))
        assert "'unsafe-inline'" not in headers["content-security-policy"].split("style-src")[0]
        seen.add(nonce)
    assert len(seen) == 2


def test_every_answer_carries_the_safe_headers() -> None:
    for path in ("/", "/config", "/nowhere"):
        headers = call(policy(), "GET", path)[1]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def logins(*passwords: tuple[str, str]) -> LogIns:
    return LogIns(lambda user, password: (user, password) in passwords)


def test_the_log_in_form_is_looked_at_before_gradio() -> None:
    rules, inner = policy(logins=logins(("李雷", "s:1&"))), Inner()
    form = "username=%E6%9D%8E%E9%9B%B7&password={}"
    kind = {"content_type": "application/x-www-form-urlencoded"}
    assert call(rules, "POST", "/login", form.format("x").encode(), inner, **kind)[0] == 400
    assert call(rules, "POST", "/login", b"nonsense", inner, **kind)[0] == 400
    assert call(rules, "POST", "/login", b"x", inner, content_type="multipart/form-data")[0] == 400
    assert inner.called == 0
    good = form.format("s%3A1%26").encode()
    assert call(rules, "POST", "/login", good, inner, **kind)[::2] == (200, good)
    parts = "".join(
        f'--b\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("username", "李雷"), ("password", "s:1&"))
    )
    body = f"{parts}--b--\r\n".encode()
    assert call(rules, "POST", "/login", body, inner, content_type="multipart/form-data; boundary=b")[0] == 200


def test_mcp_asks_for_the_password_when_there_are_users() -> None:
    rules = policy(mcp=True, logins=logins(("李雷", "s:1")))
    import base64

    good = base64.b64encode("李雷:s:1".encode()).decode()
    bad = base64.b64encode(b"x:y").decode()
    assert call(rules, "POST", f"{API}/mcp", b"{}")[0] == 401
    assert call(rules, "POST", f"{API}/mcp", b"{}", authorization=f"Basic {bad}")[0] == 401
    assert call(rules, "POST", f"{API}/mcp", b"{}", authorization="Basic ###")[0] == 401
    assert call(rules, "POST", f"{API}/mcp", b"{}", authorization=f"Basic {good}")[0] == 200


def test_web_sockets_are_closed() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(Inner(), policy())({"type": "websocket", "path": "/", "headers": []}, send, send))  # type: ignore[arg-type]
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_rate_gives_back_what_is_older_than_its_window() -> None:
    now = [0.0]
    rate = Rate(10, 5.0, clock=lambda: now[0])
    assert rate.take(6)
    assert not rate.take(5)
    assert rate.take(4)
    assert [rate.wait(), rate.wait(4), Rate(3, 9.0).wait(3)] == [5, 5, 0]
    now[0] = 5.0
    assert rate.take(10)


def test_rates_are_of_each_key_and_forget_who_was_not_seen_longest() -> None:
    rates = Rates(1, 60.0, clock=lambda: 0.0, most=2)
    assert [rates.take(key) for key in ("a", "a", "b", "b")] == [True, False, True, False]
    assert rates.wait("a") == 60
    assert rates.take("c")
    assert rates.take("b")  # forgotten for c: a was asked about since


@pytest.mark.parametrize(
    ("address", "network"),
    [("10.0.0.7", "10.0.0.7"), ("2001:db8::1", "2001:db8::/64"), ("2001:db8::2:1", "2001:db8::/64"), ("::1", "::1"),
     ("fe80::1%eth0", "fe80::/64"), ("::ffff:1.2.3.4", "1.2.3.4"), ("socket", "socket"), ("", "")],
)  # fmt: skip
def test_an_ipv6_network_is_one_sender(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("host", "answer"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("127.8.8.8", True), ("0.0.0.0", False),
     ("192.168.0.2", False), ("example.org", False)],
)  # fmt: skip
def test_is_loopback(host: str, answer: bool) -> None:
    assert is_loopback(host) is answer


def test_host_name() -> None:
    assert [host_name(h) for h in ("A.b:80", "[::1]:80", "x y", "[bad")] == ["a.b", "::1", "x y", ""]
