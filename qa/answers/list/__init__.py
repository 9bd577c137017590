"""Several things of one sort."""
