"""What is done: the actions of the page and the functions for programs, the index behind them, the running server.

Gradio is imported only when a page is served.
"""

from __future__ import annotations

from qa.web.server.api import ApiFault, functions
from qa.web.server.backend import Backend, Engine, Progress
from qa.web.server.chat import Chat, Typed
from qa.web.server.evaluation import evaluation_html
from qa.web.server.launch import QUEUE_SIZE, Access, Server, access, check_port, serve, static_text, warn_if_open
from qa.web.server.watched import log_unexpected

__all__ = [
    "QUEUE_SIZE",
    "Access",
    "ApiFault",
    "Backend",
    "Chat",
    "Engine",
    "Progress",
    "Server",
    "Typed",
    "access",
    "check_port",
    "evaluation_html",
    "functions",
    "log_unexpected",
    "serve",
    "static_text",
    "warn_if_open",
]
