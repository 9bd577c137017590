"""What is let in: the middleware before Gradio, its rules, the users of `--auth`."""

from __future__ import annotations

from qa.web.guard.middleware import Guard, error_number
from qa.web.guard.policy import Policy, is_loopback, known_hosts
from qa.web.guard.users import Users, make_line, read_users

__all__ = ["Guard", "Policy", "Users", "error_number", "is_loopback", "known_hosts", "make_line", "read_users"]
