"""How well the reader reads: `python -m eval.reader --help`."""
