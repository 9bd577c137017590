"""The time, number and date parsers against cases nobody here wrote."""
