"""The guard in front of Gradio: an ASGI middleware that refuses what the page never sends.

Comes in: every HTTP request. Goes out: Gradio's response with safe headers, or a short refusal in both languages.
Refused here: unknown hosts (400), other sites' posts (403), routes not in use (404), large bodies (413), calls of
unknown functions or with forged files (400), too many log-ins or uploads (429). An error inside becomes one sentence
with a number that stands in the log beside the traceback.
"""

from __future__ import annotations

import base64
import binascii
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from qa.web.guard.policy import API, MCP, UPLOAD, Policy
from qa.web.strings import both

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger("wenyu.web")

# Gradio compiles its small scripts with `new Function`, hence 'unsafe-eval'; inline scripts and handlers run only with
# the page's own nonce, so markup that slipped into the page could still not act. Nothing loads from elsewhere.
_CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'none'; object-src 'none'; "
    "worker-src 'self' blob:; frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Link previews that point at Gradio's own site.
_PREVIEW = re.compile(rb'<meta\s+(?:property="og|name="twitter):[^>]{0,400}>')


class _TooLarge(Exception):
    """A body grew past its limit while it was read."""


def _header(scope: Scope, name: bytes) -> str | None:
    for key, value in scope.get("headers", ()):
        if key == name:
            return str(value.decode("latin-1"))
    return None


def error_number() -> str:
    """A short number that ties a message on the page to a traceback in the log."""
    return secrets.token_hex(4)


class Guard:
    """Wrap `app` with the rules of `policy`."""

    def __init__(self, app: App, policy: Policy) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refused = self._refusal(scope)
            if refused:
                await _refuse(send, *refused)
            else:
                await self._serve(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and message key when the request's head alone is enough to refuse it."""
        rules, path, method = self.policy, scope["path"], scope["method"]
        host = _header(scope, b"host") or ""
        if not rules.host_ok(host):
            return 400, "refused_host"
        if method not in ("GET", "HEAD") and not rules.origin_ok(_header(scope, b"origin"), host):
            return 403, "refused_origin"
        if not rules.route_ok(method, path):
            return 404, "refused_route"
        if path.startswith(MCP) and not self._basic_ok(scope):
            return 401, "refused_login"
        if method == "POST" and path.rstrip("/") == "/login" and not rules.logins.take():
            return 429, "refused_often"
        if method == "POST" and path.rstrip("/") == UPLOAD and not rules.upload_count.take():
            return 429, "refused_often"
        length = _header(scope, b"content-length")
        if length is not None and (not length.isdigit() or int(length[:15]) > rules.body_limit(path)):
            return 413, "refused_large"
        return None

    def _basic_ok(self, scope: Scope) -> bool:
        """MCP clients log in with HTTP Basic, when the server has users."""
        check = self.policy.check_user
        if check is None:
            return True
        kind, _, coded = (_header(scope, b"authorization") or "").partition(" ")
        try:
            user, _, password = base64.b64decode(coded, validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        return kind.lower() == "basic" and self.policy.logins.take() and check(user, password)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        response = _Response(send)
        try:
            if scope["method"] == "POST" and path.startswith((f"{API}/queue/join", f"{API}/call/")):
                body = await self._read_all(path, receive)
                fault = self._call_fault(path, body)
                if fault:
                    return await _refuse(send, 400, f"refused_{fault}")
                receive = _replay(body, receive)
            else:
                receive = self._counted(path, receive)
            await self.app(scope, receive, response)
        except _TooLarge:
            if not response.started:
                await _refuse(send, 413, "refused_large")
        except Exception:
            number = error_number()
            # A stream of a session that is gone ends this way too; that is no fault of ours.
            level = logging.INFO if response.started and path == f"{API}/queue/data" else logging.ERROR
            log.log(level, "error %s at %s", number, path, exc_info=True)
            if response.started:
                await send({"type": "http.response.body", "body": b""})
            else:
                await _refuse(send, 500, "error_number", number=number)
        return None

    def _call_fault(self, path: str, body: bytes) -> str:
        try:
            parsed = json.loads(body)
        except (ValueError, RecursionError):
            return "body"
        return self.policy.call_fault(path, parsed)

    async def _read_all(self, path: str, receive: Receive) -> bytes:
        limit, parts, size = self.policy.body_limit(path), [], 0
        while True:
            message = await receive()
            if message["type"] != "http.request":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > limit:
                raise _TooLarge
            if not message.get("more_body"):
                break
        return b"".join(parts)

    def _counted(self, path: str, receive: Receive) -> Receive:
        """`receive`, ending the request once its body passes the limit or the uploads of the last minutes do."""
        limit, size = self.policy.body_limit(path), 0
        is_upload = path.rstrip("/") == UPLOAD

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            part = len(message.get("body", b""))
            size += part
            if size > limit or (is_upload and part and not self.policy.upload_bytes.take(part)):
                raise _TooLarge
            return message

        return counted


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives an already read body first and then listens for the end of the connection."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class _Response:
    """Passes a response on with our headers; holds back HTML pages until they carry the nonce, and hides 500s."""

    def __init__(self, send: Send) -> None:
        self.started = False
        self._send = send
        self._held: Message | None = None
        self._body = b""
        self._nonce = secrets.token_urlsafe(16)
        self._failed = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._failed:
            if not message.get("more_body"):
                number = error_number()
                log.error("error %s: the server answered 500", number)
                await _refuse(self._send, 500, "error_number", number=number)
        elif self._held is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish_page()
        else:
            await self._send(message)

    async def _start(self, message: Message) -> None:
        self.started = True
        headers = [(k, v) for k, v in message["headers"] if k.lower() not in (b"server", b"content-security-policy")]
        kind = next((v for k, v in headers if k.lower() == b"content-type"), b"")
        headers += [*_HEADERS, (b"content-security-policy", _CSP.format(nonce=self._nonce).encode())]
        message = {**message, "headers": headers}
        if message["status"] == 500:
            self._failed = True
        elif kind.startswith(b"text/html"):
            self._held = message
        else:
            await self._send(message)

    async def _finish_page(self) -> None:
        assert self._held is not None
        # Gradio writes its configuration into the page with every "<" escaped, so each "<script" here is its own.
        body = self._body.replace(b"<script", f'<script nonce="{self._nonce}"'.encode())
        body = _PREVIEW.sub(b"", body)
        headers = [(k, v) for k, v in self._held["headers"] if k.lower() not in (b"content-length", b"cache-control")]
        headers += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await self._send({**self._held, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


async def _refuse(send: Send, status: int, key: str, **fields: object) -> None:
    """Send a refusal: JSON with the reason in both languages under "error" and "detail"."""
    reason = both(key, **fields)
    body = json.dumps({"error": reason, "detail": reason}, ensure_ascii=False).encode("utf-8")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_HEADERS]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="WenYu"'))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
