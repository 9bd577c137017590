"""The service that programs made for OpenAI's interface can talk to: `/v1/models` and `/v1/chat/completions`."""

from __future__ import annotations

from qa.web.service.completions import MODEL, Asked, BadRequest, chunks, completion, read_request
from qa.web.service.routes import Keys, read_keys, routes

__all__ = ["MODEL", "Asked", "BadRequest", "Keys", "chunks", "completion", "read_keys", "read_request", "routes"]
