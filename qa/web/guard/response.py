"""What goes out: Gradio's response with safe headers, or a short refusal in both languages.

HTML pages are held back until their scripts carry the nonce; a 500 becomes a sentence with a number that stands in the
log beside the traceback; log-in cookies end after some hours and are not sent from other sites.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie

from qa.web.guard.bodies import Message
from qa.web.strings import both

Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
log = logging.getLogger("wenyu.web")
# How long a log-in lasts, in the browser and on the server.
LOGIN_HOURS = 12

# Gradio compiles its small scripts with `new Function`, hence 'unsafe-eval'; inline scripts and handlers run only with
# the page's own nonce, so markup that slipped into the page could still not act. Nothing loads from elsewhere.
_CSP = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; media-src 'none'; object-src 'none'; "
    "worker-src 'self' blob:; frame-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
)
_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
# Link previews that point at Gradio's own site.
_PREVIEW = re.compile(rb'<meta\s+(?:property="og|name="twitter):[^>]{0,400}>')


def error_number() -> str:
    """A short number that ties a message on the page to a traceback in the log."""
    return secrets.token_hex(4)


async def refuse(send: Send, status: int, key: str, *, wait: int = 0, **fields: object) -> None:
    """Send a refusal: JSON with the reason in both languages under "error" and "detail"; `wait`: come back after so
    many seconds."""
    reason = both(key, **fields)
    body = json.dumps({"error": reason, "detail": reason}, ensure_ascii=False).encode("utf-8")
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *_SAFE]
    if status == 401:
        headers.append((b"www-authenticate", b'Basic realm="WenYu"'))
    if wait:
        headers.append((b"retry-after", str(wait).encode()))
    if status in (408, 413):
        # The rest of the body is not waited for.
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def cookie_of_ours(header: bytes) -> bytes:
    """A Set-Cookie header with an end and without leave for other sites; one that deletes a cookie stays.

    >>> cookie_of_ours(b"access-token-x=abc; HttpOnly; Path=/; SameSite=none; Secure")
    b'access-token-x=abc; HttpOnly; Max-Age=43200; Path=/; SameSite=lax; Secure'
    """
    try:
        jar = SimpleCookie(header.decode("latin-1"))
    except CookieError:
        return header
    for cookie in jar.values():
        cookie["samesite"] = "lax"
        if not cookie["max-age"] and not cookie["expires"]:
            cookie["max-age"] = LOGIN_HOURS * 3600
    return jar.output(header="", sep="").strip().encode("latin-1") or header


class Response:
    """Passes a response on; `rewrite` may change the body of a good one (it is held back until it is whole)."""

    def __init__(self, send: Send, rewrite: Callable[[bytes], bytes] | None = None) -> None:
        self.started = False
        self._send = send
        self._rewrite = rewrite
        self._held: Message | None = None
        self._body = b""
        self._nonce = secrets.token_urlsafe(16)
        self._failed = False

    async def __call__(self, message: Message) -> None:
        """Take one ASGI message."""
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._failed:
            if not message.get("more_body"):
                number = error_number()
                log.error("error %s: the server answered 500", number)
                await refuse(self._send, 500, "error_number", number=number)
        elif self._held is not None:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()
        else:
            await self._send(message)

    async def _start(self, message: Message) -> None:
        self.started = True
        headers: Headers = []
        for name, value in message["headers"]:
            plain = name.lower()
            if plain == b"set-cookie":
                headers.append((name, cookie_of_ours(value)))
            elif plain not in (b"server", b"content-security-policy"):
                headers.append((name, value))
        kind = next((v for k, v in headers if k.lower() == b"content-type"), b"")
        headers += [*_SAFE, (b"content-security-policy", _CSP.format(nonce=self._nonce).encode())]
        message = {**message, "headers": headers}
        if message["status"] == 500:
            self._failed = True
        elif kind.startswith(b"text/html") or (self._rewrite is not None and message["status"] == 200):
            self._held = message
        else:
            await self._send(message)

    def _page(self, body: bytes) -> bytes:
        # Gradio writes its configuration into the page with every "<" escaped, so each "<script" here is its own.
        return _PREVIEW.sub(b"", body.replace(b"<script", f'<script nonce="{self._nonce}"'.encode()))

    async def _finish(self) -> None:
        assert self._held is not None
        body = self._rewrite(self._body) if self._rewrite is not None else self._page(self._body)
        headers = [(k, v) for k, v in self._held["headers"] if k.lower() not in (b"content-length", b"cache-control")]
        headers += [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await self._send({**self._held, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
