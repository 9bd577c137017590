"""What the server lets in: hosts, routes, sizes, rates. Data and plain checks, no ASGI.

Comes in: the parts of a request (host, method, path, origin, parsed body). Goes out: yes or no.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import NoneType
from urllib.parse import urlsplit

from qa.web.guard.logins import LogIns
from qa.web.guard.rates import Rates
from qa.web.guard.uploads import Uploads, names_a_file

API = "/gradio_api"
UPLOAD = f"{API}/upload"
MCP = f"{API}/mcp"

# Everything the page, gradio_client and an MCP client ask for; whatever else Gradio serves (files by path, proxies,
# run history, monitoring, editing helpers) is answered with 404.
_GET = frozenset(
    {
        "/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/logout",
        f"{API}/info", f"{API}/openapi.json", f"{API}/theme.css", f"{API}/startup-events", f"{API}/queue/data",
        f"{API}/user", f"{API}/login_check", f"{API}/app_id", "/v1/models",
    }
)  # fmt: skip
_GET_UNDER = ("/assets/", "/static/", "/v1/models/", f"{API}/heartbeat/", f"{API}/call/")
_POST = frozenset({"/login", f"{API}/queue/join", f"{API}/reset", f"{API}/cancel", "/v1/chat/completions"})
_POST_UNDER = (f"{API}/call/",)
# Served to everybody by Gradio; here, where there are users, to those who logged in.
_MEMBERS = frozenset({f"{API}/{name}" for name in ("cancel", "reset", "app_id", "startup-events", "user")})
_MEMBERS_UNDER = (f"{API}/heartbeat/",)
# Answers that go on for as long as somebody listens.
_STREAMS = (f"{API}/heartbeat/", f"{API}/queue/data", f"{API}/call/", f"{API}/upload_progress")
# A file of the page has a short name; longer ones only trouble the file system.
_MAX_NAME, _MAX_PATH = 200, 1_000
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """Whether a bind address can be reached from this machine alone."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def host_name(header: str) -> str:
    """The name in a Host header or in an origin's network part, without port and brackets, in lower case; "" if bad."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def known_hosts(bind: str, extra: tuple[str, ...] = ()) -> tuple[frozenset[str], bool]:
    """The host names a request may carry, and whether any literal address is fine.

    A page elsewhere can point its own name at this machine (DNS rebinding) but cannot make a browser send a literal
    address, so on an open bind addresses are accepted and names must be known.
    """
    names = set(LOOPBACK_NAMES) | {name.lower() for name in extra}
    if is_loopback(bind):
        return frozenset(names), False
    names |= {bind.strip("[]").lower(), socket.gethostname().lower(), socket.getfqdn().lower()}
    return frozenset(names), True


@dataclass(slots=True)
class Policy:
    """The rules of one running server. `functions` maps each fn_index to whether it takes an uploaded file;
    both it and `api_names` are filled in once the page is built."""

    hosts: frozenset[str] = LOOPBACK_NAMES
    any_address: bool = False
    mcp: bool = False
    logins: LogIns | None = None
    # Whether a token of these is one of a user who logged in; None until the server runs.
    logged_in: Callable[[Mapping[str, str]], bool] | None = None
    # How many calls of an address wait or run.
    busy: Callable[[str], int] = lambda address: 0
    # Told of each session an address opens or uses.
    note_session: Callable[[str, str], None] = lambda session, address: None
    max_body: int = 64 * 1024
    max_upload: int = 20_000_000
    body_grace_s: float = 20.0
    # Of one address: calls that wait or run, and open streams.
    max_calls: int = 128
    max_streams: int = 100
    functions: Mapping[int, bool] = field(default_factory=dict)
    api_names: frozenset[str] = frozenset()
    uploads: Uploads | None = None
    upload_count: Rates = field(default_factory=lambda: Rates(60, 60.0))
    upload_bytes: Rates = field(default_factory=lambda: Rates(200_000_000, 600.0))

    def host_ok(self, header: str) -> bool:
        """Whether a Host header names this server."""
        name = host_name(header)
        return name in self.hosts or (self.any_address and _is_ip(name))

    def origin_ok(self, origin: str | None, host: str) -> bool:
        """Whether a request comes from this page itself or from a program (programs send no Origin)."""
        return origin is None or urlsplit(origin).netloc.lower() == host.lower()

    def route_ok(self, method: str, path: str) -> bool:
        """Whether this method and path are served at all."""
        if path.startswith(MCP):
            return self.mcp and path.rstrip("/") in (MCP, f"{MCP}/http", f"{MCP}/schema")
        plain = path.rstrip("/") or "/"
        encoded = path.encode("utf-8", "surrogatepass")
        if len(encoded) > _MAX_PATH or max(map(len, encoded.split(b"/"))) > _MAX_NAME:
            return False
        if method in ("GET", "HEAD"):
            if plain == f"{API}/upload_progress":
                return self.uploads is not None
            return ".." not in path and (plain in _GET or path.startswith(_GET_UNDER))
        if method == "POST":
            if plain == UPLOAD:
                return self.uploads is not None
            return plain in _POST or path.startswith(_POST_UNDER)
        return False

    def members_only(self, path: str) -> bool:
        """Whether a path is only for those who logged in, where there are users."""
        return self.logins is not None and (path.rstrip("/") in _MEMBERS or path.startswith(_MEMBERS_UNDER))

    def is_stream(self, method: str, path: str) -> bool:
        """Whether the answer goes on for as long as somebody listens."""
        return method == "GET" and path.startswith(_STREAMS)

    def body_limit(self, path: str) -> int:
        """The most bytes a request to `path` may carry."""
        # A multipart body has some lines of its own around the file.
        return self.max_upload + 4096 if path.rstrip("/") == UPLOAD else self.max_body

    def call_fault(self, path: str, body: object) -> str:
        """Why a call's parsed JSON body is refused ("" when it is fine)."""
        if not isinstance(body, dict):
            return "body"
        if not all(isinstance(body.get(name), (str, NoneType)) for name in ("session_hash", "event_id")):
            return "body"
        if path.startswith(f"{API}/call/"):
            return "" if path.removeprefix(f"{API}/call/").strip("/") in self.api_names else "function"
        index = body.get("fn_index")
        if isinstance(index, bool) or not isinstance(index, int) or index not in self.functions:
            return "function"
        data = body.get("data", [])
        if not isinstance(data, list) or not body.get("session_hash"):
            return "body"
        if self.functions[index]:
            return "" if self.uploads is None or self.uploads.let_in(data) else "file"
        return "file" if names_a_file(data) else ""
