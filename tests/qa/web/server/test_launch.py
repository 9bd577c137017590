"""Raw HTTP against the running page: the cases W1–W12 of the hazards, and the functions for programs."""

from __future__ import annotations

import asyncio
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.errors import SettingsError
from index.settings import Settings
from qa.web import server
from qa.web.guard.users import make_line
from tests.qa.web.conftest import THIRD_PARTY, Running, free_port, stop
from tests.qa.web.fakes import OUTPUT, fake_engine

API = "/gradio_api"
pytestmark = [*THIRD_PARTY]


@pytest.fixture(scope="module")
def http(running: Running) -> Any:
    with httpx.Client(base_url=running.url, timeout=20, trust_env=False) as client:
        yield client


def join(http: httpx.Client, index: int, data: list[Any], **more: Any) -> httpx.Response:
    body = {"fn_index": index, "data": data, "session_hash": "probe", **more}
    return http.post(f"{API}/queue/join", json=body)


@pytest.mark.parametrize(
    "path",
    [
        f"{API}/file=app.py", f"{API}/file=/etc/passwd", f"{API}/file=seeds/../pyproject.toml",
        f"{API}/file=%2e%2e/%2e%2e/etc/passwd", f"{API}/file=http://127.0.0.1:1/", f"{API}/file/etc/passwd",
        f"{API}/proxy=http://127.0.0.1:1/", "/assets/..%2f..%2froutes.py", "/assets/%2e%2e/%2e%2e/routes.py",
        "/static/..%2f..%2f..%2froutes.py", "/file=/etc/passwd", f"{API}/file=/proc/self/environ",
    ],
)  # fmt: skip
def test_w1_no_file_is_served(http: httpx.Client, path: str) -> None:
    reply = http.get(path)
    assert reply.status_code in (400, 403, 404)
    assert "root:" not in reply.text
    assert "import " not in reply.text


def test_w1_articles_are_not_served_as_files(http: httpx.Client, running: Running) -> None:
    path = next(running.articles_dir.iterdir())
    assert http.get(f"{API}/file={path}").status_code == 404
    assert http.get(f"{API}/file={running.index_dir / 'feedback.jsonl'}").status_code == 404


def test_w2_large_and_many_uploads_are_refused(http: httpx.Client) -> None:
    reply = http.post(f"{API}/upload", files={"files": ("x.txt", b"x" * 400_000)})
    assert reply.status_code == 413
    assert http.get(f"{API}/file={http.base_url}").status_code == 404


def test_w3_an_uploaded_page_cannot_be_fetched(http: httpx.Client) -> None:
    reply = http.post(f"{API}/upload", files={"files": ("x.html", b"<script>alert(1)</script>")})
    assert reply.status_code == 200
    stored = reply.json()[0]
    assert http.get(f"{API}/file={stored}").status_code == 404


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_w4_other_origins_get_no_leave(http: httpx.Client, origin: str) -> None:
    assert "access-control-allow-origin" not in http.get("/config", headers={"origin": origin}).headers
    flight = http.options(f"{API}/queue/join", headers={"origin": origin, "access-control-request-method": "POST"})
    assert "access-control-allow-origin" not in flight.headers
    assert http.post(f"{API}/queue/join", json={}, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "169.254.169.254"])
def test_w5_other_host_names_are_refused(http: httpx.Client, host: str) -> None:
    assert http.get("/", headers={"host": host}).status_code == 400
    assert http.get("/config", headers={"host": host}).status_code == 400


def test_w6_a_large_question_is_refused_kindly(http: httpx.Client) -> None:
    reply = http.post(f"{API}/call/ask_articles", json={"data": ["问" * 5_000_000]})
    assert reply.status_code == 413
    assert "太大" in reply.json()["error"]


def test_w7_unknown_functions_and_forged_files_are_4xx(http: httpx.Client) -> None:
    assert join(http, 9_999, []).status_code == 400
    assert join(http, -1, []).status_code == 400
    forged = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    assert join(http, 0, [forged]).status_code == 400
    assert join(http, 0, [{"path": "x", "url": "http://127.0.0.1:1/"}]).status_code == 400
    assert http.post(f"{API}/queue/join", content=b"{", headers={"content-type": "application/json"}).status_code == 400
    assert http.post(f"{API}/call/on_upload", json={"data": []}).status_code == 400


def test_w7_forged_file_in_the_upload_event_reads_nothing(http: httpx.Client, running: Running) -> None:
    uploads = [f for f in http.get("/config").json()["dependencies"] if f["targets"] and f["targets"][0][1] == "upload"]
    before = sorted(p.name for p in running.articles_dir.iterdir())
    for path in ("/etc/passwd", "uploads/../x", "uploads/a/b/../c"):
        forged = [{"path": path, "orig_name": "p.txt", "meta": {"_type": "gradio.FileData"}}]
        assert join(http, uploads[0]["id"], [None, None, forged]).status_code == 400
    assert sorted(p.name for p in running.articles_dir.iterdir()) == before


def test_w8_the_queue_is_bounded(running: Running) -> None:
    blocks = running.server.blocks
    assert blocks._queue.max_size == server.QUEUE_SIZE
    assert blocks._queue.default_concurrency_limit == 4


def test_w8_200_questions_from_50_clients_are_all_right(running: Running) -> None:
    def ask(i: int) -> str:
        with httpx.Client(base_url=running.url, timeout=60, trust_env=False) as client:
            question = "两江新区整车产量" if i % 2 else "What was the vehicle output?"
            event = client.post(f"{API}/call/ask_articles", json={"data": [question, [], "", "", ""]})
            assert event.status_code == 200, event.text
            text = client.get(f"{API}/call/ask_articles/{event.json()['event_id']}").text
            answer = json.loads(text.rsplit("data: ", 1)[1].splitlines()[0])[0]  # heartbeats may come first
            assert answer["language"] == ("zh" if i % 2 else "en")
            return str(answer["citations"][0]["quote"])

    with ThreadPoolExecutor(50) as pool:
        assert {quote.rstrip("。") for quote in pool.map(ask, range(200))} == {OUTPUT}


def test_w10_sharing_is_off_and_the_bind_is_this_machine(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = running.server.blocks
    assert blocks.share is False
    assert blocks.share_url is None
    assert blocks.server_name == "127.0.0.1"


def test_w10_an_open_bind_without_users_warns_and_locks_changes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import app

    (tmp_path / "a").mkdir()
    port = free_port()
    started = app.start(tmp_path / "i", tmp_path / "a", host="0.0.0.0", port=port, opener=fake_engine)
    try:
        assert "WARNING" in caplog.text
        assert "--auth" in caplog.text
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.get("/config").status_code == 200
            assert client.get("/config", headers={"host": "rebound.example"}).status_code == 400
            assert client.post(f"{API}/upload", files={"files": ("x.txt", b"x")}).status_code == 404
    finally:
        stop(started)


def test_w11_only_the_documented_functions_are_named(http: httpx.Client) -> None:
    info = http.get(f"{API}/info").json()
    assert set(info["named_endpoints"]) == {"/search_articles", "/ask_articles", "/read_article"}
    assert info["unnamed_endpoints"] == {}


def test_w11_no_server_path_and_no_analytics_in_what_is_public(http: httpx.Client, running: Running) -> None:
    for path in ("/", "/config", f"{API}/info", f"{API}/openapi.json"):
        text = http.get(path).text
        assert str(running.index_dir) not in text
        assert str(Path.cwd()) not in text
        assert "googletagmanager" not in text
    assert http.get("/config").json()["analytics_enabled"] is False
    assert http.get("/monitoring").status_code == 404
    assert http.get(f"{API}/runs").status_code == 404


def test_w11_the_page_names_no_other_host_to_fetch_from(http: httpx.Client) -> None:
    page = http.get("/").text.split("<body", 1)[0].split("window.gradio_config", 1)[0]
    assert 'href="http' not in page
    assert 'src="http' not in page
    assert "fonts.googleapis" not in http.get("/theme.css").text
    assert "@import" not in http.get("/theme.css").text


def test_w12_an_error_inside_is_one_sentence_with_a_number(http: httpx.Client) -> None:
    event = http.post(f"{API}/call/ask_articles", json={"data": ["boom", [], "", "", ""]}).json()["event_id"]
    text = http.get(f"{API}/call/ask_articles/{event}").text
    assert text.startswith("event: error")
    assert "错误编号" in json.loads(text.split("data: ", 1)[1])["error"]
    assert "/secret/path" not in text
    assert "Traceback" not in text


def test_the_page_itself_is_under_the_policy(http: httpx.Client) -> None:
    reply = http.get("/")
    policy = reply.headers["content-security-policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert reply.text.count("<script") == reply.text.count(f'<script nonce="{nonce}"')
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


# --- the functions for programs ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(running: Running) -> Any:
    from gradio_client import Client

    return Client(running.url, verbose=False, download_files=False)


def test_gradio_client_asks(client: Any) -> None:
    answer = client.predict("两江新区2024年整车产量是多少", api_name="/ask_articles")
    assert answer["status"] == "answered"
    assert answer["citations"][0]["date"] == "2025-01-20"
    assert list(answer) == [
        "id", "question", "language", "status", "answer", "citations", "closest", "figures", "follow_ups", "notes",
        "kind", "operation", "confidence", "working", "ms",
    ]  # fmt: skip
    refused = client.predict("北京人口", history=["两江新区整车产量"], api_name="/ask_articles")
    assert (refused["status"], refused["citations"]) == ("not_found", [])


def test_gradio_client_searches_and_reads(client: Any) -> None:
    hits = client.predict("整车产量", k=2, source="001*", api_name="/search_articles")
    assert [hit["rank"] for hit in hits] == [1]
    part = client.predict(hits[0]["source"], start=hits[0]["start"], length=20, api_name="/read_article")
    assert part["text"] == hits[0]["text"][:20]
    assert part["date_evidence"] == "1月20日下午"
    assert (part["start"], part["end"]) == (hits[0]["start"], hits[0]["start"] + 20)


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("/ask_articles", {"question": ""}, "empty"),
        ("/ask_articles", {"question": "问" * 501}, "501"),
        ("/ask_articles", {"question": "产量", "date_from": "yesterday"}, "2024-01-31"),
        ("/search_articles", {"question": "产量", "k": 0}, "from 1 to 100"),
        ("/search_articles", {"question": "产量", "mode": "magic"}, "hybrid"),
        ("/read_article", {"source": "../pyproject.toml"}, "no such article"),
        ("/read_article", {"source": "/etc/passwd"}, "no such article"),
    ],
)
def test_gradio_client_is_told_what_is_wrong(client: Any, name: str, given: dict[str, Any], words: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=words):
        client.predict(api_name=name, **given)


async def _mcp(url: str, use: Any, headers: dict[str, str] | None = None) -> Any:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamablehttp_client

    async with (
        streamablehttp_client(f"{url}{API}/mcp", headers=headers) as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        return await use(session)


def test_mcp_lists_and_calls_the_three_functions(running: Running) -> None:
    async def use(session: Any) -> Any:
        tools = (await session.list_tools()).tools
        result = await session.call_tool("ask_articles", {"question": "两江新区2024年整车产量是多少"})
        return tools, result

    tools, result = asyncio.run(_mcp(running.url, use))
    assert {tool.name for tool in tools} == {"search_articles", "ask_articles", "read_article"}
    ask = next(tool for tool in tools if tool.name == "ask_articles")
    assert "sentences that prove the answer" in ask.description
    assert "earlier questions" in ask.inputSchema["properties"]["history"]["description"]
    assert not result.isError
    assert json.loads(result.content[0].text)["citations"][0]["date"] == "2025-01-20"


def test_a_password_guards_page_functions_and_mcp(tmp_path: Path) -> None:
    import base64

    import app

    users = tmp_path / "users"
    users.write_text(make_line("李雷", "秘密 pass") + "\n", encoding="utf-8")
    port = free_port()
    started = app.start(
        tmp_path / "i", None, host="127.0.0.1", port=port, auth_file=users, mcp=True, opener=fake_engine
    )
    try:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, trust_env=False) as client:
            assert client.get("/config").status_code == 401
            assert client.get(f"{API}/info").status_code == 401
            assert client.post(f"{API}/call/ask_articles", json={"data": ["产量"]}).status_code == 401
            assert '"auth_required":true' in client.get("/").text
            assert client.post("/login", data={"username": "李雷", "password": "x"}).status_code == 400
            assert client.post("/login", data={"username": "nobody", "password": "x"}).status_code == 400
            assert client.post(f"{API}/mcp", json={}).status_code == 401
            assert client.post("/login", data={"username": "李雷", "password": "秘密 pass"}).status_code == 200
            assert client.get("/config").status_code == 200

        async def use(session: Any) -> Any:
            return await session.call_tool("ask_articles", {"question": "两江新区整车产量"})

        basic = base64.b64encode("李雷:秘密 pass".encode()).decode()
        result = asyncio.run(_mcp(url, use, {"Authorization": f"Basic {basic}"}))
        assert not result.isError
        assert OUTPUT in result.content[0].text
    finally:
        stop(started)


def test_a_proxys_name_is_let_in_and_counts_as_open(tmp_path: Path) -> None:
    import app

    port = free_port()
    settings = Settings(names="chat.example.org, wen.example.org")
    (tmp_path / "a").mkdir()
    started = app.start(
        tmp_path / "i", tmp_path / "a", host="127.0.0.1", port=port, opener=fake_engine, settings=settings
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert client.get("/config", headers={"host": "wen.example.org"}).status_code == 200
            assert client.get("/config", headers={"host": "evil.example"}).status_code == 400
            names = {"host": "chat.example.org", "origin": "https://chat.example.org"}
            call = client.post(f"{API}/call/ask_articles", json={"data": ["产量", [], "", "", ""]}, headers=names)
            assert call.status_code == 200
            assert client.post(f"{API}/upload", files={"files": ("x.txt", b"x")}).status_code == 404
    finally:
        stop(started)


def test_a_taken_port_is_told_in_clear_words(running: Running) -> None:
    with pytest.raises(SettingsError, match=r"port \d+ on 127.0.0.1 is taken .* --port"):
        server.access("127.0.0.1", running.port, None)
    with pytest.raises(SettingsError, match="out of range"):
        server.access("127.0.0.1", 70_000, None)
    with pytest.raises(SettingsError, match="--host"):
        server.access("203.0.113.7", free_port(), None)


def test_closing_frees_the_port_and_removes_the_uploads(tmp_path: Path) -> None:
    import app

    port = free_port()
    started = app.start(tmp_path, None, host="127.0.0.1", port=port, opener=fake_engine, settings=Settings())
    uploads = started._uploads
    assert uploads.is_dir()
    started.close()
    stop(started)
    assert not uploads.exists()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
