"""What is let in: the middleware before Gradio, its rules, limits on connections, the users of `--auth`."""

from __future__ import annotations

from qa.web.guard.connections import Connections, Limits, bounded, room_for
from qa.web.guard.logins import LogIns
from qa.web.guard.middleware import Guard
from qa.web.guard.policy import Policy, is_loopback, known_hosts
from qa.web.guard.rates import network_of
from qa.web.guard.response import LOGIN_HOURS, error_number
from qa.web.guard.uploads import Uploads
from qa.web.guard.users import Users, make_line, read_users

__all__ = [
    "LOGIN_HOURS",
    "Connections",
    "Guard",
    "Limits",
    "LogIns",
    "Policy",
    "Uploads",
    "Users",
    "bounded",
    "error_number",
    "is_loopback",
    "known_hosts",
    "make_line",
    "network_of",
    "read_users",
    "room_for",
]
