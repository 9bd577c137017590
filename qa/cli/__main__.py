"""`python -m qa.cli` is `wenyu`."""

from qa.cli import main

main()
