"""The command line: `wenyu index | search | ask | chat | eval | bench | show`."""

from qa.cli.commands import main

__all__ = ["main"]
