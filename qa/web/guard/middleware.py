"""The guard in front of Gradio: an ASGI middleware that refuses what the page never sends.

Comes in: every HTTP request. Goes out: Gradio's response with safe headers, or a short refusal in both languages.
Refused here: unknown hosts (400), other sites' posts and log-outs (403), routes not in use (404), bodies that are large
(413) or come slowly (408), calls of unknown functions or with forged files (400), too many failed log-ins, uploads or
streams (429). What a proxy may say of a request (X-Forwarded-…) is taken out: the server in front of this one has used
it where a proxy was named. An error inside becomes one sentence with a number in the log.
"""

from __future__ import annotations

import base64
import binascii
import errno
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from qa.web.guard.bodies import Receive, TooLarge, TooSlow, Unclean, counted, parse, read_all, replay
from qa.web.guard.logins import LogIns
from qa.web.guard.policy import API, MCP, UPLOAD, Policy
from qa.web.guard.rates import network_of
from qa.web.guard.response import Response, Send, error_number, refuse

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger("wenyu.web")
_JSON = (f"{API}/queue/join", f"{API}/call/", f"{API}/cancel", f"{API}/reset", MCP)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class _Refused(Exception):
    """A request that is not served: the status, the key of its words, seconds to wait."""

    def __init__(self, status: int, key: str, wait: int = 0) -> None:
        super().__init__(key)
        self.status, self.key, self.wait = status, key, wait


def _header(scope: Scope, name: bytes) -> str | None:
    for key, value in scope.get("headers", ()):
        if key == name:
            return str(value.decode("latin-1"))
    return None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return network_of(str(client[0])) if client else ""


def _told_by_a_proxy(name: bytes) -> bool:
    return name.startswith((b"x-forwarded", b"x-gradio-")) or name in (b"forwarded", b"x-real-ip")


class Guard:
    """Wrap `app` with the rules of `policy`."""

    def __init__(self, app: App, policy: Policy) -> None:
        self.app = app
        self.policy = policy
        self._streams: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            scope["headers"] = [(k, v) for k, v in scope["headers"] if not _told_by_a_proxy(k)]
            uploads = self.policy.uploads if scope["path"].rstrip("/") == UPLOAD else None
            response = Response(send, uploads.shown if uploads is not None else None)
            try:
                self._check_head(scope)
                await self._serve(scope, receive, response)
            except Exception as error:
                await self._answer(error, scope, response, send)

    # --- refusals from the head alone ------------------------------------------------------------------------------

    def _check_head(self, scope: Scope) -> None:
        """Raise _Refused when the request's head alone is enough to refuse it."""
        rules, path, method = self.policy, scope["path"], scope["method"]
        host = _header(scope, b"host") or ""
        if not rules.host_ok(host):
            raise _Refused(400, "refused_host")
        self._check_origin(scope, host)
        if not rules.route_ok(method, path):
            raise _Refused(404, "refused_route")
        if rules.members_only(path) and not self._is_member(scope):
            raise _Refused(401, "refused_login")
        length = _header(scope, b"content-length")
        if length is not None and (not length.isdigit() or int(length[:15]) > rules.body_limit(path)):
            raise _Refused(413, "refused_large")
        if method == "POST" and path.rstrip("/") == UPLOAD and not rules.upload_count.take(_address(scope)):
            raise _Refused(429, "refused_often", rules.upload_count.wait(_address(scope)))

    def _check_origin(self, scope: Scope, host: str) -> None:
        """Other sites may link here; they may neither post nor log anybody out."""
        logs_out = scope["path"].rstrip("/") == "/logout"
        if scope["method"] in ("GET", "HEAD") and not logs_out:
            return
        if not self.policy.origin_ok(_header(scope, b"origin"), host):
            raise _Refused(403, "refused_origin")
        if logs_out:
            referer = _header(scope, b"referer")
            site = _header(scope, b"sec-fetch-site") or "none"
            if site not in ("same-origin", "none") or (referer and urlsplit(referer).netloc.lower() != host.lower()):
                raise _Refused(403, "refused_origin")

    def _is_member(self, scope: Scope) -> bool:
        if self.policy.logged_in is None:
            return True  # Gradio asks its own server whether it runs, before the first user can be there
        try:
            jar = SimpleCookie(_header(scope, b"cookie") or "")
        except CookieError:
            return False
        return self.policy.logged_in({name: cookie.value for name, cookie in jar.items()})

    # --- serving ---------------------------------------------------------------------------------------------------

    async def _serve(self, scope: Scope, receive: Receive, send: Response) -> None:
        rules, path, method, address = self.policy, scope["path"], scope["method"], _address(scope)
        if rules.logins is not None and path.startswith(MCP):
            await self._basic(scope, rules.logins, address)
        if method != "POST":
            return await self._stream(scope, receive, send, address)
        if path.rstrip("/") == UPLOAD:
            receive = counted(
                receive, rules.body_limit(path), rules.body_grace_s, lambda n: rules.upload_bytes.take(address, n)
            )
            return await self.app(scope, receive, send)
        receive = counted(receive, rules.body_limit(path), rules.body_grace_s)
        if path.rstrip("/") == "/login":
            receive = await self._login(scope, receive, address)
        elif path.startswith(_JSON):
            receive = await self._call(scope, receive, address)
        return await self.app(scope, receive, send)

    async def _stream(self, scope: Scope, receive: Receive, send: Response, address: str) -> None:
        if not self.policy.is_stream(scope["method"], scope["path"]):
            return await self.app(scope, receive, send)
        if self._streams[address] >= self.policy.max_streams:
            raise _Refused(429, "refused_often", 5)
        self._streams[address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._streams[address] -= 1
            if not self._streams[address]:
                del self._streams[address]
        return None

    async def _basic(self, scope: Scope, logins: LogIns, address: str) -> None:
        """MCP clients log in with HTTP Basic, when the server has users."""
        kind, _, coded = (_header(scope, b"authorization") or "").partition(" ")
        try:
            user, colon, password = base64.b64decode(coded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, ValueError):
            raise _Refused(401, "refused_login") from None
        if kind.lower() != "basic" or not colon:
            raise _Refused(401, "refused_login")
        verdict = await logins.verdict(user, password, address)
        if not verdict.right:
            raise _Refused(429, "refused_logins", verdict.wait) if verdict.wait else _Refused(401, "refused_login")

    async def _login(self, scope: Scope, receive: Receive, address: str) -> Receive:
        """The page's log-in form. A wrong one ends here; a right one goes on to Gradio, which asks `remembers`."""
        body = await read_all(receive)
        if self.policy.logins is not None:
            user, password = await _form(scope, body)
            verdict = await self.policy.logins.verdict(user, password, address)
            if not verdict.right:
                raise _Refused(429, "refused_logins", verdict.wait) if verdict.wait else _Refused(400, "wrong_login")
        return replay(body, receive)

    async def _call(self, scope: Scope, receive: Receive, address: str) -> Receive:
        path = scope["path"]
        body = await read_all(receive)
        try:
            parsed, changed = parse(body)
        except Unclean:
            raise _Refused(400, "refused_body") from None
        if path.startswith((f"{API}/queue/join", f"{API}/call/")):
            fault = self.policy.call_fault(path, parsed)
            if fault:
                raise _Refused(400, f"refused_{fault}")
            if isinstance(parsed.get("session_hash"), str):
                self.policy.note_session(parsed["session_hash"], address)
            if self.policy.busy(address) >= self.policy.max_calls:
                raise _Refused(503, "refused_busy", 5)
            # Names of uploads have become paths again.
            changed = changed or self.policy.functions.get(parsed.get("fn_index"), False)
        if changed:
            body = json.dumps(parsed).encode()
            others = [(k, v) for k, v in scope["headers"] if k != b"content-length"]
            scope["headers"] = [*others, (b"content-length", str(len(body)).encode())]
        return replay(body, receive)

    # --- what went wrong -------------------------------------------------------------------------------------------

    async def _answer(self, error: Exception, scope: Scope, response: Response, send: Send) -> None:
        path = scope["path"]
        refused = _refusal_of(error, path)
        if refused is not None and not response.started:
            await refuse(send, refused.status, refused.key, wait=refused.wait)
            return
        number = error_number()
        # A stream of a session that is gone ends this way too; that is no fault of ours.
        level = logging.INFO if response.started and path == f"{API}/queue/data" else logging.ERROR
        log.log(level, "error %s at %s", number, path, exc_info=error)
        if response.started:
            await send({"type": "http.response.body", "body": b""})
        else:
            await refuse(send, 500, "error_number", number=number)


def _refusal_of(error: Exception, path: str) -> _Refused | None:
    """The refusal an exception stands for; None for a fault of ours."""
    if isinstance(error, _Refused):
        return error
    if isinstance(error, TooLarge):
        return _Refused(413, "refused_large")
    if isinstance(error, TooSlow):
        return _Refused(408, "refused_slow")
    if path.rstrip("/") == UPLOAD:
        # Gradio reads the form; what it stumbles over is the form, unless the disk is full.
        full = isinstance(error, OSError) and error.errno in _FULL
        return _Refused(507, "refused_full") if full else _Refused(400, "refused_body")
    return None


async def _form(scope: Scope, body: bytes) -> tuple[str, str]:
    """The user name and the password of a log-in form. Raises _Refused when it is none."""
    from starlette.datastructures import Headers
    from starlette.formparsers import FormParser, MultiPartException, MultiPartParser

    headers = Headers(scope=scope)

    async def stream() -> Any:
        yield body
        yield b""

    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    parser: Any = (MultiPartParser if kind == "multipart/form-data" else FormParser)(headers, stream())
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError, UnicodeDecodeError) as error:
        raise _Refused(400, "refused_body") from error
    user, password = form.get("username"), form.get("password")
    if not isinstance(user, str) or not isinstance(password, str):
        raise _Refused(400, "refused_body")
    return user.strip(), password
