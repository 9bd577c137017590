"""People, their offices, and who is asked about."""
