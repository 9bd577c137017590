"""Starting the page's server: the address, the guard, who may come in.

Comes in: a built Gradio page and where to listen. Goes out: a running server, or an error that says what to change.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from index.errors import SettingsError
from qa.web.guard import (
    LOGIN_HOURS,
    Connections,
    Guard,
    Limits,
    LogIns,
    Policy,
    Uploads,
    Users,
    bounded,
    is_loopback,
    known_hosts,
    network_of,
    read_users,
    room_for,
)
from qa.web.server.sessions import Sessions, Tokens, bound_sessions
from qa.web.server.turns import take_turns, waiting_of
from qa.web.strings import both

log = logging.getLogger("wenyu.web")

# Questions that may wait at once; beyond it the page says that it is busy.
QUEUE_SIZE = 256
# Open pages whose conversation is kept here: of one address, and of all. A page that was forgotten restores itself.
SESSIONS_EACH, SESSIONS = 60, 500
_THREADS = 16


@dataclass(frozen=True, slots=True)
class Access:
    """Where the server listens and who may use it. `names`: host names it goes by besides its own, as behind a proxy.
    `proxies`: addresses of proxies in front, whose word on who asks is believed. `open_to_others`: reachable from
    elsewhere, and nobody logs in."""

    host: str
    port: int
    users: Users | None = None
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()

    @property
    def open_to_others(self) -> bool:
        return (not is_loopback(self.host) or bool(self.names)) and self.users is None


def access(host: str, port: int, auth_file: Path | None, names: str = "", proxy: str = "") -> Access:
    """Check an address and an auth file; `names` are further host names, `proxy` the addresses of proxies in front,
    both with commas between.

    Raises SettingsError for a port out of range or taken, an address that is not here, or a bad auth file.
    """
    if not 1 <= port <= 65_535:
        raise SettingsError(f"port {port} is out of range; take one from 1 to 65535.")
    users = read_users(auth_file) if auth_file is not None else None
    check_port(host, port)
    proxies = _items(proxy)
    for one in proxies:
        try:
            ip_address(one)
        except ValueError as error:
            raise SettingsError(f"setting proxy: {one!r} is not an address; write it as 127.0.0.1 or ::1.") from error
    return Access(host, port, users, _items(names), proxies)


def _items(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())


def check_port(host: str, port: int) -> None:
    """Raise SettingsError when the address cannot be listened on."""
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((name, port))
        except OSError as error:
            if error.errno in (98, 48, 10048):
                raise SettingsError(
                    f"port {port} on {host} is taken by another program (perhaps an earlier chat); stop it, "
                    f"or choose another port with --port {port + 1 if port < 65_535 else port - 1}."
                ) from error
            reason = error.strerror or str(error)
            raise SettingsError(f"cannot listen on {host}:{port}: {reason}; check --host and --port.") from error


def static_text(name: str) -> str:
    """A file of the page's own CSS and JavaScript."""
    return (files("qa.web.pages") / "static" / name).read_text(encoding="utf-8")


def _scripts() -> str:
    """The page's scripts as the one function that Gradio runs."""
    return "() => {%s}" % "".join(f"({static_text(name).strip()})();" for name in ("page.js", "asking.js"))  # noqa: UP031


class Server:
    """A running page under its rules; `close` stops it and removes its temporary files."""

    def __init__(self, blocks: Any, url: str, uploads: Path, policy: Policy) -> None:
        self.blocks = blocks
        self.url = url
        self.policy = policy
        self._uploads = uploads

    def wait(self) -> None:
        """Serve until interrupted, then close."""
        try:
            self.blocks.block_thread()
        finally:
            self.close()

    def close(self) -> None:
        """Stop serving. Harmless when called twice."""
        self.blocks.close(verbose=False)
        shutil.rmtree(self._uploads, ignore_errors=True)


def serve(
    blocks: Any, who: Access, *, theme: Any, mcp: bool, uploads: bool, max_upload: int, upload_functions: set[int],
    routes: Sequence[Any] = (),
) -> Server:
    """Serve a Gradio page behind the guard and return at once.

    `upload_functions` are the ids of the events that take an uploaded file; every other call with a file is refused.
    `routes`: Starlette routes that are served beside the page's own.
    """  # fmt: skip
    from starlette.middleware import Middleware

    # Gradio's MCP server calls the page as a client of its own; with users it needs a name nobody else can know.
    inner_user, inner_password = f"mcp-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
    temporary = Path(tempfile.mkdtemp(prefix="wenyu-")).resolve()
    policy = _policy(blocks, who, mcp=mcp, inner=(inner_user, inner_password), max_upload=max_upload)
    policy.functions = {id: id in upload_functions for id in blocks.fns}
    policy.uploads = Uploads(temporary) if uploads else None
    logins = policy.logins
    blocks.queue(max_size=QUEUE_SIZE, default_concurrency_limit=4, status_update_rate=1)
    # Where Gradio keeps uploads; it looks this up at each of them.
    os.environ["GRADIO_TEMP_DIR"] = str(temporary)
    # uvicorn believes a proxy on this machine unless told, at its start, which to believe.
    with _environment(FORWARDED_ALLOW_IPS=",".join(who.proxies)):
        app, url, _ = blocks.launch(
            server_name=who.host,
            server_port=who.port,
            share=False,
            inbrowser=False,
            prevent_thread_lock=True,
            quiet=True,
            show_error=False,
            auth=logins.remembers if logins else None,
            auth_message=both("login") if logins else None,
            allowed_paths=[],
            max_file_size=max_upload,
            max_threads=_THREADS,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            strict_cors=True,
            ssr_mode=False,
            pwa=False,
            mcp_server=mcp,
            theme=theme,
            css=static_text("page.css"),
            js=_scripts(),
            app_kwargs={"middleware": [Middleware(Guard, policy=policy)]},
        )
    app.router.routes[0:0] = routes
    _bound(app, blocks.server.config, policy, who)
    if mcp:
        _answer_in_json(blocks.mcp_server_obj)
    if mcp and logins:
        _log_in_mcp(blocks, url, inner_user, inner_password)
    return Server(blocks, url, temporary, policy)


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    """Environment variables for a while; what is read at the start of the server alone."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _policy(blocks: Any, who: Access, *, mcp: bool, inner: tuple[str, str], max_upload: int) -> Policy:
    """The guard's rules for one page; `inner`: the log-in of Gradio's own MCP client."""
    hosts, any_address = known_hosts(who.host, who.names)
    users = who.users

    def check(user: str, password: str) -> bool:
        if secrets.compare_digest(user.encode(), inner[0].encode()):
            return secrets.compare_digest(password.encode(), inner[1].encode())
        return users is not None and users.check(user, password)

    return Policy(
        hosts=hosts,
        any_address=any_address,
        mcp=mcp,
        logins=LogIns(check) if users else None,
        max_upload=max_upload,
        api_names=frozenset(str(f.api_name) for f in blocks.fns.values() if f.api_visibility == "public"),
    )


def _bound(app: Any, config: Any, policy: Policy, who: Access) -> None:
    """Put our limits into the running server: connections, open pages, log-ins, calls of one address at once."""
    book = Connections(Limits(total=room_for(), proxies=frozenset(map(network_of, who.proxies))))
    config.http_protocol_class = bounded(config.http_protocol_class, book)
    sessions = Sessions(SESSIONS_EACH, SESSIONS)
    bound_sessions(app.state_holder, sessions)
    policy.note_session = sessions.note
    queue = app.get_blocks()._queue
    take_turns(queue)
    policy.busy = partial(waiting_of, queue)
    app.tokens = tokens = Tokens(LOGIN_HOURS * 3600)
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    policy.logged_in = lambda cookies: any(tokens.get(cookies.get(name)) is not None for name in names)


def _answer_in_json(mcp_server: Any) -> None:
    """Gradio gives tools' objects to agents as Python prints them; make that JSON, as over HTTP."""
    inner = mcp_server.postprocess_output_data

    def in_json(data: list[Any], root_url: str) -> Any:
        texts = [json.dumps(item, ensure_ascii=False) if isinstance(item, (dict, list)) else item for item in data]
        return inner(texts, root_url)

    mcp_server.postprocess_output_data = in_json


def _log_in_mcp(blocks: Any, url: str, user: str, password: str) -> None:
    from gradio_client import Client

    blocks.mcp_server_obj._client_instance = Client(
        url, auth=(user, password), download_files=False, verbose=False, analytics_enabled=False
    )


def warn_if_open(who: Access) -> None:
    """Warn, loudly, when anybody who can reach the machine can ask."""
    if who.open_to_others:
        log.warning(
            "WARNING: the chat listens on %s and asks nobody for a password: whoever reaches this machine can read the "
            "articles. Add --auth FILE (make it with `python -m qa.web.auth USER >> FILE`) or listen on 127.0.0.1. "
            "Adding, removing and indexing articles from the page is off meanwhile.",
            ", ".join((who.host, *who.names)),
        )
