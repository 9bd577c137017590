"""What the server lets in: hosts, routes, sizes, rates. Data and plain checks, no ASGI.

Comes in: the parts of a request (host, method, path, origin, parsed body). Goes out: yes or no.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

API = "/gradio_api"
UPLOAD = f"{API}/upload"
MCP = f"{API}/mcp"

# Everything the page, gradio_client and an MCP client ask for; whatever else Gradio serves (files by path, proxies,
# run history, monitoring, editing helpers) is answered with 404.
_GET = frozenset(
    {
        "/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/logout",
        f"{API}/info", f"{API}/openapi.json", f"{API}/theme.css", f"{API}/startup-events", f"{API}/queue/data",
        f"{API}/user", f"{API}/login_check", f"{API}/app_id",
    }
)  # fmt: skip
_GET_UNDER = ("/assets/", "/static/", f"{API}/heartbeat/", f"{API}/call/")
_POST = frozenset({"/login", f"{API}/queue/join", f"{API}/reset", f"{API}/cancel"})
_POST_UNDER = (f"{API}/call/",)
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


class Rate:
    """At most `amount` units in any `seconds`; thread-safe."""

    def __init__(self, amount: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._amount, self._seconds, self._clock = amount, seconds, clock
        self._events: deque[tuple[float, int]] = deque()
        self._sum = 0
        self._lock = Lock()

    def take(self, units: int = 1) -> bool:
        """Use up `units`; False (and nothing used) when the window does not hold them any more."""
        with self._lock:
            now = self._clock()
            while self._events and self._events[0][0] <= now - self._seconds:
                self._sum -= self._events.popleft()[1]
            if self._sum + units > self._amount:
                return False
            self._events.append((now, units))
            self._sum += units
            return True


@dataclass(slots=True)
class Policy:
    """The rules of one running server. `functions` maps each fn_index to whether it takes an uploaded file;
    both it and `api_names` are filled in once the page is built."""

    hosts: frozenset[str] = LOOPBACK_NAMES
    any_address: bool = False
    uploads: bool = False
    mcp: bool = False
    check_user: Callable[[str, str], bool] | None = None
    max_body: int = 64 * 1024
    max_upload: int = 20_000_000
    functions: Mapping[int, bool] = field(default_factory=dict)
    api_names: frozenset[str] = frozenset()
    logins: Rate = field(default_factory=lambda: Rate(20, 60.0))
    upload_count: Rate = field(default_factory=lambda: Rate(60, 60.0))
    upload_bytes: Rate = field(default_factory=lambda: Rate(200_000_000, 600.0))

    def host_ok(self, header: str) -> bool:
        """Whether a Host header names this server."""
        name = host_name(header)
        return name in self.hosts or (self.any_address and _is_ip(name))

    def origin_ok(self, origin: str | None, host: str) -> bool:
        """Whether a POST comes from this page itself or from a program (programs send no Origin)."""
        return origin is None or urlsplit(origin).netloc.lower() == host.lower()

    def route_ok(self, method: str, path: str) -> bool:
        """Whether this method and path are served at all."""
        if path.startswith(MCP):
            return self.mcp and path.rstrip("/") in (MCP, f"{MCP}/http", f"{MCP}/schema")
        plain = path.rstrip("/") or "/"
        if method in ("GET", "HEAD"):
            if plain == f"{API}/upload_progress":
                return self.uploads
            return ".." not in path and (plain in _GET or path.startswith(_GET_UNDER))
        if method == "POST":
            if plain == UPLOAD:
                return self.uploads
            return plain in _POST or path.startswith(_POST_UNDER)
        return False

    def body_limit(self, path: str) -> int:
        """The most bytes a request to `path` may carry."""
        # A multipart body has some lines of its own around the file.
        return self.max_upload + 4096 if path.rstrip("/") == UPLOAD else self.max_body

    def call_fault(self, path: str, body: object) -> str:
        """Why a call's parsed JSON body is refused ("" when it is fine)."""
        if not isinstance(body, dict):
            return "body"
        if path.startswith(f"{API}/call/"):
            return "" if path.removeprefix(f"{API}/call/").strip("/") in self.api_names else "function"
        index = body.get("fn_index")
        if isinstance(index, bool) or not isinstance(index, int) or index not in self.functions:
            return "function"
        data = body.get("data", [])
        if not isinstance(data, list) or not isinstance(body.get("session_hash"), str):
            return "body"
        return "" if self.functions[index] or not _names_a_file(data) else "file"


def _names_a_file(value: object) -> bool:
    """Whether a JSON value holds something Gradio would take for a file or fetch as a link."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "path" in item or "url" in item or "_type" in item:
                return True
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False
