"""The routes of the service, beside the page's own: who may ask, and answers over HTTP.

In: a way to ask (the page's backend) and the keys of `--api-key-file`. Out: Starlette routes.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import SettingsError, WenYuError
from qa.types import Answer
from qa.web.service.completions import MODEL, BadRequest, chunks, completion, models, read_request

log = logging.getLogger("wenyu.web")
_SHORTEST_KEY = 16
Ask = Callable[[str, Sequence[str]], Answer]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that let a program in; none lets everybody in, `closed` nobody."""

    keys: tuple[str, ...] = ()
    closed: bool = False

    def let_in(self, authorization: str) -> bool:
        """Whether an Authorization header carries one of the keys."""
        if self.closed or not self.keys:
            return not self.closed
        kind, _, given = authorization.partition(" ")
        told = given.strip().encode("utf-8", "surrogatepass")
        # All are compared, each in constant time.
        same = [secrets.compare_digest(told, key.encode()) for key in self.keys]
        return kind.lower() == "bearer" and any(same)


def read_keys(file: Path) -> Keys:
    """The keys of a file, one a line; empty lines and those that begin with # are left out. Raises SettingsError."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot read the keys in {file}: {error}; give a text file, one key a line.") from error
    keys = tuple(line for line in lines if line and not line.startswith("#"))
    if not keys or min(map(len, keys)) < _SHORTEST_KEY:
        raise SettingsError(
            f"{file} must hold keys of at least {_SHORTEST_KEY} characters, one a line; make one with "
            "`python -c 'import secrets; print(secrets.token_urlsafe(32))'`."
        )
    return Keys(keys)


def routes(ask: Ask, public: Callable[[WenYuError], str], longest: int, keys: Keys) -> list[Any]:
    """`/v1/models`, `/v1/models/wenyu` and `/v1/chat/completions`. `public` words an error without paths of the server;
    `longest`: characters of a question."""
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response, StreamingResponse
    from starlette.routing import Route

    def guarded(handle: Callable[[Request], Any]) -> Callable[[Request], Any]:
        async def answered(request: Request) -> Response:
            try:
                if not keys.let_in(request.headers.get("authorization", "")):
                    raise BadRequest(_LOCKED if keys.closed else _NO_KEY, 401, code="invalid_api_key")
                told: Response = await handle(request)
            except BadRequest as error:
                headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
                return JSONResponse(error.body(), error.status, headers)
            return told

        return answered

    async def list_models(request: Request) -> Response:
        return JSONResponse(models())

    async def one_model(request: Request) -> Response:
        if request.path_params["name"] != MODEL:
            raise BadRequest(f"there is no such model; the one model is {MODEL!r}.", 404, "model", "model_not_found")
        return JSONResponse(models()["data"][0])

    async def complete(request: Request) -> Response:
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise BadRequest("the body is not JSON; send an object with model and messages.") from None
        asked = read_request(body, longest)
        try:
            answer = await run_in_threadpool(ask, asked.question, asked.history)
        except WenYuError as error:
            raise BadRequest(public(error)) from error
        if not asked.stream:
            return JSONResponse(completion(asked, answer))
        lines: Iterator[str] = (f"data: {json.dumps(one, ensure_ascii=False)}\n\n" for one in chunks(asked, answer))
        return StreamingResponse(_ended(lines), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    return [
        Route("/v1/models", guarded(list_models), methods=["GET"]),
        Route("/v1/models/{name}", guarded(one_model), methods=["GET"]),
        Route("/v1/chat/completions", guarded(complete), methods=["POST"]),
    ]


_NO_KEY = "a key is needed: send Authorization: Bearer KEY with a key of the file given as --api-key-file."
_LOCKED = "this chat has users; programs are let in when it is started with --api-key-file FILE."


def _ended(lines: Iterator[str]) -> Iterator[str]:
    yield from lines
    yield "data: [DONE]\n\n"
