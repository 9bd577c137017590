"""The service beside a running page, asked by OpenAI's own client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.errors import SettingsError
from qa.web.service import Keys, read_keys
from tests.qa.web.conftest import THIRD_PARTY, Running, stop
from tests.qa.web.fakes import OUTPUT

pytestmark = [*THIRD_PARTY]
KEY = "a-key-of-enough-characters"
ZH = "两江新区2024年整车产量是多少"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    base = tmp_path_factory.mktemp("locked")
    (base / "keys.txt").write_text(f"# programs\n{KEY}\n", encoding="utf-8")
    server = Running(base, api_key_file=base / "keys.txt")
    yield server
    stop(server.server)


def client(running: Running, key: str = "none") -> Any:
    openai = pytest.importorskip("openai")
    return openai.OpenAI(base_url=f"{running.url}/v1", api_key=key, max_retries=0)


def test_openais_client_lists_the_model_and_gets_an_answer_with_its_quotes(running: Running) -> None:
    with client(running) as chat:
        assert [model.id for model in chat.models.list()] == ["wenyu"]
        assert chat.models.retrieve("wenyu").id == "wenyu"
        told = chat.chat.completions.create(model="wenyu", messages=[{"role": "user", "content": ZH}])
    assert "115万辆" in told.choices[0].message.content
    assert OUTPUT in told.model_extra["citations"][0]["quote"]


def test_openais_client_gets_the_same_as_a_stream(running: Running) -> None:
    with client(running) as chat:
        asked: dict[str, Any] = {"model": "wenyu", "messages": [{"role": "user", "content": ZH}]}
        whole = chat.chat.completions.create(**asked).choices[0].message.content
        parts = list(chat.chat.completions.create(stream=True, **asked))
    assert "".join(part.choices[0].delta.content or "" for part in parts) == whole
    assert parts[-1].choices[0].finish_reason == "stop"
    assert parts[-1].model_extra["citations"]


def test_what_is_wrong_is_told_in_openais_form(running: Running) -> None:
    openai = pytest.importorskip("openai")
    with client(running) as chat:
        with pytest.raises(openai.NotFoundError, match="one model"):
            chat.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": ZH}])
        with pytest.raises(openai.BadRequestError, match="empty"):
            chat.chat.completions.create(model="wenyu", messages=[{"role": "user", "content": ""}])
        with pytest.raises(openai.NotFoundError):
            chat.models.retrieve("gpt-4")
    address = f"{running.url}/v1/chat/completions"
    broken = httpx.post(address, content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code == 400
    assert "JSON" in broken.json()["error"]["message"]


def test_the_page_guard_stands_before_the_service_too(running: Running) -> None:
    address = f"{running.url}/v1/chat/completions"
    body = {"messages": [{"role": "user", "content": ZH}]}
    assert httpx.post(address, json=body, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert httpx.post(address, json=body, headers={"host": "elsewhere.example"}).status_code == 400
    large = json.dumps({"messages": [{"role": "user", "content": "多" * 70_000}]})
    assert httpx.post(address, content=large.encode(), headers={"content-type": "application/json"}).status_code == 413
    assert httpx.get(f"{running.url}/v1/files").status_code == 404
    assert httpx.get(address).status_code == 404


def test_with_keys_only_their_holders_are_let_in(locked: Running) -> None:
    openai = pytest.importorskip("openai")
    with client(locked, KEY) as chat:
        assert chat.models.list().data
    with client(locked, "another-key-of-enough-characters") as chat, pytest.raises(openai.AuthenticationError):
        chat.models.list()
    assert httpx.get(f"{locked.url}/v1/models").status_code == 401


def test_where_there_are_users_and_no_keys_nobody_is_let_in() -> None:
    assert not Keys(closed=True).let_in(f"Bearer {KEY}")
    assert Keys().let_in("")
    assert Keys((KEY,)).let_in(f"bearer {KEY}")
    assert not Keys((KEY,)).let_in(f"Basic {KEY}")
    assert not Keys((KEY,)).let_in("Bearer \ud800")


@pytest.mark.parametrize("text", ["", "# nothing\n", "short\n"])
def test_a_file_without_good_keys_says_how_to_make_one(tmp_path: Path, text: str) -> None:
    file = tmp_path / "keys"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="token_urlsafe"):
        read_keys(file)
    with pytest.raises(SettingsError, match="cannot read"):
        read_keys(tmp_path / "none")
