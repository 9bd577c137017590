"""Which figure is the one asked."""
