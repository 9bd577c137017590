"""`python -m qa.web.auth USER >> users`: asks for a password and prints one line for the file of `--auth`."""

from __future__ import annotations

import getpass
import sys

from index.errors import SettingsError
from qa.web.guard import make_line

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Ask for a password and print the user's line. Returns 0, or 2 for wrong use."""
    names = sys.argv[1:] if arguments is None else arguments
    if len(names) != 1 or names[0].startswith("-"):
        print("usage: python -m qa.web.auth USER >> users-file", file=sys.stderr)
        return 2
    try:
        password = getpass.getpass(f"Password for {names[0]}: ", stream=sys.stderr)
        if password != getpass.getpass("Again: ", stream=sys.stderr):
            raise SettingsError("the two passwords differ; try again.")
        print(make_line(names[0], password))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
